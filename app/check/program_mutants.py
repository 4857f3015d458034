"""Programs with a slip made on purpose: a case must tell each from the right one, unless it does the same."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from app.check.altered_cases import altered_cases, as_yaml
from app.check.proving import Failure, failure
from app.evaluation import EvaluationError
from app.grading.calls import Asked, Judge, Judged
from app.grading.cases import Prepared, expected, prepared
from app.grading.running import Runs, run
from app.models import Cases, Code
from app.mutated_programs import Example, ProgramMutant, program_mutants
from app.runner import Job, Report, Returned
from app.runner.exchange import frame_of
from app.slips import Slip
from app.variants import Variant, variant_of

DRAWS = 5  # fresh inputs are drawn so often
OFTEN = 2  # draws at which a wrong program may not pass
TOGETHER = 20  # calls of one run
LARGEST = 2000  # a whole number as an input: it may be a number of steps
LEAST, SLOWER = 0.2, 5  # seconds that a mutant may take, and times those of the solution

Fate = Literal["told apart", "does the same", "passes", "acknowledged"]


@dataclass(frozen=True)
class TriedProgram:
    """A slip in a solution, and what became of it: `by` is the case that told, or why none did."""

    mutant: ProgramMutant
    fate: Fate
    by: str = ""
    cure: str = ""


@dataclass(frozen=True)
class _Bench:
    """The solution's exercise at one draw of its inputs."""

    exercise: Code
    variant: Variant
    seed: int
    asked: tuple[Asked, ...]

    async def judged(self, source: str, runner: Runs) -> tuple[Report, list[Judged]]:
        """What comes of the calls. Raises RunnerUnavailable."""
        calls = [one.call for one in self.asked]
        report = await run(source, calls, self.exercise, runner, self.seed)
        try:
            return report, Judge(self.exercise, self.variant, source, report).judged(self.asked)
        except Exception:  # a value that cannot even be compared is no pass
            return report, []


async def tried_programs(exercise: Code, runner: Runs) -> list[TriedProgram]:
    """Every slip that the solution gives room for, with its fate.

    Raises RunnerUnavailable; EvaluationError where the inputs or the reference have no value.
    """
    benches = [_bench(exercise, seed) for seed in range(DRAWS)]
    report, _ = await benches[0].judged(exercise.solution, runner)
    patient = _limited(exercise, report)
    benches = [_Bench(patient, one.variant, one.seed, one.asked) for one in benches]
    others = await _other_benches(exercise, runner)
    known = {name for one in exercise.accepts for name in one.mutations}

    async def tried(mutant: ProgramMutant) -> TriedProgram:
        return _acknowledged(await _tried(mutant, benches, others, runner), known)

    return await asyncio.gather(*map(tried, program_mutants(exercise.solution, _example(benches[0]))))


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


# ---- the calls ---


def _bench(exercise: Code, seed: int) -> _Bench:
    variant = variant_of(exercise, seed)
    calls = prepared(exercise, variant, seed)
    asked = tuple(Asked(_quiet(call), expected(exercise, variant, call)) for call in calls)
    return _Bench(exercise, variant, seed, asked)


def _example(bench: _Bench) -> Example:
    """The inputs of the first call of each function."""
    values: dict[str, dict[str, bool | float | str]] = {}
    shapes: dict[str, tuple[int, ...]] = {}
    for one in bench.asked:
        name, inputs = one.call.signature.name, one.call.inputs
        if name not in values:
            values[name] = {key: own for key, own in inputs.items() if isinstance(own, int | float | str)}
            arrays = {key: own for key, own in inputs.items() if isinstance(own, np.ndarray) and own.ndim}
            shapes |= {key: own.shape for key, own in arrays.items()}
    return Example(values, shapes)


def _quiet(call: Prepared) -> Prepared:
    """The call as a hidden one: nothing is written out that nobody reads."""
    return replace(call, visible=False)


def _limited(exercise: Code, report: Report) -> Code:
    """The exercise with the time that a mutant may take: endless loops are to end soon."""
    spent = sum(one.microseconds for one in report.results if isinstance(one, Returned)) / 1e6
    return exercise.model_copy(update={"seconds": min(exercise.seconds, LEAST + SLOWER * spent)})


async def _other_benches(exercise: Code, runner: Runs) -> list[_Bench]:
    """Inputs that nobody wrote, as far as the solution is right on them."""
    variant = variant_of(exercise, 0)
    asked = tuple(_other_calls(exercise, variant))
    groups = [asked[place : place + TOGETHER] for place in range(0, len(asked), TOGETHER)]
    benches = [_Bench(exercise, variant, 0, group) for group in groups]
    told = await asyncio.gather(*(one.judged(exercise.solution, runner) for one in benches))
    return [
        _Bench(exercise, variant, 0, kept)
        for bench, (_, judged) in zip(benches, told, strict=True)
        if (kept := tuple(one for one, how in zip(bench.asked, judged, strict=False) if _passes(how)))
    ]


def _other_calls(exercise: Code, variant: Variant) -> Iterator[Asked]:
    seen: set[bytes] = set()
    for number, case in enumerate(altered_cases(exercise, variant)):
        alone = exercise.model_copy(update={"cases": Cases(visible=(case,))})
        try:
            call = _quiet(prepared(alone, variant, number)[0])
            key = expected(exercise, variant, call)
        except (EvaluationError, TypeError, ValueError):
            continue  # the mathematics has no meaning there
        frame = frame_of(Job("", (call.call,)))
        if frame in seen:
            continue
        seen.add(frame)
        is_small = all(not isinstance(one, int) or abs(one) <= LARGEST for one in call.inputs.values())
        if is_small and (key is None or _is_finite(key.value)):
            yield Asked(call, key)


def _is_finite(value: object) -> bool:
    try:
        return bool(np.isfinite(np.asarray(value, dtype=float)).all())
    except (TypeError, ValueError):
        return isinstance(value, str | tuple | list)


def _passes(judged: Judged) -> bool:
    return judged.mark.outcome == "pass"


# ---- one slip ---


async def _tried(
    mutant: ProgramMutant, benches: Sequence[_Bench], others: Sequence[_Bench], runner: Runs
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


def _is_right(report: Report, judged: Sequence[Judged], bench: _Bench) -> bool:
    return report.end == "finished" and len(judged) == len(bench.asked) and all(map(_passes, judged))


def _by(report: Report, judged: Sequence[Judged]) -> str:
    """What told a program from the right one: a case, or how the program ended."""
    wrong = next((one for one in judged if not _passes(one)), None)
    return report.end if report.end != "finished" or wrong is None else wrong.call.label


def _first_wrong(report: Report, judged: Sequence[Judged], bench: _Bench) -> Prepared | None:
    """The first call at which a program goes another way than the solution."""
    wrong = (one.call for one in judged if not _passes(one) and one.mark.outcome != "not run")
    if report.end in ("finished", "time"):  # a busy machine is no proof
        return next((one for one in wrong if report.end == "finished"), None)
    during = report.during
    return bench.asked[during].call if during is not None else next(wrong, bench.asked[0].call)
