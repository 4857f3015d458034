"""The ladder of a number or an array: right, too few digits, each known mistake, near-misses, wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from app.answers import ArrayAnswer, NumberAnswer
from app.author.keyed import Array, Keyed, value_of, written
from app.author.rungs import Item, Ladder, Rung, ladder
from app.author.seeds import near_of
from app.author.tolerances import interval, worded
from app.grading import asked_digits
from app.grading.mistakes import known_mistake
from app.grading.numeric import digits_missing
from app.grading.tolerances import equal, is_rounded, tolerance_of
from app.grading.verdicts import PartVerdict
from app.models import NumericQuestion
from app.numerals import plain
from app.values import EvaluationError, Value
from app.variants import Variant

RIGHT, DIGITS, MISTAKES, NEAR, WRONG = "Right", "Too few digits", "Known mistakes", "Near-misses", "Wrong"


def valued_ladder(
    one: Keyed,
    variant: Variant,
    answer: NumberAnswer | ArrayAnswer,
    verdict: PartVerdict,
    tag: str | None,
    own: Mapping[str, Value] | None = None,
) -> Ladder:
    """The ladder of an answer whose verdict is known; `own` are the student's earlier parts, if it is one.

    Raises EvaluationError for a key without value.
    """
    key = one.key(variant)
    tags = {mistake.tag for mistake in one.question.mistakes}
    fired = {"correct": RIGHT, "close": DIGITS, "mistake": MISTAKES if tag in tags else NEAR}
    rungs = (
        Rung(RIGHT, _right(one, variant, answer, key, own)),
        Rung(DIGITS, _digits(one, variant, answer, key)),
        Rung(
            MISTAKES, "the first that gives the answer is told", tuple(_mistakes(one, variant, answer, key))
        ),
        Rung(NEAR, "slips that are looked for unasked", tuple(_near(one, variant, answer))),
        Rung(WRONG, "nothing above gives this answer"),
    )
    return ladder(rungs, fired.get(verdict, WRONG), one.titled("").strip())


def _right(
    one: Keyed,
    variant: Variant,
    answer: NumberAnswer | ArrayAnswer,
    key: Array,
    own: Mapping[str, Value] | None,
) -> str:
    tolerance = tolerance_of(one.question)
    told = (
        f"read as {written(answer.value)}; the key is {written(key)}, and {worded(tolerance)} accepts "
        f"{interval(one, variant, tolerance)}{_away(answer.value, key)}"
    )
    if isinstance(answer, NumberAnswer) and answer.also is not None:
        told += f". It can also be read as {written(answer.also)}"
    carried = _carried(one, variant, own)
    return f"{told}. With the earlier answers above, the key is {carried}" if carried else told


def _away(value: object, key: Array) -> str:
    """How far a single number is from its key."""
    if key.ndim or not float(key):
        return ""
    share = abs(float(np.asarray(value, dtype=float)) - float(key)) / abs(float(key))
    return f"; the answer is {plain(100 * share, 3)} % away" if share else "; the answer is the key itself"


def _carried(one: Keyed, variant: Variant, own: Mapping[str, Value] | None) -> str:
    """The key computed from the student's earlier parts, where it names them."""
    if not own or not any(name.startswith("parts.") for name in one.question.answer.names):
        return ""
    try:
        return written(variant.key(one.question, variant.part_names(own)))  # type: ignore[arg-type]  # keys of numbers are array-like
    except EvaluationError as problem:
        return f"without a value: {problem.message}"


def _digits(one: Keyed, variant: Variant, answer: NumberAnswer | ArrayAnswer, key: Array) -> str:
    asked = asked_digits(one.question, variant)
    if asked is None:
        return "a whole number is asked for: no number of digits is"
    if answer.digits is None:
        return f"{asked} digits are asked for; the answer was computed, so it has them all"
    if isinstance(one.question, NumericQuestion) and isinstance(answer, NumberAnswer):
        if digits_missing(one.question, variant, answer.digits) is None:
            return f"{asked} digits are asked for and {answer.digits} were typed"
        fits = is_rounded(answer.value, float(key), answer.digits)
        told = "is" if fits else "is not"
        return (
            f"{asked} digits are asked for, {answer.digits} typed: the answer {told} the key rounded to them"
        )
    return f"{asked} digits are asked for; the entry with the fewest has {answer.digits}"


def _mistakes(one: Keyed, variant: Variant, answer: NumberAnswer | ArrayAnswer, key: Array) -> Iterator[Item]:
    tolerance, names = tolerance_of(one.question), variant.part_names()
    typed = answer.digits if isinstance(answer, NumberAnswer) else None
    for mistake in one.question.mistakes:
        value = value_of(mistake, key, variant)
        hit = known_mistake(answer.value, key[()], tolerance, (mistake,), names, typed) is not None
        note = "has no value at this seed" if value is None else f"if `{mistake.if_.text}`"
        yield Item(mistake.tag, written(value), hit, note)


def _near(one: Keyed, variant: Variant, answer: NumberAnswer | ArrayAnswer) -> Iterator[Item]:
    tolerance = tolerance_of(one.question)
    for tag, say, value in near_of(one, variant):
        yield Item(tag, written(value), equal(answer.value, value, tolerance), say)
