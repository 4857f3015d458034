"""One exercise, proved at many seeds."""

from __future__ import annotations

import time
from dataclasses import dataclass, field

from app.check.ends import prove_ends
from app.check.exercises import prove, unused
from app.check.mutants import accepted_slips
from app.check.proving import Failure
from app.check.shown import Numbers, Shown
from app.composer import PathTuple
from app.formulas import Renderer
from app.models import Exercise
from app.slips import Slip
from app.values import EvaluationError
from app.variants import NoVariant, has_variants, variant_of


@dataclass(frozen=True)
class Proved:
    """What does not hold in an exercise, each once, and how many proofs did."""

    slips: tuple[Slip, ...]
    held: int
    seconds: float = field(compare=False)


def prove_seeds(exercise: Exercise, seeds: int, renderer: Renderer) -> Proved:
    """The proofs of an exercise at seeds 0 to `seeds`. Numbers that come again are proved once."""
    started = time.perf_counter()
    try:
        return _proved(exercise, seeds, renderer, started)
    except Exception as problem:  # one exercise that it stumbles over must not cost the report on all others
        return Proved((stumbled(problem),), 0, time.perf_counter() - started)


def stumbled(problem: Exception) -> Slip:
    """That the check failed itself, which must not look as if the exercise were proved."""
    message = f"the check stumbled over this exercise: {type(problem).__name__}: {problem}"
    cure = "Nothing is proved of it. This is a fault of the workbook: please report it, with the file."
    return Slip((), message, cure, rule="not-proved")


def _proved(exercise: Exercise, seeds: int, renderer: Renderer, started: float) -> Proved:
    numbers = [numbers_at(exercise, seed) for seed in range(seeds if has_variants(exercise) else 1)]
    known: dict[str, list[Failure | None]] = {}
    shown: dict[tuple[PathTuple, str], Shown] = {}
    held = 0
    for seed, own in enumerate(numbers):
        if own is None:
            proofs = [*prove(exercise, seed, renderer)]
        elif (proofs := known.get(repr(own), [])) == []:
            proofs = known[repr(own)] = [*prove(exercise, seed, renderer)]
        for proof in proofs:
            if proof is None:
                held += 1
            else:
                shown.setdefault((proof.slip.where, proof.slip.rule), Shown([], [])).add(seed, proof)
    varies, of = has_variants(exercise), len(numbers)
    slips = [one.slip(exercise, numbers) for one in shown.values() if not one.is_luck(of, varies=varies)]
    for failure in prove_ends(exercise, numbers, renderer):
        if (key := (failure.slip.where, failure.slip.rule)) not in shown:
            shown[key] = Shown([], [failure])
            slips.append(failure.slip)
    accepted, apart = accepted_slips(exercise, numbers)
    held += apart
    return Proved((*unused(exercise), *slips, *accepted), held, time.perf_counter() - started)


def numbers_at(exercise: Exercise, seed: int) -> Numbers | None:
    """The parameters at a seed; None where it has none."""
    try:
        variant = variant_of(exercise, seed)
    except (NoVariant, EvaluationError):
        return None
    return {name: variant.plain(name) for name in exercise.params}
