"""Arguments as float64, refused where the mathematics has no meaning (numpy would carry on with nan)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]  # a function given plain numbers returns a numpy float instead
Numbers = npt.ArrayLike


def real(x: Numbers, name: str) -> Array:
    """`x` as float64. Raises ValueError if an entry is complex, no number or nan."""
    given = np.asarray(x)
    if given.dtype.kind not in "buif" or np.isnan(given).any():
        raise ValueError(f"{name} must be real numbers")
    return given.astype(np.float64)


def unit(x: Numbers, name: str) -> Array:
    """`x` as float64, every entry in [0, 1], such as β and ᾱ. Raises ValueError otherwise."""
    numbers = real(x, name)
    return _kept(numbers, (numbers >= 0) & (numbers <= 1), f"{name} must lie between 0 and 1")


def positive(x: Numbers, name: str) -> Array:
    """`x` as float64, every entry above 0. Raises ValueError otherwise."""
    numbers = real(x, name)
    return _kept(numbers, numbers > 0, f"{name} must be positive")


def non_negative(x: Numbers, name: str) -> Array:
    """`x` as float64, every entry at least 0. Raises ValueError otherwise."""
    numbers = real(x, name)
    return _kept(numbers, numbers >= 0, f"{name} must not be negative")


def count(n: Numbers, name: str) -> int:
    """`n` as an int, at least 1. Raises ValueError if it is not whole."""
    number = real(n, name)
    _kept(number, (number >= 1) & (number == np.floor(number)) & np.isfinite(number), f"{name} counts from 1")
    if number.ndim:
        raise ValueError(f"{name} must be one number")
    return int(number)


def step(t: Numbers, T: int, first: int) -> Array:
    """`t` as float64, every entry in first..T. Raises ValueError otherwise: `table[-1]` would answer."""
    steps = real(t, "t")
    return _kept(steps, (steps >= first) & (steps <= T), f"t runs from {first} to {T}")


def batch(x: Numbers, level: Array, name: str = "x") -> tuple[Array, Array]:
    """`x` as float64, and its noise level, one number or (B,), shaped to apply to each item of (B, ...).

    Numpy alone would align (B,) with the last axis. Raises ValueError unless there is one level per item.
    """
    items = real(x, name)
    if level.ndim == 0 or items.ndim == 0:
        return items, level
    if level.shape != items.shape[:1]:
        raise ValueError(f"one noise level per item: {items.shape[0]} items, levels of shape {level.shape}")
    return items, level.reshape(level.shape + (1,) * (items.ndim - 1))


def like(values: Numbers, x: Array, name: str) -> Array:
    """`values` as float64, of the shape of `x` or one number for all. Raises ValueError otherwise."""
    given = real(values, name)
    if given.ndim and x.ndim and given.shape != x.shape:
        raise ValueError(f"{name} has shape {given.shape}, the data {x.shape}")
    return given


def pair(x: Numbers, y: Numbers, level: Array, name: str) -> tuple[Array, Array, Array]:
    """`x`, `y` of that name and the level, as `like` and `batch` return them; either may be the batch.

    A plain number beside a batch stands for that number in every item. Raises ValueError as both functions.
    """
    items, other = real(x, "x"), real(y, name)
    given, shaped = batch(items if items.ndim else other, level, name)
    return items, like(other, items if items.ndim else given, name), shaped


def _kept(numbers: Array, good: npt.NDArray[np.bool_] | np.bool_, rule: str) -> Array:
    if not np.all(good):
        raise ValueError(f"{rule}, not {numbers[~np.asarray(good)].flat[0]:g}")
    return numbers
