"""Numbers that no seed happened to draw, and students may get: the ends of ranges, and listed values."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from app import numerals
from app.check.exercises import prove
from app.check.proving import Failure
from app.check.shown import Numbers
from app.formulas import Renderer
from app.models import ChoiceParameter, Constant, Exercise, IntegerParameter, Parameter, RealParameter

SEEDS = 2  # for the other numbers: the book's own, and drawn ones
BY_LUCK = frozenset({"guess", "no-variant"})  # of one set of numbers they say nothing


def prove_ends(
    exercise: Exercise, numbers: Sequence[Numbers | None], renderer: Renderer
) -> Iterator[Failure]:
    """What fails at ends and listed values that none of the `numbers`, those of the seeds, has."""
    for name, parameter in exercise.params.items():
        drawn = {repr(one[name]) for one in numbers if one is not None}
        for value in _extremes(parameter):
            if repr(value) not in drawn:
                yield from _failures(exercise, name, value, renderer)


def _extremes(parameter: Parameter) -> Sequence[Constant]:
    match parameter:
        case IntegerParameter(bounds=(lo, hi), step=step):
            return (lo, lo + (hi - lo) // step * step)
        case RealParameter(bounds=(lo, hi)):
            return (float(lo), float(hi))
        case ChoiceParameter():
            return parameter.choice
        case _:
            return ()


def _failures(exercise: Exercise, name: str, value: Constant, renderer: Renderer) -> Iterator[Failure]:
    pinned = exercise.model_copy(update={"params": {**exercise.params, name: value}})
    for seed in range(SEEDS):
        for proof in prove(pinned, seed, renderer):
            if proof is not None and proof.slip.rule not in BY_LUCK:
                shown = numerals.plain(value) if isinstance(value, int | float) else value
                where = f" (where {name} is {shown}, which none of the seeds draws)"
                yield replace(proof, slip=replace(proof.slip, message=proof.slip.message + where))
