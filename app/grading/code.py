"""Programs graded by what they return: run elsewhere on fresh inputs, compared here with the reference.

The process that runs the program gets source and inputs only; what it sends back is data to compare.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from app.answers import CodeAnswer
from app.grading.calls import STATE, Asked, Judge, Judged
from app.grading.cases import CaseError, Key, Prepared, expected, prepared
from app.grading.ends import REFUSED, ended
from app.grading.exceptions import line_text
from app.grading.mutants import same_mutant
from app.grading.running import ExerciseFault, Runs, all_ran, run
from app.grading.verdicts import CaseMark, CodeEvidence, Graded, Verdict, correct, mistake, wrong
from app.models import CodeQuestion
from app.runner import Raised, Report
from app.variants import Variant

log = logging.getLogger(__name__)
LONGEST_OUTPUT = 2000
_MANNERS = ("auto-changes-input", "auto-state", "auto-evaluations")  # right values, got in a wrong way


async def grade_code(
    variant: Variant, answer: CodeAnswer, runner: Runs, *, seed: int | None = None
) -> Graded:
    """The verdict on a program. Inputs are drawn from a secret seed unless one is given.

    Raises RunnerUnavailable and `app.runner.Busy`: neither is an attempt.
    """
    question = variant.exercise
    if not isinstance(question, CodeQuestion):
        raise TypeError(f"{question.id} asks for no program")
    drawn = secrets.randbits(63) if seed is None else seed
    told = await judged_run(question, variant, answer.source, runner, drawn)
    verdict = told.graded
    if verdict.verdict == "correct" or not all_ran(told.report, told.calls):
        return verdict
    found = await same_mutant(question, told.calls, told.report.results, runner, drawn)
    return verdict if found is None else mistake(found.tag, variant.say(found.say).strip(), verdict.evidence)


@dataclass(frozen=True, eq=False)
class Run:
    """A program's run on its calls, and the verdict on it."""

    calls: tuple[Prepared, ...]
    report: Report
    graded: Graded


async def judged_run(
    question: CodeQuestion, variant: Variant, source: str, runner: Runs, seed: int, *, hidden: bool = True
) -> Run:
    """One run of a program, on the visible cases alone unless `hidden`. Raises RunnerUnavailable and Busy."""
    calls = _drawn(question, variant, seed, hidden=hidden)
    running = asyncio.create_task(run(source, calls, question, runner, seed))
    await asyncio.sleep(0)  # it is under way; meanwhile there is time to find out what it should return
    try:
        asked = [Asked(call, _key(question, variant, call)) for call in calls]
    except ExerciseFault:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        raise
    report = await running
    return Run(calls, report, _told(Judge(question, variant, source, report), asked))


def _drawn(question: CodeQuestion, variant: Variant, seed: int, *, hidden: bool) -> tuple[Prepared, ...]:
    """The calls to make. Raises ExerciseFault."""
    try:
        calls = prepared(question, variant, seed)
    except CaseError as slip:
        raise ExerciseFault(slip) from slip
    # a trial would print everything twice
    return calls if hidden else tuple(call for call in calls if call.visible and not call.again)


def _key(question: CodeQuestion, variant: Variant, call: Prepared) -> Key | None:
    """What a call should return. Raises ExerciseFault."""
    try:
        return expected(question, variant, call)
    except CaseError as slip:
        raise ExerciseFault(slip) from slip


def _told(judge: Judge, asked: Sequence[Asked]) -> Graded:
    """The verdict; whatever a hostile value does to the comparison is never a pass, nor the server's end."""
    try:
        return _verdict(judge, judge.judged(asked))
    except Exception:
        log.exception("the outputs of a program could not be judged")
        return wrong(REFUSED, _evidence(judge, ()))


def _verdict(judge: Judge, judged: Sequence[Judged]) -> Graded:
    marks = _marks(judged)
    evidence = _evidence(judge, marks)
    if judge.report.end != "finished":
        return ended(judge.question, judge.report, judge.source, judged, evidence)
    failed = [one for one in judged if one.fault]
    if failed:
        return _failed(next((one for one in failed if one.fault is STATE), failed[0]), marks, evidence)
    if judged and all(one.mark.outcome == "pass" for one in judged):
        count = sum(not one.call.again for one in judged)
        told = "It returns what it should." if count == 1 else f"All {count} calls return what they should."
        return correct(told, evidence)
    return wrong(REFUSED, evidence)


def _marks(judged: Sequence[Judged]) -> tuple[CaseMark, ...]:
    """One mark for each case: the first of its calls that did not pass, or the first of them."""
    by_case: dict[int, CaseMark] = {}
    for one in judged:
        if one.call.again and one.mark.outcome == "not run":
            continue
        case = id(one.call.case)
        if case not in by_case or (by_case[case].outcome == "pass" and one.mark.outcome != "pass"):
            by_case[case] = one.mark
    return tuple(by_case.values())


def _failed(failed: Judged, marks: Sequence[CaseMark], evidence: CodeEvidence) -> Graded:
    call, told, tag = failed.call, failed.mark.note, failed.fault.tag if failed.fault else None
    where = f"`{call.text}`" if call.visible else f"The hidden case “{call.label}”"
    passed = sum(mark.outcome == "pass" for mark in marks)
    if tag == "auto-no-function":
        return Graded("wrong", 0.0, tag, "The function is missing.", told, evidence)
    heading = f"{passed} of {len(marks)} cases pass." if len(marks) > 1 else "The case does not pass."
    message = f"{where}: {told[:1].lower() + told[1:]}"
    verdict: Verdict = "mistake" if failed.foreseen or tag in _MANNERS else "wrong"
    return Graded(verdict, 0.0, tag, heading, message, evidence)


def _evidence(judge: Judge, marks: tuple[CaseMark, ...]) -> CodeEvidence:
    """What is shown beside the verdict; the line is the first one of the student's that raised."""
    report = judge.report
    raised = (one for one in report.results if isinstance(one, Raised))
    error = report.error or next(raised, None)
    line = error.line if error else None
    text = line_text(judge.source, line) if line else ""
    return CodeEvidence(marks, report.output[:LONGEST_OUTPUT], line, text)
