"""The keys of questions that ask for a number."""

from __future__ import annotations

import re

from app.composer import Value
from app.exchange.bank import (
    Computed,
    NumberAnswer,
    Numbers,
)
from app.exchange.counterparts import FULL, Fields, NoCounterpart
from app.exchange.ids import slug


def numeric(body: Numbers, lost: list[str]) -> tuple[Fields, list[str]]:
    """The keys of a number. Raises NoCounterpart where several numbers far apart are right."""
    right = [one for one in body.answers if one.share >= FULL]
    if not right:
        raise NoCounterpart("no answer gives full marks")
    if any(one.value is None for one in right):
        raise NoCounterpart("any answer is right")
    if (cut := _cut_out(body.answers)) is not None:
        raise NoCounterpart(f"{cut:g} is wrong within what a right answer accepts")
    value, tolerance = _joined(right)
    fields: Fields = {"answer": plain_number(value), "tolerance": {"abs": plain_number(tolerance)}}
    if not tolerance and not value.is_integer():
        fields["digits"] = min(15, len(re.sub(r"^0+|\.|e.*", "", f"{abs(value):.15g}").lstrip("0")))
    if unit := _unit(body, lost):
        fields["unit"] = unit
    if mistakes := _mistakes(body.answers, lost):
        fields["mistakes"] = mistakes
    return fields, [one.say for one in right if one.say]


def _cut_out(answers: tuple[NumberAnswer, ...]) -> float | None:
    """A number that is not right although a later answer accepts it: in banks the first that fits holds."""
    for number, one in enumerate(answers):
        if one.share >= FULL or one.value is None:
            continue
        for later in answers[number + 1 :]:
            if (
                later.share >= FULL
                and later.value is not None
                and abs(one.value - later.value) <= one.tolerance + later.tolerance
            ):
                return one.value
    return None


def _joined(right: list[NumberAnswer]) -> tuple[float, float]:
    """One number and tolerance that accept what the right answers accept together."""
    spans = sorted(
        (one.value - one.tolerance, one.value + one.tolerance) for one in right if one.value is not None
    )
    reach = spans[0][1]
    for low, high in spans[1:]:
        if low > reach:
            values = " and ".join(f"{one.value:g}" for one in right if one.value is not None)
            raise NoCounterpart(f"several numbers are right ({values}); here a number has one key")
        reach = max(reach, high)
    widest = max(right, key=lambda one: one.tolerance)
    assert widest.value is not None
    if (widest.value - widest.tolerance, widest.value + widest.tolerance) == (spans[0][0], reach):
        return widest.value, widest.tolerance
    return _rounded((spans[0][0] + reach) / 2), _rounded((reach - spans[0][0]) / 2)


def _rounded(value: float) -> float:
    return float(f"{value:.12g}")


def plain_number(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _unit(body: Numbers, lost: list[str]) -> str:
    """The unit whose multiplier is 1."""
    first = next((name for name, factor in body.units if factor == 1), "")
    lost += (f"the unit {name} (× {factor:g})" for name, factor in body.units if name != first)
    return first


def _mistakes(answers: tuple[NumberAnswer, ...], lost: list[str]) -> list[Value]:
    mistakes: list[Value] = []
    for one in answers:
        if one.share >= FULL:
            continue
        if one.value is None:
            if one.say:
                lost.append(f"the feedback to any other answer: {one.say[:200]}")
            continue
        if one.share > 0:
            lost.append(f"the {100 * one.share:g} % for {one.value:g}: it is a known wrong answer here")
        elif not one.say:
            lost.append(f"the wrong answer {one.value:g}, which tells nothing")
            continue
        say = one.say or f"That is worth {100 * one.share:g} %, not yet all."
        tag = f"answer-{slug(f'{one.value:g}'.replace('-', 'minus ')) or 'other'}"
        mistakes.append({"if": plain_number(one.value), "tag": tag, "say": say})
    return mistakes


def computed(body: Computed) -> Fields:
    """The keys of a number computed from drawn ones."""
    fields: Fields = {"params": dict(body.params), "answer": body.answer, "tolerance": dict(body.tolerance)}
    if body.unit:
        fields["unit"] = body.unit
    said = [one for one in body.mistakes if one.say]
    if said:
        fields["mistakes"] = [
            {"if": one.text, "tag": f"answer-{number}", "say": one.say} for number, one in enumerate(said, 1)
        ]
    return fields
