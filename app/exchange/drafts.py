"""Exercises drafted from the questions of a bank, in the words of our YAML."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import assert_never

from app.composer import PathTuple, Value
from app.exchange.bank import (
    BankQuestion,
    Computed,
    Description,
    Essay,
    Foreign,
    Gaps,
    Numbers,
    Options,
    Order,
    Pairs,
    Words,
)
from app.exchange.choice_drafts import choice, matched, ordered
from app.exchange.counterparts import Fields, NoCounterpart
from app.exchange.ids import slug
from app.exchange.numeric_drafts import computed, numeric
from app.exchange.text_drafts import essay, gaps, words

LONGEST_TITLE = 120


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
