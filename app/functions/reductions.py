"""The functions that make one value of the entries of an array."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

import numpy as np

from app.values import Array, EvaluationError, Value, array_of, settled
from checkers import compare


def norm(x: Value) -> object:
    """The Euclidean length of all entries together."""
    return np.sqrt(np.sum(np.abs(some(x)).astype(np.float64) ** 2))


def argmin(x: Value) -> object:
    """The index of the smallest entry."""
    return np.argmin(some(x))


def argmax(x: Value) -> object:
    """The index of the largest entry."""
    return np.argmax(some(x))


def all_(x: Value) -> bool:
    """Whether every entry is true."""
    return bool(np.all(array_of(x)))


def any_(x: Value) -> bool:
    """Whether an entry is true."""
    return bool(np.any(array_of(x)))


def close(a: Value, b: Value, rel: float = 1e-9, abs: float = 1e-12) -> bool:  # noqa: A002  # as in a tolerance
    """Whether two numbers, or arrays of one shape, agree: every |a - b| <= max(abs, rel |b|)."""
    return compare.equal(array_of(a), array_of(b), rel=rel, abs=abs)


def rising(x: Value) -> bool:
    """Whether every entry is larger than the one before it, along the first axis."""
    return bool(np.all(np.diff(array_of(x), axis=0) > 0))


def falling(x: Value) -> bool:
    """Whether every entry is smaller than the one before it, along the first axis."""
    return bool(np.all(np.diff(array_of(x), axis=0) < 0))


def finite(x: Value) -> bool:
    """Whether no entry is NaN or infinite."""
    return bool(np.isfinite(array_of(x)).all())


def shape(x: Value) -> Value:
    """The lengths of the axes, a list; empty for a number."""
    return list(array_of(x).shape)


def min_(*x: Value) -> object:
    """The smallest entry of one array, or entry by entry the smallest of several."""
    return _extreme(np.minimum, x)


def max_(*x: Value) -> object:
    """The largest entry of one array, or entry by entry the largest of several."""
    return _extreme(np.maximum, x)


def _extreme(choose: np.ufunc, x: tuple[Value, ...]) -> object:
    if len(x) == 1:
        return choose.reduce(some(x[0]), axis=None)
    if all(isinstance(value, int | float) for value in x):
        return reduce(min if choose is np.minimum else max, x)  # type: ignore[arg-type]  # all are numbers
    return reduce(choose, [array_of(value) for value in x])


def some(x: Value) -> Array:
    """The entries of `x`, of which there is one at least. Raises EvaluationError."""
    entries = array_of(x)
    if entries.size == 0:
        raise EvaluationError("an empty array has none")
    return entries


def reduction(reduce_entries: Callable[..., object]) -> Callable[..., Value]:
    """`reduce_entries` over all entries in float64, or along one axis."""

    def call(x: Value, axis: int | None = None) -> Value:
        entries = some(x)
        exact = entries if reduce_entries is np.sum else entries.astype(np.float64)
        return settled(reduce_entries(exact, axis=axis))

    return call


REDUCTIONS: Mapping[str, Callable[..., object]] = {
    "all": all_,
    "any": any_,
    "min": min_,
    "max": max_,
    "close": close,
    "rising": rising,
    "falling": falling,
    "finite": finite,
    "shape": shape,
    "norm": norm,
    "argmin": argmin,
    "argmax": argmax,
    "sum": reduction(np.sum),
    "mean": reduction(np.mean),
    "prod": reduction(np.prod),
    "var": reduction(np.var),
    "std": reduction(np.std),
    "median": reduction(np.median),
}
