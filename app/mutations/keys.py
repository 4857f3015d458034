"""What slips make of a finished key; None where they make no sense."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from app.mutations.mutation import Array, OfKey


def if_positive(transform: Callable[[Array], Array]) -> OfKey:
    """The slip, for keys above 0."""
    return lambda key: transform(key) if (key > 0).all() else None


def if_nonzero(transform: Callable[[Array], Array]) -> OfKey:
    """The slip, for keys other than 0."""
    return lambda key: transform(key) if (key != 0).all() else None


def for_rows(transform: Callable[[Array], Array]) -> OfKey:
    """The slip, for a row of several numbers."""
    return lambda key: transform(key) if key.ndim == 1 and key.size > 1 else None


def complement(key: Array) -> Array | None:
    """The other share of 1."""
    return 1 - key if ((key > 0) & (key < 1)).all() else None


def count(step: int) -> OfKey:
    """A whole number that counts, with so many more."""
    return lambda key: key + step if key.ndim == 0 and float(key).is_integer() else None


def transposed(key: Array) -> Array | None:
    """Rows for columns of a square."""
    return key.T if key.ndim == 2 and key.shape[0] == key.shape[1] > 1 else None


def differences(key: Array) -> Array:
    """The change at each step."""
    return np.diff(key, prepend=0.0)


def ratios(key: Array) -> Array:
    """The factor of each step."""
    with np.errstate(divide="ignore", invalid="ignore"):
        factors: Array = key / np.concatenate([[1.0], key[:-1]])
    return factors


def first_everywhere(key: Array) -> Array | None:
    """The first entry in every place."""
    return np.full_like(key, key.flat[0]) if key.size > 1 else None
