"""Wrong answers that need no author: what the key becomes by a slip that everyone makes now and then.

The slips are rows of the table of mutations. One is only claimed when it lies well apart from the key, so it
can neither fire on a right answer nor hide the key.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from app.grading.tolerances import equal, equal_entries, is_far, matches, well_apart
from app.models import Tolerance
from app.mutations import MUTATIONS, Array, Mutation

SMALL = 12  # whole numbers up to here meet by coincidence


def near_miss(answer: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance) -> Mutation | None:
    """The first slip that turns the key into the answer, in every entry or else in those that differ."""
    values = near_values(key)
    whole = (miss for miss, value in values if is_claimed(answer, value, key, tolerance))
    return next(whole, None) or _in_some(answer, key, tolerance, values)


def _in_some(
    answer: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance, values: list[tuple[Mutation, Array]]
) -> Mutation | None:
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


def near_values(key: npt.ArrayLike) -> list[tuple[Mutation, Array]]:
    """Every slip that makes sense for the key, with the value it gives."""
    exact = np.asarray(key, dtype=float)
    small = bool((np.abs(exact) <= SMALL).all() and (exact == np.round(exact)).all())
    with np.errstate(all="ignore"):
        values = [(one, one.key(exact)) for one in MUTATIONS if one.key and (one.on_small or not small)]
    return [(one, value) for one, value in values if value is not None and np.isfinite(value).all()]
