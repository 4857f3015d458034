"""A question bank as it was read, whatever its format: texts are markdown as our prose takes it."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from app.composer import Value


class NoBank(Exception):  # noqa: N818 - a file from elsewhere need not be one
    """A file that is no question bank we can read; says why, in one line."""


NUMBER = re.compile(r"[-+]?(?:[0-9]+(?:[.,][0-9]*)?|[.,][0-9]+)(?:[eE][-+]?[0-9]+)?")
GROUPED = re.compile(r"[-+]?[1-9][0-9]{0,2},[0-9]{3}")  # 1,000 is a thousand to some and one to others


def number_in(text: str | None) -> float | None:
    """The finite number that a text is; None where a comma may be one of thousands."""
    bare = (text or "").strip()
    if not NUMBER.fullmatch(bare) or GROUPED.fullmatch(bare):
        return None
    value = float(bare.replace(",", "."))
    return value if math.isfinite(value) else None


@dataclass(frozen=True)
class NumberAnswer:
    """A number that the bank knows, and what it earns: 1 is full marks. None stands for any other number."""

    value: float | None
    tolerance: float
    share: float
    say: str


@dataclass(frozen=True)
class TextAnswer:
    """A text that the bank knows, and what it earns: 1 is full marks, below 0 it costs."""

    text: str
    share: float
    say: str


@dataclass(frozen=True)
class Numbers:
    """One number is asked for; the units, with how many of each make the first one."""

    answers: tuple[NumberAnswer, ...]
    units: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True)
class Computed:
    """One number is asked for, computed from drawn ones; values are our expressions."""

    answer: str
    tolerance: dict[str | int, Value]
    params: dict[str | int, Value]
    mistakes: tuple[TextAnswer, ...]  # their texts are expressions too
    unit: str


@dataclass(frozen=True)
class Options:
    """One option, or any number of them, is to be chosen."""

    options: tuple[TextAnswer, ...]
    is_single: bool


@dataclass(frozen=True)
class Pairs:
    """Each left side belongs to a right side."""

    pairs: tuple[tuple[str, str], ...]
    extra: tuple[str, ...]


@dataclass(frozen=True)
class Order:
    """Items in the only right order."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    """A few words to be typed, compared letter by letter."""

    answers: tuple[TextAnswer, ...]


@dataclass(frozen=True)
class Essay:
    """A text that somebody else grades."""

    model: str


@dataclass(frozen=True)
class Gap:
    """A gap in a text: what stands before it, and what is asked there."""

    ask: str
    points: float
    body: Numbers | Options


@dataclass(frozen=True)
class Gaps:
    """A text with gaps; what stands after the last one belongs to the prompt.

    Where text goes on behind a gap, `whole` is all of it, with the number of each gap in bold.
    """

    gaps: tuple[Gap, ...]
    rest: str
    whole: str = ""


@dataclass(frozen=True)
class Description:
    """No question: a text between questions."""


@dataclass(frozen=True)
class Foreign:
    """A question without a counterpart; says why."""

    reason: str


Body = (
    Numbers | Computed | Options | Pairs | Order | Words | Essay | Gaps | Description | Foreign
)  # what is asked


@dataclass(frozen=True)
class BankQuestion:
    """One entry of a bank; `lost` says what of it our texts cannot hold."""

    number: int  # counted from 1
    kind: str  # as the bank calls it
    name: str
    prompt: str
    body: Body
    explanation: str = ""
    hints: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bank:
    """All entries in the order of the file, and what is true of the whole file."""

    format: str
    questions: tuple[BankQuestion, ...]
