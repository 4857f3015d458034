"""What the check says of one exercise, proved beside the serving of pages and remembered until it changes."""

from __future__ import annotations

import asyncio

from app.basis import Basis
from app.check.book import judged
from app.check.programs import prove_program
from app.check.proving import Failure
from app.check.seeds import Proved, prove_seeds
from app.check.turnstile import Turnstile
from app.documents import Document
from app.exercise_files import ExerciseFile
from app.faults import Fault
from app.formulas import Renderer
from app.models import BugLine, Code, Exercise
from app.runner import Runner

MOST_KEPT = 64
Proofs = tuple[Proved, list[Failure | None]]
_KNOWN: dict[tuple[Basis, int], Proofs] = {}


async def findings(
    exercise: Exercise, document: Document, seeds: int, renderer: Renderer, runner: Runner
) -> tuple[Fault, ...]:
    """The faults that `workbook check --seeds` finds in the exercise; none when all holds."""
    key = Basis.of(exercise), seeds
    if key not in _KNOWN:
        proofs = await _proofs(exercise, seeds, renderer, runner)
        while len(_KNOWN) >= MOST_KEPT:
            del _KNOWN[next(iter(_KNOWN))]
        _KNOWN[key] = proofs
    proved, programs = _KNOWN[key]
    return judged(ExerciseFile(exercise, document), proved, programs, strict=False).faults


async def _proofs(exercise: Exercise, seeds: int, renderer: Renderer, runner: Runner) -> Proofs:
    proved = await asyncio.to_thread(prove_seeds, exercise, seeds, renderer)
    programs = (
        await prove_program(exercise, Turnstile(runner)) if isinstance(exercise, Code | BugLine) else []
    )
    return proved, programs
