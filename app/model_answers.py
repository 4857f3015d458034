"""Answers as a student would hand them in: right ones for the proofs, and any value as typed."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from app.answers import (
    Answer,
    ArrayAnswer,
    ChosenAnswer,
    FormulaAnswer,
    MatchedAnswer,
    NumberAnswer,
    OrderAnswer,
)
from app.expressions import Formula
from app.models import (
    CategoriseQuestion,
    ChoiceQuestion,
    ExpressionQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    NumericQuestion,
    Ordering,
    Part,
    VectorQuestion,
)
from app.nodes import Name, Node, Number, rewritten
from app.solutions import one_order
from app.values import Value
from app.variants import Variant, text_id


def value_answer(value: Value, digits: int | None = None) -> NumberAnswer | ArrayAnswer:
    """The value as an answer; with digits, rounded to them as one types it."""
    array = np.asarray(value, dtype=float)
    if array.ndim == 0:
        return NumberAnswer(_rounded(float(array), digits), "", digits)
    shown = np.array([_rounded(float(one), digits) for one in array.flat]).reshape(array.shape)
    return ArrayAnswer(shown, "", digits, (digits,) * array.size)


def _rounded(number: float, digits: int | None) -> float:
    return number if digits is None else float(f"{number:.{digits - 1}e}")


def formula_answer(formula: Formula, question: ExpressionQuestion, variant: Variant) -> FormulaAnswer:
    """The formula as an answer: parameters stand as the numbers that the student sees."""

    def shown(node: Node) -> Node:
        match node:
            case Name(name=name) if name not in question.variables and name in variant.names:
                value = variant.names[name]
                return Number(value) if isinstance(value, int | float) else node
        return node

    return FormulaAnswer(formula.text, rewritten(formula.node, shown))


def right_options(question: ChoiceQuestion | MultiChoiceQuestion, variant: Variant) -> ChosenAnswer:
    """The options that are right."""
    return ChosenAnswer(
        tuple(one.id or text_id(variant.exercise, one.text) for one in question.options if variant.holds(one))
    )


def right_pairs(question: MatchQuestion | CategoriseQuestion, variant: Variant) -> MatchedAnswer:
    """Every left item with its right one."""
    exercise = variant.exercise
    return MatchedAnswer(
        tuple((text_id(exercise, pair.left), text_id(exercise, pair.right)) for pair in question.pairs)
    )


def right_order(question: Ordering, variant: Variant) -> OrderAnswer:
    """One right order, every distractor left out."""
    exercise = variant.exercise
    items = tuple(text_id(exercise, question.items[name]) for name in one_order(question))
    return OrderAnswer(items, tuple(text_id(exercise, one.text) for one in question.distractors))


def right_part(part: Part, variant: Variant) -> Answer:
    """The right answer to a part. Raises EvaluationError."""
    match part:
        case NumericQuestion() | VectorQuestion():
            return value_answer(variant.part_names()[f"parts.{part.id}"])
        case ExpressionQuestion():
            return formula_answer(part.answer, part, variant)
        case ChoiceQuestion() | MultiChoiceQuestion():
            return right_options(part, variant)
        case _:
            assert_never(part)
