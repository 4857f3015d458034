"""Keys in short, by the letters and numbers that stand on the sheet."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from app import numerals
from app.grading import asked_digits
from app.grading.tolerances import comparing, tolerance_of
from app.model_answers import right_options, right_order, right_pairs
from app.models import (
    BugLine,
    Categorise,
    Choice,
    ChoiceQuestion,
    Code,
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
from app.values import Value
from app.variants import Variant, shown_items, shown_options, shown_pairs

MOST_LISTED = 8  # numbers of an array that a short answer lists


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
