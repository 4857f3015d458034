"""The keys of questions that offer options, pairs or items to be put in order."""

from __future__ import annotations

from itertools import pairwise

from app.composer import Value
from app.exchange.bank import (
    Options,
    Order,
    Pairs,
    TextAnswer,
)
from app.exchange.counterparts import FULL, Fields, NoCounterpart


def choice(body: Options, lost: list[str]) -> tuple[str, Value]:
    """The type and the options. Raises NoCounterpart where none is right."""
    if body.is_single:
        right = [number for number, one in enumerate(body.options) if one.share >= FULL]
        if not right:
            raise NoCounterpart("no option gives full marks")
        texts = (body.options[number].text[:60] for number in right[1:])
        lost += (f"the option {text!r}, which is right too: here one is" for text in texts)
        kept = [one for number, one in enumerate(body.options) if number not in right[1:]]
        partly = (one for one in kept if 0 < one.share < FULL)
        lost += (f"the {100 * one.share:g} % for {one.text[:60]!r}: it is wrong here" for one in partly)
        return "choice", [_option(one, one.share >= FULL) for one in kept]
    shares = {round(one.share, 3) for one in body.options if one.share > 0}
    if not shares:
        raise NoCounterpart("no option is right")
    if len(shares) > 1:
        lost.append("that some right options count more than others")
    return "multi-choice", [_option(one, one.share > 0) for one in body.options]


def _option(one: TextAnswer, correct: bool) -> Value:
    said = one.say or ("That is right." if correct else "That is not right.")
    return {"text": one.text, **({"correct": True} if correct else {}), "say": said}


def matched(body: Pairs) -> tuple[str, Fields, list[str]]:
    """Pairs; where a right side has several left ones, they are sorted into kinds."""
    rights = [right for _, right in body.pairs]
    kind = "match" if len(set(rights)) == len(rights) else "categorise"
    fields: Fields = {"pairs": [{"left": left, "right": right} for left, right in body.pairs]}
    if extra := [one for one in body.extra if one not in rights]:
        fields["extra"] = list(extra)
    return kind, fields, []


def ordered(body: Order) -> Fields:
    """Items, each before the next one."""
    names = [f"step{number}" for number in range(1, len(body.items) + 1)]
    return {
        "items": dict(zip(names, body.items, strict=True)),
        "before": [[one, then] for one, then in pairwise(names)],
    }
