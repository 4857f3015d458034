"""The author's tolerance, put to work by `checkers.compare`, and the digits to ask for."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from app.models import CodeQuestion, NumericQuestion, Tolerance, VectorQuestion
from app.variants import Variant
from checkers import compare

FEWEST, MOST = 3, 15
_ROUNDING = 1e-9  # relative: floating point is no reason to differ
Mask = npt.NDArray[np.bool_]


def tolerance_of(question: NumericQuestion | VectorQuestion | CodeQuestion) -> Tolerance:
    """The tolerance of the question, its own or the one inherited when the book was read."""
    if question.tolerance is None:
        raise ValueError("the question has no tolerance: it should inherit the book's")
    return question.tolerance


def comparing(tolerance: Tolerance) -> compare.Tolerance:
    """The tolerance as `checkers.compare` knows it."""
    return compare.Tolerance(tolerance.rel or 0.0, tolerance.abs or 0.0, tolerance.digits)


def equal(got: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance) -> bool:
    """Whether an answer is the key within the tolerance."""
    return comparing(tolerance).accepts(got, key)


def equal_entries(got: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance) -> Mask:
    """Which entries of arrays of one shape agree; NaN agrees with NaN."""
    agree = compare.agreement(got, key, comparing(tolerance))
    return np.asarray(agree | (np.isnan(np.asarray(got)) & np.isnan(np.asarray(key))))


def well_apart(value: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance) -> bool:
    """Whether some entry lies farther than twice the tolerance from the key."""
    value, key = np.asarray(value, dtype=float), np.asarray(key, dtype=float)
    bound = 2 * comparing(tolerance).bound(key)
    return bool((np.abs(value - key) > bound * (1 + 1e-9) + 1e-12 * np.abs(key)).any())


def is_far(answer: npt.ArrayLike, value: npt.ArrayLike, tolerance: Tolerance) -> bool:
    """Whether two numbers are so far apart that nothing more need be computed; never so for arrays."""
    if np.ndim(answer) or np.ndim(value):
        return False
    one, other = float(answer), float(value)  # type: ignore[arg-type]  # numbers, as just seen
    share = (
        (tolerance.rel or 0.0) + (10.0 ** (1 - tolerance.digits) if tolerance.digits else 0.0) + 2 * _ROUNDING
    )
    return abs(one - other) > 2 * (share * abs(other) + (tolerance.abs or 0.0))


def matches(answer: npt.ArrayLike, value: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance) -> bool:
    """Whether the answer is a value other than the key.

    An absolute tolerance shrinks with the value's size: else everything small would be taken for the same.
    """
    given, wanted = np.asarray(answer, dtype=float), np.asarray(value, dtype=float)
    if given.shape != wanted.shape:
        return False
    largest = float(np.abs(np.asarray(key, dtype=float)).max(initial=0.0))
    shrunk = min(1.0, float(np.abs(wanted).max(initial=0.0)) / largest) if largest else 1.0
    relative = compare.Tolerance(tolerance.rel or 0.0, 0.0, tolerance.digits).bound(wanted)
    bound = np.maximum(relative, shrunk * (tolerance.abs or 0.0)) + _ROUNDING * np.abs(wanted)
    return bool((np.abs(given - wanted) <= bound).all())


def is_rounded(value: float, key: float, digits: int) -> bool:
    """Whether the value is the key rounded to so many significant digits."""
    if key == 0 or not math.isfinite(key):
        return value == key
    return abs(value - key) <= 0.5 * _unit(key, digits) * (1 + 1e-9)


def asked_digits(question: NumericQuestion | VectorQuestion, variant: Variant) -> int | None:
    """How many significant digits to ask for: a correctly rounded answer is then always accepted.

    Three, unless the tolerance needs more or the author says so. None for a whole number that must be exact.
    """
    if question.digits is not None:
        return question.digits
    tolerance = tolerance_of(question)
    if tolerance.digits is not None:
        return tolerance.digits
    key = np.atleast_1d(np.asarray(variant.key(question), dtype=float))
    bound = np.broadcast_to(comparing(tolerance).bound(key), key.shape)
    pairs = [(size, far) for size, far in zip(np.abs(key).flat, bound.flat, strict=True) if size]
    if all(float(size).is_integer() and far < 0.5 for size, far in pairs):
        return None
    return max((_needed(float(size), float(far)) for size, far in pairs), default=FEWEST)


def _needed(size: float, bound: float) -> int:
    """The fewest digits whose rounding error stays within the bound."""
    enough = (digits for digits in range(FEWEST, MOST) if 0.5 * _unit(size, digits) <= bound)
    return next(enough, MOST)


def _unit(size: float, digits: int) -> float:
    """One unit of the last of so many significant digits."""
    exponent = int(f"{abs(size):.14e}".partition("e")[2])
    return float(f"1e{exponent - digits + 1}")
