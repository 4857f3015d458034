"""Formulas: where the proofs must fail."""

from __future__ import annotations

from app.check.formulas import prove_formula
from app.check.proving import Grader
from app.models import Expression
from app.slips import Slip
from tests.grading.examples import FORMULA, variant

HEAD = "id: a\ntype: expression\nvariables: {x: [1, 2]}\n"


def failures(text: str) -> list[Slip]:
    one = variant(text)
    assert isinstance(one.exercise, Expression)
    return [proof.slip for proof in prove_formula(one.exercise, Grader(one)) if proof is not None]


def test_a_sound_formula_has_no_failures() -> None:
    assert failures(FORMULA) == []


def test_parameters_stand_in_a_key_as_the_numbers_that_are_shown() -> None:
    assert failures(HEAD + "params: {b: 3}\nanswer: b*x\nalso: [x*b]") == []


def test_another_way_to_write_it_must_be_the_key() -> None:
    assert [slip.where for slip in failures(HEAD + "answer: 2*x\nalso: [x + x, x*x]")] == [("also", 1)]


def test_a_mistake_must_not_be_the_key() -> None:
    (slip,) = failures(HEAD + "answer: 2*x\nmistakes: [{if: x + x, tag: t, say: No.}]")
    assert (slip.where, slip.rule) == (("mistakes", 0, "if"), "mistake-accepted")


def test_a_mistake_must_not_be_another() -> None:
    two = "mistakes: [{if: 3*x, tag: s, say: No.}, {if: x + 2*x, tag: t, say: No.}]"
    (slip,) = failures(HEAD + f"answer: 2*x\n{two}")
    assert (slip.where, slip.rule) == (("mistakes", 1, "if"), "mistake-hidden")


def test_a_key_needs_a_value_where_it_is_compared() -> None:
    assert [slip.rule for slip in failures(HEAD + "answer: x/0")] == ["undecided"]
