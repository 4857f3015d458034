"""The mistakes that an author foresaw: the first whose value is the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import numpy.typing as npt

from app.evaluation import EvaluationError, Value, evaluate
from app.grading.tolerances import equal, is_rounded
from app.models import Mistake, Tolerance

FEWEST_TYPED = 2  # one digit says too little to name a mistake


def known_mistake(
    answer: npt.ArrayLike,
    key: npt.ArrayLike,
    tolerance: Tolerance,
    mistakes: Iterable[Mistake],
    names: Mapping[str, Value],
    digits: int | None = None,
) -> Mistake | None:
    """The first mistake that gives the answer; one that has no value with these numbers is passed over.

    Its formula may use `answer`, the key. With `digits`, the significant digits typed, a number rounded to
    at least two of them is known too.
    """
    known: dict[str, Value] = {"answer": key, **names}  # type: ignore[dict-item]  # keys of numbers are Values
    return next(
        (one for one in mistakes if _gives(one, answer, np.shape(key), tolerance, known, digits)), None
    )


def _gives(
    mistake: Mistake,
    answer: npt.ArrayLike,
    shape: tuple[int, ...],
    tolerance: Tolerance,
    names: Mapping[str, Value],
    digits: int | None,
) -> bool:
    try:
        value = np.broadcast_to(np.asarray(evaluate(mistake.if_.node, names), dtype=float), shape)
    except (EvaluationError, TypeError, ValueError):  # no value, or one of another kind or shape
        return False
    if shape == () and digits is not None and digits >= FEWEST_TYPED:
        return equal(answer, value, tolerance) or is_rounded(float(np.asarray(answer)), float(value), digits)
    return equal(answer, value, tolerance)
