import numpy as np
import pytest

from app.runner import Call, Job, Raised, Returned, Unreadable, Value

from .sessions import in_process


def value(source: str, *arguments: Value, seed: int = 0) -> Value:
    (result,) = in_process(Job(source, (Call("f", arguments),), seed=seed)).results
    assert isinstance(result, Returned), result
    return result.value


def test_numpy_is_there_without_an_import() -> None:
    assert value("def f(x): return float(np.sqrt(x))", 4.0) == 2.0


def test_keywords_are_passed() -> None:
    (result,) = in_process(Job("def f(a, *, b): return a - b", (Call("f", (5,), {"b": 2}),))).results
    assert isinstance(result, Returned)
    assert result.value == 3


def test_the_global_generators_are_seeded() -> None:
    source = "import random\ndef f(): return [random.random(), float(np.random.rand())]"
    assert value(source, seed=3) == value(source, seed=3)
    assert value(source, seed=3) != value(source, seed=4)


def test_calls_share_one_module_and_get_fresh_inputs() -> None:
    source = "seen = []\ndef f(x):\n    x[0] += 1\n    seen.append(x[0])\n    return list(seen)"
    given = [1.0]
    report = in_process(Job(source, (Call("f", (given,)), Call("f", (given,)))))
    assert [result.value for result in report.results if isinstance(result, Returned)] == [[2.0], [2.0, 2.0]]
    assert given == [1.0]


@pytest.mark.parametrize(
    ("body", "mutated"),
    [
        ("return a + b", ()),
        ("a *= 2; return a", (0,)),
        ("b[0, 0] = np.nan; return b", (1,)),
        ("a.resize(2, 3, refcheck=False); return b", (0,)),
        ("c['k'].append(1)", (2,)),
        ("c['k'] = len", (2,)),
        ("a = a * 2; return a", ()),
    ],
)
def test_inputs_changed_in_place_are_told(body: str, mutated: tuple[int, ...]) -> None:
    arrays = np.array([[np.nan, 1.0]]), np.ones((1, 2))
    report = in_process(Job(f"def f(a, b, c): {body}", (Call("f", (*arrays, {"k": [1]})),)))
    (result,) = report.results
    assert isinstance(result, Returned)
    assert result.mutated == mutated


def test_an_exception_is_one_result_and_the_next_call_goes_on() -> None:
    report = in_process(Job("def f(x):\n\n    return 1 / x", (Call("f", (0,)), Call("f", (2,)))))
    assert report.end == "finished"
    assert report.results[0] == Raised("ZeroDivisionError", "division by zero", 3)
    assert isinstance(report.results[1], Returned)


def test_an_exception_inside_numpy_has_the_students_line() -> None:
    report = in_process(
        Job("def g(x):\n    return np.linalg.inv(x)\ndef f(x): return g(x)", (Call("f", (1.0,)),))
    )
    (result,) = report.results
    assert isinstance(result, Raised)
    assert (result.kind, result.line) == ("LinAlgError", 2)


def test_a_function_that_is_missing_is_named() -> None:
    (result,) = in_process(Job("def g(): pass", (Call("f"),))).results
    assert result == Raised("NameError", "your program defines no function named f", None)


@pytest.mark.parametrize(
    ("source", "kind", "line"),
    [
        ("x = 1\ndef f(:", "SyntaxError", 2),
        ("def f():\nreturn 1", "IndentationError", 2),
        ("x = 1\n\nx.y", "AttributeError", 3),
        ("import sys\nsys.exit(0)", "SystemExit", 2),
        ("raise KeyboardInterrupt", "KeyboardInterrupt", 1),
        ("a\0b", "SyntaxError ValueError", None),
        ("'\ud800'", "UnicodeEncodeError", None),
        ("(" * 500, "SyntaxError", 1),
        ("-" * 100_000 + "1", "MemoryError", None),
        ("import pandas", "ModuleNotFoundError", 1),
    ],
)
def test_a_module_that_raises_is_an_end_of_its_own(source: str, kind: str, line: int | None) -> None:
    report = in_process(Job(source, (Call("f"),)))
    assert (report.end, report.results) == ("raised", ())
    assert report.error is not None
    assert report.error.kind in kind
    assert line is None or report.error.line == line


def test_a_returned_object_is_unreadable_and_named() -> None:
    report = in_process(Job("class Liar: pass\ndef f(): return [Liar()]", (Call("f"),)))
    assert report.results == (Unreadable("a value of type Liar"),)


def test_output_is_kept() -> None:
    assert in_process(Job("print('a', 1)\ndef f(): print('b')", (Call("f"),))).output == "a 1\nb\n"


@pytest.mark.parametrize(
    ("body", "limit"),
    [("np.zeros(10**6)", "1 MiB"), ("[0] * 60_000", "50,000 values"), ("['x' * 20_000] * 60", "1 MiB")],
)
def test_too_much_output_is_an_end_with_its_limit(body: str, limit: str) -> None:
    report = in_process(Job(f"print('before')\ndef f(): return {body}", (Call("f"),)))
    assert (report.end, report.detail, report.results) == ("output", limit, ())
    assert report.output == "before\n"


def test_dataclasses_find_their_module() -> None:
    source = "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\ndef f(): return P(3).x"
    assert value(source) == 3
