import numpy as np
import pytest

from app.runner import Call, Job, Model, Raised, Returned, Unreadable, Value

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
        ("c['k'][0] = 1.0", (2,)),
        ("c['k'][0] = True", (2,)),
        ("c['k'] = list(c['k'])", ()),
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
    [
        ("np.zeros(10**6)", "1 MiB"),
        ("[0] * 60_000", "50,000 values; a list counts for 10, an array for 20"),
        ("['x' * 20_000] * 60", "192 KiB besides arrays"),
    ],
)
def test_too_much_output_is_an_end_with_its_limit(body: str, limit: str) -> None:
    report = in_process(Job(f"print('before')\ndef f(): return {body}", (Call("f"),)))
    assert (report.end, report.detail, report.results, report.during) == ("output", limit, (), 0)
    assert report.output == "before\n"


@pytest.mark.parametrize("large", ["np.zeros(10**6)", "np.zeros(10**5)", "['x' * 20_000] * 10"])
def test_what_came_back_before_too_much_output_is_kept(large: str) -> None:
    """Also when each is within the limits and only all of them are too much."""
    source = f"def f(k): return np.full(3, k) if k < 2 else {large}"
    report = in_process(Job(source, tuple(Call("f", (k,)) for k in range(4))))
    assert report.end == "output"
    assert report.during == len(report.results) in (2, 3)
    first, second, *_ = report.results
    assert isinstance(first, Returned)
    assert isinstance(second, Returned)
    np.testing.assert_array_equal(np.array([first.value, second.value]), [[0, 0, 0], [1, 1, 1]])


@pytest.mark.parametrize(
    "value",
    [
        "[0.1] * 20_000",
        "[k / 7 for k in range(20_000)]",
        "list(range(40_000))",
        "np.ones((250, 500))",
        "[(1, 2.5, 'x')] * 2_000",
        "[[0.5] * 80] * 250",
        "[1] + [1 / 3] * 8_000",
        "'[' * 20_000",
        "{k: 1 / 3 for k in range(5_000)}",
        "[1j / 3] * 20_000",
    ],
)
def test_large_results_of_honest_programs_pass(value: str) -> None:
    (result,) = in_process(Job(f"print('[' * 10**5)\ndef f(): return {value}", (Call("f"),))).results
    assert isinstance(result, Returned)
    assert repr(result.value) == repr(eval(value))


@pytest.mark.parametrize(
    ("body", "during", "line"),
    [("def f(k):\n    while k: pass\n    return k", 1, 2), ("while True:\n    len('')", None, None)],
)
def test_a_program_out_of_time_says_what_it_did_and_where(
    body: str, during: int | None, line: int | None
) -> None:
    report = in_process(Job(f"print('hi')\n{body}", (Call("f", (0,)), Call("f", (1,))), seconds=0.1))
    assert (report.end, report.detail, report.output) == ("time", "0.1 s", "hi\n")
    assert report.during == during
    assert len(report.results) == (during or 0)
    assert report.error is not None
    assert (report.error.kind, report.error.message) == ("TimeLimit", "")
    assert report.error.line == 3 if line else report.error.line in (2, 3)


@pytest.mark.parametrize(
    "swallow", ["except Exception", "except (ValueError, KeyboardInterrupt)", "except MemoryError"]
)
def test_what_catches_exceptions_does_not_catch_the_end_of_time(swallow: str) -> None:
    source = f"def f():\n    while True:\n        try:\n            len('')\n        {swallow}: pass"
    report = in_process(Job(source, (Call("f"),), seconds=0.1))
    assert report.end == "time"


def test_an_exception_whose_text_takes_for_ever_is_out_of_time() -> None:
    source = "class E(Exception):\n    def __str__(self):\n        while True: pass\ndef f(): raise E"
    assert in_process(Job(source, (Call("f"),), seconds=0.1)).end == "time"


def test_a_program_out_of_memory_says_what_it_did_and_where() -> None:
    source = "def f(k):\n    if k:\n        raise MemoryError\n    return 7"
    report = in_process(Job(source, (Call("f", (0,)), Call("f", (1,)))))
    assert (report.end, report.during, report.detail) == ("memory", 1, "256 MiB")
    assert report.error == Raised("MemoryError", "", 3)
    (result,) = report.results
    assert isinstance(result, Returned)
    assert result.value == 7


def test_a_model_is_a_function_whose_calls_are_counted_for_each_call() -> None:
    model = Model("gaussian_denoiser", {"mean": 1.0, "variance": np.array([1.0, 4.0])})
    source = "def f(x, denoise, n):\n    for _ in range(n): x = denoise(x, 1.0)\n    return x"
    given = np.array([3.0, 6.0])
    calls = (
        Call("f", (given, model, 1)),
        Call("f", (given,), {"denoise": model, "n": 2}),
        Call("f", (1, model, 0)),
    )
    results = in_process(Job(source, calls)).results
    assert [one.evaluations for one in results if isinstance(one, Returned)] == [1, 2, 0]
    first, second, _ = results
    assert isinstance(first, Returned)
    assert isinstance(second, Returned)
    np.testing.assert_allclose(np.asarray(first.value), [2.0, 5.0])
    np.testing.assert_allclose(np.asarray(second.value), [1.5, 4.2])
    assert first.mutated == ()


def test_a_returned_model_is_unreadable() -> None:
    model = Model("constant", {"value": 1})
    (result,) = in_process(Job("def f(m): return m", (Call("f", (model,)),))).results
    assert result == Unreadable("a value of type Counted")


def test_dataclasses_find_their_module() -> None:
    source = "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\ndef f(): return P(3).x"
    assert value(source) == 3
