"""Wrong answers that need no author: what the key becomes by a slip that everyone makes now and then.

`NEAR_MISSES` is in order of plausibility: where two give the same number, the first is told. A near-miss is
only claimed when it lies well apart from the key, so it can neither fire on a right answer nor hide the key.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.grading.tolerances import equal, equal_entries, is_far, matches, well_apart
from app.models import Tolerance

Array = npt.NDArray[np.float64]
SMALL = 12  # whole numbers up to here meet by coincidence


@dataclass(frozen=True)
class NearMiss:
    """A slip: its tag, what it makes of the key (None where it makes no sense), what to ask its author."""

    tag: str
    of: Callable[[Array], Array | None]
    say: str
    on_small: bool = False  # told of keys such as 2 or [4, 6] too, where other slips would be guesses
    each: bool = True  # done to every entry by itself, so that it can happen in some entries only


def _positive(transform: Callable[[Array], Array]) -> Callable[[Array], Array | None]:
    return lambda key: transform(key) if (key > 0).all() else None


def _nonzero(transform: Callable[[Array], Array]) -> Callable[[Array], Array | None]:
    return lambda key: transform(key) if (key != 0).all() else None


def _shares(key: Array) -> Array | None:
    return 1 - key if ((key > 0) & (key < 1)).all() else None


def _counts(step: int) -> Callable[[Array], Array | None]:
    return lambda key: key + step if key.ndim == 0 and float(key).is_integer() else None


def _rows(transform: Callable[[Array], Array]) -> Callable[[Array], Array | None]:
    return lambda key: transform(key) if key.ndim == 1 and key.size > 1 else None


def _transposed(key: Array) -> Array | None:
    return key.T if key.ndim == 2 and key.shape[0] == key.shape[1] > 1 else None


def _per_step(key: Array) -> Array:
    return np.diff(key, prepend=0.0)


def _ratios(key: Array) -> Array:
    with np.errstate(divide="ignore", invalid="ignore"):
        factors: Array = key / np.concatenate([[1.0], key[:-1]])
    return factors


def _everywhere(key: Array) -> Array | None:
    return np.full_like(key, key.flat[0]) if key.size > 1 else None


def _tens(power: int) -> NearMiss:
    return NearMiss(
        f"auto-ten-to-{'minus-' if power < 0 else ''}{abs(power)}",
        lambda key: key * 10.0**power,
        "The digits are familiar, the power of ten is not. Count the zeros once more, or check the units.",
        on_small=True,
    )


NEAR_MISSES: tuple[NearMiss, ...] = (
    NearMiss(
        "auto-sign",
        lambda key: -key,
        "The size looks reasonable. Which way should the sign point: what is subtracted from what?",
        on_small=True,
    ),
    NearMiss(
        "auto-percent",
        lambda key: 100 * key,
        "That looks like a percentage. Give the plain number: 36 % is 0.36.",
    ),
    NearMiss(
        "auto-complement",
        _shares,
        "Two shares add up to one here. Is this the one that is asked for?",
    ),
    NearMiss(
        "auto-reciprocal",
        _nonzero(lambda key: 1 / key),
        "Check which quantity is divided by which.",
    ),
    NearMiss(
        "auto-square-root",
        _positive(np.sqrt),
        "Is a root too many in it? Is a variance (a power) asked for, or a standard deviation?",
    ),
    NearMiss(
        "auto-square",
        np.square,
        "Is a square too many in it, or a root missing? "
        "Is a standard deviation (an amplitude) asked for, or a variance (a power)?",
    ),
    NearMiss(
        "auto-double",
        lambda key: 2 * key,
        "A factor of two is in doubt. Is anything counted twice, or is a ½ missing?",
        on_small=True,
    ),
    NearMiss(
        "auto-half",
        lambda key: key / 2,
        "A factor of two is in doubt. Is anything counted once that is there twice, or is a ½ too many?",
        on_small=True,
    ),
    *(_tens(power) for power in (-2, 1, -1, 3, -3, 6, -6, 9, -9, 2)),
    NearMiss(
        "auto-one-too-many",
        _counts(1),
        "Count the ends: does the first one count, and the last?",
        on_small=True,
    ),
    NearMiss(
        "auto-one-too-few",
        _counts(-1),
        "Count the ends: does the first one count, and the last?",
        on_small=True,
    ),
    NearMiss(
        "auto-reversed",
        _rows(lambda key: key[::-1]),
        "The numbers are familiar, their order is not. Which entry comes first?",
        on_small=True,
        each=False,
    ),
    NearMiss(
        "auto-transposed",
        _transposed,
        "Rows and columns look exchanged. Which index counts the rows?",
        on_small=True,
        each=False,
    ),
    NearMiss(
        "auto-cumulative-sum",
        _rows(np.cumsum),
        "That looks like a running total. Is the total so far asked for, or each step?",
        each=False,
    ),
    NearMiss(
        "auto-cumulative-product",
        _rows(np.cumprod),
        "That looks like a running product. Is the product so far asked for, or each step?",
        each=False,
    ),
    NearMiss(
        "auto-per-step",
        _rows(_per_step),
        "That looks like the change at each step. Is each step asked for, or the total so far?",
        each=False,
    ),
    NearMiss(
        "auto-per-step-factor",
        _rows(_ratios),
        "That looks like the factor of each step. Is each step asked for, or the product so far?",
        each=False,
    ),
    NearMiss(
        "auto-broadcast",
        _everywhere,
        "Every entry is the same. Does each one have its own input?",
        on_small=True,
        each=False,
    ),
)


def near_miss(answer: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance) -> NearMiss | None:
    """The first slip that turns the key into the answer, in every entry or else in those that differ."""
    values = near_values(key)
    whole = (miss for miss, value in values if is_claimed(answer, value, key, tolerance))
    return next(whole, None) or _in_some(answer, key, tolerance, values)


def _in_some(
    answer: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance, values: list[tuple[NearMiss, Array]]
) -> NearMiss | None:
    agree = equal_entries(answer, key, tolerance)
    if not agree.any():
        return None
    mixed = ((miss, np.where(agree, key, value)) for miss, value in values if miss.each)
    return next((miss for miss, value in mixed if is_claimed(answer, value, key, tolerance)), None)


def is_claimed(answer: npt.ArrayLike, value: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance) -> bool:
    """Whether the answer is the slip's value and not the key, and the two can't be taken for one another."""
    if is_far(answer, value, tolerance):
        return False
    is_slip = matches(answer, value, key, tolerance) and well_apart(value, key, tolerance)
    return is_slip and not equal(answer, key, tolerance)


def near_values(key: npt.ArrayLike) -> list[tuple[NearMiss, Array]]:
    """Every slip that makes sense for the key, with the value it gives."""
    exact = np.asarray(key, dtype=float)
    small = bool((np.abs(exact) <= SMALL).all() and (exact == np.round(exact)).all())
    with np.errstate(all="ignore"):
        values = [(miss, miss.of(exact)) for miss in NEAR_MISSES if miss.on_small or not small]
    return [(miss, value) for miss, value in values if value is not None and np.isfinite(value).all()]
