"""Laws of the two grammars, the author's and the student's."""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.evaluation import evaluate
from app.expressions import ExpressionError, Formula, parse
from app.functions import student_functions
from app.nodes import Binary, Call, Compare, Index, ListNode, Logic, Name, Number, Slice, Text, Unary, walk
from app.values import EvaluationError, Value

quick = settings(deadline=None)


def students(text: str, *names: str) -> object:
    return parse(text, implicit=True, names=names)


def value(text: str, **names: Value) -> object:
    return evaluate(parse(text), names)


def typed(text: str, **names: Value) -> object:
    return evaluate(parse(text, implicit=True, names=tuple(names)), names, student_functions)


def refusal(text: str, names: tuple[str, ...] = (), *, implicit: bool = False) -> ExpressionError | None:
    try:
        parse(text, implicit=implicit, names=names)
    except ExpressionError as error:
        return error
    return None


def outcome(compute: Callable[[], object]) -> object:
    """What comes back, or the sentence of the EvaluationError."""
    try:
        return compute()
    except EvaluationError as error:
        return error


def slip(text: str, *names: str, implicit: bool = False) -> tuple[int, str]:
    with pytest.raises(ExpressionError) as caught:
        parse(text, implicit=implicit, names=names)
    return caught.value.position, caught.value.message


# ---- the author's grammar ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("-2**2", "-(2**2)"),
        ("2**-1", "2**(-1)"),
        ("2**3**2", "2**(3**2)"),
        ("2**-3**2", "2**(-(3**2))"),
        ("--2", "-(-2)"),
        ("-+-2", "-(+(-2))"),
        ("a-b-c", "(a-b)-c"),
        ("a/b*c", "(a/b)*c"),
        ("a//b%c", "(a//b)%c"),
        ("a+b*c", "a+(b*c)"),
        ("-a*b", "(-a)*b"),
        ("-a[1]", "-(a[1])"),
        ("a[1]**2", "(a[1])**2"),
        ("a+b<c*d", "(a+b)<(c*d)"),
        ("not a<b", "not (a<b)"),
        ("not not a", "not (not a)"),
        ("not a and b", "(not a) and b"),
        ("1<2 or 1<2 and 2<1", "1<2 or (1<2 and 2<1)"),
        ("a<b and b<c and c<d", "(a<b and b<c) and c<d"),
        ("a<b and b<c or d>0", "((a<b) and (b<c)) or (d>0)"),
    ],
)
def test_operators_bind_as_in_python(text: str, same: str) -> None:
    assert parse(text) == parse(same)
    names = dict.fromkeys("abcd", 2)
    if "[" not in text:
        assert evaluate(parse(text), names) == eval(text, {"__builtins__": {}}, dict(names))


def test_a_chain_of_comparisons_is_one_node() -> None:
    assert parse("a < b <= c") == Compare(Name("a"), (("<", Name("b")), ("<=", Name("c"))))
    assert parse("(a < b) <= c") != parse("a < b <= c")


def test_every_kind_of_node_is_read() -> None:
    assert parse("1") == Number(1)
    assert isinstance(Number(1).value, int)
    assert parse("1e-4") == Number(1e-4)
    assert parse(".5") == Number(0.5)
    assert parse("'linear'") == parse('"linear"') == Text("linear")
    assert parse("parts.a") == Name("parts.a")
    assert parse("-x") == Unary("-", Name("x"))
    assert parse("a or b") == Logic("or", Name("a"), Name("b"))
    assert parse("[1, [x], ]") == ListNode((Number(1), ListNode((Name("x"),))))
    assert parse("[]") == ListNode(())
    assert parse("a[t]") == Index(Name("a"), Name("t"))
    assert parse("a[1:]") == Index(Name("a"), Slice(Number(1), None, None))
    assert parse("a[:n:2]") == Index(Name("a"), Slice(None, Name("n"), Number(2)))
    assert parse("a[:]") == Index(Name("a"), Slice(None, None, None))
    assert parse("f()") == Call("f", ())
    assert parse("schedules.cosine(T, s=0.008)") == Call(
        "schedules.cosine", (Name("T"),), (("s", Number(0.008)),)
    )


def test_a_position_doesnt_count_when_trees_are_compared() -> None:
    assert parse("a+b") == parse("  a  +  b ")
    assert [node.at for node in walk(parse("  a  +  b "))] == [5, 2, 8]


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "nothing"),
        ("   ", 3, "nothing"),
        ("2 +", 3, "missing at the end"),
        ("(1 + 2", 0, "not closed"),
        ("f(1, (2)", 1, "not closed"),
        ("[1, 2", 0, "not closed"),
        ("a[1", 1, "not closed"),
        ("1 + 2)", 5, "could close"),
        ("(1]", 2, "could close"),
        ("2x", 1, "no operator before x"),
        ("2 3", 2, "no operator before 3"),
        ("x^2", 1, "write **"),
        ("x = 2", 2, "=="),
        ("* 2", 0, "missing before *"),
        ("a + not b", 4, "brackets"),
        ("a[1, 2]", 3, "a[i][j]"),
        ("f(s=1, 2)", 7, "come last"),
        ("f(s=1, s=2)", 7, "twice"),
        ("a && b", 2, "and"),
        ("'a", 0, "not closed"),
        ("a.b(1).c", 6, "point"),
        ("1 + é", 4, "é"),
        ("1e999", 0, "too large"),
        ("9" * 301, 0, "too large"),
    ],
)
def test_a_slip_is_told_with_its_place(text: str, position: int, words: str) -> None:
    at, message = slip(text)
    assert (at, words in message) == (position, True), (at, message)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os')",
        "().__class__",
        "a.__class__.__mro__",
        "(lambda: 1)()",
        "[x for x in y]",
        "a if b else c",
        "a := 1",
        "f(*a)",
        "f(**a)",
        "`ls`",
        "a; b",
        "{1: 2}",
        "f'{a}'",
        "a@b",
    ],
)
def test_python_beyond_arithmetic_does_nothing(text: str) -> None:
    with pytest.raises((ExpressionError, EvaluationError)):
        evaluate(parse(text), {"a": 1, "b": 2})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1+" * 100 + "(" * 61, "deep"),
        ("(" * 500, "deep"),
        ("-" * 500 + "1", "deep"),
        ("2" + "**2" * 200, "deep"),
        ("[" * 500, "deep"),
        ("f(" * 500, "deep"),
        ("not " * 300 + "a", "deep"),
        ("a" + "[0]" * 400, "too long"),
        ("1" + "+1" * 400, "too long"),
        ("1" * 10**6, "characters"),
    ],
)
def test_limits_hold(text: str, words: str) -> None:
    assert words in slip(text)[1]


def test_the_longest_expression_allowed_is_evaluated() -> None:
    assert value("+".join(["1"] * 150)) == 150


# ---- against Python's own arithmetic -----------------------------------------------------------------------

numbers = st.integers(0, 20).map(str) | st.floats(0, 100, allow_nan=False).map(repr)


def _trees(below: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.tuples(below, st.sampled_from(["+", "-", "*", "/", "//", "%", "**"]), below).map(" ".join)
    comparison = st.tuples(below, st.sampled_from(["<", "<=", "==", "!=", ">", ">="]), below).map(" ".join)
    logic = st.tuples(below, st.sampled_from(["and", "or"]), below).map(
        lambda p: f"(1 < {p[0]}) {p[1]} ({p[2]} < 2)"
    )
    return st.one_of(
        binary,
        binary.map("({})".format),
        below.map("-{}".format),
        below.map("- -{}".format),
        below.map("({})".format),
        comparison.map("({})".format),
        logic.map("({})".format),
    )


@quick
@given(st.recursive(numbers, _trees, max_leaves=8))
def test_arithmetic_agrees_with_python(text: str) -> None:
    tree = ast.parse(text.strip(), mode="eval")
    assume(not any(_is_big_power(node) for node in ast.walk(tree)))
    with suppress(ArithmeticError, ValueError, TypeError):
        expected = eval(compile(tree, "", "eval"), {"__builtins__": {}})
        got = outcome(lambda: value(text))
        if isinstance(got, EvaluationError):
            # what Python lets pass: infinities, complex numbers on the way, and whole numbers of any size
            assert any(word in got.message for word in ("large", "power", "small", "no value"))
        else:
            assert got == expected
            assert type(got) is type(expected)


def _is_big_power(node: ast.AST) -> bool:
    """Whether Python could work on it for long."""
    return isinstance(node, ast.BinOp) and isinstance(node.op, ast.Pow) and isinstance(node.right, ast.BinOp)


@quick
@given(st.text(max_size=60) | st.text("0123456789.+-*/%()[]<>=!andortf ,:'\"eE_", max_size=60))
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    error = refusal(text)
    if error:
        assert 0 <= error.position <= len(text)
        assert error.message
    else:
        outcome(lambda: value(text, a=1.5, t=3))


# ---- what students type ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1/3", 1 / 3),
        ("exp(-2.535)", math.exp(-2.535)),
        ("2π", 2 * math.pi),
        ("2pi", 2 * math.pi),
        ("2\\pi", 2 * math.pi),
        ("sqrt(2)/2", math.sqrt(2) / 2),
        ("√2", math.sqrt(2)),
        ("√2/2", math.sqrt(2) / 2),
        ("√(1+3)", 2),
        ("√4²", 4),
        ("∛8", 2),
        ("sqrt2", math.sqrt(2)),
        ("sqrt 2 * 3", math.sqrt(2) * 3),
        ("-2^2", -4),
        ("(-2)^2", 4),
        ("2^3^2", 512),
        ("2**3", 8),
        ("2^-1", 0.5),
        ("2²", 4),
        ("10⁻³", 0.001),
        ("e^-1", math.exp(-1)),
        ("e^{-1}", math.exp(-1)),
        ("ln 2", math.log(2)),
        ("ln(e)", 1),
        ("log_{10} 100", 2),
        ("log2(8)", 3),
        ("3−1", 2),
        ("3 × 2", 6),
        ("3·2", 6),
        ("6÷2", 3),
        ("2(3)", 6),
        ("(2)(3)", 6),
        ("½", 0.5),
        ("|−3|", 3),
        ("||2|-5|", 3),
        ("|2|*|-3|", 6),
        ("2|-3|", 6),
        ("|2-(|1-3|)|", 0),
        ("|(2|-3|)|", 6),
        ("5!", 120),
        ("3!^2", 36),
        ("sin^2(1)+cos^2(1)", 1),
        ("sin^2 1 + cos^2 1", 1),
        ("Sin(0)", 0),
        ("asin(1)", math.pi / 2),
        ("max(1, 2, 3)", 3),
        (r"\frac{1}{2}", 0.5),
        (r"\frac12", 0.5),
        (r"\dfrac{\sqrt{4}}{2+2}", 0.5),
        (r"\sqrt[3]{8}", 2),
        (r"2\cdot\left(1+2\right)^{2}", 18),
        ("$1/4$", 0.25),
        (r"\exp\left(-\frac{1}{2}\right)", math.exp(-0.5)),
        ("1e-3", 0.001),
    ],
)
def test_arithmetic_is_read_as_people_write_it(text: str, expected: float) -> None:
    assert typed(text) == pytest.approx(expected, rel=1e-14)


def test_a_list_of_arithmetic_is_read() -> None:
    assert typed("[1/2, -√4, [3]]") == [0.5, -2.0, [3]]


@pytest.mark.parametrize(
    ("text", "names", "same"),
    [
        ("a1a2", ("a1", "a2"), "a1*a2"),
        ("a₁a₂", ("a1", "a2"), "a1*a2"),
        ("a_1 a_{2}", ("a1", "a2"), "a1*a2"),
        ("√(1-a1*a2)", ("a1", "a2"), "sqrt(1-a1*a2)"),
        ("2x", ("x",), "2*x"),
        ("2x^2", ("x",), "2*x**2"),
        ("x²y", ("x", "y"), "x**2*y"),
        ("-x^2", ("x",), "-x**2"),
        ("1/2x", ("x",), "1/(2*x)"),
        ("1/2 x", ("x",), "1/2*x"),
        ("2pix", ("x",), "2*pi*x"),
        ("x(x+1)", ("x",), "x*(x+1)"),
        ("(x+1)(x-1)", ("x",), "(x+1)*(x-1)"),
        ("xy/z", ("x", "y", "z"), "x*y/z"),
        ("sin2x", ("x",), "sin(2*x)"),
        ("sin 2x", ("x",), "sin(2*x)"),
        ("sin x cos x", ("x",), "sin(x)*cos(x)"),
        ("2sin(x)cos(x)", ("x",), "2*sin(x)*cos(x)"),
        ("sin(x)^2", ("x",), "sin(x)**2"),
        ("sin^2 x", ("x",), "sin(x)**2"),
        ("e^-x y", ("x", "y"), "e**-x*y"),
        ("e^(-x/2)", ("x",), "e**(-x/2)"),
        ("exp -x", ("x",), "exp(-x)"),
        ("√2x", ("x",), "sqrt(2)*x"),
        ("|x|y|x|", ("x", "y"), "abs(x)*y*abs(x)"),
        ("|x-|y||", ("x", "y"), "abs(x-abs(y))"),
        ("x!", ("x",), "factorial(x)"),
        ("e x", ("e", "x"), "e*x"),
    ],
)
def test_a_missing_sign_is_a_product(text: str, names: tuple[str, ...], same: str) -> None:
    assert students(text, *names) == parse(same)


@pytest.mark.parametrize("name", ["abar", "alpha_bar", "alphabar"])
@pytest.mark.parametrize(
    "text", ["abar", "ᾱ", "α̅".replace("̅", "̄"), r"\bar\alpha", r"\bar{\alpha}", "alpha_bar"]
)
def test_alpha_bar_has_many_spellings(text: str, name: str) -> None:
    assert students(text, name) == Name(name)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("β", "beta"),
        (r"\beta", "beta"),
        ("beta", "beta"),
        ("β_t", "beta_t"),
        (r"\beta_{t}", "beta_t"),
        ("βₜ", "beta_t"),
        ("ᾱ_t", "abar_t"),
        (r"\bar\alpha_t", "alpha_bar_t"),
        ("ε", "eps"),
        (r"\varepsilon", "eps"),
        ("epsilon", "eps"),
        ("x₀", "x0"),
        ("x_0", "x0"),
        ("x0", "x_0"),
        ("λ", "lambda"),
        ("Σ", "Sigma"),
    ],
)
def test_a_variable_may_be_spelt_as_in_the_text(text: str, name: str) -> None:
    assert students(text, name) == Name(name)


def test_a_name_as_it_is_written_comes_before_another_spelling() -> None:
    assert students("x_0 + x0", "x0", "x_0") == Binary("+", Name("x_0"), Name("x0"))
    assert students("e", "e") == Name("e")


def test_a_subscript_is_not_a_product() -> None:
    assert slip("x_t", "x", "t", implicit=True) == (0, "I don't know the name x_t; use x, t")


@pytest.mark.parametrize(
    ("text", "position", "words"),
    [
        ("", 0, "nothing"),
        ("a1 + b1", 5, "I don't know the name b1; use a1, a2"),
        ("a12", 0, "I don't know the name a12"),
        ("(a1", 0, "not closed"),
        ("a1)", 2, "could close"),
        ("|a1", 0, "no second |"),
        ("a1 = 3", 3, "leave out the ="),
        ("0,5", 1, "point"),
        ("(0,5)", 2, "point"),
        ("sqrt(0,5)", 0, "point"),
        ("50%", 2, "percentage"),
        ("1 000", 2, "no operator before 000"),
        ("a1 2", 3, "no operator before 2"),
        ("sin", 0, "sin(…)"),
        ("2 + sin^-1 a1", 4, "arcsin"),
        ("a1[2]", 2, "write ( )"),
        ("3!!", 2, "double"),
        ("1/", 2, "missing at the end"),
        ("1//2", 2, "missing before /"),
        (r"1 + \foo", 4, r"\foo"),
        (r"\frac 1", 0, "frac"),
        ("ᾱ + q", 0, "name ᾱ; use"),
        ("a₁² + q", 6, "name q"),
        (r"\frac{1}{2} + q", 14, "name q"),
        ("1 + 😀", 4, "😀"),
    ],
)
def test_a_students_slip_is_told_with_its_place(text: str, position: int, words: str) -> None:
    at, message = slip(text, "a1", "a2", implicit=True)
    assert (at, words in message) == (position, True), (at, message)


def test_a_long_unknown_name_is_cut_short() -> None:
    assert slip("y" * 300, "x", implicit=True)[1] == f"I don't know the name {'y' * 20}…; use x"


def test_without_variables_the_message_names_none() -> None:
    assert "pi" in slip("y", implicit=True)[1]


@pytest.mark.parametrize(
    "text",
    ["e" * 400, "1" * 10**6, "(" * 400, "|" * 400, "√" * 400, "sin" * 130, "-" * 400, "2^" * 199 + "2"],
)
def test_students_texts_are_limited(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text, implicit=True, names=("a", "ab", "abar"))


@pytest.mark.parametrize(
    "text",
    ["9**9**9", "9^9^9^9", "factorial(10^9)", "170!^99", "(9^999)^999", "1/0", "ln(0)", "0^-1", "exp(10^6)"],
)
def test_what_is_too_large_or_undefined_is_refused(text: str) -> None:
    with pytest.raises(EvaluationError):
        typed(text)


pieces = st.sampled_from(
    [
        *"0123456789.+-−*/^()[]{}|,!√²³₁π αβᾱabx_e$\\%=",
        "sin",
        "exp",
        "pi",
        "\\frac",
        "\\sqrt",
        "abar",
        "\\bar\\alpha",
    ]
)


@settings(deadline=None, max_examples=400)
@given(st.text(max_size=80) | st.lists(pieces, max_size=40).map("".join))
def test_no_student_can_type_a_crash(text: str) -> None:
    names: dict[str, Value] = {"x": 0.5, "abar": 0.25, "beta_t": 1, "x0": -2.0}
    error = refusal(text, tuple(names), implicit=True)
    if error:
        assert 0 <= error.position <= len(text)
        assert error.message
    else:
        outcome(lambda: typed(text, **names))


plain = st.recursive(numbers, _trees, max_leaves=6)


@quick
@given(plain.filter(lambda text: not set(text) & set("<>=%") and "//" not in text))
def test_students_may_write_what_authors_write(text: str) -> None:
    assert str(outcome(lambda: typed(text))) == str(outcome(lambda: value(text)))


# ---- formulas in YAML --------------------------------------------------------------------------------------

adapter = TypeAdapter(Formula)


@pytest.mark.parametrize(
    ("given_", "text", "expected"),
    [
        ("a + 1", "a + 1", 3),
        (3, "3", 3),
        (-0.5, "-0.5", -0.5),
        (1e-7, "1e-07", 1e-7),
        (True, "True", True),
        (math.inf, "inf", math.inf),
        ([1, "a*2", [0.5]], "[1, a*2, [0.5]]", [1, 4, [0.5]]),
    ],
)
def test_a_yaml_value_is_a_formula(given_: object, text: str, expected: object) -> None:
    formula = adapter.validate_python(given_)
    assert formula.text == text
    assert evaluate(formula.node, {"a": 2}) == expected
    assert adapter.dump_python(formula, mode="json") == text
    assert adapter.validate_python(formula) is formula


def test_a_formula_knows_its_names_and_functions() -> None:
    formula = Formula.parse("abar[t-1] + schedules.cosine(T, s=c)[:n] + sqrt(parts.a)")
    assert formula.names == {"abar", "t", "T", "c", "n", "parts.a"}
    assert formula.functions == {"schedules.cosine", "sqrt"}


@pytest.mark.parametrize("bad", [None, {"a": 1}, math.nan, ["1, 2"], ["(1"]])
def test_other_values_are_refused(bad: object) -> None:
    with pytest.raises(ValidationError):
        adapter.validate_python(bad)


def test_a_slip_in_yaml_keeps_its_position() -> None:
    with pytest.raises(ValidationError) as caught:
        adapter.validate_python("abar[t + ")
    error = caught.value.errors()[0]["ctx"]["error"]
    assert isinstance(error, ExpressionError)
    assert error.position == 9


def test_the_schema_allows_what_is_read() -> None:
    assert adapter.json_schema() == {"title": "expression", "type": ["string", "number", "boolean", "array"]}
