"""Proves the programs of the book by running them: solutions pass, starters and mutants fail, bugs show and heal."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

from rich.console import Console
from rich.progress import track

from app.answers import CodeAnswer
from app.grading import Graded, RunnerUnavailable, grade_code
from app.models import BugLine, Code, Exercise
from app.proofs import Slip
from app.runner import Call, Job, Report, Returned, Runner
from app.variants import variant_of

DRAWS = 3  # fresh inputs are drawn this often for each program


@dataclass(frozen=True)
class Programs:
    """The slips found by running programs, and how many proofs were made."""

    slips: tuple[tuple[Exercise, Slip], ...]
    count: int


def prove_programs(exercises: Sequence[Exercise], console: Console) -> Programs:
    """Runs every program of the exercises."""
    with_programs = [one for one in exercises if isinstance(one, Code | BugLine)]
    if not with_programs:
        return Programs((), 0)
    return asyncio.run(run_all(with_programs, console))


async def run_all(exercises: Sequence[Code | BugLine], console: Console) -> Programs:
    """The same, inside an event loop."""
    runner = Runner()
    await runner.start()
    slips: list[tuple[Exercise, Slip]] = []
    count = 0
    try:
        for exercise in track(exercises, "Running", console=console, transient=True, disable=not console.is_terminal):
            found = await (code_proofs(exercise, runner) if isinstance(exercise, Code) else bug_proofs(exercise, runner))
            slips += ((exercise, slip) for slip in found if slip is not None)
            count += sum(slip is None for slip in found)
    except RunnerUnavailable as problem:
        slips.append((exercise, Slip((), "not-run", f"the programs of the book were not run: {problem}", "see `workbook doctor`")))
    finally:
        await runner.close()
    return Programs(tuple(slips), count)


async def code_proofs(exercise: Code, runner: Runner) -> list[Slip | None]:
    """The solution passes within a third of its time, the starter fails, every mutant is told its own message."""
    proofs: list[Slip | None] = []
    hurried = exercise.model_copy(update={"seconds": exercise.seconds / 3})
    for seed in range(DRAWS):
        told = await grade_code(variant_of(hurried, 0), CodeAnswer(exercise.solution), runner, seed=seed)
        proofs.append(None if told.verdict == "correct" else Slip(("solution",), "solution-fails", f"the solution does not pass: {said(told)}"))
        told = await grade_code(variant_of(exercise, 0), CodeAnswer(exercise.starter), runner, seed=seed)
        proofs.append(None if told.verdict != "correct" else Slip(("starter",), "starter-passes", "the starter passes", "leave the work to the student"))
        for number, mutant in enumerate(exercise.mutants):
            told = await grade_code(variant_of(exercise, 0), CodeAnswer(mutant.code), runner, seed=seed)
            proofs.append(mutant_proof(told, mutant.tag, number))
    return proofs


def mutant_proof(told: Graded, tag: str, number: int) -> Slip | None:
    """A wrong program fails, with its own message."""
    if told.verdict == "correct":
        return Slip(("mutants", number), "mutant-survives", f"the wrong program {tag!r} passes every case", "add a case that tells it apart")
    if told.tag != tag:
        return Slip(("mutants", number), "mutant-hidden", f"the wrong program {tag!r} is told {told.tag or said(told)!r}", "put the more special mutant first, or mend it so that it runs")
    return None


def said(told: Graded) -> str:
    """Heading and message of a verdict."""
    return f"{told.heading} {told.message}".strip()


async def bug_proofs(exercise: BugLine, runner: Runner) -> list[Slip | None]:
    """The bug shows and the fix heals."""
    lines = exercise.code.splitlines()
    healed = "\n".join([*lines[: exercise.line - 1], exercise.fix.rstrip("\n"), *lines[exercise.line :]])
    broken = await shows(exercise.code, exercise.shows, runner)
    sound = await shows(healed, exercise.shows, runner)
    return [
        None if broken is not True else Slip(("shows",), "bug-hidden", "`shows` holds for the program with the bug", "choose an assertion that the bug breaks"),
        None if sound is True else Slip(("fix",), "fix-fails", f"`shows` does not hold for the healed program ({sound})", "mend the fix or the assertion"),
    ]


async def shows(program: str, assertion: str, runner: Runner) -> bool | str:
    """What the assertion gives after the program, or how the program ended."""
    probe = f"{program}\n\ndef _shows():\n    return bool({assertion})\n"
    report: Report = await runner.run(Job(probe, (Call("_shows", ()),)))
    if report.end == "unavailable":
        raise RunnerUnavailable(report.detail)
    match report.results:
        case (Returned(value=bool() as value),):
            return value
        case (other,):
            return str(other)
        case _:
            return f"{report.end}: {report.error or report.detail}"
