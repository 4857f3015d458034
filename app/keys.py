"""A key in the shape its question asks for, and values as plain data."""

from __future__ import annotations

from typing import TypeAlias, assert_never

import numpy as np
import numpy.typing as npt

from app.models import ExpressionQuestion, NumericQuestion, VectorQuestion
from app.values import EvaluationError, Value

Plain: TypeAlias = "bool | int | float | str | list[Plain]"
Keyed = NumericQuestion | VectorQuestion | ExpressionQuestion


def checked(question: Keyed, value: Value) -> Value:
    """The key in the shape its question asks for."""
    match question:
        case NumericQuestion():
            return _number(value)
        case VectorQuestion():
            return _row(value)
        case ExpressionQuestion():
            return value
        case _:
            assert_never(question)


def _number(value: Value) -> float:
    if isinstance(value, bool):
        raise EvaluationError("the answer is true or false, not a number")
    array = None if isinstance(value, complex | str) else _array(value)
    if array is None or array.size != 1:
        raise EvaluationError("the answer is not one real number")
    return float(array.reshape(()))


def _row(value: Value) -> npt.NDArray[np.float64]:
    array = _array(value)
    if array.ndim == 0:
        raise EvaluationError("the answer is a single number, not an array: write [x], or take type: numeric")
    if array.size == 0:
        raise EvaluationError("the answer is an array without entries")
    return array


def _array(value: Value) -> npt.NDArray[np.float64]:
    try:
        array = np.asarray(value, dtype=np.float64)
    except OverflowError:
        raise EvaluationError("the answer is too large for a number of float64") from None
    except (TypeError, ValueError):
        raise EvaluationError("the answer is not an array of real numbers, with rows of one length") from None
    if not np.isfinite(array).all():
        raise EvaluationError("the answer holds a number that is not finite")
    return array


def plain(value: Value) -> Plain:
    """A value as plain data, for JSON."""
    match value:
        case np.ndarray():
            listed: Plain = value.tolist()
            return listed
        case list():
            return [plain(item) for item in value]
        case complex():
            return str(value)
        case _:
            return value
