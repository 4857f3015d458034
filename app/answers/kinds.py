"""What a student answered, one class per kind of answer; `Invalid` says how to type it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.expressions import Node

# JSON, or the text of a form. Any, because a JSON list holds Raw again and callers hold list[str].
Raw = str | bool | int | float | list[Any] | dict[str, Any] | None


@dataclass(frozen=True)
class Invalid:
    """The answer can't be read: no attempt, only a sentence (markdown) that says what to type."""

    message: str
    part: str | None = None


@dataclass(frozen=True)
class NumberAnswer:
    """A finite number; `digits` were typed (None: computed, or full precision from JSON).

    `also` is another way to read the same text: `1,234` is 1.234 or 1234.
    """

    value: float
    text: str
    digits: int | None
    also: float | None = None


@dataclass(frozen=True, eq=False)
class ArrayAnswer:
    """An array of the asked shape; `digits` is the fewest typed in an entry, `each` those of every entry."""

    value: NDArray[np.float64]
    text: str
    digits: int | None
    each: tuple[int | None, ...] = ()


@dataclass(frozen=True)
class FormulaAnswer:
    """A formula in the question's variables."""

    text: str
    node: Node


@dataclass(frozen=True)
class ChosenAnswer:
    """The options chosen, in the order shown."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class MatchedAnswer:
    """A right item for every left one: (left id, right id)."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class OrderAnswer:
    """The items in the student's order, and those left out."""

    items: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class LineAnswer:
    """A line of the program, counted from 1."""

    line: int


@dataclass(frozen=True)
class CodeAnswer:
    """A program."""

    source: str


@dataclass(frozen=True)
class TextAnswer:
    """A text, and the points of the rubric (from 0) that its author found in it."""

    text: str
    ticked: tuple[int, ...] = ()


@dataclass(frozen=True)
class PartsAnswer:
    """An answer for every part, None where it was left blank."""

    parts: Mapping[str, Answer | None] = field(default_factory=dict)


Answer = (
    NumberAnswer
    | ArrayAnswer
    | FormulaAnswer
    | ChosenAnswer
    | MatchedAnswer
    | OrderAnswer
    | LineAnswer
    | CodeAnswer
    | TextAnswer
    | PartsAnswer
)
