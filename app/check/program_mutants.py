"""Programs with a slip made on purpose: a case must tell each from the right one, unless it does the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from app.check.altered_cases import as_yaml
from app.check.benches import Bench, bench_of, example_of, limited, other_benches, passes
from app.check.proving import Failure, failure
from app.grading.calls import Judged
from app.grading.cases import Prepared
from app.grading.running import Runs
from app.models import Code
from app.mutated_programs import ProgramMutant, program_mutants
from app.runner import Report
from app.slips import Slip

DRAWS = 5  # fresh inputs are drawn so often
OFTEN = 2  # draws at which a wrong program may not pass

Fate = Literal["told apart", "does the same", "passes", "acknowledged"]


@dataclass(frozen=True)
class TriedProgram:
    """A slip in a solution, and what became of it: `by` is the case that told, or why none did."""

    mutant: ProgramMutant
    fate: Fate
    by: str = ""
    cure: str = ""


async def tried_programs(exercise: Code, runner: Runs) -> list[TriedProgram]:
    """Every slip that the solution gives room for, with its fate.

    Raises RunnerUnavailable; EvaluationError where the inputs or the reference have no value.
    """
    benches = [bench_of(exercise, seed) for seed in range(DRAWS)]
    report, _ = await benches[0].judged(exercise.solution, runner)
    patient = limited(exercise, report)
    benches = [Bench(patient, one.variant, one.seed, one.asked) for one in benches]
    others = await other_benches(exercise, runner)
    known = {name for one in exercise.accepts for name in one.mutations}

    async def tried(mutant: ProgramMutant) -> TriedProgram:
        return _acknowledged(await _tried(mutant, benches, others, runner), known)

    return await asyncio.gather(*map(tried, program_mutants(exercise.solution, example_of(benches[0]))))


def _acknowledged(one: TriedProgram, known: set[str]) -> TriedProgram:
    if one.fate == "passes" and one.mutant.mutation.name in known:
        return TriedProgram(one.mutant, "acknowledged", one.by)
    return one


async def surviving(exercise: Code, runner: Runs) -> list[Failure | None]:
    """The slips that no case tells from the solution; None for each that one does. Raises as before."""
    tried = await tried_programs(exercise, runner)
    found: list[Failure | None] = [None for one in tried if one.fate == "told apart"]
    found += [_failure(one) for one in tried if one.fate == "passes"]
    return [*found, *_idle(exercise, tried)]


def _failure(one: TriedProgram) -> Failure:
    mutant = one.mutant
    message = f"line {mutant.line}: {mutant.change} ({mutant.mutation.name}) {one.by}"
    known = f"accepts: [{{mutations: [{mutant.mutation.name}], why: …}}]"
    cure = f"{one.cure}; if it is right to accept it, say so: {known}."
    return Failure(Slip(("solution",), message, cure, offset=mutant.offset, rule="survivor"))


def _idle(exercise: Code, tried: Sequence[TriedProgram]) -> Iterator[Failure]:
    """Acknowledged slips that no longer pass."""
    seen = {one.mutant.mutation.name for one in tried if one.fate == "acknowledged"}
    for place, one in enumerate(exercise.accepts):
        for name in one.mutations:
            if name not in seen:
                message = f"{name!r} is acknowledged, but a case tells every such program from the solution"
                yield failure(("accepts", place), "accepts", message, "Take it out.")


# ---- one slip ---


async def _tried(
    mutant: ProgramMutant, benches: Sequence[Bench], others: Sequence[Bench], runner: Runs
) -> TriedProgram:
    """What becomes of a slip: the first draw tells most, others the rest, then inputs that nobody wrote."""
    passed = tried = 0
    for count, bench in enumerate(benches):
        report, judged = await bench.judged(mutant.source, runner)
        if report.end == "time" and count:
            continue  # a busy machine is no proof
        tried += 1
        if _is_right(report, judged, bench):
            passed += 1
        elif count == 0 or passed < OFTEN:
            return TriedProgram(mutant, "told apart", _by(report, judged))
    if passed < tried:
        by = f"passes every case at {passed} of {tried} draws of the inputs"
        cure = "Draw more often (`n`) in the case that tells it apart"
        return TriedProgram(mutant, "passes", by, cure)
    for bench in others:
        report, judged = await bench.judged(mutant.source, runner)
        wrong = _first_wrong(report, judged, bench)
        if wrong is not None:
            by = f"passes every case, but is wrong for `{wrong.text}`"
            return TriedProgram(mutant, "passes", by, f"Add a case: {as_yaml(wrong.case)}")
    return TriedProgram(mutant, "does the same")


def _is_right(report: Report, judged: Sequence[Judged], bench: Bench) -> bool:
    return report.end == "finished" and len(judged) == len(bench.asked) and all(map(passes, judged))


def _by(report: Report, judged: Sequence[Judged]) -> str:
    """What told a program from the right one: a case, or how the program ended."""
    wrong = next((one for one in judged if not passes(one)), None)
    return report.end if report.end != "finished" or wrong is None else wrong.call.label


def _first_wrong(report: Report, judged: Sequence[Judged], bench: Bench) -> Prepared | None:
    """The first call at which a program goes another way than the solution."""
    wrong = (one.call for one in judged if not passes(one) and one.mark.outcome != "not run")
    if report.end in ("finished", "time"):  # a busy machine is no proof
        return next((one for one in wrong if report.end == "finished"), None)
    during = report.during
    return bench.asked[during].call if during is not None else next(wrong, bench.asked[0].call)
