"""The checkers of a course: what expressions may call, and what is told of modules that are no good."""

from __future__ import annotations

import os
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pydantic import TypeAdapter

from app.answers import Invalid, read_answer
from app.courses import load_checkers
from app.evaluation import evaluate
from app.expressions import Formula, parse
from app.functions import FUNCTIONS, check_names
from app.grading import grade
from app.models import Exercise, Vector
from app.values import EvaluationError, Value
from app.variants import variant_of

COURSE = Path(__file__).parent / "books" / "course" / "checkers"


@pytest.fixture(autouse=True)
def without_courses() -> Iterator[None]:
    """No course before and after."""
    load_checkers(())
    yield
    load_checkers(())


def folder_of(folder: Path, **sources: str | bytes) -> Path:
    """A folder of checkers."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, source in sources.items():
        path = folder / f"{name}.py"
        path.write_bytes(source if isinstance(source, bytes) else source.encode())
    return folder


def told(folder: Path, longest: float = 10) -> list[str]:
    """The faults of a folder, by the paths within it."""
    return [str(fault).replace(f"{folder}/", "") for fault in load_checkers([folder], longest)]


def value(text: str, **names: Value) -> Value:
    return evaluate(parse(text), names)


# ---- what is loaded ---


def test_every_public_function_can_be_called_by_module_and_name() -> None:
    assert load_checkers([COURSE]) == ()
    assert value("waves.height(x, amplitude=2)", x=0.5) == 2 * np.sin(0.5)
    assert value("waves.energy([1, 2])") == 5
    assert value("waves.signal(3)") == pytest.approx(0.9**3)
    assert sorted(FUNCTIONS.courses) == ["tables.squares", "waves.energy", "waves.height", "waves.signal"]


def test_names_and_arguments_are_checked_with_did_you_mean() -> None:
    load_checkers([COURSE])
    slips = check_names(Formula.parse("waves.hight(1) + waves.height(1, amplitud=2) + waves.height()"), ())
    assert [message for _, message in slips] == [
        "there is no function waves.hight; did you mean 'waves.height'?",
        "waves.height takes no argument amplitud; did you mean 'amplitude'?",
        "waves.height needs x",
    ]


def test_helpers_tests_and_what_is_imported_are_not_offered(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path,
        waves="from math import sqrt\nfrom _own import half\nfrom checkers.schedules import linear\n"
        "import numpy as np\ndef double(x): return 2 * half(x) * 2\ndef _no(x): return x\nclass Wave: pass\n",
        _own="def half(x): return x / 2\n",
        test_waves="import a_module_that_is_not_there\n",
        conftest="import a_module_that_is_not_there\n",
        __init__="",
    )
    (folder / "notes.txt").write_text("no module")
    assert load_checkers([folder]) == ()
    assert list(FUNCTIONS.courses) == ["waves.double"]
    assert value("waves.double(3)") == 6


def test_wrapped_functions_and_lambdas_are_functions(tmp_path: Path) -> None:
    source = "from functools import cache\n@cache\ndef f(n): return n + 1\ntwice = lambda x: 2 * x\n"
    assert load_checkers([folder_of(tmp_path, waves=source)]) == ()
    assert (value("waves.f(1)"), value("waves.twice(2)")) == (2, 4)


def test_several_folders_see_each_other(tmp_path: Path) -> None:
    one = folder_of(tmp_path / "one", first="import second\ndef f(): return second.g() + 1\n")
    two = folder_of(tmp_path / "two", second="def g(): return 1\n")
    assert load_checkers([one, two]) == ()
    assert value("first.f()") == 2


def test_loading_again_takes_the_place_of_what_was_there(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, waves="def f(): return 1\ndef gone(): return 1\n")
    load_checkers([folder])
    folder_of(tmp_path, waves="def f(): return 2\n")
    load_checkers([folder])
    assert value("waves.f()") == 2
    assert "waves.gone" not in FUNCTIONS
    load_checkers(())
    assert not FUNCTIONS.courses
    assert "waves" not in sys.modules


def test_what_is_faulty_leaves_the_functions_of_before(tmp_path: Path) -> None:
    folder = folder_of(
        tmp_path, waves="import other\ndef f(): return other.g()\n", other="def g(): return 1\n"
    )
    load_checkers([folder])
    folder_of(tmp_path, waves="def f(:\n")
    assert load_checkers([folder])
    assert value("waves.f()") == 1


def test_readers_in_other_threads_see_one_state_or_the_other(tmp_path: Path) -> None:
    one = folder_of(tmp_path / "one", waves="def a(): return 1\ndef b(): return 1\n")
    load_checkers([one])
    wrong: list[set[str]] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            seen = {name for name in FUNCTIONS if name.startswith("waves.")}
            if seen not in ({"waves.a", "waves.b"}, set()):
                wrong.append(seen)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(20):
        load_checkers(())
        load_checkers([one])
    stop.set()
    reader.join()
    assert not wrong


@pytest.mark.skipif(os.name == "nt", reason="links need a privilege there")
def test_a_link_an_umlaut_and_a_space_are_no_obstacle(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder_of(tmp_path / "Mein Kurs für Übungen", waves="def f(): return 1\n")
    (tmp_path / "link").symlink_to(tmp_path / "Mein Kurs für Übungen")
    monkeypatch.chdir(tmp_path)
    for folder in (Path("Mein Kurs für Übungen"), Path("link")):
        assert load_checkers([folder]) == ()
        assert value("waves.f()") == 1


# ---- what a call does ---


def test_what_a_checker_raises_is_a_sentence_with_its_name(tmp_path: Path) -> None:
    source = (
        "import sys\n"
        "def bad(x): return {}[x]\n"
        "def end(): sys.exit(1)\n"
        "def deep(n): return deep(n)\n"
        "def thing(): return object()\n"
        "def table(): return {'a': 1}\n"
        "def nothing(): pass\n"
        "def names(): return ['a', object()]\n"
        "def itself():\n    found = []\n    found.append(found)\n    return found\n"
        "def digits(): return 10**5000\n"
        "def letters(): return 'a' * 10**6\n"
        "def half(): return '\\ud800'\n"
        "def long(): return [0] * 10**6\n"
        "import numpy as np\n"
        "def masked(): return np.ma.array([1.0], mask=[1])\n"
        "def objects(): return np.array([object()])\n"
    )
    assert load_checkers([folder_of(tmp_path, waves=source)]) == ()
    for call, words in {
        "bad(1)": "waves.bad",
        "end()": "waves.end",
        "deep(1)": "waves.deep",
        "thing()": "waves.thing: an object is not",
        "table()": "waves.table: a dict is not",
        "nothing()": "waves.nothing: None is not",
        "names()": "waves.names: an object is not",
        "itself()": "waves.itself: this list holds itself",
        "digits()": "waves.digits: this whole number is too large",
        "letters()": "waves.letters: this text is too long",
        "half()": "waves.half: this text is too long, or holds something",
        "long()": "waves.long: this list is too long",
        "masked()": "waves.masked: a MaskedArray is not",
        "objects()": "waves.objects: an array of something other than numbers is not",
    }.items():
        with pytest.raises(EvaluationError, match=words):
            value(f"waves.{call}")


def test_numbers_and_arrays_of_every_precision_are_float64_but_for_arrays_of_float32(tmp_path: Path) -> None:
    source = (
        "import numpy as np\n"
        "def single(): return np.float32(2.5)\n"
        "def long(): return np.longdouble(2.5)\n"
        "def singles(): return np.ones(2, dtype=np.float32) / 4\n"
        "def longs(): return np.ones(2, dtype=np.longdouble) / 4\n"
        "class Own(np.ndarray): pass\n"
        "def own(): return np.ones(2).view(Own)\n"
    )
    assert load_checkers([folder_of(tmp_path, waves=source)]) == ()
    assert [type(value(f"waves.{name}()")) for name in ("single", "long")] == [float, float]
    for name, dtype in {"singles": np.float32, "longs": np.float64, "own": np.float64}.items():
        found = value(f"waves.{name}()")
        assert type(found) is np.ndarray
        assert found.dtype == dtype


def test_a_checker_cannot_change_the_numbers_of_an_exercise(tmp_path: Path) -> None:
    load_checkers([folder_of(tmp_path, waves="def f(x):\n    x += 1\n    return x\n")])
    numbers = np.array([1.0, 2.0])
    with pytest.raises(EvaluationError, match="read-only"):
        value("waves.f(x)", x=numbers)
    assert numbers.tolist() == [1, 2]


# ---- what is told ---

BROKEN: dict[str, tuple[dict[str, str | bytes], list[str]]] = {
    "no Python": (
        {"waves": "def f(x:\n    return 1\n"},
        ["waves.py:1:6: this is not Python: '(' was never closed."],
    ),
    "no indent": (
        {"waves": "def f(x):\nreturn 1\n"},
        ["waves.py:2:1: this is not Python: expected an indented block after function definition on line 1."],
    ),
    "a binary": ({"waves": b"\0\1\2"}, ["waves.py:1:1: this is not Python: "]),
    "an exception": (
        {"waves": "A = 3\nB = A / (1 - 1)\n"},
        ["waves.py:2:5: importing this fails with ZeroDivisionError: division by zero."],
    ),
    "an exception in numpy": (
        {"waves": "import numpy as np\n\nT = np.linalg.inv(np.zeros((2, 2)))\n"},
        ["waves.py:3:5: importing this fails with LinAlgError: Singular matrix."],
    ),
    "an exception of several lines": (
        {"waves": "assert 0, 'one\\ntwo'\n"},
        ["waves.py:1:1: importing this fails with AssertionError: one two."],
    ),
    "a missing dependency": (
        {"waves": "import numpy\nimport nowhere.special\n"},
        [
            "waves.py:2:1: there is no module 'nowhere' here. Install it beside the workbook, or do without "
            "it."
        ],
    ),
    "a slip in a module's name": (
        {"waves": "import tabels\n", "tables": ""},
        ["waves.py:1:1: there is no module 'tabels' here. Did you mean 'tables'?"],
    ),
    "a slip in the name of a built-in module": (
        {"waves": "from checkers import schedule\n"},
        ["waves.py:1:1: cannot import name 'schedule' from 'checkers'. Did you mean 'schedules'?"],
    ),
    "a slip in the name of a built-in function": (
        {"waves": "from checkers.schedules import liner\n"},
        ["waves.py:1:1: cannot import name 'liner' from 'checkers.schedules'. Did you mean 'linear'?"],
    ),
    "modules that import each other": (
        {"a": "from b import g\ndef f(): pass\n", "b": "from a import f\ndef g(): pass\n"},
        [
            "a.py:1:1: cannot import name 'g' from 'b'. If these modules import each other, move what both "
            "need into a third.",
            "b.py:1:1: cannot import name 'f' from 'a'. If these modules import each other, move what both "
            "need into a third.",
        ],
    ),
    "one fault behind two modules": (
        {"a": "import b\n", "b": "x = y\n"},
        ["b.py:1:5: importing this fails with NameError: name 'y' is not defined."],
    ),
    "a helper that is no Python": (
        {"waves": "import _own\n", "_own": "def (:\n"},
        ["_own.py:1:5: this is not Python: invalid syntax."],
    ),
    "an exit": (
        {"waves": "import sys\nsys.exit()\n"},
        ["waves.py:2:1: this would end the program. Let a module only define functions."],
    ),
    "an interrupt": (
        {"waves": "raise KeyboardInterrupt\n"},
        ["waves.py:1:1: importing this fails with KeyboardInterrupt."],
    ),
    "the name of a built-in module": (
        {"schedules": ""},
        ["schedules.py:1:1: the workbook has a 'schedules' of its own. Rename the file."],
    ),
    "the name of a module of Python": (
        {"random": ""},
        ["random.py:1:1: Python has a module 'random', which other modules may want. Rename the file."],
    ),
    "the name of an installed module": (
        {"numpy": ""},
        ["numpy.py:1:1: Python has a module 'numpy', which other modules may want. Rename the file."],
    ),
    "a name that no expression can say": (
        {"my-waves": ""},
        [
            "my-waves.py:1:1: no expression can call the functions of 'my-waves'. Name the file by letters, "
            "digits and _."
        ],
    ),
    "a function that no expression can name": (
        {"waves": "def größe(): return 1\n"},
        ["waves.py:1:1: no expression can name waves.größe. Take letters from a to z, digits and _."],
    ),
    "functions without a value": (
        {"waves": "async def f(): pass\ndef g():\n    yield 1\n"},
        [
            "waves.py:1:1: waves.f is async or yields, so that a call returns no value. Let it return",
            "waves.py:2:1: waves.g is async or yields, so that a call returns no value. Let it return",
        ],
    ),
    "a signature that cannot be read": (
        {"waves": "def f(x): return x\nf.__signature__ = 'x'\n"},
        ["waves.py:1:1: it cannot be told which arguments waves.f takes: "],
    ),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_what_is_wrong_is_told_at_its_place(kind: str, tmp_path: Path) -> None:
    sources, expected = BROKEN[kind]
    found = told(folder_of(tmp_path, **sources))
    assert len(found) == len(expected)
    for one, begin in zip(found, expected, strict=True):
        assert one.startswith(begin)


def test_a_module_that_takes_too_long_is_told_where_it_was(tmp_path: Path) -> None:
    found = told(folder_of(tmp_path, waves="x = 0\nwhile True:\n    x += 1\n"), 0.02)
    assert found[0].split(": ")[0] in ("waves.py:2:1", "waves.py:2:7", "waves.py:3:5")
    assert "takes longer than 0.02 s" in found[0]


def test_a_name_in_two_folders_is_told_with_both_files(tmp_path: Path) -> None:
    one, two = (folder_of(tmp_path / name, waves="def f(): return 1\n") for name in ("one", "two"))
    (fault,) = load_checkers([one, two])
    assert fault.path == str(two / "waves.py")
    assert str(one / "waves.py") in fault.message


def test_a_folder_that_is_gone_is_a_fault(tmp_path: Path) -> None:
    (fault,) = load_checkers([tmp_path / "nowhere"])
    assert "cannot be read" in fault.message


def test_a_key_is_computed_once_for_all_who_answer_with_the_same_numbers(tmp_path: Path) -> None:
    calls = tmp_path / "calls"
    source = f"def f(x):\n    with open({str(calls)!r}, 'a') as file: file.write('x')\n    return [x, x]\n"
    assert load_checkers([folder_of(tmp_path, slow=source)]) == ()
    told = {"id": "e", "type": "vector", "title": "E", "difficulty": 1, "tags": ["e"], "prompt": "Well?"}
    one = TypeAdapter(Exercise).validate_python({**told, "answer": "slow.f(2)", "tolerance": {"rel": 0.01}})
    for answer, verdict in (("[2, 2]", "correct"), ("[2.001, 2]", "correct")):
        read = read_answer(variant_of(one, 0), answer)
        assert not isinstance(read, Invalid)
        assert grade(variant_of(one, 0), read).verdict == verdict
    assert calls.read_text() == "x"
    assert isinstance(one, Vector)
    with pytest.raises(ValueError, match="read-only"):
        np.asarray(variant_of(one, 0).key(one))[0] = 3
