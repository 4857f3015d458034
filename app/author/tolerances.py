"""What a tolerance lets through: the interval it accepts at a seed, and mistakes over many seeds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app import numerals
from app.author.keyed import Array, Keyed, keyed, value_of, written
from app.basis import Basis
from app.grading.tolerances import comparing, equal, tolerance_of
from app.models import Exercise, Tolerance
from app.values import EvaluationError
from app.variants import NoVariant, Variant, has_variants, variant_of

ALTERNATIVES = (
    Tolerance(rel=0.001),
    Tolerance(rel=0.01),
    Tolerance(rel=0.05),
    Tolerance(digits=3),
    Tolerance(digits=2),
)


@dataclass(frozen=True)
class Passed:
    """A known mistake that a tolerance accepts at some of the seeds."""

    tag: str
    times: int
    of: int


@dataclass(frozen=True)
class Accepted:
    """A tolerance, what it accepts at the seed shown, and whom it lets through."""

    words: str
    is_own: bool
    interval: str
    passed: tuple[Passed, ...]


@dataclass(frozen=True)
class Offer:
    """A question with its own tolerance and some others."""

    title: str
    accepted: tuple[Accepted, ...]


def offers(variant: Variant, count: int) -> tuple[Offer, ...]:
    """For each question with a number for its key, what tolerances accept. Raises EvaluationError."""
    exercise = variant.exercise
    passed = _passed(Basis.of(exercise), count if has_variants(exercise) else 1)
    return tuple(
        Offer(
            one.titled("tolerance") if one.name else "",
            tuple(
                Accepted(worded(tolerance), number == 0, interval(one, variant, tolerance), told)
                for number, (tolerance, told) in enumerate(zip(choices(one), by_choice, strict=True))
            ),
        )
        for one, by_choice in zip(keyed(exercise), passed, strict=True)
    )


def choices(one: Keyed) -> tuple[Tolerance, ...]:
    """The question's own tolerance first, then the alternatives to it."""
    own = tolerance_of(one.question)
    return (own, *(other for other in ALTERNATIVES if other != own))


def worded(tolerance: Tolerance) -> str:
    """The tolerance as it is written in YAML."""
    given = tolerance.model_dump(exclude_none=True)
    return "{" + ", ".join(f"{name}: {numerals.plain(value)}" for name, value in given.items()) + "}"


def interval(one: Keyed, variant: Variant, tolerance: Tolerance) -> str:
    """From where to where a number is accepted at the seed; of an array, around its first entry."""
    key = one.key(variant)
    bound = np.broadcast_to(comparing(tolerance).bound(key), key.shape)
    if not key.size:
        return written(key)
    middle, room = float(key.flat[0]), float(bound.flat[0])
    told = f"{numerals.plain(middle - room, 6)} to {numerals.plain(middle + room, 6)}"
    return told if key.ndim == 0 else f"first entry {told}"


@lru_cache(maxsize=64)
def _passed(basis: Basis, count: int) -> tuple[tuple[tuple[Passed, ...], ...], ...]:
    """By question and tolerance the mistakes that are let through."""
    variants = list(_variants(basis.exercise, count))
    told = []
    for one in keyed(basis.exercise):
        keys = list(_keys(one, variants))
        values = {
            mistake.tag: [(value_of(mistake, key, variant), key) for key, variant in keys]
            for mistake in one.question.mistakes
        }
        told.append(tuple(tuple(_let_through(values, tolerance)) for tolerance in choices(one)))
    return tuple(told)


def _variants(exercise: Exercise, count: int) -> Iterator[Variant]:
    for seed in range(count):
        try:
            yield variant_of(exercise, seed)
        except (NoVariant, EvaluationError):
            continue


Pairs = list[tuple[Array | None, Array]]  # at each seed the mistake's value, if it has one, and the key


def _keys(one: Keyed, variants: Iterable[Variant]) -> Iterator[tuple[Array, Variant]]:
    for variant in variants:
        try:
            yield one.key(variant), variant
        except EvaluationError:
            continue


def _let_through(values: Mapping[str, Pairs], tolerance: Tolerance) -> Iterator[Passed]:
    for tag, pairs in values.items():
        times = sum(value is not None and equal(value, key, tolerance) for value, key in pairs)
        if times:
            yield Passed(tag, times, len(pairs))
