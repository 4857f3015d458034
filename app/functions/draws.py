"""The random inputs of a code case, and the types they come in; the first argument is the generator."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from app.values import Array, EvaluationError, Value, array_of, room_for


def normal(rng: np.random.Generator, *shape: int) -> object:
    """Standard normal numbers of this shape; one number without a shape."""
    return rng.standard_normal(room_for(*shape))


def uniform(rng: np.random.Generator, lo: float, hi: float, *shape: int) -> object:
    """Numbers drawn evenly from lo to hi."""
    return rng.uniform(lo, hi, room_for(*shape))


def integers(rng: np.random.Generator, lo: int, hi: int, *shape: int) -> object:
    """Whole numbers lo … hi, both included as in `params`."""
    return rng.integers(lo, hi, room_for(*shape), endpoint=True)


def choice(rng: np.random.Generator, values: Value) -> Value:
    """One of the listed values."""
    if not isinstance(values, list | np.ndarray) or len(values) == 0:
        raise EvaluationError("choice needs a list of values")
    chosen: Value = values[int(rng.integers(len(values)))]
    return chosen


def permutation(rng: np.random.Generator, values: Value) -> Array:
    """The numbers 0 … n-1, or the entries of an array, in a drawn order."""
    if isinstance(values, int):
        return rng.permutation(*room_for(values))
    return rng.permutation(array_of(values))


def as_list(_rng: np.random.Generator, x: Value) -> Value:
    """`x` as a Python list."""
    entries: Value = array_of(x).tolist()
    return entries


def as_uint8(_rng: np.random.Generator, x: Value) -> Array:
    """`x` as bytes. Raises EvaluationError outside 0 … 255."""
    entries = array_of(x)
    if entries.size and (entries.min() < 0 or entries.max() > 255):
        raise EvaluationError("uint8 holds 0 to 255 only")
    return entries.astype(np.uint8)


def as_int64(_rng: np.random.Generator, x: Value) -> Array:
    """`x` as 64-bit whole numbers."""
    return array_of(x).astype(np.int64)


def as_float32(_rng: np.random.Generator, x: Value) -> Array:
    """`x` in single precision."""
    return array_of(x).astype(np.float32)


DRAWING: Mapping[str, Callable[..., object]] = {
    "normal": normal,
    "uniform": uniform,
    "integers": integers,
    "choice": choice,
    "permutation": permutation,
    "list": as_list,
    "uint8": as_uint8,
    "int64": as_int64,
    "float32": as_float32,
}
