"""Exercises on paper: what a sheet asks with the numbers of a seed, and what its key says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from app.contexts import KINDS
from app.field_types import Field
from app.fields import fields_of
from app.markdown import Markdown
from app.models import Exercise, SelfCheck
from app.solutions import solution_of
from app.variants import Variant, variant_of
from app.worksheets.short_answers import short_answer


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
