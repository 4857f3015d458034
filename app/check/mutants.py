"""Keys with a slip made on purpose: the tolerance must tell what comes of it from the key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.check import formula_mutants
from app.check.fates import ENOUGH, FIRST, LUCK, Fate, is_luck
from app.check.proving import Failure, failure
from app.check.shown import Numbers, Shown
from app.check.values import Valued, apart, number, separated
from app.composer import PathTuple
from app.evaluation import EvaluationError
from app.expressions import Formula
from app.grading.tolerances import FEWEST, asked_digits, comparing, equal, is_rounded, tolerance_of
from app.models import Exercise, ExpressionQuestion, Multipart
from app.mutated_keys import ANSWER, Keyed, KeyMutant, is_same, key_mutants
from app.slips import Slip
from app.values import Array
from app.variants import Variant, has_variants, variant_of
from app.written import written

FAR = 20  # times the tolerance
MOST_SEEDS = 60  # more of them tell nothing new of a slip, and there are many slips
LONGEST = 120  # characters of a condition that anybody would paste


@dataclass(frozen=True)
class Tried:
    """A slip in a key, and what became of it; `seen` are the seeds at which it is accepted."""

    mutant: KeyMutant
    where: PathTuple
    fate: Fate
    seen: Shown


def keyed_questions(exercise: Exercise) -> Iterator[tuple[PathTuple, Keyed]]:
    """The questions of an exercise with a formula for their key, with their paths."""
    if isinstance(exercise, Multipart):
        for place, part in enumerate(exercise.parts):
            if isinstance(part, Keyed):
                yield ("parts", place), part
    elif isinstance(exercise, Keyed):
        yield (), exercise


def tried_keys(exercise: Exercise, numbers: Sequence[Numbers | None]) -> Iterator[Tried]:
    """Every slip that the keys of an exercise give room for; `numbers` are those of all seeds."""
    seeds = [seed for seed, own in enumerate(numbers[:MOST_SEEDS]) if own is not None]
    for where, question in keyed_questions(exercise):
        known = {name for one in question.accepts for name in one.mutations}
        for mutant, fate, seen in _fates(question, where, exercise, seeds):
            acknowledged = fate == "accepted" and mutant.mutation.name in known
            yield Tried(mutant, where, "acknowledged" if acknowledged else fate, seen)


def _fates(
    question: Keyed, where: PathTuple, exercise: Exercise, seeds: Sequence[int]
) -> Iterator[tuple[KeyMutant, Fate, Shown]]:
    """What becomes of every slip; nothing where the key has no value at all."""
    mutants = (one for one in key_mutants(question, exercise) if not one.is_length)
    if isinstance(question, ExpressionQuestion):
        if at := list(formula_mutants.points(question, exercise, seeds)):
            yield from ((one, *formula_mutants.fate(one, question, where, at)) for one in mutants)
    elif points := list(_points(question, exercise, seeds)):
        yield from ((one, *_fate(one, question, where, points)) for one in mutants)


def accepted_slips(exercise: Exercise, numbers: Sequence[Numbers | None]) -> tuple[list[Slip], int]:
    """The tolerances that let slips through, one for each question, and how many slips are told apart."""
    tried = list(tried_keys(exercise, numbers))
    slips = [*_idle(exercise, tried)] if len(numbers) >= ENOUGH or not has_variants(exercise) else []
    for where, _ in keyed_questions(exercise):
        accepted = [one for one in tried if one.where == where and one.fate == "accepted"]
        if accepted:
            slips.append(_told(accepted, exercise, numbers))
    return slips, sum(one.fate == "told apart" for one in tried)


def _told(accepted: Sequence[Tried], exercise: Exercise, numbers: Sequence[Numbers | None]) -> Slip:
    """The slip that is accepted most often, and the names of the others."""
    worst = max(accepted, key=lambda one: len(one.seen.seeds))
    slip = worst.seen.slip(exercise, numbers[:MOST_SEEDS])
    names = list(dict.fromkeys(one.mutant.mutation.name for one in accepted))
    others = [name for name in names if name != worst.mutant.mutation.name]
    also = f"; so {'is' if len(others) == 1 else 'are'} {', '.join(others)}" if others else ""
    known = f"If it is right to accept that, say so: accepts: [{{mutations: [{', '.join(names)}], why: …}}]."
    return replace(slip, message=f"{slip.message}{also}", cure=f"{slip.cure} {known}")


def _idle(exercise: Exercise, tried: Sequence[Tried]) -> Iterator[Slip]:
    """Acknowledged slips that are accepted nowhere."""
    for where, question in keyed_questions(exercise):
        seen = {
            one.mutant.mutation.name for one in tried if one.where == where and one.fate == "acknowledged"
        }
        for place, one in enumerate(question.accepts):
            for name in one.mutations:
                if name not in seen:
                    message = f"{name!r} is acknowledged, but it is accepted nowhere"
                    yield Slip((*where, "accepts", place), message, "Take it out.", rule="accepts")


# ---- one slip ---


@dataclass(frozen=True)
class _Point:
    """A question at one seed."""

    variant: Variant
    key: Array
    bound: Array
    digits: int | None


def _points(question: Valued, exercise: Exercise, seeds: Sequence[int]) -> Iterator[_Point]:
    """The seeds at which the key has a value."""
    for seed in seeds:
        variant = variant_of(exercise, seed)
        try:
            key = np.asarray(variant.key(question, variant.part_names()), dtype=float)
        except EvaluationError:
            continue
        bound = np.asarray(comparing(tolerance_of(question)).bound(key))
        yield _Point(variant, key, bound, asked_digits(question, variant))


def _fate(
    mutant: KeyMutant, question: Valued, where: PathTuple, points: Sequence[_Point]
) -> tuple[Fate, Shown]:
    """What becomes of a slip: at first at a few seeds, at all of them where it comes near the key."""
    seen, same, hidden, valued, far = Shown([], []), 0, 0, 0, True
    for count, point in enumerate(points):
        if count == FIRST and far:
            break
        try:
            value = np.asarray(mutant.value(question, point.variant, point.variant.part_names()), dtype=float)
        except EvaluationError:
            continue
        valued += 1
        if value.shape != point.key.shape:
            continue
        if is_same(value, point.key):
            same, far = same + 1, False
            continue
        far = far and bool((np.abs(value - point.key) > FAR * point.bound).any())
        if equal(value, point.key, tolerance_of(question)):
            if _is_hidden(value, point):
                hidden += 1
            else:
                seen.add(point.variant.seed, _accepted(mutant, question, where, value, point))
    if not valued:
        return "without value", seen
    if same == valued:
        return "the key itself", seen
    varies = has_variants(points[0].variant.exercise)
    if not is_luck(len(seen.seeds), len(points), LUCK, varies=varies):
        return "accepted", seen
    is_hidden = not is_luck(hidden, len(points), LUCK, varies=varies)
    return ("too small to see" if is_hidden else "told apart"), seen


def _is_hidden(value: Array, point: _Point) -> bool:
    """Whether rounding to the digits that are asked for hides the difference."""
    if point.digits is None:
        return False
    digits = max(FEWEST, point.digits)
    pairs = zip(value.flat, point.key.flat, strict=True)
    return all(is_rounded(float(one), float(key), digits) for one, key in pairs)


def _accepted(mutant: KeyMutant, question: Valued, where: PathTuple, value: Array, point: _Point) -> Failure:
    """What to tell the author: what was seen, and what separates the two."""
    room, name = apart(value, point.key), mutant.mutation.name
    message = (
        f"the slip {name!r}, {mutant.change}, gives {number(value)}, which is accepted: the key is "
        f"{number(point.key)}"
    )
    cure = separated(question, _formula(mutant), room, point.variant)
    return failure((*where, "answer"), "mutation-accepted", message, f"{cure}.", room)


def _formula(mutant: KeyMutant) -> Formula | None:
    """The key with the slip, where it alone is changed and short."""
    if set(mutant.formulas) != {ANSWER}:
        return None
    text = written(mutant.formulas[ANSWER])
    return Formula.parse(text) if len(text) <= LONGEST else None
