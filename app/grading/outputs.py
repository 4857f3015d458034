"""How a returned value differs from the expected one: its type first, then what `array_differences` says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from app.grading.array_differences import Difference, array_difference
from app.models import Tolerance
from app.values import Array

__all__ = ["Difference", "difference", "numbers_of", "type_name"]

_NUMBERS = "biufc"
WIDEST = 63  # bits of a whole number that numpy calculates with


def difference(got: object, expected: object, tolerance: Tolerance) -> Difference | None:
    """The first thing in which `got` differs from `expected`; None when they are equal."""
    if got is None and expected is not None:
        return Difference("auto-none", "it returned `None`: did you forget `return`?")
    match expected:
        case None | str():
            return None if type(got) is type(expected) and got == expected else _other_type(got, expected)
        case dict():
            return _dicts(got, expected, tolerance)
        case tuple():
            return _sequences(got, expected, tolerance)
        case list() if numbers_of(expected) is None:
            return _sequences(got, expected, tolerance)
    wanted, own = numbers_of(expected), numbers_of(got)
    if wanted is None or own is None:
        return _other_type(got, expected)
    return array_difference(own, wanted, tolerance, is_array=isinstance(got, np.ndarray | np.generic))


def numbers_of(value: object) -> Array | None:
    """The value as an array of numbers; None when it is something else, ragged, or too large for numpy."""
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in _NUMBERS else None
    if not _is_numeric(value):
        return None
    try:
        array = np.asarray(value)
    except (ValueError, OverflowError):
        return None
    return array if array.dtype.kind in _NUMBERS else None


def _is_numeric(value: object) -> bool:
    """Whether it holds numbers alone; numpy would make a list with texts as wide as the widest."""
    if isinstance(value, list | tuple):
        return all(map(_is_numeric, value))
    if isinstance(value, int):
        return value.bit_length() <= WIDEST
    return isinstance(value, float | complex | np.generic | np.ndarray)


def type_name(value: object) -> str:
    """What kind of thing a value is, with its article."""
    match value:
        case np.ndarray() if value.ndim == 0:
            return f"a number of type {value.dtype}"
        case np.ndarray():
            return "an array"
        case bool():
            return "True or False"
        case int() if value.bit_length() > WIDEST:
            return "a whole number too large for numpy"
        case int() | float() | complex():
            return "a number"
        case str():
            return "a text"
        case tuple() | list():
            return f"a {type(value).__name__} of {len(value)}"
        case None:
            return "`None`"
    return f"a {type(value).__name__}"


def _other_type(got: object, expected: object) -> Difference:
    if type(got) is type(expected) and isinstance(got, str):
        return Difference("auto-value", "it returned another text than expected", soft=True)
    return Difference("auto-type", f"it returned {_described(got)} where {type_name(expected)} is expected")


def _described(got: object) -> str:
    """What was returned, with a word on what is odd about it."""
    match got:
        case str() if _reads_as_number(got):
            return "a number written as a text"
        case list() | tuple() if _is_ragged(got):
            return f"a {type(got).__name__} whose rows differ in length"
        case list() | tuple() if any(isinstance(item, str) for item in got):
            return f"a {type(got).__name__} with texts in it"
        case list() | tuple() if any(item is None for item in got):
            return f"a {type(got).__name__} with `None` in it"
    return type_name(got)


def _reads_as_number(text: str) -> bool:
    try:
        float(text[:100])
    except ValueError:
        return False
    return True


def _is_ragged(value: list[object] | tuple[object, ...]) -> bool:
    nested = any(isinstance(item, list | tuple | np.ndarray) for item in value)
    return nested and _is_numeric(value) and numbers_of(value) is None


def _dicts(got: object, expected: dict[object, object], tolerance: Tolerance) -> Difference | None:
    if not isinstance(got, dict):
        return _other_type(got, expected)
    if got.keys() != expected.keys():
        return Difference("auto-keys", "it returned a dict with other keys than expected")
    return _each([(f"under `{key}`", got[key], expected[key]) for key in expected], tolerance)


def _sequences(
    got: object, expected: tuple[object, ...] | list[object], tolerance: Tolerance
) -> Difference | None:
    if not isinstance(got, tuple | list) or len(got) != len(expected):
        return _other_type(got, expected)
    pairs = enumerate(zip(got, expected, strict=True), 1)
    return _each([(f"in returned value {place}", own, wanted) for place, (own, wanted) in pairs], tolerance)


def _each(items: list[tuple[str, object, object]], tolerance: Tolerance) -> Difference | None:
    for where, own, wanted in items:
        if found := difference(own, wanted, tolerance):
            return replace(found, kind=f"{where}: {found.kind}")
    return None
