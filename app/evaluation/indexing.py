"""Entries and slices of arrays; an index outside is an error, never counted from the end."""

from __future__ import annotations

import numpy as np

from app.values import Array, EvaluationError, Value, array_of, settled


def entry(base: Value, item: Value) -> Value:
    """The entry (or row) of `base` at a whole number; the entries at several, or where a mask holds."""
    sequence = _sequence(base)
    if isinstance(item, np.ndarray | list):
        return _entries(array_of(base), np.asarray(item))
    at = _whole(item)
    if not 0 <= at < len(sequence):
        raise EvaluationError(f"the index {at} is outside 0 … {len(sequence) - 1}")
    return settled(sequence[at])


def cut(base: Value, start: Value | None, stop: Value | None, step: Value | None) -> Value:
    """The entries of `base` from `start` up to but without `stop`, every `step`-th of them."""
    sequence = _sequence(base)
    first = 0 if start is None else _bound(start, len(sequence))
    last = len(sequence) if stop is None else _bound(stop, len(sequence))
    stride = 1 if step is None else _whole(step)
    if stride < 1:
        raise EvaluationError("the step of a slice is at least 1; reversed(x) turns an array round")
    return settled(sequence[first:last:stride])


def _sequence(base: Value) -> Array | list[Value]:
    if not isinstance(base, np.ndarray | list):
        raise EvaluationError("only an array has entries")
    return base


def _entries(base: Array, items: Array) -> Value:
    if items.dtype.kind == "b":
        if items.shape != base.shape:
            raise EvaluationError("the condition has another shape than the array")
    elif items.dtype.kind not in "iu":
        raise EvaluationError("an index is a whole number")
    elif items.size and not (items.min() >= 0 and items.max() < len(base)):
        raise EvaluationError(f"an index is outside 0 … {len(base) - 1}")
    return settled(base[items])


def _whole(value: Value) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float) or value != value // 1:
        raise EvaluationError("an index is a whole number")
    return int(value)


def _bound(value: Value, length: int) -> int:
    at = _whole(value)
    if not 0 <= at <= length:
        raise EvaluationError(f"the slice ends at {at}, outside 0 … {length}")
    return at
