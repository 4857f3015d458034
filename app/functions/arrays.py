"""The functions of arrays that authors may call."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import reduce

import numpy as np

from app.functions.elementary import real_only
from app.functions.reductions import REDUCTIONS, some
from app.values import Array, EvaluationError, Value, array_of, room_for

MOST_PLACES = 300


def array(x: Value) -> Value:
    """`x` as an array of float64."""
    return array_of(x).astype(np.float64)


def zeros(*shape: int) -> Array:
    """Zeros of this shape."""
    return np.zeros(room_for(*shape))


def ones(*shape: int) -> Array:
    """Ones of this shape."""
    return np.ones(room_for(*shape))


def full(length: int, value: float) -> Array:
    """`length` times `value`."""
    return np.full(room_for(length), value, dtype=np.float64)


def arange(start: float, stop: float | None = None, step: float = 1) -> Array:
    """start, start + step, … up to but without stop; arange(n) is 0 … n-1."""
    first, last = (0, start) if stop is None else (start, stop)
    if step == 0:
        raise EvaluationError("the step of arange can't be 0")
    room_for(max(0, int((last - first) / step)))
    return np.arange(first, last, step)


def linspace(start: float, stop: float, count: int) -> Array:
    """`count` numbers from start to stop, both included."""
    return np.linspace(start, stop, room_for(count)[0])


def concatenate(*parts: Value) -> Array:
    """The parts one after another; a number counts as an array of one."""
    return np.concatenate([np.atleast_1d(array_of(part)) for part in parts])


def reversed_(x: Value) -> Array:
    """The entries of `x` from last to first."""
    return array_of(x)[::-1]


def transpose(x: Value) -> Array:
    """Rows as columns."""
    return array_of(x).T


def reshape(x: Value, *shape: int) -> Array:
    """The entries of `x` in another shape."""
    return array_of(x).reshape(room_for(*shape))


def diff(x: Value) -> Array:
    """Each entry minus the one before it."""
    return np.diff(array_of(x))


def dot(a: Value, b: Value) -> object:
    """The inner product, or the product of matrices."""
    return np.dot(array_of(a).astype(np.float64), array_of(b))


def outer(a: Value, b: Value) -> object:
    """Every product of an entry of `a` with one of `b`."""
    left, right = array_of(a), array_of(b)
    room_for(left.size, right.size)
    return np.outer(left, right)


def softmax(x: Value) -> object:
    """exp(x) / sum(exp(x)) along the last axis."""
    entries = some(x)
    powers = np.exp(entries - entries.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1, keepdims=True)


def cumsum(x: Value) -> object:
    """The running sums."""
    return np.cumsum(array_of(x))


def cumprod(x: Value) -> object:
    """The running products."""
    return np.cumprod(array_of(x).astype(np.float64))


def sort(x: Value) -> Array:
    """The entries in rising order."""
    return np.sort(array_of(x))


def length(x: Value) -> int:
    """How many entries `x` has along its first axis."""
    return len(np.atleast_1d(array_of(x)))


def where(condition: Value, yes: Value, no: Value) -> object:
    """`yes` where the condition holds, `no` elsewhere; texts too when the condition is a single one."""
    if isinstance(condition, bool | int | float):
        return yes if condition else no
    return np.where(array_of(condition) != 0, array_of(yes), array_of(no))


def clip(x: Value, lo: Value, hi: Value) -> object:
    """`x` moved into lo … hi."""
    return np.clip(array_of(x), array_of(lo), array_of(hi))


def arctan2(y: Value, x: Value) -> object:
    """The angle of the point (x, y)."""
    return np.arctan2(array_of(y), array_of(x))


def hypot(a: Value, b: Value) -> object:
    """sqrt(a² + b²)."""
    return np.hypot(array_of(a), array_of(b))


def round_(x: Value, places: int = 0) -> object:
    """`x` rounded to `places` decimals; a whole number when there are none."""
    if abs(places) > MOST_PLACES:
        raise EvaluationError(f"round takes at most {MOST_PLACES} places")
    if isinstance(x, int | float):
        return round(x, places) if places else round(x)
    return np.round(array_of(x), places)


ARRAY_FUNCTIONS: Mapping[str, Callable[..., object]] = {
    **REDUCTIONS,
    "array": array,
    "zeros": zeros,
    "ones": ones,
    "full": full,
    "arange": arange,
    "linspace": linspace,
    "concatenate": concatenate,
    "reversed": reversed_,
    "transpose": transpose,
    "reshape": reshape,
    "diff": diff,
    "dot": dot,
    "outer": outer,
    "softmax": softmax,
    "cumsum": cumsum,
    "cumprod": cumprod,
    "sort": sort,
    "len": length,
    "where": where,
    "clip": clip,
    "arctan2": arctan2,
    "hypot": hypot,
    "round": round_,
}

POINTWISE: Mapping[str, Callable[..., object]] = {  # for complex arrays of points, entry by entry
    "where": lambda condition, yes, no: np.where(np.real(condition) != 0, yes, no),
    "clip": real_only(np.clip),
    "arctan2": real_only(np.arctan2),
    "hypot": real_only(np.hypot),
    "min": real_only(lambda *x: reduce(np.minimum, x)),
    "max": real_only(lambda *x: reduce(np.maximum, x)),
}
