"""What a question asks, as plain data: everything a program needs to answer it, nothing of the key."""

from __future__ import annotations

from typing import assert_never

import numpy as np
from pydantic import BaseModel

from app.grading import asked_digits
from app.markdown import Markdown
from app.models import (
    BugLineQuestion,
    CategoriseQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    MultipartQuestion,
    NumericQuestion,
    OrderingQuestion,
    Part,
    Question,
    SelfCheckQuestion,
    VectorQuestion,
)
from app.variants import Shown, Variant, shown_items, shown_options, shown_pairs


class Item(BaseModel):
    """Something to choose, place or match, under the id that an answer names."""

    id: str
    text: str
    html: str


class Asked(BaseModel):
    """What is asked; only the fields of the exercise's type are set.

    `points`: how many there are to tick after comparing with the model answer.
    """

    digits: int | None = None
    unit: str | None = None
    shape: tuple[int, ...] | None = None
    variables: dict[str, tuple[float, float]] | None = None
    options: tuple[Item, ...] | None = None
    multiple: bool | None = None
    left: tuple[Item, ...] | None = None
    right: tuple[Item, ...] | None = None
    items: tuple[Item, ...] | None = None
    may_leave_out: bool | None = None
    lines: tuple[str, ...] | None = None
    functions: tuple[str, ...] | None = None
    starter: str | None = None
    points: int | None = None
    parts: tuple[AskedPart, ...] | None = None


class AskedPart(BaseModel):
    """A part of a multipart exercise."""

    id: str
    type: str
    ask: str
    ask_html: str
    asked: Asked


def asked(question: Question, variant: Variant, markdown: Markdown) -> Asked:
    """What the question asks, with the numbers of the variant."""

    def items(shown: tuple[Shown, ...]) -> tuple[Item, ...]:
        return tuple(Item(id=one.id, text=one.text, html=markdown.inline(one.text)) for one in shown)

    match question:
        case NumericQuestion():
            return Asked(digits=asked_digits(question, variant), unit=question.unit)
        case VectorQuestion():
            return Asked(
                digits=asked_digits(question, variant), shape=np.asarray(variant.key(question)).shape
            )
        case ExpressionQuestion():
            return Asked(variables=question.variables)
        case ChoiceQuestion() | MultiChoiceQuestion():
            multiple = isinstance(question, MultiChoiceQuestion)
            return Asked(options=items(shown_options(question, variant)), multiple=multiple)
        case MatchQuestion() | CategoriseQuestion():
            left, right = shown_pairs(question, variant)
            return Asked(left=items(left), right=items(right))
        case OrderingQuestion():
            shown = shown_items(question, variant)
            return Asked(items=items(shown), may_leave_out=bool(question.distractors))
        case BugLineQuestion():
            return Asked(lines=tuple(question.code.splitlines()))
        case CodeQuestion():
            return Asked(functions=question.signatures, starter=question.starter)
        case SelfCheckQuestion():
            return Asked(points=len(question.rubric))
        case MultipartQuestion():
            return Asked(parts=tuple(asked_part(part, variant, markdown) for part in question.parts))
        case _:
            assert_never(question)


def asked_part(part: Part, variant: Variant, markdown: Markdown) -> AskedPart:
    """What a part asks."""
    ask = variant.say(part.ask)
    return AskedPart(
        id=part.id,
        type=part.type,
        ask=ask,
        ask_html=markdown.inline(ask),
        asked=asked(part, variant, markdown),
    )
