"""Every slip that was made in an exercise, with its fate, as lines of text."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator

from app.check.mutants import MOST_SEEDS, tried_keys
from app.check.program_mutants import tried_programs
from app.check.programs import HOLDS, outcome
from app.check.seeds import numbers_at
from app.check.turnstile import Patient, Turnstile
from app.models import BugLine, Code, Exercise
from app.mutated_programs import program_mutants
from app.programs import healed
from app.runner import Runner
from app.variants import has_variants

Line = tuple[
    str, str, str, str
]  # fate, mutation, place and change, what told it or what shows that it survived


def listed(exercise: Exercise, *, unprotected: bool = False) -> list[Line]:
    """The slips of an exercise, those that survive first. Raises RunnerUnavailable, EvaluationError."""
    lines = list(_keys(exercise))
    if isinstance(exercise, Code | BugLine):
        lines += asyncio.run(_programs(exercise, unprotected))
    return sorted(lines, key=lambda line: line[0] not in ("accepted", "passes", "unnoticed"))


def counted_fates(lines: Iterable[Line]) -> str:
    """`31 told apart, 2 the key itself`."""
    return ", ".join(f"{count} {fate}" for fate, count in Counter(line[0] for line in lines).most_common())


def _keys(exercise: Exercise) -> Iterator[Line]:
    numbers = [numbers_at(exercise, seed) for seed in range(MOST_SEEDS if has_variants(exercise) else 1)]
    for one in tried_keys(exercise, numbers):
        place = "".join(f"{step} " for step in one.where)
        seen = f"at {len(one.seen.seeds)} of {len(numbers)} seeds" if one.seen.seeds else ""
        yield one.fate, one.mutant.mutation.name, f"{place}{one.mutant.change}", seen


async def _programs(exercise: Code | BugLine, unprotected: bool) -> list[Line]:
    runner = Runner(unprotected=unprotected)
    await runner.start()
    patient = Patient(Turnstile(runner))
    try:
        if isinstance(exercise, BugLine):
            return await _of_healed(exercise, patient)
        tried = await tried_programs(exercise, patient)
        return [
            (one.fate, one.mutant.mutation.name, f"line {one.mutant.line}: {one.mutant.change}", one.by)
            for one in tried
        ]
    finally:
        await runner.close()


async def _of_healed(exercise: BugLine, runner: Patient) -> list[Line]:
    """What `shows` tells of other bugs than the one that is asked for: to know, not to mend."""
    lines: list[Line] = []
    for one in program_mutants(healed(exercise)):
        came = await outcome(one.source, exercise.shows, runner)
        fate = "unnoticed" if came == HOLDS else "told apart"
        lines.append((fate, one.mutation.name, f"line {one.line}: {one.change}", f"`shows` {came}"))
    return lines
