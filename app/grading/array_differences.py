"""How an array of numbers differs from the expected one: shape, then dtype, then NaN, then values.

What is recognised (a transposed array, a shift by one, a wrong sign, …) is named.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from app.grading.tolerances import equal_entries
from app.models import Tolerance
from app.values import Array

_NARROW = ("uint8", "int8", "uint16", "int16", "uint32", "int32", "float16", "float32")
DIFFER = "the values differ"
_PRECISION = {"float16": 1e-2, "float32": 1e-5, "complex64": 1e-5}  # relative, after some steps


@dataclass(frozen=True)
class Difference:
    """What differs: told always (`kind`), and told where values may be shown (`detail`).

    soft: type, shape and dtype are as expected, and no entry is NaN; only values differ.
    """

    tag: str
    kind: str
    detail: str = ""
    soft: bool = False

    @property
    def text(self) -> str:
        """All there is to say, for where values may be shown."""
        if not self.detail or self.kind == DIFFER:
            return self.detail or self.kind
        if self.kind.endswith((".", "?", "!")):
            return f"{self.kind} {self.detail[:1].upper()}{self.detail[1:]}"
        return f"{self.kind}; {self.detail}"


def array_difference(
    got: Array, expected: Array, tolerance: Tolerance, *, is_array: bool = True
) -> Difference | None:
    """The first thing in which an array or a number differs from the expected one; None when equal.

    is_array: it came as an array, so that its dtype was the student's choice.
    """
    with np.errstate(all="ignore"):
        if got.shape != expected.shape:
            return _other_shape(got, expected, tolerance)
        if _kind_differs(got, expected):
            own = f"dtype {got.dtype}" if is_array else "a list or a plain number"
            return Difference("auto-dtype", f"it returned {own} where dtype {expected.dtype} is expected")
        if odd := _not_finite(got, expected):
            return odd
        differing = ~equal_entries(got, expected, tolerance)
        return _other_values(got, expected, differing, tolerance) if differing.any() else None


# ---- shape and dtype ---


def _other_shape(got: Array, expected: Array, tolerance: Tolerance) -> Difference:
    detail = f"the shape is {got.shape}, expected {expected.shape}"
    return Difference("auto-shape", _shape_in_words(got, expected, tolerance), detail)


def _shape_in_words(got: Array, expected: Array, tolerance: Tolerance) -> str:
    own, wanted = got.shape, expected.shape
    if not wanted:
        return "it returned an array where a single number is expected"
    if not own:
        return "it returned a single number where an array is expected"
    if _squeezed(own) == _squeezed(wanted):
        many = "too many" if len(own) > len(wanted) else "too few" if len(own) < len(wanted) else "misplaced"
        axis = "an axis of length 1 is misplaced" if many == "misplaced" else f"an axis of length 1 {many}"
        return f"it returned another shape than expected: {axis}"
    if own == wanted[::-1] and _agree(got.T, expected, tolerance):
        return "it returned the transposed array: rows and columns are swapped"
    if len(wanted) == 1 and own == wanted * 2:
        return "it returned every pair of entries: an array of shape (n, 1) met one of shape (n,)"
    if len(own) == len(wanted) and own[1:] == wanted[1:] and abs(own[0] - wanted[0]) == 1:
        return f"it returned one entry too {'many' if own[0] > wanted[0] else 'few'} along the first axis"
    return "it returned another shape than expected"


def _squeezed(shape: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(length for length in shape if length != 1)


def _kind_differs(got: Array, expected: Array) -> bool:
    """Whether the dtype itself is wrong: complex for real, bool for number, not the narrow one asked for."""
    if expected.dtype.name in _NARROW:
        return got.dtype != expected.dtype
    kinds = {got.dtype.kind, expected.dtype.kind}
    return len(kinds) == 2 and ("b" in kinds or got.dtype.kind == "c")


def _not_finite(got: Array, expected: Array) -> Difference | None:
    if (np.isnan(got) & ~np.isnan(expected)).any():
        kind = "there is NaN in it: look for 0/0, or the root or logarithm of a negative number"
        return Difference("auto-nan", kind)
    if (np.isinf(got) & np.isfinite(expected)).any():
        return Difference("auto-inf", "there is an infinity in it: look for a division by 0, or an overflow")
    return None


# ---- values ---


def _other_values(got: Array, expected: Array, differing: Array, tolerance: Tolerance) -> Difference:
    tag, kind = _recognised(got, expected, differing, tolerance) or ("auto-value", DIFFER)
    return Difference(tag, kind, _first(got, expected, differing), soft=True)


def _first(got: Array, expected: Array, differing: Array) -> str:
    """How many entries differ, by how much, and the first of them."""
    first = tuple(map(int, np.unravel_index(np.argmax(differing), differing.shape)))
    own, wanted = _digits(got[first], expected[first])
    where = f" at index [{', '.join(map(str, first))}]" if first else ""
    if differing.size == 1:
        return f"it returned {own}{where}, expected {wanted}"
    count = int(differing.sum())
    apart = np.abs(_wide(got) - _wide(expected))[differing]
    largest = f", by up to {apart.max():.3g}" if count > 1 and np.isfinite(apart).all() else ""
    verb, they = ("differs", "it") if count == 1 else ("differ", "the first")
    return f"{count} of {differing.size} entries {verb}{largest}; {they} is {own}{where}, expected {wanted}"


def _recognised(
    got: Array, expected: Array, differing: Array, tolerance: Tolerance
) -> tuple[str, str] | None:
    """The tag and the words of a way to be wrong that can be seen from the values."""

    def agrees(own: Array, wanted: Array = expected) -> bool:
        return _agree(own, wanted, tolerance)

    if _is_cut_off(got, expected):
        return "auto-integers", "the decimals are cut off: is there `//`, or an array of integers?"
    if (near := _PRECISION.get(got.dtype.name)) and _near(got, expected, near):
        return "auto-precision", f"the values are right to the precision of {got.dtype} only: use float64"
    if agrees(-_wide(got)):
        return "auto-sign", "the sign is reversed"
    if not differing.ndim:
        return None
    for found in (_moved(got, expected, agrees), _placed(differing)):
        if found:
            return found
    return None


def _is_cut_off(got: Array, expected: Array) -> bool:
    if got.dtype.kind not in "iuf" or expected.dtype.kind != "f":
        return False
    whole = np.trunc(expected)
    seen = got.dtype.kind != "f" or bool(whole.any())  # zeros may stand there for another reason
    return seen and (np.array_equal(got, whole) or np.array_equal(got, np.floor(expected)))


def _near(got: Array, expected: Array, share: float) -> bool:
    """Whether the arrays agree up to this share of the largest entry."""
    largest = float(np.abs(_wide(expected)).max(initial=0.0))
    return bool((np.abs(_wide(got) - _wide(expected)) <= share * largest).all())


def _moved(got: Array, expected: Array, agrees: Callable[..., bool]) -> tuple[str, str] | None:
    """Right entries in wrong places."""
    if got.ndim == 2 and got.shape[0] == got.shape[1] and agrees(got.T):
        return "auto-transposed", "it is transposed: rows and columns are swapped"
    if agrees(got[::-1]):
        return "auto-reversed", "the entries come in the reverse order"
    if len(got) >= 3 and agrees(got[1:], expected[:-1]):
        return "auto-shifted", "every entry stands one place too late: an index is off by one"
    if len(got) >= 3 and agrees(got[:-1], expected[1:]):
        return "auto-shifted", "every entry stands one place too early: an index is off by one"
    return None


def _placed(differing: Array) -> tuple[str, str] | None:
    """Wrong at one end only."""
    rows = np.asarray(differing.reshape(len(differing), -1).any(axis=1))
    if len(rows) >= 3 and rows.sum() == 1 and (rows[0] or rows[-1]):
        return "auto-end", f"only the {'first' if rows[0] else 'last'} entry along the first axis is wrong"
    return None


def _agree(got: Array, expected: Array, tolerance: Tolerance) -> bool:
    return got.shape == expected.shape and bool(equal_entries(got, expected, tolerance).all())


def _wide(x: Array) -> Array:
    return x if x.dtype.kind == "c" else x.astype(np.float64)


def _digits(*numbers: object) -> list[str]:
    """The numbers to as few digits, six at least, as tell them apart."""
    values = [number.item() if isinstance(number, np.generic) else number for number in numbers]
    if not all(isinstance(value, float) for value in values):
        return list(map(str, values))
    to_digits = ([f"{value:.{digits}g}" for value in values] for digits in (6, 9, 12, 17))
    return next((texts for texts in to_digits if len(set(texts)) == len(texts)), list(map(str, values)))
