"""Proves the programs of the book by running them: solutions pass, wrong ones fail, bugs show and heal."""

from __future__ import annotations

import ast
import asyncio
import textwrap
from collections.abc import Callable, Sequence, Set
from dataclasses import replace

from app.answers import CodeAnswer
from app.check.program_mutants import surviving
from app.check.proving import Failure, failure
from app.check.seeds import stumbled
from app.check.turnstile import Patient, Turnstile
from app.grading import ExerciseFault, Graded, RunnerUnavailable, grade_code
from app.grading.cases import CaseError
from app.grading.code import judged_run
from app.grading.properties import unfulfilled
from app.grading.running import Runs
from app.models import BugLine, Code, Exercise
from app.programs import healed
from app.runner import Call, Job, Raised, Report, Returned, Runner
from app.variants import Variant, variant_of

DRAWS = 5  # fresh inputs are drawn so often for each program
Proved = tuple[Exercise, list[Failure | None]]


def prove_programs(
    exercises: Sequence[Exercise], *, unprotected: bool, advance: Callable[[], None]
) -> list[Proved]:
    """Each exercise that has programs, and its proofs; `advance` is called after each."""
    programs = [one for one in exercises if isinstance(one, Code | BugLine)]
    return asyncio.run(_run_all(programs, unprotected, advance)) if programs else []


async def _run_all(
    exercises: Sequence[Code | BugLine], unprotected: bool, advance: Callable[[], None]
) -> list[Proved]:
    runner = Runner(unprotected=unprotected)
    await runner.start()
    turnstile = Turnstile(runner)

    async def proved(exercise: Code | BugLine) -> Proved:
        try:
            return exercise, await prove_program(exercise, turnstile)
        finally:
            advance()

    try:
        return await asyncio.gather(*map(proved, exercises))
    finally:
        await runner.close()


async def prove_program(exercise: Code | BugLine, turnstile: Turnstile) -> list[Failure | None]:
    """The proofs of one exercise that has programs, in a runner that has started."""
    try:
        if isinstance(exercise, BugLine):
            return await _bug(exercise, Patient(turnstile))
        proofs = await _proofs(exercise, Patient(turnstile, exercise.solution))
        if any(proof is not None for proof in proofs):
            return proofs  # slips in a program that is wrong itself tell nothing
        return [*proofs, *await surviving(exercise, Patient(turnstile))]
    except ExerciseFault as fault:
        return [_without_value(exercise, fault.slip)]
    except RunnerUnavailable as problem:
        cure = "See `workbook doctor`; WORKBOOK_UNPROTECTED_CODE=true runs your own programs all the same."
        return [failure((), "not-run", f"its programs were not run: {problem}", cure)]
    except Exception as problem:  # one exercise that it stumbles over must not cost the report on all others
        return [Failure(stumbled(problem))]


def _without_value(exercise: Code | BugLine, slip: CaseError) -> Failure:
    """An input of a case without a value, or a reference that has none for its inputs."""
    assert isinstance(exercise, Code)
    kinds = (("visible", exercise.cases.visible), ("hidden", exercise.cases.hidden))
    places = {id(case): (kind, number) for kind, cases in kinds for number, case in enumerate(cases)}
    what = "this" if slip.where else "for this case the reference"
    message = f"{what} has no value: {slip.message}"
    cure = "Change it." if slip.where else "Change the inputs, or the reference."
    return failure(("cases", *places[id(slip.case)], *slip.where), "value", message, cure)


# ---- code ---


async def _proofs(exercise: Code, runner: Runs) -> list[Failure | None]:
    endless = await _endless(exercise, runner)
    proofs = [_unending(exercise, number) for number in sorted(endless)]
    for seed in range(DRAWS):
        proofs += await _code(exercise, runner, seed, endless)
    return proofs


async def _endless(exercise: Code, runner: Runs) -> set[int]:
    """The numbers of the wrong programs that meet the time limit. Raises ExerciseFault, RunnerUnavailable."""
    variant = variant_of(exercise, 0)
    runs = (judged_run(exercise, variant, one.code, runner, 0) for one in exercise.mutants)
    told = await asyncio.gather(*runs)
    return {number for number, one in enumerate(told) if one.report.end == "time"}


def _unending(exercise: Code, number: int) -> Failure | None:
    """A wrong program that no answer can be compared with."""
    message = f"the wrong program {exercise.mutants[number].tag!r} takes more than {exercise.seconds:g} s"
    cure = "Make it end: students are told of the time limit as it is."
    return failure(("mutants", number, "code"), "mutant-hidden", message, cure)


async def _code(exercise: Code, runner: Runs, seed: int, endless: Set[int]) -> list[Failure | None]:
    """The solution passes within a third of its time, the starter fails, each mutant is told its message."""
    ending = tuple(one for number, one in enumerate(exercise.mutants) if number not in endless)
    variant = variant_of(exercise.model_copy(update={"mutants": ending}), seed)
    hurried = replace(variant, exercise=exercise.model_copy(update={"seconds": exercise.seconds / 3}))
    told = await grade_code(hurried, CodeAnswer(exercise.solution), runner, seed=seed)
    proofs = [_solution(told), _properties(variant, exercise, seed)]
    told = await grade_code(variant, CodeAnswer(exercise.starter), runner, seed=seed)
    proofs.append(_starter(told))
    for number, mutant in enumerate(exercise.mutants):
        if number in endless:
            continue
        told = await grade_code(variant, CodeAnswer(mutant.code), runner, seed=seed)
        proofs.append(_mutant(told, mutant.tag, number, {one.tag for one in exercise.properties}))
    return proofs


def _solution(told: Graded) -> Failure | None:
    if told.verdict == "correct":
        return None
    return failure(("solution",), "solution", f"the solution does not pass: {_said(told)}")


def _properties(variant: Variant, exercise: Code, seed: int) -> Failure | None:
    """The reference fulfils every property."""
    for one in unfulfilled(exercise, variant, seed):
        where = ("properties", exercise.properties.index(one), "holds")
        return failure(where, "property", f"the reference does not fulfil {one.tag!r}", "Mend one of them.")
    return None


def _starter(told: Graded) -> Failure | None:
    if told.verdict != "correct":
        return None
    return failure(("starter",), "starter", "the starter passes", "Leave the work to the student.")


def _mutant(told: Graded, tag: str, number: int, properties: Set[str]) -> Failure | None:
    """A wrong program fails, and is told its own message; a random one, the property that it breaks."""
    where = ("mutants", number, "code")
    if told.verdict == "correct":
        message = f"the wrong program {tag!r} passes every case"
        return failure(where, "mutant-survives", message, "Add a case that tells it from the right one.")
    if told.tag != tag and told.tag not in properties:
        message = f"the wrong program {tag!r} is told {repr(told.tag) if told.tag else _said(told)}"
        cure = "Mend it so that it runs, or add a case that tells it from the other."
        return failure(where, "mutant-hidden", message, cure)
    return None


def _said(told: Graded) -> str:
    return " ".join(f"{told.heading} {told.message}".split()).removesuffix(".")


# ---- bug-line ---


async def _bug(exercise: BugLine, runner: Runs) -> list[Failure | None]:
    """The bug shows, and the fix heals."""
    broken = await outcome(exercise.code, exercise.shows, runner)
    sound = await outcome(healed(exercise), exercise.shows, runner)
    cure = "Choose an assertion that the bug breaks."
    hidden = failure(("shows",), "bug-hidden", "this holds for the program with the bug, too", cure)
    message = f"with the fix, `shows` {sound}"
    unhealed = failure(("fix",), "fix", message, "Mend the fix, or the assertion.")
    return [hidden if broken == HOLDS else None, None if sound == HOLDS else unhealed]


HOLDS = "holds"


async def outcome(program: str, assertion: str, runner: Runs) -> str:
    """What becomes of the assertion after the program, in words."""
    report = await runner.run(Job(f"{program}\n\n\n{probe(assertion)}", (Call("_shows"),)))
    if report.end == "unavailable":
        raise RunnerUnavailable(report.detail)
    match report.results:
        case (Returned(value=bool() as value),):
            return HOLDS if value else "does not hold"
        case (Raised(kind="AssertionError"),):
            return "does not hold"
        case (Raised(kind=kind, message=message),):
            return f"raises {kind}: {message}"
    return _ended(report)


def _ended(report: Report) -> str:
    if report.error is not None:
        return f"is not reached: line {report.error.line} raises {report.error.kind}: {report.error.message}"
    return f"is not reached: {report.end} {report.detail}".rstrip()


def probe(assertion: str) -> str:
    """A function that tells whether an assertion holds, written as an expression or as statements."""
    try:
        ast.parse(assertion.strip(), mode="eval")
    except SyntaxError:
        body = f"{assertion.strip()}\nreturn True"
    else:
        body = f"return bool({assertion.strip()})"
    return f"def _shows():\n{textwrap.indent(body, '    ')}\n"
