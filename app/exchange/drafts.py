"""Exercises drafted from the questions of a bank, in the words of our YAML."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import assert_never

from app.composer import PathTuple, Value
from app.exchange.bank import (
    BankQuestion,
    Computed,
    Description,
    Essay,
    Foreign,
    Gaps,
    NumberAnswer,
    Numbers,
    Options,
    Order,
    Pairs,
    TextAnswer,
    Words,
    number_in,
)
from app.exchange.prose_texts import escaped_braces, escaped_signs, one_line

LONGEST_TITLE, LONGEST_ID = 120, 60
FULL = 0.9999
Fields = dict[str | int, Value]


class NoCounterpart(Exception):  # noqa: N818 - nothing failed
    """A question that no exercise of ours can stand for; says why."""


@dataclass(frozen=True)
class Draft:
    """What is to be written for a question, and what of it is not in there."""

    question: BankQuestion
    id: str
    exercise: Mapping[str | int, Value]
    lost: tuple[str, ...]

    def without_mistake(self, owner: PathTuple, number: int, reason: str) -> Draft:
        """The same without one of the known wrong answers to it, or to the part at the path `owner`."""
        exercise = deepcopy(dict(self.exercise))
        question: Value = exercise
        for key in owner:
            question = question[key]  # type: ignore[index]  # the path of a fault in this very draft
        assert isinstance(question, dict)
        mistakes = question["mistakes"]
        assert isinstance(mistakes, list)
        gone = mistakes.pop(number)
        assert isinstance(gone, dict)
        if not mistakes:
            del question["mistakes"]
        lost = f"the known wrong answer {gone['if']}: {reason}"
        return replace(self, exercise=exercise, lost=(*self.lost, lost))


def slug(text: str, longest: int = LONGEST_ID) -> str:
    """The text as an id or a tag; empty when nothing of it can stay."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    words = "-".join(re.findall(r"[a-z0-9]+", re.sub(r"<[^<>]*>", " ", plain)))
    return words[:longest].strip("-")


def free_id(name: str, taken: Collection[str]) -> str:
    """An id from a name that nothing has yet."""
    base = slug(name) or "question"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(one for one in numbered if one not in taken)


def drafted(question: BankQuestion, id_: str, difficulty: int, tags: Collection[str]) -> Draft:
    """The exercise that stands for a question. Raises NoCounterpart."""
    lost = list(question.lost)
    kind, fields, told = _fields(question, lost)
    if not question.prompt.strip() and not isinstance(question.body, Gaps):
        raise NoCounterpart("it has no text")
    own = [one for tag in question.tags if (one := slug(tag))]
    explanation = "\n\n".join(filter(None, (*told, question.explanation)))
    exercise: Fields = {
        "id": id_,
        "type": kind,
        "title": _title(question.name),
        "difficulty": difficulty,
        "tags": list(dict.fromkeys((*own, *tags))) or ["imported"],
        **({"params": fields.pop("params")} if "params" in fields else {}),
        "prompt": fields.pop("prompt", question.prompt),
        **fields,
        **({"hints": list(question.hints)} if question.hints else {}),
        **({"explanation": explanation} if explanation else {}),
    }
    return Draft(question, id_, exercise, tuple(dict.fromkeys(lost)))


def _title(name: str) -> str:
    return name if len(name) <= LONGEST_TITLE else f"{name[: LONGEST_TITLE - 1].rstrip()}…"


def _fields(question: BankQuestion, lost: list[str]) -> tuple[str, Fields, list[str]]:
    """The type, its own keys, and what is told once it is solved."""
    body = question.body
    match body:
        case Numbers():
            fields, told = numeric(body, lost)
            return "numeric", fields, told
        case Computed():
            return "numeric", computed(body), []
        case Options():
            kind, options = choice(body, lost)
            return kind, {"options": options}, []
        case Pairs():
            return matched(body)
        case Order():
            return "ordering", ordered(body), []
        case Words():
            return words(body, lost)
        case Essay():
            return "self-check", essay(body, question.explanation, lost), []
        case Gaps():
            return "multipart", gaps(body, lost), []
        case Foreign():
            raise NoCounterpart(body.reason)
        case Description():
            raise NoCounterpart("it asks nothing")
        case _:
            assert_never(body)


# ---- numbers ---


def numeric(body: Numbers, lost: list[str]) -> tuple[Fields, list[str]]:
    """The keys of a number. Raises NoCounterpart where several numbers far apart are right."""
    right = [one for one in body.answers if one.share >= FULL]
    if not right:
        raise NoCounterpart("no answer gives full marks")
    if any(one.value is None for one in right):
        raise NoCounterpart("any answer is right")
    value, tolerance = _joined(right)
    fields: Fields = {"answer": _number(value), "tolerance": {"abs": _number(tolerance)}}
    if not tolerance and not value.is_integer():
        fields["digits"] = min(15, len(re.sub(r"^0+|\.|e.*", "", f"{abs(value):.15g}").lstrip("0")))
    if unit := _unit(body, lost):
        fields["unit"] = unit
    if mistakes := _mistakes(body.answers, lost):
        fields["mistakes"] = mistakes
    return fields, [one.say for one in right if one.say]


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


def _number(value: float) -> int | float:
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
        mistakes.append({"if": _number(one.value), "tag": tag, "say": say})
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


# ---- options and pairs ---


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


# ---- words ---


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
                part |= {"type": "numeric", "ask": ask, "points": _number(one.points), **fields}
            case Options():
                kind, options = choice(one.body, lost)
                part |= {"type": kind, "ask": ask, "points": _number(one.points), "options": options}
        if one.points == 1:
            del part["points"]
        parts.append(part)
    rest = body.rest.strip() if re.search(r"\w", body.rest) else ""
    prompt = body.whole.strip() or "\n\n".join(filter(None, (intro.strip(), rest)))
    return {"prompt": prompt or "Fill in every gap.", "parts": parts}
