"""How a returned value differs from the expected one: type, then shape, dtype, NaN, and the first entry."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.grading.tolerances import equal_entries
from app.models import Tolerance

_NUMBERS = "biufc"
_NARROW = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float16", "float32")


@dataclass(frozen=True)
class Difference:
    """What differs: told always (`kind`), and told where values may be shown (`detail`)."""

    tag: str
    kind: str
    detail: str = ""


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
        case list() if _numbers(expected) is None:
            return _sequences(got, expected, tolerance)
    wanted, own = _numbers(expected), _numbers(got)
    if wanted is None or own is None:
        return _other_type(got, expected)
    return _arrays(own, wanted, tolerance)


def _numbers(value: object) -> NDArray[np.generic] | None:
    """The value as an array of numbers; None when it is something else, or ragged."""
    if isinstance(value, np.ndarray):
        return value if value.dtype.kind in _NUMBERS else None
    if isinstance(value, bool | int | float | complex | np.generic | list | tuple):
        try:
            array = np.asarray(value)
        except (ValueError, OverflowError):
            return None
        return array if array.dtype.kind in _NUMBERS else None
    return None


def _name(value: object) -> str:
    match value:
        case np.ndarray() if value.ndim == 0:
            return f"a number of type {value.dtype}"
        case np.ndarray():
            return "an array"
        case bool():
            return "True or False"
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
    if type(got) is type(expected):
        return Difference("auto-value", "it returned another value than expected")
    return Difference("auto-type", f"it returned {_name(got)} where {_name(expected)} is expected")


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
        return Difference("auto-type", f"it returned {_name(got)} where {_name(expected)} is expected")
    pairs = enumerate(zip(got, expected, strict=True), 1)
    return _each([(f"in returned value {place}", own, wanted) for place, (own, wanted) in pairs], tolerance)


def _each(items: list[tuple[str, object, object]], tolerance: Tolerance) -> Difference | None:
    for where, own, wanted in items:
        if found := difference(own, wanted, tolerance):
            return Difference(found.tag, f"{where}: {found.kind}", found.detail)
    return None


def _arrays(
    got: NDArray[np.generic], expected: NDArray[np.generic], tolerance: Tolerance
) -> Difference | None:
    if got.shape != expected.shape:
        detail = f"the shape is {got.shape}, expected {expected.shape}"
        return Difference("auto-shape", "it returned another shape than expected", detail)
    if _kind_differs(got, expected):
        return Difference("auto-dtype", f"it returned dtype {got.dtype} where {expected.dtype} is expected")
    if (np.isnan(got) & ~np.isnan(expected)).any():
        return Difference(
            "auto-nan", "there is NaN in it: look for 0/0, or the root or logarithm of a negative number"
        )
    differing = ~equal_entries(got, expected, tolerance)
    return _values(got, expected, differing) if differing.any() else None


def _kind_differs(got: NDArray[np.generic], expected: NDArray[np.generic]) -> bool:
    """Whether the dtype itself is wrong: complex for real, bool for number, not the narrow one asked for."""
    if expected.dtype.name in _NARROW:
        return got.dtype != expected.dtype
    kinds = {got.dtype.kind, expected.dtype.kind}
    return len(kinds) == 2 and ("b" in kinds or got.dtype.kind == "c")


def _values(
    got: NDArray[np.generic], expected: NDArray[np.generic], differing: NDArray[np.bool_]
) -> Difference:
    first = tuple(int(axis) for axis in np.argwhere(differing)[0]) if differing.ndim else ()
    own, wanted = got[first], expected[first]
    where = f" at index [{', '.join(map(str, first))}]" if first else ""
    count = f"{int(differing.sum())} of {differing.size} entries differ; the first is " if first else ""
    detail = f"{count}{_digits(own)}{where}, expected {_digits(wanted)}"
    if (
        got.dtype.kind in "iu"
        and expected.dtype.kind == "f"
        and np.array_equal(got, np.trunc(expected.astype(float)))
    ):
        return Difference(
            "auto-integers", "the decimals are cut off: is there `//`, or an array of integers?", detail
        )
    return Difference("auto-value", "the values differ", detail)


def _digits(number: object) -> str:
    value = number.item() if isinstance(number, np.generic) else number
    return f"{value:.6g}" if isinstance(value, float) else str(value)
