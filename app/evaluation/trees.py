"""A tree at its numbers, at complex points, and at the points where two are compared."""

from __future__ import annotations

import random
from collections.abc import Mapping
from functools import lru_cache

import numpy as np

from app.evaluation.evaluators import ComplexEvaluator, Evaluator
from app.functions import FUNCTIONS, Function
from app.nodes import Node
from app.values import Array, EvaluationError, Named, Value

SEED = 20200619
ENOUGH = 0.25  # of the points must have finite values on both sides


def evaluate(node: Node, names: Mapping[str, Named], functions: Mapping[str, Function] = FUNCTIONS) -> Value:
    """The value of `node`, its names looked up in `names`, then among the constants.

    A name may stand for a function, to be called or handed on.

    Whole numbers stay exact and results real. Raises EvaluationError, and nothing else: unknown names, values
    outside a function's domain, shapes that don't fit, indices outside, results too large.
    """
    return _guarded(Evaluator(names, functions), node)


def evaluate_complex(
    node: Node, names: Mapping[str, Value], functions: Mapping[str, Function] = FUNCTIONS
) -> Array:
    """The values of `node` where `names` are complex arrays of points; not finite where it has none.

    Raises EvaluationError.
    """
    return np.asarray(_guarded(ComplexEvaluator(names, functions), node))


def equivalent(
    student: Node,
    key: Node,
    variables: Mapping[str, tuple[float, float]],
    *,
    names: Mapping[str, Value] | None = None,
    points: int = 40,
    rel: float = 1e-9,
) -> bool | None:
    """Whether two formulas are equal at random points of the domain lo … hi of each variable.

    They are compared in the complex plane, so a root of a negative number is no obstacle. `names` are the
    key's other names. None: undecided, because too few points have a value on both sides.
    """
    mine = point_values(student, variables, points=points)
    theirs = point_values(key, variables, names, points=points)
    return None if mine is None or theirs is None else same_values(mine, theirs, rel)


def point_values(
    node: Node,
    variables: Mapping[str, tuple[float, float]],
    names: Mapping[str, Value] | None = None,
    points: int = 40,
) -> Array | None:
    """The values of a formula at random points of the domain, always the same ones.

    They are complex, and not finite where it has none; None when it cannot be computed at all.
    """
    domain = dict(zip(variables, _points(tuple(variables.values()), points), strict=True))
    try:
        return np.broadcast_to(np.squeeze(evaluate_complex(node, {**(names or {}), **domain})), points)
    except (EvaluationError, ValueError):
        return None


@lru_cache(maxsize=1024)
def _points(bounds: tuple[tuple[float, float], ...], points: int) -> tuple[Array, ...]:
    """The same points every time, whatever the version of numpy."""
    draw = random.Random(SEED)
    return tuple(np.array([complex(draw.uniform(lo, hi)) for _ in range(points)]) for lo, hi in bounds)


def same_values(mine: Array, theirs: Array, rel: float = 1e-9) -> bool | None:
    """Whether values at points are equal. None: undecided, too few points have a value on both sides."""
    usable = np.isfinite(mine) & np.isfinite(theirs)
    if np.count_nonzero(usable) < ENOUGH * len(usable):
        return None
    a, b = mine[usable], theirs[usable]
    with np.errstate(all="ignore"):
        sizes = np.maximum(np.abs(a), np.abs(b))
        rounding = 1e-3 * rel * (np.median(np.abs(b)) or 1.0)
        return bool(np.all(np.abs(a - b) <= rel * sizes + rounding))


def _guarded(evaluator: Evaluator, node: Node) -> Value:
    """The value, with every failure an EvaluationError and numpy's warnings off."""
    try:
        with np.errstate(all="ignore"):
            return evaluator.value(node)
    except EvaluationError:
        raise
    except (ArithmeticError, ValueError, TypeError, LookupError, MemoryError, RecursionError) as error:
        raise EvaluationError(f"this can't be computed: {error}") from error
