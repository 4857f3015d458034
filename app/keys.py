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
            return _array(value)
        case ExpressionQuestion():
            return value
        case _:
            assert_never(question)


def _number(value: Value) -> float:
    array = None if isinstance(value, complex | str) else _array(value)
    if array is None or array.size != 1:
        raise EvaluationError("the answer is not one real number")
    return float(array.reshape(()))


def _array(value: Value) -> npt.NDArray[np.float64]:
    try:
        array = np.asarray(value, dtype=np.float64)
    except (TypeError, ValueError):
        raise EvaluationError("the answer is not an array of real numbers") from None
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
