"""Arrays as people type or paste them: `0,86; -0,4`, `[0.86 -0.4]`, `np.array([[1, 2], [3, 4]])`.

A text can often be split in more than one way; the way that gives the asked shape is taken.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.answers.numeric import ReadNumber, number_read
from app.answers.splitting import DEEPEST, SPLITTERS, Leaf, Nested, nested
from app.answers.typed_text import Unread, normalised

LONGEST = 20_000
MOST_ENTRIES = 4096
Shape = tuple[int, ...]

_LABEL = re.compile(r"[^=≈\[]{0,60}[=≈]\s*")
_CALL = re.compile(r"(?:array|asarray|tensor|matrix)\s*\((.*)\)", re.DOTALL)
_KEYWORD = re.compile(r",\s*(?:dtype|device|requires_grad|grad_fn|shape)\s*=\s*(?:\([^()]*\)|[^,()\[\]])*")


@dataclass(frozen=True, eq=False)
class ReadArray:
    """The numbers, and how many digits were typed in each (None: computed)."""

    value: NDArray[np.float64]
    each: tuple[int | None, ...]


def array_read(text: str, shape: Shape) -> ReadArray:
    """The array of the asked shape in a normalised text. Raises Unread with what to type instead."""
    bare = _unwrapped(text)
    _refuse(bare)
    first: ReadArray | None = None
    error: Unread | None = None
    for split in SPLITTERS:
        try:
            layout = nested(bare, split, 0)
            read = None if layout is None else _array(layout)
        except Unread as slip:
            error = error or slip
            continue
        if read is not None and read.value.shape == shape:
            return read
        first = first or read
    if first is not None:
        raise Unread(_other_shape(first.value.shape, shape))
    raise error or Unread(_WHAT_TO_TYPE)


def array_given(items: Nested, shape: Shape) -> ReadArray:
    """The array of the asked shape in nested JSON lists. Raises Unread."""
    read = _array(items)
    if read.value.shape != shape:
        raise Unread(_other_shape(read.value.shape, shape))
    return read


_WHAT_TO_TYPE = "Type the numbers with commas between them, for example `0.86, -0.4`."


def _unwrapped(text: str) -> str:
    """The text without a label and without the `np.array(…)` around it."""
    text = text.strip()
    if label := _LABEL.match(text):
        text = text[label.end() :]
    if call := _CALL.fullmatch(text.strip()):
        text = _KEYWORD.sub("", call[1])
    return text.strip().rstrip(",").strip()


def _refuse(text: str) -> None:
    if not text:
        raise Unread(_WHAT_TO_TYPE)
    if len(text) > LONGEST:
        raise Unread(f"That is {len(text)} characters long; type the numbers in at most {LONGEST}.")
    if "..." in text:
        raise Unread("The array was shortened with `...` when it was printed; give all its numbers.")


def _array(layout: Nested) -> ReadArray:
    shape, leaves = _flat(layout, 0)
    if not leaves:
        raise Unread("I read no numbers. " + _WHAT_TO_TYPE)
    if len(leaves) > MOST_ENTRIES:
        raise Unread(f"I read {len(leaves)} numbers; at most {MOST_ENTRIES} can be given.")
    numbers = [_entry(leaf, place) for place, leaf in enumerate(leaves, 1)]
    values = np.array([number.value for number in numbers], dtype=float).reshape(shape)
    return ReadArray(values, tuple(number.digits for number in numbers))


def _flat(layout: Nested, depth: int) -> tuple[Shape, list[Leaf]]:
    if not isinstance(layout, list):
        return (), [layout]  # type: ignore[list-item]  # Sequence only for variance: what is no list is a leaf
    if depth > DEEPEST:
        raise Unread(f"The lists are nested more than {DEEPEST} deep.")
    rows = [_flat(item, depth + 1) for item in layout]
    shapes = [shape for shape, _ in rows]
    if len(set(shapes)) > 1:
        raise Unread(_ragged(shapes))
    return (len(rows), *(shapes[0] if shapes else ())), [leaf for _, leaves in rows for leaf in leaves]


def _ragged(shapes: list[Shape]) -> str:
    odd = next(place for place, shape in enumerate(shapes) if shape != shapes[0])
    first, other = _count(shapes[0]), _count(shapes[odd])
    return f"The rows differ in length: I read {first} in row 1 but {other} in row {odd + 1}."


def _count(shape: Shape) -> str:
    if not shape:
        return "1 number"
    if len(shape) == 1:
        return f"{shape[0]} number{'' if shape[0] == 1 else 's'}"
    return "an array of shape " + " × ".join(map(str, shape))


def _other_shape(read: Shape, asked: Shape) -> str:
    if len(read) < 2 and len(asked) < 2:
        return f"I read {_count(read)}, the question asks for {math.prod(asked)}."
    return f"I read {_count(read)}, the question asks for {_count(asked)}."


def _entry(leaf: Leaf, place: int) -> ReadNumber:
    """One number of the array. Raises Unread naming its place."""
    match leaf:
        case str():
            if not leaf.strip():
                raise Unread(f"Number {place} is missing.")
            try:
                return number_read(normalised(leaf))
            except Unread as slip:
                raise Unread(f"Number {place}: {slip}") from None
        case bool() | None:
            raise Unread(f"Number {place} is not a number.")
        case int() | float():
            return ReadNumber(finite(leaf), None)
    raise Unread(f"Number {place} is not a number.")


def finite(number: float) -> float:
    """The number as a float. Raises Unread when it is infinite, not a number, or too large."""
    try:
        value = float(number)
    except OverflowError:
        raise Unread("That number is too large to work with.") from None
    if not math.isfinite(value):
        raise Unread("The answer is a finite number.")
    return value
