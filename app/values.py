"""What an expression can be worth."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]
Value: TypeAlias = "bool | int | float | complex | str | Array | list[Value]"
Named: TypeAlias = "Value | Callable[..., object]"  # what a name may stand for

MOST_ENTRIES = 100_000  # of one array
MOST_BITS = 4096  # of one integer
MOST_LETTERS = 10_000  # of one text
NO_NUMBERS = "this list holds something other than numbers"


class EvaluationError(Exception):
    """Why an expression has no value, in a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def settled(result: object) -> Value:
    """What a function returned, as a Value: numpy's own scalars become Python's, tuples lists.

    Raises EvaluationError for anything else, and for what is too large.
    """
    match result:
        case np.floating() | np.complexfloating():
            return float(result) if isinstance(result, np.floating) else complex(result)
        case np.generic():
            return settled(result.item())
        case int() if result.bit_length() > MOST_BITS:
            raise EvaluationError("this whole number is too large")
        case str() if len(result) > MOST_LETTERS or not _is_text(result):
            raise EvaluationError("this text is too long, or holds something other than letters")
        case bool() | int() | float() | complex() | str():
            return result
        case np.ndarray() if result.ndim == 0:
            return settled(result.item())
        case np.ndarray() if result.dtype.kind in "biufc" and not isinstance(result, np.ma.MaskedArray):
            if result.size > MOST_ENTRIES:
                raise EvaluationError("this array is too large")
            return _plain(result)
        case list() | tuple():
            if len(result) > MOST_ENTRIES:
                raise EvaluationError("this list is too long")
            return [settled(item) for item in result]
        case _:
            raise EvaluationError(f"{_named(result)} is not a number, a text or an array")


def _is_text(text: str) -> bool:
    """Whether every letter can be written to a file."""
    return not any("\ud800" <= letter <= "\udfff" for letter in text)


def _plain(array: Array) -> Array:
    """An array of numpy's own kind; of the precisions float64 and float32, which an author may ask for."""
    wanted = {"f": np.float64, "c": np.complex128}.get(array.dtype.kind, array.dtype)
    return np.asarray(array, dtype=array.dtype if array.dtype == np.float32 else wanted)


def _named(thing: object) -> str:
    """`a dict`, `an object`, `None`, `an array of objects`."""
    match thing:
        case None:
            return "None"
        case np.ndarray() if type(thing) is np.ndarray:
            return "an array of something other than numbers"
        case _:
            kind = type(thing).__name__
            return f"{'an' if kind[0] in 'aeiouAEIOU' else 'a'} {kind}"


def kept(value: object) -> object:
    """An array as one that can only be read, a list as another one; anything else as it is."""
    if isinstance(value, list):
        return [kept(one) for one in value]
    if not isinstance(value, np.ndarray):
        return value
    view = value.view()
    view.flags.writeable = False
    return view


def array_of(value: Value) -> Array:
    """The numbers of `value` as an array, whole ones as int64. Raises EvaluationError when there are none."""
    if isinstance(value, str):
        raise EvaluationError("a text can't be calculated with")
    if isinstance(value, list) and not _is_numeric(value):  # texts would all be as wide as the widest
        raise EvaluationError(NO_NUMBERS)
    try:
        array = np.asarray(value)
    except (ValueError, OverflowError):
        raise EvaluationError(
            "the rows of this list differ in length, or its numbers are too large"
        ) from None
    if array.dtype.kind in "bi" or (array.dtype.kind == "u" and array.dtype.itemsize < 8):
        return array.astype(np.int64)
    if array.dtype.kind == "u":
        return array.astype(np.float64)
    if array.dtype.kind not in "fc":
        raise EvaluationError(NO_NUMBERS)
    return array


def _is_numeric(value: Value) -> bool:
    if isinstance(value, list):
        return all(map(_is_numeric, value))
    return isinstance(value, bool | int | float | complex | np.ndarray | np.number)


def room_for(*shape: float) -> tuple[int, ...]:
    """`shape`, when an array of it is allowed. Raises EvaluationError."""
    entries = 1.0
    for length in shape:
        if length != length // 1 or length < 0:
            raise EvaluationError(f"an array can't have {length} entries along an axis")
        entries *= length
        if entries > MOST_ENTRIES:
            raise EvaluationError(f"an array has at most {MOST_ENTRIES} entries")
    return tuple(int(length) for length in shape)
