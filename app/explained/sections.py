"""What an explanation consists of: sections of texts and tables, and values as text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from app.numerals import plain
from app.values import Value
from app.variants import Variant

DIGITS = 6  # significant digits of a value in a table
LONGEST = 40  # characters of an entry in a table of seeds
LONG = 16  # numbers that are shown one by one


@dataclass(frozen=True)
class Table:
    """Rows of texts under a head; without a head a list of pairs."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    body: tuple[str | Table, ...]


def short(text: str) -> str:
    """The text in one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def listed(variant: Variant, names: Iterable[str]) -> Table:
    """Names and their values."""
    return Table((), tuple((name, brief(variant.names[name])) for name in names))


def brief(value: Value) -> str:
    """A value as text; of a long row of numbers both ends, and how many there are."""
    if not isinstance(value, np.ndarray) or value.ndim != 1 or value.size <= LONG:
        return plain(value, DIGITS)
    first = ", ".join(plain(one, DIGITS) for one in value[:3].tolist())
    return f"[{first}, …, {plain(value[-1].item(), DIGITS)}], {value.size} numbers"


def numbered(texts: Iterable[str]) -> Iterator[str]:
    return (f"{number}. {text.strip()}" for number, text in enumerate(texts, 1))


def indented(one: str | Table) -> str | Table:
    return one if isinstance(one, Table) else "\n".join(f"    {line}" for line in one.splitlines())
