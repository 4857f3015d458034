"""The full solution of a variant as markdown: the author's words, or the key said plainly."""

from __future__ import annotations

from typing import assert_never

import numpy as np

from app import numerals
from app.models import (
    BugLine,
    Categorise,
    Choice,
    Code,
    Exercise,
    Expression,
    Match,
    MultiChoice,
    Multipart,
    Numeric,
    Option,
    Ordering,
    OrderingQuestion,
    Pair,
    SelfCheck,
    Vector,
)
from app.variants import Variant


def solution_of(variant: Variant) -> str:
    """Markdown: the key, then the author's worked solution where there is one."""
    exercise = variant.exercise
    if isinstance(exercise, Code | SelfCheck):
        return key_in_words(variant)
    return "\n\n".join(filter(None, (key_in_words(variant), variant.say(exercise.solution))))


def key_in_words(variant: Variant) -> str:
    """Markdown: what the right answer is."""
    exercise: Exercise = variant.exercise
    match exercise:
        case Numeric() | Vector():
            return f"The answer is ${shown(variant.key(exercise))}$."
        case Multipart():
            return parts_in_words(exercise, variant)
        case Choice() | MultiChoice():
            return options_in_words(exercise.options, variant)
        case Expression():
            return f"One way to write it: `{exercise.answer.text}`"
        case Match() | Categorise():
            return pairs_in_words(exercise.pairs, variant)
        case Ordering():
            return order_in_words(exercise, variant)
        case BugLine():
            return f"Line {exercise.line} is wrong. It should read\n\n```python\n{exercise.fix.rstrip()}\n```"
        case Code():
            return f"```python\n{exercise.solution.rstrip()}\n```"
        case SelfCheck():
            return variant.say(exercise.model)
        case _:
            assert_never(exercise)


def shown(key: object) -> str:
    """The key in TeX, to six significant digits."""
    return numerals.tex(key if isinstance(key, np.ndarray) else float(key), 6)  # type: ignore[arg-type]  # numeric keys only


def parts_in_words(exercise: Multipart, variant: Variant) -> str:
    """A line for each part."""
    keys = variant.part_names()
    lines = []
    for part in exercise.parts:
        match part.type:
            case "numeric" | "vector":
                said = f"${shown(keys[f'parts.{part.id}'])}$"
            case "choice" | "multi-choice":
                said = "; ".join(variant.say(option.text) for option in part.options if variant.holds(option))
            case "expression":
                said = f"`{part.answer.text}`"
        lines.append(f"**({part.id})** {said}")
    return "\n\n".join(lines)


def options_in_words(options: tuple[Option, ...], variant: Variant) -> str:
    """The right options and why they are right."""
    right = (option for option in options if variant.holds(option))
    return "\n".join(
        f"- {one_line(variant.say(one.text))} *{one_line(variant.say(one.say))}*" for one in right
    )


def one_line(text: str) -> str:
    """The text on one line, as an item of a list needs it."""
    return " ".join(text.split())


def pairs_in_words(pairs: tuple[Pair, ...], variant: Variant) -> str:
    """The pairs, one to a line."""
    return "\n".join(
        f"- **{one_line(variant.say(one.left))}**: {one_line(variant.say(one.right))}" for one in pairs
    )


def order_in_words(exercise: Ordering, variant: Variant) -> str:
    """One right order, as a numbered list."""
    return "\n".join(
        f"{number}. {variant.say(exercise.items[name])}" for number, name in enumerate(one_order(exercise), 1)
    )


def one_order(exercise: OrderingQuestion) -> list[str]:
    """The items in an order that respects every pair: the author's own order wherever it is free."""
    left, order = list(exercise.items), list[str]()
    while left:
        waiting = {after for first, after in exercise.before if first in left}
        free = next(name for name in left if name not in waiting)
        order.append(free)
        left.remove(free)
    return order
