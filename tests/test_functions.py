"""The tables of functions, and what they say of themselves."""

from __future__ import annotations

import inspect
import math
import types

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import checkers
from app.evaluation import evaluate
from app.expressions import Formula, parse
from app.functions import (
    CONSTANTS,
    DRAWS,
    FUNCTIONS,
    MODELS,
    Function,
    check_names,
    drawing_functions,
    module_functions,
    modules_of,
    student_functions,
)
from app.runner import Model
from app.values import EvaluationError, Value

POINTWISE = [name for name, function in FUNCTIONS.items() if function.pointwise and function.most == 1]


def value(text: str, **names: Value) -> Value:
    return evaluate(parse(text), names)


def array(text: str, **names: Value) -> list[object]:
    result = value(text, **names)
    assert isinstance(result, np.ndarray)
    entries: list[object] = result.tolist()
    return entries


# ---- the functions of one number


@pytest.mark.parametrize("name", POINTWISE)
@settings(deadline=None, max_examples=25)
@given(x=st.floats(-3, 3))
def test_a_number_an_array_and_a_complex_point_agree(name: str, x: float) -> None:
    function = FUNCTIONS[name]
    try:
        expected = function.call(x)
    except EvaluationError:
        with pytest.raises(EvaluationError), np.errstate(all="ignore"):
            function.call(np.array([x]))
        return
    assert isinstance(expected, int | float)
    with np.errstate(all="ignore"):
        assert np.allclose(np.asarray(function.call(np.array([x, x]))), expected, rtol=1e-12, atol=1e-14)
        assert function.pointwise
        assert np.allclose(
            np.asarray(function.pointwise(np.array([x + 0j]))), expected, rtol=1e-9, atol=1e-12
        )


@pytest.mark.parametrize("name", [name for name in POINTWISE if hasattr(math, name)])
def test_the_name_means_what_it_means_in_python(name: str) -> None:
    x = 3 if name == "factorial" else 0.75
    assert value(f"{name}({x})") == getattr(math, name)(x)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ln(e)", 1),
        ("arcsin(1)", math.pi / 2),
        ("arccos(1)", 0),
        ("arctan(1)", math.pi / 4),
        ("arcsinh(0)", 0),
        ("arccosh(1)", 0),
        ("arctanh(0)", 0),
        ("sigmoid(0)", 0.5),
        ("sigmoid(-1000)", 0),
        ("sigmoid(1000)", 1),
        ("softplus(0)", math.log(2)),
        ("softplus(1000)", 1000),
        ("softplus(-1000)", 0),
        ("logit(0.5)", 0),
        ("sign(-2)", -1),
        ("sign(0)", 0),
        ("abs(-2)", 2),
        ("arctan2(1, -1)", 3 * math.pi / 4),
        ("hypot(3, 4)", 5),
        ("round(2.567, 1)", 2.6),
        ("round(2.567)", 3),
        ("clip(5, 0, 1)", 1),
        ("min(3, 1, 2)", 1),
        ("max(3, 1, 2)", 3),
        ("min([3, 1, 2])", 1),
        ("max(4)", 4),
        ("where(1 < 2, 3, 4)", 3),
        ("where(1 > 2, 'yes', 'no')", "no"),
        ("sum([1, 2, 3])", 6),
        ("mean([1, 2])", 1.5),
        ("prod(arange(1, 26))", float(math.factorial(25))),
        ("var([1, 3])", 1),
        ("std([1, 3])", 1),
        ("median([5, 1, 2])", 2),
        ("norm([3, 4])", 5),
        ("norm([[3], [4]])", 5),
        ("dot([1, 2], [3, 4])", 11),
        ("argmin([3, 1, 2])", 1),
        ("argmax([3, 1, 2])", 0),
        ("len([3, 1, 2])", 3),
        ("all([1, 1, 0])", False),
        ("any([1, 1, 0])", True),
    ],
)
def test_one_number_comes_back(text: str, expected: object) -> None:
    got = value(text)
    assert got == (pytest.approx(expected, rel=1e-14) if isinstance(expected, float) else expected)
    assert isinstance(got, bool | int | float | str)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("array([1, 2])", [1.0, 2.0]),
        ("zeros(2)", [0.0, 0.0]),
        ("ones(1, 2)", [[1.0, 1.0]]),
        ("full(2, 3)", [3.0, 3.0]),
        ("arange(3)", [0, 1, 2]),
        ("arange(1, 4)", [1, 2, 3]),
        ("arange(0, 1, 0.5)", [0.0, 0.5]),
        ("linspace(0, 1, 3)", [0.0, 0.5, 1.0]),
        ("concatenate([1, 2], 3)", [1, 2, 3]),
        ("reversed([1, 2, 3])", [3, 2, 1]),
        ("transpose([[1, 2], [3, 4]])", [[1, 3], [2, 4]]),
        ("reshape(arange(4), 2, 2)", [[0, 1], [2, 3]]),
        ("diff([1, 4, 9])", [3, 5]),
        ("outer([1, 2], [3, 4])", [[3, 4], [6, 8]]),
        ("dot([[1, 2], [3, 4]], [1, 1])", [3.0, 7.0]),
        ("softmax([0, 0])", [0.5, 0.5]),
        ("softmax([1000, 1000])", [0.5, 0.5]),
        ("cumsum([1, 2, 3])", [1, 3, 6]),
        ("cumprod([1, 2, 3])", [1.0, 2.0, 6.0]),
        ("sort([3, 1, 2])", [1, 2, 3]),
        ("where([1, -1] > 0, 5, [6, 7])", [5, 7]),
        ("clip([-1, 0.5, 2], 0, 1)", [0.0, 0.5, 1.0]),
        ("min([1, 5], [4, 2])", [1, 2]),
        ("max([1, 5], 3)", [3, 5]),
        ("sum([[1, 2], [3, 4]], axis=0)", [4, 6]),
        ("mean([[1, 2], [3, 4]], axis=1)", [1.5, 3.5]),
        ("sqrt([4, 9])", [2.0, 3.0]),
        ("round([1.26], 1)", [1.3]),
    ],
)
def test_an_array_comes_back(text: str, expected: list[object]) -> None:
    assert array(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(-1)",
        "sqrt([1, -1])",
        "log(0)",
        "log([1, 0])",
        "exp(1000)",
        "exp([1000])",
        "arccos(2)",
        "factorial(2.5)",
        "factorial(-1)",
        "factorial(171)",
        "round(1, -10**9)",
        "zeros(10**9)",
        "zeros(1000, 1001)",
        "zeros(-1)",
        "zeros(1.5)",
        "arange(10**9)",
        "arange(0, 1, 10**-9)",
        "arange(0, 1, 0)",
        "arange(inf)",
        "linspace(0, 1, 10**9)",
        "outer(zeros(2000), zeros(2000))",
        "full(10**9, 1)",
        "mean([])",
        "max([])",
        "norm([])",
        "sum('a')",
        "sqrt('a')",
        "dot([1, 2], [1, 2, 3])",
        "reshape(arange(4), 3)",
        "concatenate([1], [[2]])",
        "min(1, 'a')",
        "len('abc')",
    ],
)
def test_what_has_no_value_is_refused(text: str) -> None:
    with pytest.raises(EvaluationError) as caught:
        value(text)
    assert caught.value.message


# ---- checkers


def test_every_public_function_of_the_mathematics_can_be_called() -> None:
    tools = {"checkers.compare", "checkers.domains"}
    modules = [module for module in modules_of(checkers) if module.__name__ not in tools]
    assert not [name for name in FUNCTIONS if name.startswith(("compare.", "domains."))]
    assert {module.__name__ for module in modules} >= {"checkers.schedules", "checkers.forward"}
    for module in modules:
        for name, function in inspect.getmembers(module, inspect.isfunction):
            if function.__module__ == module.__name__ and not name.startswith("_"):
                assert FUNCTIONS[f"{module.__name__.removeprefix('checkers.')}.{name}"].call is function


def test_a_checker_computes() -> None:
    text = "schedules.alpha_bar(schedules.linear(b1, bT, T))"
    abar = value(text, b1=1e-4, bT=0.02, T=1000)
    assert isinstance(abar, np.ndarray)
    assert len(abar) == 1001
    assert abar[500] == pytest.approx(np.prod(1 - np.linspace(1e-4, 0.02, 1000)[:500]), rel=1e-12)


def test_what_a_checker_raises_is_a_sentence_with_its_name() -> None:
    with pytest.raises(EvaluationError, match=r"schedules\.linear: "):
        value("schedules.linear(1, 2, -3)")


def test_functions_of_other_modules_can_be_added() -> None:
    course = types.ModuleType("course.waves")
    exec(
        "from math import sqrt\ndef double(x, *, by=2): return x * by\ndef _own(x): return x", course.__dict__
    )
    functions = module_functions([course])
    assert list(functions) == ["waves.double"]
    assert evaluate(parse("waves.double(3, by=5)"), {}, {**FUNCTIONS, **functions}) == 15


# ---- draws


def test_draws_follow_the_generator() -> None:
    node = parse("[normal(2, 3), uniform(2, 3, 4), integers(1, 2, 100), choice(['a', 'b']), permutation(5)]")
    first, again, other = (
        evaluate(node, {}, drawing_functions(np.random.default_rng(seed))) for seed in (1, 1, 2)
    )
    assert str(first) == str(again) != str(other)
    assert isinstance(first, list)
    normal, uniform, integers, choice, permutation = first
    assert np.shape(np.asarray(normal)) == (2, 3)
    assert all(2 <= x <= 3 for x in np.asarray(uniform))
    assert set(np.asarray(integers).tolist()) == {1, 2}
    assert choice in ("a", "b")
    assert sorted(np.asarray(permutation).tolist()) == [0, 1, 2, 3, 4]


def test_casts_give_the_type_they_name() -> None:
    functions = drawing_functions(np.random.default_rng(0))
    assert evaluate(parse("list([1.5, 2])"), {}, functions) == [1.5, 2]
    for name in ("uint8", "int64", "float32"):
        made = evaluate(parse(f"{name}([1, 2])"), {}, functions)
        assert isinstance(made, np.ndarray)
        assert made.dtype == name
    for refused in ("uint8([256])", "uint8([-1])", "choice([])", "normal(10**7)", "integers(2, 1)"):
        with pytest.raises(EvaluationError):
            evaluate(parse(refused), {}, functions)


def test_one_draw_is_a_python_number() -> None:
    assert type(evaluate(parse("normal()"), {}, drawing_functions(np.random.default_rng(0)))) is float


def test_only_code_cases_draw() -> None:
    assert not DRAWS.keys() & FUNCTIONS.keys()
    with pytest.raises(EvaluationError, match="no function normal"):
        value("normal(3)")


# ---- what can be called how


def test_students_call_no_checker_and_make_no_arrays() -> None:
    assert not [name for name in student_functions if "." in name]
    assert not student_functions.keys() & {"zeros", "arange", "array", "full", "linspace"}
    assert all(FUNCTIONS[name] is function for name, function in student_functions.items())


def _example(a: float, b: float = 1, *, c: float = 2) -> float:
    return a + b + c


@pytest.mark.parametrize(
    ("count", "keywords", "refusal"),
    [
        (1, (), ""),
        (2, ("c",), ""),
        (0, ("a",), ""),
        (0, (), "f needs a"),
        (0, ("b",), "f needs a"),
        (3, (), "f takes 2 arguments, not 3"),
        (1, ("a",), "the argument a of f is given twice"),
        (1, ("d",), "f takes no argument d"),
    ],
)
def test_a_call_is_refused_in_words(count: int, keywords: tuple[str, ...], refusal: str) -> None:
    assert Function.of("f", _example).refusal(count, keywords) == refusal


@pytest.mark.parametrize(
    ("text", "slips"),
    [
        ("abar[t] + pi", []),
        ("parts.a + 1", []),
        ("abr[t]", [(0, "there is no name abr; did you mean 'abar'?")]),
        ("1 + q", [(4, "there is no name q")]),
        ("sqrt", [(0, "there is no name sqrt; it is a function: call it")]),
        ("1 + sqr(t)", [(4, "there is no function sqr; did you mean 'sqrt'?")]),
        (
            "schedules.liner(1, 2, 3)",
            [(0, "there is no function schedules.liner; did you mean 'schedules.linear'?")],
        ),
        (
            "wellen.height(t)",
            [
                (
                    0,
                    "there is no function wellen.height; for a course's own module wellen give its folder "
                    "with --checkers",
                )
            ],
        ),
        ("sqrt(t, 2)", [(0, "sqrt takes 1 argument, not 2")]),
        ("sum(abar, axes=0)", [(0, "sum takes no argument axes; did you mean 'axis'?")]),
        ("u + sqrt(v)", [(0, "there is no name u"), (9, "there is no name v")]),
    ],
)
def test_names_are_checked_before_anything_is_computed(text: str, slips: list[tuple[int, str]]) -> None:
    assert check_names(Formula.parse(text), {"abar", "t", "parts.a"}) == slips


def test_constants_are_known_to_the_check_and_to_evaluation() -> None:
    for name in CONSTANTS:
        assert check_names(Formula.parse(name), ()) == []
        assert value(name) == CONSTANTS[name]


# ---- what properties ask


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("close([1, 2], [1, 2 + 1e-12])", True),
        ("close([1, 2], [1, 2.1])", False),
        ("close([1, 2], [1, 2.1], rel=0.1)", True),
        ("close(0.001, 0, abs=0.01)", True),
        ("close([1], 1)", False),
        ("rising([1, 2, 4])", True),
        ("rising([1, 2, 2])", False),
        ("rising([[1, 5], [2, 6]])", True),
        ("falling([3, 2, 2])", False),
        ("falling([3, 2])", True),
        ("finite([1, 2])", True),
        ("finite([1, inf])", False),
        ("all(shape([[1, 2, 3]]) == [1, 3])", True),
        ("len(shape(1)) == 0", True),
    ],
)
def test_properties_ask_for_shape_order_and_closeness(text: str, holds: bool) -> None:
    assert value(text) is holds


def test_a_model_is_made_for_a_program_only() -> None:
    made = MODELS["models.gaussian_denoiser"].call(0.5, variance=2.0)
    assert made == Model("gaussian_denoiser", {"mean": 0.5, "variance": 2.0})
    assert MODELS["models.linear"].refusal(1, []) == "models.linear needs b"
    with pytest.raises(EvaluationError, match="a Model is not a number"):
        evaluate(parse("models.linear(1, 2)"), {}, drawing_functions(np.random.default_rng(0)))


def test_a_name_may_stand_for_a_function() -> None:
    formula = Formula.parse("double(x) + 1")
    assert check_names(formula, {"x", "double"}, callables={"double"}) == []
    assert "no function double" in check_names(formula, {"x"})[0][1]
    assert evaluate(formula.node, {"x": 3, "double": lambda x: 2 * x}) == 7
    with pytest.raises(EvaluationError, match="double"):
        evaluate(formula.node, {"x": 3, "double": lambda: 2})


def test_a_list_with_a_long_text_is_never_made_an_array() -> None:
    with pytest.raises(EvaluationError, match="too long"):
        value("sum(x)", x=["x" * 20_000, *[0.0] * 50_000])
