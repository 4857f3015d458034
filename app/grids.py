"""Values drawn from a seed by SHA-256, so that they never change with a library's version."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from decimal import Decimal
from typing import TypeVar, assert_never

import numpy as np

from app.models import (
    ChoiceParameter,
    Constant,
    IntegerParameter,
    Parameter,
    RealParameter,
    VectorParameter,
)
from app.values import Value

T = TypeVar("T")


def number_of(*words: object) -> int:
    """A number of 64 bits that looks random and depends on nothing but the words."""
    text = "\x1f".join(map(str, words))
    return int(hashlib.sha256(text.encode()).hexdigest()[:16], 16)


def shuffled(items: Sequence[T], *words: object) -> list[T]:
    """The items in an order that depends on nothing but the words and how many there are."""
    return [item for _, item in sorted(enumerate(items), key=lambda pair: number_of(*words, pair[0]))]


def drawn(parameter: Parameter, *words: object) -> Value:
    """The value of a parameter for the words: a point of its grid, one of its choices, or its constant."""
    match parameter:
        case IntegerParameter():
            low, high = parameter.bounds
            return low + parameter.step * (number_of(*words) % ((high - low) // parameter.step + 1))
        case RealParameter():
            return _on_grid(parameter, number_of(*words))
        case VectorParameter():
            return np.array([_on_grid(parameter, number_of(*words, i)) for i in range(parameter.length)])
        case ChoiceParameter():
            return as_value(parameter.choice[number_of(*words) % len(parameter.choice)])
        case bool() | int() | float() | str() | list():
            return as_value(parameter)
        case _:
            assert_never(parameter)


def default_of(parameter: Parameter) -> Value | None:
    """The value of a parameter in the book; None when it is left to the draw."""
    match parameter:
        case IntegerParameter() | RealParameter() | ChoiceParameter() | VectorParameter():
            return None if parameter.default is None else as_value(parameter.default)
        case _:
            return as_value(parameter)


def as_value(constant: Constant | list[float]) -> Value:
    """A YAML value as an expression sees it: a list of numbers is an array of float64."""
    if not isinstance(constant, list):
        return constant
    try:
        array = np.array(constant)
    except ValueError:  # rows of different lengths
        return [as_value(item) for item in constant]
    numbers = array.dtype.kind in "iuf" or not constant
    return array.astype(np.float64) if numbers else [as_value(item) for item in constant]


def size_of(parameter: Parameter) -> int:
    """How many values a parameter can have."""
    match parameter:
        case IntegerParameter():
            low, high = parameter.bounds
            return max(0, (high - low) // parameter.step + 1)
        case RealParameter():
            return _steps(parameter) + 1
        case VectorParameter():
            return int((_steps(parameter) + 1) ** parameter.length)
        case ChoiceParameter():
            return len(parameter.choice)
        case _:
            return 1


def is_on_grid(parameter: RealParameter | VectorParameter, value: float) -> bool:
    """Whether a decimal is one that can be drawn."""
    steps = (_decimal(value) - _decimal(parameter.bounds[0])) / _decimal(parameter.step)
    return steps == steps.to_integral_value() and 0 <= steps <= _steps(parameter)


def _on_grid(parameter: RealParameter | VectorParameter, number: int) -> float:
    """The exact decimal low + k·step, as the float nearest to it."""
    step = number % (_steps(parameter) + 1)
    return float(_decimal(parameter.bounds[0]) + step * _decimal(parameter.step))


def _steps(parameter: RealParameter | VectorParameter) -> int:
    low, high = map(_decimal, parameter.bounds)
    return int((high - low) / _decimal(parameter.step))


def _decimal(number: float) -> Decimal:
    """The decimal that was written: 0.1 is a tenth."""
    return Decimal(repr(float(number)))
