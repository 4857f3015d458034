"""Several parts; a later one that is right with the student's own earlier value is right.

What options hold by earlier parts is judged by the student's values alone: it is a verdict on their design.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import assert_never

from app.answers import Answer, ArrayAnswer, NumberAnswer, PartsAnswer
from app.evaluation import EvaluationError, Value
from app.expressions import Formula
from app.grading.single import grade_single
from app.grading.verdicts import Graded, PartGraded, Verdict
from app.models import (
    ChoiceQuestion,
    ExpressionQuestion,
    MultiChoiceQuestion,
    MultipartQuestion,
    NumericQuestion,
    Part,
    VectorQuestion,
)
from app.variants import Variant

CARRIED = "Right, going on from your own earlier value."


def grade_parts(question: MultipartQuestion, variant: Variant, answer: PartsAnswer) -> Graded:
    """The verdict on all parts: credit is their mean, weighted by their points."""
    own: dict[str, Value] = {}
    graded = []
    for part in question.parts:
        given = answer.parts.get(part.id)
        graded.append(_part(part, variant, given, own))
        if isinstance(given, NumberAnswer | ArrayAnswer):
            own[part.id] = given.value
    return _whole(question, tuple(graded))


def _part(part: Part, variant: Variant, answer: Answer | None, own: Mapping[str, Value]) -> PartGraded:
    if answer is None:
        return PartGraded(part.id, "blank", 0.0, heading="Not answered.")
    plain = grade_single(part, variant, answer, variant.part_names())
    if not (own and _goes_on(part)):
        return _told(part, plain)
    carried = _with_own(part, variant, answer, own)
    if carried is None or (plain.verdict == "correct" and not _is_verdict(part)):
        return _told(part, plain)
    if carried.verdict == "correct" and plain.verdict != "correct":
        return replace(_told(part, carried), heading=CARRIED, carried=True)
    helps = plain.verdict == "wrong" and carried.verdict in ("mistake", "close")
    return _told(part, carried if helps or _is_verdict(part) else plain)


def _is_verdict(part: Part) -> bool:
    return isinstance(part, ChoiceQuestion | MultiChoiceQuestion)


def _goes_on(part: Part) -> bool:
    """Whether the part's key, or what options hold, is computed from earlier parts."""
    return any(name.startswith("parts.") for formula in _keys(part) for name in formula.names)


def _keys(part: Part) -> Iterable[Formula]:
    match part:
        case NumericQuestion() | VectorQuestion() | ExpressionQuestion():
            return (part.answer,)
        case ChoiceQuestion() | MultiChoiceQuestion():
            return (option.correct for option in part.options if isinstance(option.correct, Formula))
        case _:
            assert_never(part)


def _with_own(part: Part, variant: Variant, answer: Answer, own: Mapping[str, Value]) -> Graded | None:
    """The verdict with the student's earlier values for the right ones; None where that gives no key."""
    try:
        return grade_single(part, variant, answer, variant.part_names(own))
    except EvaluationError:
        return None


def _told(part: Part, graded: Graded) -> PartGraded:
    return PartGraded(
        part.id, graded.verdict, graded.credit, graded.tag, graded.heading, graded.message, graded.evidence
    )


def _whole(question: MultipartQuestion, parts: tuple[PartGraded, ...]) -> Graded:
    points = [part.points for part in question.parts]
    credit = sum(weight * part.credit for weight, part in zip(points, parts, strict=True)) / sum(points)
    right = sum(part.verdict == "correct" for part in parts)
    tag = next((part.tag for part in parts if part.verdict == "mistake"), None)
    heading = "Right." if right == len(parts) else f"{right} of {len(parts)} parts are right."
    return Graded(_verdict(parts), min(credit, 1.0), tag, heading, "", None, parts)


def _verdict(parts: tuple[PartGraded, ...]) -> Verdict:
    """Correct if all are; else the worst of mistake, wrong and close; what is blank is only missing."""
    told = {part.verdict for part in parts}
    if told == {"correct"}:
        return "correct"
    return "mistake" if "mistake" in told else "wrong" if "wrong" in told else "close"
