from __future__ import annotations

import pytest

from app.answers import FormulaAnswer, read_answer
from app.grading import Graded, grade
from app.mutations import BY_NAME
from tests.grading.examples import FORMULA, variant

V = variant(FORMULA)


def told(text: str) -> Graded:
    answer = read_answer(V, text)
    assert isinstance(answer, FormulaAnswer)
    return grade(V, answer)


@pytest.mark.parametrize(
    "text", ["1-a1*a2", "1 − a₁·a₂", "a2(1-a1)+1-a2", "(1-a1) + a1(1-a2)", "sqrt((1-a1 a2)^2)"]
)
def test_every_way_to_write_it_is_right(text: str) -> None:
    assert told(text).verdict == "correct"


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("(1-a1)+(1-a2)", "unscaled"),
        ("a1 a2 - 1", "auto-sign"),
        ("1/(1-a1 a2)", "auto-reciprocal"),
        ("sqrt(1-a1 a2)", "auto-square-root"),
        ("(1-a1 a2)^2", "auto-square"),
        ("2(1-a1 a2)", "auto-double"),
        ("(1-a1 a2)/2", "auto-half"),
        ("a1 a2", "auto-complement"),
        ("2-a1 a2", "auto-constant"),
    ],
)
def test_usual_slips_are_named(text: str, tag: str) -> None:
    graded = told(text)
    assert (graded.verdict, graded.tag, graded.credit) == ("mistake", tag, 0)


@pytest.mark.parametrize(
    ("text", "word"), [("5", "plain number"), ("a1", "missing"), ("a1+7 a2", "simple numbers")]
)
def test_a_wrong_formula_gets_a_next_step(text: str, word: str) -> None:
    graded = told(text)
    assert graded.verdict == "wrong"
    assert word in graded.message


def test_what_the_author_accepts_too_is_right() -> None:
    v = variant(FORMULA.replace("a2*(1-a1)+1-a2", "7*a1"))
    answer = read_answer(v, "7 a1")
    assert isinstance(answer, FormulaAnswer)
    assert grade(v, answer).verdict == "correct"


SLIPS = """
id: slips
type: expression
variables: {x: [0.2, 3], s: [0.2, 2], t: [0.2, 0.9]}
answer: sqrt(s**2 + x)/t
mistakes: [{if: (s**2 + x)/t, tag: my-own, say: Mine.}]
"""


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("(s^2+x)/t", "my-own"),  # a dropped root, but its author has more to say
        ("sqrt(s+x)/t", "auto-dropped-square"),
        ("sqrt(x+s)/t", "auto-dropped-square"),
        ("sqrt(s^2-x)/t", "auto-plus-for-minus"),
        ("s/t", "auto-dropped-term"),
        ("sqrt(s^2+x) t", "auto-times-for-divided"),
        ("sqrt(s^2+x)/(1-t)", "auto-complement"),
        ("t/sqrt(s^2+x)", "auto-reciprocal"),
        ("100 sqrt(s^2+x)/t", "auto-percent"),
        ("10 sqrt(s^2+x)/t", None),
    ],
)
def test_a_slip_at_one_place_of_the_key_is_named(text: str, tag: str | None) -> None:
    one = variant(SLIPS)
    answer = read_answer(one, text)
    assert isinstance(answer, FormulaAnswer)
    graded = grade(one, answer)
    assert graded.tag == tag
    assert tag in (None, "my-own") or graded.message == BY_NAME[str(tag).removeprefix("auto-")].say


def test_no_slip_is_told_of_a_plain_number() -> None:
    assert "plain number" in told("1").message
