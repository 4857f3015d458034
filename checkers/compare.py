"""The only definition of "equal" for numbers: keys, students' arrays and tests all come here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[Any]
Mask = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]

_ULPS = 4 * np.finfo(np.float64).eps
_KEY_DIGITS = 15  # a computed 99.99999999999999 is read as 100


@dataclass(frozen=True)
class Tolerance:
    """How far a number may lie from the key: `max(abs, rel·|key|)`, or agreement to `digits` digits.

    `Tolerance()` is exact, up to nothing: right for counts and labels; 0.1 + 0.2 does not equal 0.3 then.
    `digits=n` allows half a unit of the key's n-th significant digit; a key of 0 has none: only 0 equals it.
    Raises ValueError unless 0 <= rel < 1, 0 <= abs < inf, 1 <= digits <= 15, and digits stands alone.
    """

    rel: float = 0.0
    abs: float = 0.0
    digits: int | None = None

    def __post_init__(self) -> None:
        if not (0 <= self.rel < 1 and 0 <= self.abs < np.inf):
            raise ValueError("rel must be in [0, 1) and abs finite and not negative")
        if self.digits is not None and not 1 <= self.digits <= _KEY_DIGITS:
            raise ValueError(f"digits must be in 1..{_KEY_DIGITS}")
        if self.digits is not None and (self.rel or self.abs):
            raise ValueError("give either digits, or rel and abs, not both")

    def bound(self, want: npt.ArrayLike) -> Floats:
        """The largest distance allowed from each key in `want`, an array of its shape."""
        size = np.abs(_numbers(want)).astype(np.float64)
        if self.digits is not None:
            return np.vectorize(_unit, otypes=[np.float64])(size, self.digits) / 2 if size.size else size
        return np.maximum(self.abs, self.rel * size if self.rel else np.zeros_like(size))

    def accepts(self, got: npt.ArrayLike, want: npt.ArrayLike) -> bool:
        """Whether the shapes are the same and every entry of `got` is near enough to the key in `want`."""
        x, k = _numbers(got), _numbers(want)
        return x.shape == k.shape and bool(agreement(x, k, self).all())


EXACT = Tolerance()


@dataclass(frozen=True)
class Differences:
    """Where an array departs from its key. If shapes differ every key is missed and `first` is None."""

    got_shape: tuple[int, ...]
    want_shape: tuple[int, ...]
    count: int  # entries that differ
    first: tuple[int, ...] | None  # index of the first of them, last axis fastest
    largest: float  # greatest distance of any entry, inf where nan or another infinity stands

    @property
    def none(self) -> bool:
        """Whether the two are equal."""
        return self.same_shape and self.count == 0

    @property
    def same_shape(self) -> bool:
        """Whether the shapes are the same; a number is not an array of one."""
        return self.got_shape == self.want_shape


def equal(
    got: npt.ArrayLike,
    want: npt.ArrayLike,
    rel: float = 0.0,
    abs: float = 0.0,  # noqa: A002 - the word authors write in YAML
    digits: int | None = None,
) -> bool:
    """Whether `got` is the key `want`: same shape, and every |got - want| <= max(abs, rel·|want|).

    Real or complex numbers of any shape; nothing is broadcast. nan equals nothing, an infinity only itself.
    Raises TypeError for what is no number, ValueError for a tolerance without meaning.
    """
    return Tolerance(rel, abs, digits).accepts(got, want)


def agreement(got: npt.ArrayLike, want: npt.ArrayLike, tolerance: Tolerance = EXACT) -> Mask:
    """Which entries are equal, a boolean array. Raises ValueError if the shapes differ, TypeError as `equal`.

    On the very edge the decimals decide, not their binary images: 0.86 lies within 0.01 of 0.85.
    """
    x, k = _numbers(got), _numbers(want)
    if x.shape != k.shape:
        raise ValueError(f"shapes {x.shape} and {k.shape} differ")
    bound = tolerance.bound(k)
    edge = np.minimum(_ULPS * np.maximum(np.abs(x), np.abs(k)), bound / 100)
    near = np.isfinite(x) & np.isfinite(k) & (bound > 0) & (_distance(x, k) <= bound + edge)
    return np.asarray((x == k) | near)


def differences(got: npt.ArrayLike, want: npt.ArrayLike, tolerance: Tolerance = EXACT) -> Differences:
    """A summary of how `got` departs from the key `want`. Raises TypeError as `equal`."""
    x, k = _numbers(got), _numbers(want)
    if x.shape != k.shape:
        return Differences(x.shape, k.shape, k.size, None, np.inf)
    wrong = np.argwhere(~agreement(x, k, tolerance))
    first = tuple(int(i) for i in wrong[0]) if len(wrong) else None
    return Differences(x.shape, k.shape, len(wrong), first, float(_distance(x, k).max(initial=0.0)))


def _numbers(x: npt.ArrayLike) -> Values:
    try:
        values = np.asarray(x)
    except ValueError as ragged:
        raise TypeError("rows of different lengths are no array") from ragged
    if values.dtype.kind not in "buifc":
        raise TypeError(f"{values.dtype} values are not numbers")
    return values


def _distance(x: Values, k: Values) -> Floats:
    with np.errstate(invalid="ignore", over="ignore"):
        apart = np.abs(_wide(x) - _wide(k))
    apart = np.where(np.isnan(apart), np.inf, apart)
    return np.where(x == k, 0.0, apart)


def _wide(x: Values) -> Values:
    return x if x.dtype.kind == "c" else x.astype(np.float64)  # uint8 would wrap round


def _unit(size: float, digits: int) -> float:
    """One unit of the `digits`-th significant digit of `size`."""
    if size == 0 or not np.isfinite(size):
        return 0.0
    exponent = int(f"{size:.{_KEY_DIGITS - 1}e}".partition("e")[2])
    return float(f"1e{exponent - digits + 1}")
