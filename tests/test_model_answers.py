"""Model answers are what a student would hand in."""

from __future__ import annotations

import numpy as np

from app.answers import ArrayAnswer, NumberAnswer
from app.expressions import Formula
from app.model_answers import formula_answer, value_answer
from app.models import Expression
from app.nodes import Name, walk
from tests.grading.examples import variant


def test_a_number_is_rounded_to_the_digits_that_are_typed() -> None:
    assert value_answer(0.123456) == NumberAnswer(0.123456, "", None)
    assert value_answer(0.123456, 3) == NumberAnswer(0.123, "", 3)


def test_an_array_is_rounded_entry_by_entry() -> None:
    answer = value_answer(np.array([[0.123456, 987.654]]), 3)
    assert isinstance(answer, ArrayAnswer)
    assert answer.value.tolist() == [[0.123, 988.0]]
    assert answer.each == (3, 3)


def test_a_formula_has_the_numbers_of_its_parameters() -> None:
    one = variant("id: a\ntype: expression\nvariables: {x: [1, 2]}\nparams: {b: 3}\nanswer: b*x")
    assert isinstance(one.exercise, Expression)
    answer = formula_answer(Formula.parse("b*x"), one.exercise, one)
    assert {node.name for node in walk(answer.node) if isinstance(node, Name)} == {"x"}
