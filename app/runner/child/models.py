"""Functions as inputs: plain models by name, built anew in the student's process for every call.

They are no secret. x has any shape, and t or sigma is a number or an array that goes with it.
"""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .plain import Value

# What a student's program passes in is anything; numpy says so when it is no array of numbers.
Array = Any


class Counted:
    """A function that counts its calls."""

    def __init__(self, function: Callable[..., object]) -> None:
        self.calls = 0
        self._function = function

    def __call__(self, *arguments: object, **keywords: object) -> object:
        self.calls += 1
        return self._function(*arguments, **keywords)


@dataclass(frozen=True)
class Model:
    """A function given to a student's function: a kind out of KINDS and its parameters.

    Raises ValueError for an unknown kind, and for parameters that are not those of the kind.
    """

    kind: str
    parameters: Mapping[str, Value]

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"there is no model {self.kind!r}; there are {', '.join(KINDS)}")
        if set(self.parameters) != set(PARAMETERS[self.kind]):
            raise ValueError(f"{self.kind} has the parameters {', '.join(PARAMETERS[self.kind])}")

    def build(self) -> Counted:
        """The function, not yet called."""
        return Counted(partial(KINDS[self.kind], **self.parameters))


def constant(x: Array, t: Array = None, *, value: Array) -> Array:  # noqa: ARG001  # called as the others are
    """The value itself, in x's shape."""
    return value + 0 * np.asarray(x)


def linear(x: Array, t: Array = None, *, a: Array, b: Array) -> Array:  # noqa: ARG001  # called as the others are
    """a x + b."""
    return a * np.asarray(x) + b


def time_linear(x: Array, t: Array, *, a: Array, b: Array, c: Array) -> Array:
    """a x + b t + c."""
    return a * np.asarray(x) + b * np.asarray(t) + c


def gaussian_denoiser(x: Array, sigma: Array, *, mean: Array, variance: Array) -> Array:
    """E[x_0 | x] for x = x_0 + sigma noise and x_0 ~ N(mean, variance)."""
    square = np.square(sigma)
    return (variance * np.asarray(x) + square * mean) / (variance + square)


def gaussian_noise(x: Array, t: Array, *, mean: Array, variance: Array, alpha_bars: Array) -> Array:
    """E[eps | x_t] for x_t = sqrt(alpha_bar) x_0 + sqrt(1 - alpha_bar) eps and x_0 ~ N(mean, variance).

    t is one step or one for each x of a batch, and indexes `alpha_bars`, which starts with alpha_bar[0] = 1.
    Raises IndexError for a step outside the table, TypeError for one that is no integer.
    """
    alpha_bar = _at(t, np.asarray(alpha_bars), np.ndim(x))
    signal, noise = np.sqrt(alpha_bar), np.sqrt(1 - alpha_bar)
    return noise * (np.asarray(x) - signal * mean) / (alpha_bar * variance + 1 - alpha_bar)


def gaussian_velocity(x: Array, t: Array, *, mean: Array, variance: Array) -> Array:
    """E[noise - data | x_t] for x_t = (1 - t) data + t noise and data ~ N(mean, variance)."""
    t = np.asarray(t)
    residual = np.asarray(x) - (1 - t) * mean
    return (t - (1 - t) * variance) * residual / ((1 - t) ** 2 * variance + t**2) - mean


def mixture_denoiser(x: Array, sigma: Array, *, weights: Array, means: Array, variances: Array) -> Array:
    """E[x_0 | x] for x = x_0 + sigma noise, each x_0 from the mixture of normal distributions."""
    x, square = np.asarray(x)[..., None], np.square(sigma)[..., None]
    means, variances = np.asarray(means), np.asarray(variances)
    spread = variances + square
    logits = np.log(weights) - 0.5 * np.log(spread) - 0.5 * (x - means) ** 2 / spread
    posterior = np.exp(logits - logits.max(axis=-1, keepdims=True))
    posterior /= posterior.sum(axis=-1, keepdims=True)
    return (posterior * (variances * x + square * means) / spread).sum(axis=-1)


def _at(t: Array, table: NDArray[Any], axes: int) -> NDArray[Any]:
    """The entries of the table, with axes of length 1 for those of x that t lacks."""
    steps = np.asarray(t)
    if steps.dtype.kind not in "iu":
        raise TypeError(f"t must be an integer step, got {steps.dtype}")
    if steps.size and (steps.min() < 0 or steps.max() >= len(table)):  # numpy would count from the end
        raise IndexError(f"t must lie in 0..{len(table) - 1}")
    chosen = table[steps]
    missing = max(0, axes - chosen.ndim) if chosen.ndim else 0
    return np.asarray(chosen.reshape(chosen.shape + (1,) * missing))


KINDS: dict[str, Callable[..., Any]] = {
    function.__name__: function
    for function in (
        constant,
        linear,
        time_linear,
        gaussian_denoiser,
        gaussian_noise,
        gaussian_velocity,
        mixture_denoiser,
    )
}


def _parameters(function: Callable[..., object]) -> tuple[str, ...]:
    found = inspect.signature(function).parameters.values()
    return tuple(one.name for one in found if one.kind is inspect.Parameter.KEYWORD_ONLY)


PARAMETERS = {kind: _parameters(function) for kind, function in KINDS.items()}
