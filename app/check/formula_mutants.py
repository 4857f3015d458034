"""Formulas that students are asked for, with a slip made in the key: no such variant is accepted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app import numerals
from app.check.fates import FIRST, LUCK, Fate, is_luck
from app.check.proving import Failure, failure
from app.check.shown import Shown
from app.composer import PathTuple
from app.evaluation import EvaluationError, point_values, same_values
from app.models import Exercise, ExpressionQuestion
from app.mutated_keys import Domain, KeyMutant
from app.values import Array
from app.variants import Variant, has_variants, variant_of

WIDER = (2, 5, 20, 100, 1000)  # times the range of a variable
SIZES = (1e-6, 1e6)  # times the largest value of a variable, on both sides of 0


@dataclass(frozen=True)
class Point:
    """A question at one seed, with the values of its key at points of the domain."""

    variant: Variant
    values: Array


def points(question: ExpressionQuestion, exercise: Exercise, seeds: Sequence[int]) -> Iterator[Point]:
    """The seeds at which the key can be computed."""
    for seed in seeds:
        variant = variant_of(exercise, seed)
        try:
            values = point_values(question.answer.node, question.variables, variant.part_names())
        except EvaluationError:  # of an earlier part
            continue
        if values is not None:
            yield Point(variant, values)


def fate(
    mutant: KeyMutant, question: ExpressionQuestion, where: PathTuple, at: Sequence[Point]
) -> tuple[Fate, Shown]:
    """What becomes of a slip: at first at a few seeds, at all of them where it is accepted at one."""
    seen, same, valued = Shown([], []), 0, 0
    for count, point in enumerate(at):
        if count == FIRST and not seen.seeds and not same:
            break
        told = _same(mutant, question, point, question.variables)
        valued += told is not None
        if told:
            domain = _where_they_differ(mutant, question, point)
            if domain is None:
                same += 1
            else:
                seen.add(point.variant.seed, _accepted(mutant, question, where, domain))
    if not valued:
        return "without value", seen
    if same == valued:
        return "the key itself", seen
    varies = has_variants(at[0].variant.exercise)
    is_apart = is_luck(len(seen.seeds), len(at), LUCK, varies=varies)
    return ("told apart" if is_apart else "accepted"), seen


def _same(mutant: KeyMutant, question: ExpressionQuestion, point: Point, domain: Domain) -> bool | None:
    """Whether the key with the slip equals the key on a domain; None where one of them has no value."""
    names = point.variant.part_names()
    try:
        value = mutant.values(question, point.variant, names, domain)
    except EvaluationError:
        return None
    key = point.values
    if domain is not question.variables:
        wider = point_values(question.answer.node, domain, names)
        if wider is None:
            return None
        key = wider
    return None if value is None else same_values(value, key)


# ---- whether it is the key, written otherwise ---


def _where_they_differ(mutant: KeyMutant, question: ExpressionQuestion, point: Point) -> Domain | None:
    """The first domain, not much wider than the declared one if that will do, where both are not the same.

    None where they are the same on all of them, far beyond what is declared: then it is the key itself.
    """
    domains = _wider_domains(question.variables)
    return next((one for one in domains if _same(mutant, question, point, one) is False), None)


def _wider_domains(domain: Domain) -> Iterator[Domain]:
    """One variable wider than declared, all of them, then one very large or very small beside the others."""
    for factor in WIDER:
        wide = {name: _widened(bounds, factor) for name, bounds in domain.items()}
        yield from ({**domain, name: bounds} for name, bounds in wide.items())
        yield wide
    for size in SIZES:
        for name, (lo, hi) in domain.items():
            reach = size * max(abs(lo), abs(hi))
            yield {**domain, name: (-reach, reach)}


def _widened(bounds: tuple[float, float], factor: float) -> tuple[float, float]:
    """A range so many times as wide, around the same middle."""
    middle, half = sum(bounds) / 2, factor * (bounds[1] - bounds[0]) / 2
    return middle - half, middle + half


def _accepted(mutant: KeyMutant, question: ExpressionQuestion, where: PathTuple, domain: Domain) -> Failure:
    """What to tell the author: that the bounds hide the slip, and which show it."""
    message = (
        f"the slip {mutant.mutation.name!r}, {mutant.change}, is accepted: within the bounds of `variables` "
        "it is the key"
    )
    changed = {name: bounds for name, bounds in domain.items() if bounds != question.variables[name]}
    bounds = ", ".join(f"{name}: [{_number(lo)}, {_number(hi)}]" for name, (lo, hi) in changed.items())
    cure = f"Widen the bounds, such as {{{bounds}}}, where the two differ; or write the key without it."
    return failure((*where, "answer"), "mutation-accepted", message, cure)


def _number(value: float) -> str:
    return numerals.plain(value, 3)
