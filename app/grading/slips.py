"""Wrong answers found by computing the key with a usual slip in it: a root left out, an index beside."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from threading import Lock

import numpy as np
import numpy.typing as npt

from app.basis import Basis
from app.evaluation import EvaluationError
from app.grading.near_misses import is_claimed
from app.grading.tolerances import tolerance_of, well_apart
from app.models import NumericQuestion, Tolerance, VectorQuestion
from app.mutated_keys import KeyMutant, key_mutants
from app.mutations import Mutation
from app.variants import Variant

MOST = 40  # slips of one question that students are told: more would only meet by chance
CLOSE = Tolerance(rel=0.002)  # a slip at one place must be met as near as this: there are many of them


def slip(
    answer: npt.ArrayLike,
    key: npt.ArrayLike,
    tolerance: Tolerance,
    question: NumericQuestion | VectorQuestion,
    variant: Variant,
) -> Mutation | None:
    """The first slip that gives the answer when the key is computed with it."""
    subject = _Subject(Basis.of(variant.exercise, question), variant.seed, question, variant)
    return _slips_of(subject).first(lambda one: one.is_met(answer, key, tolerance))


@dataclass(frozen=True)
class _Subject:
    """A question with its numbers, as a key of the cache."""

    basis: Basis
    seed: int
    question: NumericQuestion | VectorQuestion = field(compare=False)
    variant: Variant = field(compare=False)


@dataclass(frozen=True, eq=False)
class _Slip:
    """A slip made on purpose, and what comes of it."""

    mutant: KeyMutant
    value: npt.ArrayLike

    @property
    def mutation(self) -> Mutation:
        """The slip's row of the table."""
        return self.mutant.mutation

    def is_met(self, answer: npt.ArrayLike, key: npt.ArrayLike, tolerance: Tolerance) -> bool:
        """Whether an answer shows this slip: within the tolerance for one that is made everywhere."""
        if not is_claimed(answer, self.value, key, tolerance):
            return False
        return self.mutant.everywhere or is_claimed(answer, self.value, key, CLOSE)


class _Slips:
    """The slips of a question, computed as far as they are looked at: they do not depend on the answer."""

    def __init__(self, slips: Iterator[_Slip]) -> None:
        self._more = slips
        self._known: list[_Slip] = []
        self._lock = Lock()  # an author's table is computed in a thread, beside the answers

    def first(self, is_met: Callable[[_Slip], bool]) -> Mutation | None:
        """The first one that is met."""
        with self._lock:
            return next((one.mutation for one in self._all() if is_met(one)), None)

    def _all(self) -> Iterator[_Slip]:
        yield from self._known
        for one in self._more:
            self._known.append(one)
            yield one


@lru_cache(maxsize=1024)
def _slips_of(subject: _Subject) -> _Slips:
    return _Slips(islice(_computed(subject.question, subject.variant), MOST))


def slip_values(
    question: NumericQuestion | VectorQuestion, variant: Variant
) -> Iterator[tuple[Mutation, npt.ArrayLike]]:
    """The slips that the key's formulas give room for, with the value that comes of each."""
    for one in islice(_computed(question, variant), MOST):
        yield one.mutation, one.value


def _computed(question: NumericQuestion | VectorQuestion, variant: Variant) -> Iterator[_Slip]:
    """Each slip that gives a value of its own, well apart from the key."""
    names = variant.part_names()
    key, tolerance = np.asarray(variant.key(question, names), dtype=float), tolerance_of(question)
    seen: set[bytes] = set()
    for mutant in key_mutants(question, variant.exercise):
        try:
            value = np.asarray(mutant.value(question, variant, names), dtype=float)
        except EvaluationError:
            continue
        rounded = np.asarray([float(f"{one:.9g}") for one in value.flat]).tobytes()
        if value.shape == key.shape and rounded not in seen and well_apart(value, key, tolerance):
            seen.add(rounded)
            yield _Slip(mutant, value)
