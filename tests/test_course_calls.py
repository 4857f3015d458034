"""Calls of courses' functions: whatever one does, it ends, in a value or in a sentence."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from app.course_calls import guarded
from app.course_modules import imported, put_back, take_place
from app.values import EvaluationError


@pytest.fixture(autouse=True)
def as_before() -> Iterator[None]:
    """Leaves nothing importable that was not before."""
    before = take_place({})
    yield
    put_back(before)


def function(folder: Path, source: str, longest: float = 10) -> Callable[..., object]:
    """The function f of a module, guarded."""
    path = folder / "waves.py"
    path.write_text(source, "utf-8")
    take_place({"waves": path})
    found = imported({"waves": path}, 10)
    assert not found.errors
    module = found.modules["waves"]
    return guarded("waves.f", vars(module)["f"], {"waves": path}, longest)


RAISED = {
    "raise ValueError('x must be positive')": "waves.f: x must be positive (waves.py:2)",
    "raise ValueError": "waves.f: ValueError (waves.py:2)",
    "return {}['x']": "waves.f: KeyError: 'x' (waves.py:2)",
    "raise KeyboardInterrupt": "waves.f: KeyboardInterrupt (waves.py:2)",
    "raise GeneratorExit": "waves.f: GeneratorExit (waves.py:2)",
    "import sys; sys.exit(3)": "waves.f: it would end the program (waves.py:2)",
    "import os; os._exit(3)": "waves.f: it would end the program (waves.py:2)",
    "raise Odd": "waves.f: Odd (waves.py:2)",
    "raise ValueError('a\\n\\x1b[31mb')": "waves.f: a [31mb (waves.py:2)",
    "return f()": "waves.f: RecursionError: maximum recursion depth exceeded (waves.py:2)",
    "import numpy as np; return np.zeros((10**5, 10**5)) + 1": (
        "waves.f: it takes more than 256 MB of memory (waves.py:2)"
    ),
    "return list(range(10**10))": "waves.f: it takes more than 256 MB of memory (waves.py:2)",
    "import numpy as np; return np.ones(2) @ np.ones(3)": "waves.f: matmul: Input operand 1 has a mismatch",
}


ODD = "class Odd(Exception):\n    def __str__(self): raise RuntimeError\n"


@pytest.mark.parametrize("source", RAISED)
def test_what_it_raises_is_told_with_its_line(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(EvaluationError) as told:
        function(tmp_path, f"def f():\n    {source}\n{ODD}")()
    assert told.value.message.startswith(RAISED[source])


def test_the_line_is_the_last_of_its_own_and_not_numpys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    source = (
        "import numpy as np\ndef f():\n    return g()\ndef g():\n    return np.linalg.inv(np.zeros((2, 2)))\n"
    )
    with pytest.raises(EvaluationError, match=r"LinAlgError|Singular") as told:
        function(tmp_path, source)()
    assert told.value.message.endswith("(waves.py:5)")


@pytest.mark.parametrize(
    "loop",
    [
        "while True: pass",
        "while True:\n        try: pass\n        except: pass",
        "import time; time.sleep(60)",
    ],
)
def test_what_never_ends_is_told_and_not_called_again_for_a_while(
    loop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    calls = tmp_path / "calls"
    note = f"with open({str(calls)!r}, 'a') as file: file.write('x')"
    source = f"def f():\n    {note}\n    {loop}\n"
    f = function(tmp_path, source, longest=0.1)
    with pytest.raises(EvaluationError, match=r"^waves.f: it takes longer than 0.1 s \(waves.py:\d\)$"):
        f()
    with pytest.raises(EvaluationError, match="not called again for a while"):
        f()
    assert calls.read_text() == "x"
    assert function(tmp_path, "def f(): return 1\n")() == 1


def test_it_cannot_change_what_it_is_given(tmp_path: Path) -> None:
    f = function(tmp_path, "def f(x):\n    x[0] = 'changed'\n    return x\n")
    names = ["as it was"]
    assert f(names) == ["changed"]
    assert names == ["as it was"]
    with pytest.raises(EvaluationError, match="read-only"):
        f(np.zeros(2))


def test_what_it_prints_is_on_standard_error(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    function(tmp_path, "def f():\n    print('here')\n")()
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "here\n")


def test_a_function_may_be_handed_to_another_one(tmp_path: Path) -> None:
    one = function(tmp_path, "def f(): return 1\n")
    assert function(tmp_path, "def f(g): return g() + 1\n")(one) == 2


def test_calls_from_many_threads_each_get_their_own_value(tmp_path: Path) -> None:
    f = function(tmp_path, "def f(x): return x\n")
    got: dict[int, list[object]] = {}

    def work(number: int) -> None:
        got[number] = [f(number) for _ in range(50)]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert got == {number: [number] * 50 for number in range(4)}
