"""The keys of questions that ask for words, for a text, or for what is left out of one."""

from __future__ import annotations

import re

from app.composer import Value
from app.exchange.bank import (
    Essay,
    Gaps,
    NumberAnswer,
    Numbers,
    Options,
    TextAnswer,
    Words,
    number_in,
)
from app.exchange.choice_drafts import choice
from app.exchange.counterparts import FULL, Fields, NoCounterpart
from app.exchange.numeric_drafts import numeric, plain_number
from app.exchange.prose_texts import escaped_braces, escaped_signs, one_line


def words(body: Words, lost: list[str]) -> tuple[str, Fields, list[str]]:
    """A number where only numbers are right; else the student compares the words with the accepted ones."""
    right = [one for one in body.answers if one.share >= FULL]
    if right and all(_is_number(one.text) for one in right):
        answers = []
        for one in body.answers:
            value = number_in(one.text)
            if value is not None or one.text.strip() == "*":
                answers.append(NumberAnswer(value, 0.0, one.share, one.say))
            else:
                lost.append(_other(one))
        fields, told = numeric(Numbers(tuple(answers)), lost)
        lost.append("that the answer is compared as text: here it is a number")
        return "numeric", fields, told
    if not right or any(WILDCARD.search(one.text) for one in right):
        raise NoCounterpart("a text with wildcards (*) is compared letter by letter")
    lost.append("that the words are compared by the machine: here the student compares them")
    lost += (_other(one) for one in body.answers if one.share < FULL and (one.say or one.share > 0))
    accepted = " or ".join(f"**{_plain(one.text)}**" for one in right)
    rubric = [f"I wrote {accepted}, or the same in other words."]
    return (
        "self-check",
        {"model": f"{accepted}.", "rubric": list(rubric)},
        [one.say for one in right if one.say],
    )


PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:[.,][0-9]+)?")  # as text, 007 is another answer than 7
WILDCARD = re.compile(r"(?<!\\)\*")


def _is_number(text: str) -> bool:
    return PLAIN_NUMBER.fullmatch(text.strip()) is not None and number_in(text) is not None


def _other(one: TextAnswer) -> str:
    return f"the feedback to {one.text[:60]!r}: {one.say[:200] or 'part of the marks'}"


def _plain(text: str) -> str:
    return escaped_braces(escaped_signs(text.replace("\\*", "*")))


ITEM = re.compile(r"(?:- |\d+\. )(.*)")


def points_of(text: str) -> tuple[str, list[str]]:
    """The text before the list that it ends with, and the items of that list."""
    lines = text.rstrip().split("\n")
    items: list[list[str]] = []
    rest: list[str] = []
    while lines:
        found = ITEM.fullmatch(lines[-1])
        if not (found or lines[-1].startswith("  ") or not lines[-1].strip()):
            break
        line = lines.pop()
        rest.append(found[1] if found else line.strip())
        if found:
            items.append(rest[::-1])
            rest = []
    points = [" ".join(" ".join(item).split()) for item in reversed(items)]
    return "\n".join((*lines, *rest[::-1])).strip(), points


def essay(body: Essay, explanation: str, lost: list[str]) -> Fields:
    """The model answer, and the list it ends with as the points to tick."""
    model = body.model.strip()
    before, rubric = points_of(model)
    model = before or model
    if not model:
        lost.append(
            "a model answer: the bank has none; write one" if not explanation else "a model answer of its own"
        )
        model = explanation or "*The question bank gave no model answer.*"
    return {"model": model, "rubric": list(rubric) or ["My text says what the model answer says."]}


def gaps(body: Gaps, lost: list[str]) -> Fields:
    """The parts of a text with gaps. What stands before the first paragraph with one is the prompt,

    or all of the text where it goes on behind a gap.
    """
    intro, _, first = body.gaps[0].ask.strip().rpartition("\n\n")
    asks = [first, *(one.ask for one in body.gaps[1:])]
    parts: list[Value] = []
    for number, one in enumerate(body.gaps, 1):
        part: Fields = {"id": f"gap{number}"}
        ask = ("" if body.whole else one_line(asks[number - 1])) or f"({number})"
        match one.body:
            case Numbers():
                fields, told = numeric(one.body, lost)
                lost += (f"the feedback to the right answer in gap {number}: {say[:200]}" for say in told)
                part |= {"type": "numeric", "ask": ask, "points": plain_number(one.points), **fields}
            case Options():
                kind, options = choice(one.body, lost)
                part |= {"type": kind, "ask": ask, "points": plain_number(one.points), "options": options}
        if one.points == 1:
            del part["points"]
        parts.append(part)
    rest = body.rest.strip() if re.search(r"\w", body.rest) else ""
    prompt = body.whole.strip() or "\n\n".join(filter(None, (intro.strip(), rest)))
    return {"prompt": prompt or "Fill in every gap.", "parts": parts}
