"""One number against its key, down the ladder: right, too few digits, a known mistake, a near-miss, wrong."""

from __future__ import annotations

import math
from collections.abc import Mapping

from app.answers import NumberAnswer, echo_of
from app.evaluation import Value
from app.grading.mistakes import known_mistake
from app.grading.near_misses import near_miss
from app.grading.slips import slip
from app.grading.tolerances import asked_digits, equal, is_rounded, tolerance_of
from app.grading.verdicts import Graded, ReadAs, close, correct, mistake, wrong
from app.models import NumericQuestion
from app.variants import Variant


def grade_number(
    question: NumericQuestion, variant: Variant, answer: NumberAnswer, names: Mapping[str, Value]
) -> Graded:
    """The verdict on a number; `names` are those that the key is computed from."""
    key = variant.key(question, names)
    assert isinstance(key, float)  # what a numeric question's key is checked to be
    tolerance, evidence = tolerance_of(question), ReadAs(echo_of(answer))
    readings = [answer.value] if answer.also is None else [answer.value, answer.also]
    if any(equal(value, key, tolerance) for value in readings):
        return correct(evidence=evidence)
    if (asked := digits_missing(question, variant, answer.digits)) and _fits(answer, key):
        return close(few_digits(asked), evidence, heading="Right, but too few digits.")
    for value in readings:
        if found := known_mistake(value, key, tolerance, question.mistakes, names, answer.digits):
            return mistake(found.tag, variant.say(found.say, answer=key), evidence)
    if missed := near_miss(answer.value, key, tolerance):
        return mistake(missed.tag, missed.say, evidence)
    if slipped := slip(answer.value, key, tolerance, question, variant):
        return mistake(slipped.tag, slipped.say, evidence)
    return wrong(_next_step(answer.value, key), evidence)


def digits_missing(question: NumericQuestion, variant: Variant, typed: int | None) -> int | None:
    """The digits asked for, when fewer were typed."""
    asked = asked_digits(question, variant)
    return asked if asked is not None and typed is not None and typed < asked else None


def few_digits(asked: int) -> str:
    """What to say when the digits given are right but too few."""
    return f"The digits you gave are right. Give {asked} significant digits, and round only at the end."


def _fits(answer: NumberAnswer, key: float) -> bool:
    return answer.digits is not None and is_rounded(answer.value, key, answer.digits)


def _next_step(value: float, key: float) -> str:
    """What to look at next, without the answer."""
    if value * key < 0:
        return "Think about the sign first: should this be above or below zero?"
    if value and key and abs(math.log10(abs(value)) - math.log10(abs(key))) > 1:
        return "Estimate the size first: is it nearer to 0.01, to 1 or to 100? Then compute again."
    return (
        "The size is plausible. Write the formula down, put the numbers in one by one, round only at the end."
    )
