"""The parameters, the key and the mistakes of an exercise, seed by seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.explained.keyed import told_value
from app.explained.sections import DIGITS, Table, short
from app.models import (
    ChoiceQuestion,
    ExpressionQuestion,
    MultiChoiceQuestion,
    Multipart,
    NumericQuestion,
    Part,
    Question,
    VectorQuestion,
)
from app.numerals import plain
from app.values import Value
from app.variants import Variant


def seed_table(variants: Sequence[Variant]) -> Table:
    """The parameters, keys and mistakes of an exercise at each seed: a row each, or a column for few.

    Raises EvaluationError.
    """
    exercise = variants[0].exercise
    keys = [head for head, _ in row_of(variants[0])]
    rows = [
        (
            str(one.seed),
            *(short(plain(one.names[name], DIGITS)) for name in exercise.params),
            *(short(value) for _, value in row_of(one)),
        )
        for one in variants
    ]
    table = [("seed", *exercise.params, *keys), *rows]
    if len(table[0]) > len(table):
        table = list(zip(*table, strict=True))
    return Table(table[0], tuple(table[1:]))


def row_of(variant: Variant) -> list[tuple[str, str]]:
    """Key and mistakes of a variant, by the heads of their columns."""
    exercise = variant.exercise
    if isinstance(exercise, Multipart):
        return [
            (f"({part.id}) {head}", value)
            for part in exercise.parts
            for head, value in cells(part, variant, variant.part_names())
        ]
    return cells(exercise, variant, variant.names)


def cells(question: Question | Part, variant: Variant, names: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Key and mistakes of one question."""
    match question:
        case NumericQuestion() | VectorQuestion():
            key = variant.key(question, names)
            mistakes = [(one.tag, told_value(one, key, names)) for one in question.mistakes]
            return [("key", plain(key, DIGITS)), *mistakes]
        case ChoiceQuestion() | MultiChoiceQuestion():
            right = (
                variant.say(one.text).strip()
                for one in question.options
                if variant.holds(one, variant.part_names())
            )
            return [("key", "; ".join(right))]
        case ExpressionQuestion():
            return [("key", question.answer.text)]
        case _:
            return [("key", "the same for every seed")]
