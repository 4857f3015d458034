"""The operators of the expression language on numbers and arrays, with limits and in sentences."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from app.values import MOST_BITS, MOST_ENTRIES, Array, EvaluationError, Value, array_of, settled

Operation = Callable[[Any, Any], Any]

NUMBER_OPERATIONS: Mapping[str, Operation] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}
ARRAY_OPERATIONS: Mapping[str, Operation] = {
    "+": np.add,
    "-": np.subtract,
    "*": np.multiply,
    "/": np.divide,
    "//": np.floor_divide,
    "%": np.mod,
    "**": np.power,
}
COMPARISONS: Mapping[str, Operation] = {
    "<": np.less,
    "<=": np.less_equal,
    ">": np.greater,
    ">=": np.greater_equal,
    "==": np.equal,
    "!=": np.not_equal,
}
NUMBER_COMPARISONS: Mapping[str, Operation] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "==": operator.eq,
    "!=": operator.ne,
}
EXACT = 2.0**53  # whole numbers up to here are exact as floats too


def combined(sign: str, left: Value, right: Value) -> Value:
    """`left sign right` for one of + - * / // % **. Raises EvaluationError."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        return _numbers(sign, left, right)
    if isinstance(left, int | float | complex) and isinstance(right, int | float | complex):
        raise EvaluationError("complex numbers are not calculated with here")
    return _arrays(sign, array_of(left), array_of(right))


def negative(value: Value) -> Value:
    """`-value`. Raises EvaluationError."""
    return -value if isinstance(value, int | float) else settled(np.negative(array_of(value)))


def compared(sign: str, left: Value, right: Value) -> bool | Array:
    """`left sign right` for one of < <= > >= == !=, entry by entry for arrays. Raises EvaluationError."""
    if isinstance(left, int | float) and isinstance(right, int | float):
        return bool(NUMBER_COMPARISONS[sign](left, right))
    if isinstance(left, str) or isinstance(right, str):
        if sign not in ("==", "!="):
            raise EvaluationError(f"a text can't be compared by {sign}")
        return (type(left) is type(right) and left == right) == (sign == "==")
    a, b = array_of(left), array_of(right)
    _refuse_too_large(a, b)
    result = np.asarray(COMPARISONS[sign](a, b))
    return result if result.ndim else bool(result)


def truth(value: Value) -> bool:
    """Whether a condition holds. Raises EvaluationError for arrays and texts."""
    if isinstance(value, int | float):
        return bool(value)
    if isinstance(value, np.ndarray | list):
        raise EvaluationError("an array is neither true nor false: write all(…) or any(…)")
    raise EvaluationError("this is neither true nor false")


def _numbers(sign: str, left: int | float, right: int | float) -> Value:
    if sign == "**":
        _refuse_huge_power(left, right)
    try:
        result = NUMBER_OPERATIONS[sign](left, right)
    except ZeroDivisionError:
        raise EvaluationError("this divides by zero") from None
    except OverflowError:
        raise EvaluationError("the result is too large") from None
    if isinstance(result, complex):
        raise EvaluationError("a negative number has no real power of this kind")
    if isinstance(result, int):
        if result.bit_length() > MOST_BITS:
            raise EvaluationError("the result is too large")
    elif math.isnan(result):
        raise EvaluationError("this has no value")
    elif math.isinf(result) and not (_is_infinite(left) or _is_infinite(right)):
        raise EvaluationError("the result is too large")
    return result  # type: ignore[no-any-return]  # numbers give numbers


def _is_infinite(value: int | float) -> bool:
    return isinstance(value, float) and math.isinf(value)


def _refuse_huge_power(base: int | float, exponent: int | float) -> None:
    if not (isinstance(base, int) and isinstance(exponent, int) and abs(base) > 1):
        return
    if abs(exponent) * base.bit_length() > MOST_BITS:
        raise EvaluationError("this power is too large" if exponent > 0 else "this power is too small")


def _arrays(sign: str, left: Array, right: Array) -> Value:
    _refuse_too_large(left, right)
    if sign == "/" and not np.all(right):
        raise EvaluationError("this divides by zero")
    if left.dtype.kind == right.dtype.kind == "i":
        left, right = _exact(sign, left, right)
    result = ARRAY_OPERATIONS[sign](left, right)
    if not np.isfinite(result).all() and np.isfinite(left).all() and np.isfinite(right).all():
        raise EvaluationError("an entry of the result is no finite number")
    return settled(result)


def _exact(sign: str, left: Array, right: Array) -> tuple[Array, Array]:
    """Both as floats where the result could pass the range of int64, and for every division and power."""
    floats = left.astype(np.float64), right.astype(np.float64)
    if sign == "**" or (sign in ("//", "%") and not np.all(right)):
        return floats
    if sign in "+-*" and np.any(np.abs(ARRAY_OPERATIONS[sign](*floats)) > EXACT):
        return floats
    return left, right


def _refuse_too_large(left: Array, right: Array) -> None:
    if left.shape == right.shape or not left.ndim or not right.ndim:
        return
    try:
        shape = np.broadcast_shapes(left.shape, right.shape)
    except ValueError:
        raise EvaluationError(f"arrays of shapes {left.shape} and {right.shape} don't fit together") from None
    if np.prod(shape, dtype=np.float64) > MOST_ENTRIES:
        raise EvaluationError(f"an array has at most {MOST_ENTRIES} entries")
