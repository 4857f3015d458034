"""A program tried on the cases that everybody sees: nothing is stored and no attempt is spent."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from dataclasses import dataclass

from app.answers import CodeAnswer
from app.grading.cases import expected
from app.grading.code import Run, judged_run
from app.grading.running import Runs
from app.grading.summaries import CaseNumbers, case_numbers
from app.grading.verdicts import CodeEvidence
from app.models import CodeQuestion
from app.runner import Returned
from app.variants import Variant


@dataclass(frozen=True)
class Tried:
    """What a trial tells: a heading, a message (markdown, may be empty), and how the visible cases went.

    `numbers` are those of the cases that returned an array.
    """

    heading: str
    message: str
    evidence: CodeEvidence
    numbers: tuple[CaseNumbers, ...] = ()


async def try_code(variant: Variant, answer: CodeAnswer, runner: Runs) -> Tried:
    """How the visible cases go. No known wrong program is compared and no hidden case is run.

    Raises RunnerUnavailable and `app.runner.Busy`.
    """
    question = variant.exercise
    if not isinstance(question, CodeQuestion):
        raise TypeError(f"{question.id} asks for no program")
    told = await judged_run(question, variant, answer.source, runner, secrets.randbits(63), hidden=False)
    graded, evidence = told.graded, told.graded.evidence
    if not isinstance(evidence, CodeEvidence):
        raise TypeError("a program is judged by its cases")
    numbers = tuple(_numbers(question, variant, told))
    if graded.verdict == "correct":
        return Tried("The examples pass.", "", evidence, numbers)
    return Tried(graded.heading, graded.message, evidence, numbers)


def _numbers(question: CodeQuestion, variant: Variant, told: Run) -> Iterator[CaseNumbers]:
    """The arrays that came back, in numbers; of a case that is called several times the first."""
    seen = set()
    for call, result in zip(told.calls, told.report.results, strict=False):
        if isinstance(result, Returned) and id(call.case) not in seen:
            seen.add(id(call.case))
            key = expected(question, variant, call)
            wanted = key.value if key else None
            if found := case_numbers(call.label, result.value, wanted, plot=question.plot):
                yield found
