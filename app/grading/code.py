"""Programs graded by what they return: run elsewhere on fresh inputs, compared here with the reference.

The process that runs the program gets source and inputs only; what it sends back is data to compare. What is
expected is computed afterwards.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from app.answer_types import CodeAnswer
from app.evaluation import EvaluationError, Value
from app.grading.cases import Prepared, expected, prepared, shown, written
from app.grading.outputs import Difference, difference
from app.grading.tolerances import tolerance_of
from app.grading.verdicts import CaseMark, CodeEvidence, Graded, correct, mistake, wrong
from app.models import CodeQuestion, Mutant, Tolerance
from app.runner import Busy, Job, Raised, Report, Result, Returned, Unreadable
from app.variants import Variant

log = logging.getLogger(__name__)
REFUSED = "What the program returned could not be judged. Return plain numbers or numpy arrays."
LONGEST_OUTPUT = 2000


class RunnerUnavailable(Exception):  # noqa: N818  # the state of the service, not an error of the answer
    """No program can be run now; this is no attempt."""


class Runs(Protocol):
    """What runs a job: `app.runner.Runner`."""

    async def run(self, job: Job) -> Report:
        """The report of the job. Raises `app.runner.Busy`."""
        ...


@dataclass(frozen=True, eq=False)
class Judged:
    """One call with what came of it; `fault` says what is wrong, `mark` what is told."""

    call: Prepared
    mark: CaseMark
    fault: Difference | None


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
    run = await judged_run(question, variant, answer.source, runner, drawn)
    verdict = run.graded
    if verdict.verdict == "correct" or not _all_ran(run.report, run.calls):
        return verdict
    found = await _mutant(question, run.calls, run.report.results, runner, drawn)
    return verdict if found is None else mistake(found.tag, variant.say(found.say), verdict.evidence)


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
    calls, keys = _asked(question, variant, seed, hidden=hidden)
    report = await _run(source, calls, question, runner, seed)
    return Run(calls, report, _told(question, report, calls, keys))


def _asked(
    question: CodeQuestion, variant: Variant, seed: int, *, hidden: bool
) -> tuple[tuple[Prepared, ...], tuple[Value | None, ...]]:
    """The calls and what they should return; none where an exception should be raised."""
    try:
        calls = tuple(call for call in prepared(question, variant, seed) if hidden or call.visible)
        return calls, tuple(None if one.case.raises else expected(question, variant, one) for one in calls)
    except EvaluationError as slip:  # the author's, so it must not cost the student an attempt
        log.exception("%s: the inputs or the reference can't be computed", variant.exercise.id)
        raise RunnerUnavailable("The exercise itself has a fault; it is logged.") from slip


def _told(
    question: CodeQuestion, report: Report, calls: Sequence[Prepared], keys: Sequence[Value | None]
) -> Graded:
    """The verdict; whatever a hostile value does to the comparison is never a pass, nor the server's end."""
    try:
        return _verdict(question, report, _judged(calls, report.results, keys, tolerance_of(question)))
    except Exception:
        log.exception("the outputs of a program could not be judged")
        return wrong(REFUSED, _evidence(report, ()))


async def _run(
    source: str, calls: Sequence[Prepared], question: CodeQuestion, runner: Runs, seed: int
) -> Report:
    job = Job(source, tuple(call.call for call in calls), question.seconds, seed % 2**32)
    report = await runner.run(job)
    if report.end == "unavailable":
        raise RunnerUnavailable(report.detail)
    return report


def _all_ran(report: Report, calls: Sequence[Prepared]) -> bool:
    return report.end == "finished" and len(report.results) == len(calls)


# ---- calls ---


def _judged(
    calls: Sequence[Prepared], results: Sequence[Result], keys: Sequence[Value | None], tolerance: Tolerance
) -> list[Judged]:
    return [
        _call(call, results[place] if place < len(results) else None, key, tolerance)
        for place, (call, key) in enumerate(zip(calls, keys, strict=True))
    ]


def _call(call: Prepared, result: Result | None, key: Value | None, tolerance: Tolerance) -> Judged:
    match result:
        case None:
            return Judged(call, _mark(call, "not run", None, key), None)
        case Raised():
            return _raised(call, result, key)
        case Unreadable():
            odd = Difference("auto-unreadable", f"it returned {result.why}; return numbers or numpy arrays")
            return Judged(call, _mark(call, "unreadable", odd, key), odd)
        case Returned():
            fault = _returned(call, result, key, tolerance)
            outcome = "wrong" if fault else "pass"
            return Judged(call, _mark(call, outcome, fault, key, shown(result.value)), fault)


def _returned(call: Prepared, result: Returned, key: Value | None, tolerance: Tolerance) -> Difference | None:
    if call.case.raises:
        return Difference(
            "auto-no-exception", f"it returned a value where `{call.case.raises}` should be raised"
        )
    if result.mutated:
        names = " and ".join(f"`{list(call.inputs)[place]}`" for place in result.mutated)
        text = f"it changes its input {names} in place: whoever called it still needs that; work on a copy"
        return Difference("auto-changes-input", text)
    return difference(result.value, key, tolerance)


def _raised(call: Prepared, result: Raised, key: Value | None) -> Judged:
    if call.case.raises == result.kind:
        return Judged(call, _mark(call, "pass", None, key, f"raises {result.kind}"), None)
    where = f" in line {result.line}" if result.line else ""
    detail = f"`{result.kind}: {_inline(result.message)}`" if result.message else ""
    fault = Difference("auto-exception", f"it raised `{result.kind}`{where}{_advice(result)}", detail)
    return Judged(call, _mark(call, "raised", fault, key), fault)


def _advice(raised: Raised) -> str:
    match raised.kind:
        case "PermissionError":
            return ": programs here have no files and no network"
        case "RecursionError":
            return ": the function calls itself without end"
    return ""


def _inline(text: str) -> str:
    one_line = " ".join(text.replace("`", "'").split())
    return one_line if len(one_line) <= 200 else one_line[:199] + "…"


def _mark(
    call: Prepared, outcome: str, fault: Difference | None = None, key: Value | None = None, got: str = ""
) -> CaseMark:
    """What is told of a call: everything of a visible one, the kind of fault and the hint of a hidden one."""
    hint = call.hint if fault else ""
    if not call.visible:
        note = ". ".join(filter(None, (_sentence(fault.kind) if fault else "", hint)))
        return CaseMark(call.label, False, outcome, note=note)  # type: ignore[arg-type]  # the callers give literals
    note = "; ".join(filter(None, (fault.kind, fault.detail))) if fault else ""
    wanted = f"raises {call.case.raises}" if call.case.raises else shown(key)
    return CaseMark(call.label, True, outcome, written(call), wanted, got, _sentence(note))  # type: ignore[arg-type]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


# ---- the whole ---


def _verdict(question: CodeQuestion, report: Report, judged: Sequence[Judged]) -> Graded:
    marks = _marks(judged)
    evidence = _evidence(report, marks)
    if report.end != "finished":
        return _ended(question, report, evidence)
    failed = next((one for one in judged if one.fault), None)
    if failed is None or failed.fault is None:
        if judged and all(one.mark.outcome == "pass" for one in judged):
            count = len(judged)
            return correct(f"All {count} calls return what they should.", evidence)
        return wrong(REFUSED, evidence)
    return _failed(failed, failed.fault, marks, evidence)


def _marks(judged: Sequence[Judged]) -> tuple[CaseMark, ...]:
    """One mark for each case: the first fault among its repeats, or the first of them."""
    by_case: dict[int, CaseMark] = {}
    for one in judged:
        case = id(one.call.case)
        if case not in by_case or by_case[case].outcome == "pass":
            by_case[case] = by_case[case] if case in by_case and one.mark.outcome == "pass" else one.mark
    return tuple(by_case.values())


def _failed(failed: Judged, fault: Difference, marks: Sequence[CaseMark], evidence: CodeEvidence) -> Graded:
    passed = sum(mark.outcome == "pass" for mark in marks)
    where = f"`{written(failed.call)}`" if failed.call.visible else f"The hidden case “{failed.call.label}”"
    told = failed.mark.note
    message = f"{where}: {told[:1].lower() + told[1:]}" + ("" if told.endswith((".", "?")) else ".")
    heading = f"{passed} of {len(marks)} cases pass."
    if fault.tag == "auto-changes-input":
        return Graded("mistake", 0.0, fault.tag, heading, message, evidence)
    return Graded("wrong", 0.0, fault.tag, heading, message, evidence)


def _ended(question: CodeQuestion, report: Report, evidence: CodeEvidence) -> Graded:
    """The verdict on a program that did not come to its end."""
    match report.end:
        case "raised":
            return _broken(report.error, evidence)
        case "time":
            text = (
                f"It ran longer than {question.seconds:g} s and was stopped. "
                "Is there a loop that never ends, or one over entries that numpy does at once?"
            )
        case "memory":
            text = "It wanted more memory than there is for one program. How large are the arrays it makes?"
        case "output":
            text = "It printed or returned far too much. How large is what it returns?"
        case "killed":
            text = (
                "It did what programs here may not do, and was stopped: no files, no network, no processes."
            )
        case _:
            text = REFUSED
    detail = f" ({report.detail})" if report.detail and report.end != "time" else ""
    return Graded("wrong", 0.0, f"auto-{report.end}", "It was stopped.", text + detail, evidence)


def _broken(error: Raised | None, evidence: CodeEvidence) -> Graded:
    """The verdict on a program that failed before any function was called."""
    if error is None:
        return wrong(REFUSED, evidence)
    where = f"Line {error.line}" if error.line else "The program"
    told = f"`{error.kind}: {_inline(error.message)}`" if error.message else f"`{error.kind}`"
    if error.kind in ("SyntaxError", "IndentationError", "TabError"):
        return Graded("wrong", 0.0, "auto-syntax", "Python can't read it.", f"{where}: {told}", evidence)
    return Graded(
        "wrong", 0.0, "auto-exception", "It fails to start.", f"{where}: {told}{_advice(error)}", evidence
    )


def _evidence(report: Report, marks: tuple[CaseMark, ...]) -> CodeEvidence:
    """What is shown beside the verdict; the line is the first one of the student's that raised."""
    raised = (one for one in report.results if isinstance(one, Raised))
    error = report.error or next(raised, None)
    return CodeEvidence(marks, report.output[:LONGEST_OUTPUT], error.line if error else None)


# ---- known wrong programs ---


async def _mutant(
    question: CodeQuestion,
    calls: Sequence[Prepared],
    results: Sequence[Result],
    runner: Runs,
    seed: int,
) -> Mutant | None:
    """The known wrong program that returns just what the student's does."""
    try:
        for mutant in question.mutants:
            report = await _run(mutant.code, calls, question, runner, seed)
            if _all_ran(report, calls) and _alike(results, report.results, tolerance_of(question)):
                return mutant
    except (Busy, RunnerUnavailable):
        return None  # the verdict stands without it
    except Exception:
        log.exception("the outputs of a program could not be compared with known wrong ones")
    return None


def _alike(own: Sequence[Result], others: Sequence[Result], tolerance: Tolerance) -> bool:
    """Whether two programs do the same wherever both return, and return somewhere."""
    pairs = list(zip(own, others, strict=True))
    if any(isinstance(one, Returned) != isinstance(other, Returned) for one, other in pairs):
        return False
    both = [(one, other) for one, other in pairs if isinstance(one, Returned) and isinstance(other, Returned)]
    return bool(both) and all(
        one.mutated == other.mutated and difference(one.value, other.value, tolerance) is None
        for one, other in both
    )
