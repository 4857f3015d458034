"""The functions of one number: of a Python number by `math`, of arrays entry by entry, of complex arrays."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from app.values import Array, EvaluationError, Value, array_of, settled

Numbers = Callable[..., Any]
REAL_ENOUGH = 1e-12  # an imaginary part relatively smaller than this is rounding
LARGEST_FACTORIAL = 170


@dataclass(frozen=True)
class Elementary:
    """One function, called with a number or an array."""

    name: str
    of_number: Callable[[float], int | float]
    of_array: Numbers

    def __call__(self, x: Value) -> Value:
        """The value at `x`. Raises EvaluationError outside the domain."""
        if isinstance(x, int | float):
            return self._at(x)
        if isinstance(x, complex):
            return settled(self.of_array(x))
        array = array_of(x)
        result = self.of_array(array)
        _refuse_new_infinities(self.name, array, np.asarray(result))
        return settled(result)

    def _at(self, x: int | float) -> int | float:
        try:
            return self.of_number(x)
        except (ValueError, ZeroDivisionError):
            raise EvaluationError(f"{self.name} has no value at {_short(x)}") from None
        except OverflowError:
            raise EvaluationError(f"{self.name}({_short(x)}) is too large") from None


def _refuse_new_infinities(name: str, array: Array, result: Array) -> None:
    lost = np.isfinite(array) & ~np.isfinite(result)
    if lost.any():
        first = array[lost].flat[0].item()
        raise EvaluationError(f"{name} has no finite value at {_short(first)}")


def _short(x: complex) -> str:
    try:
        return f"{float(x.real):.6g}"
    except OverflowError:
        return "so large a number"


def real_only(function: Numbers) -> Numbers:
    """`function` for complex arrays too: of the real parts, and nan where a number is more than real."""

    def call(*numbers: Array) -> Array:
        values = function(*(np.real(x) for x in numbers))
        is_real = [np.abs(np.imag(x)) <= REAL_ENOUGH * np.maximum(np.abs(x), 1) for x in numbers]
        return np.where(np.logical_and.reduce(np.broadcast_arrays(*is_real)), values, np.nan)

    return call


def _of_reals(of_array: Numbers) -> Numbers:
    complex_too = real_only(of_array)
    return lambda x: complex_too(x) if np.iscomplexobj(x) else of_array(x)


def _sigmoid(x: float) -> float:
    """1/(1+exp(-x)) without overflow at either end."""
    if x >= 0:
        return 1 / (1 + math.exp(-x))
    return math.exp(x) / (1 + math.exp(x))


def _softplus(x: float) -> float:
    return max(x, 0) + math.log1p(math.exp(-abs(x)))


def _factorial(x: float) -> int:
    if x != int(x) or not 0 <= x <= LARGEST_FACTORIAL:
        raise ValueError(x)
    return math.factorial(int(x))


def _sign(x: float) -> int:
    return (x > 0) - (x < 0)


def _each(of_number: Callable[[float], float]) -> Numbers:
    """`of_number` of every entry; nan outside the domain."""

    def at(x: float) -> float:
        try:
            return float(of_number(x))
        except (ValueError, OverflowError):
            return math.nan

    return lambda x: np.array([at(entry) for entry in np.ravel(x).tolist()]).reshape(np.shape(x))


def _logistic(x: Array) -> Array:
    return np.asarray(1 / (1 + np.exp(-x)))


def _soft_plus(x: Array) -> Array:
    if np.iscomplexobj(x):
        return np.asarray(np.log1p(np.exp(x)))
    return np.asarray(np.logaddexp(0.0, x))


ELEMENTARY: Mapping[str, Elementary] = {
    function.name: function
    for function in (
        Elementary("sqrt", math.sqrt, np.sqrt),
        Elementary("cbrt", math.cbrt, _of_reals(np.cbrt)),
        Elementary("exp", math.exp, np.exp),
        Elementary("expm1", math.expm1, np.expm1),
        Elementary("log", math.log, np.log),
        Elementary("ln", math.log, np.log),
        Elementary("log1p", math.log1p, np.log1p),
        Elementary("log10", math.log10, np.log10),
        Elementary("log2", math.log2, np.log2),
        Elementary("sin", math.sin, np.sin),
        Elementary("cos", math.cos, np.cos),
        Elementary("tan", math.tan, np.tan),
        Elementary("arcsin", math.asin, np.arcsin),
        Elementary("arccos", math.acos, np.arccos),
        Elementary("arctan", math.atan, np.arctan),
        Elementary("sinh", math.sinh, np.sinh),
        Elementary("cosh", math.cosh, np.cosh),
        Elementary("tanh", math.tanh, np.tanh),
        Elementary("arcsinh", math.asinh, np.arcsinh),
        Elementary("arccosh", math.acosh, np.arccosh),
        Elementary("arctanh", math.atanh, np.arctanh),
        Elementary("sigmoid", _sigmoid, _logistic),
        Elementary("softplus", _softplus, _soft_plus),
        Elementary("logit", lambda x: math.log(x / (1 - x)), lambda x: np.log(x / (1 - x))),
        Elementary("erf", math.erf, _of_reals(_each(math.erf))),
        Elementary("abs", abs, np.abs),
        Elementary("sign", _sign, _of_reals(np.sign)),
        Elementary("floor", math.floor, _of_reals(np.floor)),
        Elementary("ceil", math.ceil, _of_reals(np.ceil)),
        Elementary("factorial", _factorial, _of_reals(_each(_factorial))),
    )
}
