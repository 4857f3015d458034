"""What a student sees of an exercise at a seed: the numbers, the question, what is to be answered, hints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import assert_never

import numpy as np

from app.explained.sections import Section, Table, indented, listed, numbered
from app.grading import asked_digits
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
    Question,
    SelfCheckQuestion,
    VectorQuestion,
)
from app.variants import Shown, Variant, shown_items, shown_options, shown_pairs

Valued = NumericQuestion | VectorQuestion


def seen_by_student(variant: Variant) -> Iterator[Section]:
    """The numbers, the question, what is to be answered, and the hints. Raises EvaluationError."""
    exercise = variant.exercise
    if exercise.params:
        yield Section("Numbers", (listed(variant, exercise.params),))
    yield Section("Question", (variant.say(exercise.prompt).strip(),))
    yield Section("Answer", tuple(asked(exercise, variant)))
    if exercise.hints:
        yield Section("Hints", tuple(numbered(variant.say(hint) for hint in exercise.hints)))


def asked(question: Question, variant: Variant) -> Iterator[str | Table]:
    """What there is to answer, in the order of the seed."""
    match question:
        case NumericQuestion():
            yield f"One number{_unit(question)}{_digits(question, variant)}."
        case VectorQuestion():
            shape = " × ".join(map(str, np.asarray(variant.key(question)).shape)) or "1"
            yield f"Numbers of the shape {shape}{_digits(question, variant)}."
        case ExpressionQuestion():
            yield f"A formula in {', '.join(question.variables)}."
        case ChoiceQuestion():
            yield from (f"( ) {one.text.strip()}" for one in shown_options(question, variant))
        case MultiChoiceQuestion():
            yield from (f"[ ] {one.text.strip()}" for one in shown_options(question, variant))
        case MatchQuestion() | CategoriseQuestion():
            left, right = shown_pairs(question, variant)
            yield Table(("place these", "at one of these"), tuple(_beside(left, right)))
        case OrderingQuestion():
            more = " (some belong nowhere)" if question.distractors else ""
            yield f"Put in order{more}:"
            yield from (f"- {one.text.strip()}" for one in shown_items(question, variant))
        case BugLineQuestion():
            yield "\n".join(f"{row:>3}  {line}" for row, line in enumerate(question.code.splitlines(), 1))
        case CodeQuestion():
            yield f"A program with {', '.join(question.signatures)}, which begins as"
            yield question.starter.rstrip()
            yield from told_cases("Visible case", question.cases.visible)
        case SelfCheckQuestion():
            yield f"A text, to be compared with the model answer on {len(question.rubric)} points."
        case MultipartQuestion():
            for part in question.parts:
                yield f"({part.id}) {variant.say(part.ask).strip()}"
                yield from (indented(one) for one in asked(part, variant))
        case _:
            assert_never(question)


def _unit(question: NumericQuestion) -> str:
    return f" in {question.unit}" if question.unit else ""


def _digits(question: Valued, variant: Variant) -> str:
    digits = asked_digits(question, variant)
    return f" with {digits} significant digits" if digits else ""


def _beside(left: Sequence[Shown], right: Sequence[Shown]) -> Iterator[tuple[str, str]]:
    for row in range(max(len(left), len(right))):
        yield tuple(side[row].text.strip() if row < len(side) else "" for side in (left, right))  # type: ignore[misc]  # two sides


def told_cases(title: str, cases: Iterable[object]) -> Iterator[str]:
    for number, case in enumerate(cases, 1):
        written = case.model_dump(mode="json", exclude_defaults=True)  # type: ignore[attr-defined]  # a case is a model
        yield f"{title} {number}: {', '.join(f'{name}: {value}' for name, value in written.items())}"
