"""Exercises on paper: what a sheet asks with the numbers of a seed, and what its key says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import assert_never

import numpy as np
from markupsafe import Markup

from app import numerals
from app.contexts import KINDS
from app.field_types import Field
from app.fields import fields_of
from app.grading import asked_digits
from app.grading.tolerances import comparing, tolerance_of
from app.markdown import Markdown
from app.model_answers import right_options, right_order, right_pairs
from app.models import (
    BugLine,
    Categorise,
    Choice,
    ChoiceQuestion,
    Code,
    Exercise,
    Expression,
    ExpressionQuestion,
    Match,
    MultiChoice,
    MultiChoiceQuestion,
    Multipart,
    Numeric,
    NumericQuestion,
    Ordering,
    Part,
    SelfCheck,
    Vector,
    VectorQuestion,
)
from app.solutions import solution_of
from app.values import Value
from app.variants import Variant, shown_items, shown_options, shown_pairs, variant_of

MOST_LISTED = 8  # numbers of an array that a short answer lists


@dataclass(frozen=True)
class Asked:
    """An exercise on a sheet."""

    number: int
    exercise: Exercise
    kind: str
    prompt: Markup
    field: Field


@dataclass(frozen=True)
class Answered:
    """The key to an exercise on a sheet: in short, and worked out."""

    number: int
    exercise: Exercise
    short: Markup
    solution: Markup
    explanation: Markup


@dataclass(frozen=True)
class Sheet:
    """One sheet of paper, or several; `number` tells sheets of a set apart."""

    book: str
    title: str
    seed: int
    asked: tuple[Asked, ...]
    number: int | None = None

    def numbered(self, number: int) -> Sheet:
        """The same as one of a set."""
        return replace(self, number=number)


@dataclass(frozen=True)
class Keys:
    """The key to a sheet."""

    sheet: Sheet
    answered: tuple[Answered, ...]


@dataclass(frozen=True)
class Topic:
    """What sheets are about: exercises under a title."""

    book: str
    title: str
    exercises: Sequence[Exercise]


def sheet_of(topic: Topic, seed: int, markdown: Markdown) -> Sheet:
    """The sheet with the numbers of a seed. Raises NoVariant, EvaluationError."""
    return Sheet(
        topic.book,
        topic.title,
        seed,
        tuple(
            asked(number, variant_of(exercise, seed), markdown)
            for number, exercise in enumerate(topic.exercises, 1)
        ),
    )


def asked(number: int, variant: Variant, markdown: Markdown) -> Asked:
    """One exercise of a sheet."""
    exercise = variant.exercise
    return Asked(
        number,
        exercise,
        KINDS[exercise.type],
        markdown.html(variant.say(exercise.prompt)),
        fields_of(variant, None, None, markdown),
    )


def keys_of(sheet: Sheet, markdown: Markdown) -> Keys:
    """The key to a sheet. Raises EvaluationError."""
    return Keys(sheet, tuple(answered(one, sheet.seed, markdown) for one in sheet.asked))


def answered(one: Asked, seed: int, markdown: Markdown) -> Answered:
    """The key to one exercise of a sheet."""
    variant = variant_of(one.exercise, seed)
    return Answered(
        one.number,
        one.exercise,
        markdown.inline(short_answer(variant)),
        markdown.html("\n\n".join((solution_of(variant), *rubric_of(variant)))),
        markdown.html(variant.say(one.exercise.explanation)),
    )


def rubric_of(variant: Variant) -> tuple[str, ...]:
    """Markdown: the points that a text is compared by, as a list."""
    if not isinstance(variant.exercise, SelfCheck):
        return ()
    return ("\n".join(f"- {' '.join(variant.say(one).split())}" for one in variant.exercise.rubric),)


# ---- answers in short, by the letters and numbers on the sheet ---


def short_answer(variant: Variant) -> str:
    """Markdown: what a marker looks for on the sheet; empty where only the solution says it."""
    exercise = variant.exercise
    match exercise:
        case Numeric() | Vector():
            return number_in_short(exercise, variant.key(exercise), variant)
        case Multipart():
            return " · ".join(f"({part.id}) {part_in_short(part, variant)}" for part in exercise.parts)
        case Choice() | MultiChoice():
            return options_in_short(exercise, variant)
        case Match() | Categorise():
            return pairs_in_short(exercise, variant)
        case Ordering():
            return order_in_short(exercise, variant)
        case BugLine():
            return f"line {exercise.line}"
        case Expression():
            return f"`{exercise.answer.text}`"
        case Code() | SelfCheck():
            return ""
        case _:
            assert_never(exercise)


def part_in_short(part: Part, variant: Variant) -> str:
    """The answer to a part."""
    match part:
        case NumericQuestion() | VectorQuestion():
            return number_in_short(part, variant.part_names()[f"parts.{part.id}"], variant)
        case ChoiceQuestion() | MultiChoiceQuestion():
            return options_in_short(part, variant)
        case ExpressionQuestion():
            return f"`{part.answer.text}`"
        case _:
            assert_never(part)


def number_in_short(question: NumericQuestion | VectorQuestion, key: Value, variant: Variant) -> str:
    """The key and how far an answer may lie from it."""
    values = np.asarray(key, dtype=float)
    bounds = np.broadcast_to(comparing(tolerance_of(question)).bound(values), values.shape)
    digits = max(6, asked_digits(question, variant) or 6)
    shown = numerals.tex(values.tolist(), digits)
    unit = f" {question.unit}" if isinstance(question, NumericQuestion) and question.unit else ""
    if values.size > MOST_LISTED or not bounds.any():
        return f"${shown}${unit}"
    if (bounds == bounds.flat[0]).all():
        return rf"${shown}\pm{numerals.tex(float(bounds.flat[0]), 2)}${unit}"
    return rf"${shown}\pm{numerals.tex(bounds.tolist(), 2)}${unit}"


def letter(place: int) -> str:
    """How the item at a place, counted from 0, is called on the sheet."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def options_in_short(question: ChoiceQuestion | MultiChoiceQuestion, variant: Variant) -> str:
    """The letters of the right options."""
    right = set(right_options(question, variant).ids)
    shown = shown_options(question, variant)
    return ", ".join(letter(place) for place, option in enumerate(shown) if option.id in right)


def pairs_in_short(question: Match | Categorise, variant: Variant) -> str:
    """For each left item in its order the letter of the right one."""
    lefts, rights = shown_pairs(question, variant)
    wanted = dict(right_pairs(question, variant).pairs)
    letters = {right.id: letter(place) for place, right in enumerate(rights)}
    return ", ".join(f"{place} {letters[wanted[left.id]]}" for place, left in enumerate(lefts, 1))


def order_in_short(question: Ordering, variant: Variant) -> str:
    """The letters of the items in one right order, and of those that belong nowhere."""
    letters = {item.id: letter(place) for place, item in enumerate(shown_items(question, variant))}
    right = right_order(question, variant)
    order = ", ".join(letters[item] for item in right.items)
    out = ", ".join(sorted(letters[item] for item in right.left_out))
    return f"{order}; not {out}" if out else order
