"""A program tried on the cases that everybody sees: nothing is stored and no attempt is spent."""

from __future__ import annotations

import secrets
from dataclasses import dataclass

from app.answer_types import CodeAnswer
from app.grading.code import judged_run
from app.grading.running import Runs
from app.grading.verdicts import CodeEvidence
from app.models import CodeQuestion
from app.variants import Variant


@dataclass(frozen=True)
class Tried:
    """What a trial tells: a heading, a message (markdown, may be empty), and how the visible cases went."""

    heading: str
    message: str
    evidence: CodeEvidence


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
    if graded.verdict == "correct":
        return Tried("The examples pass.", "", evidence)
    return Tried(graded.heading, graded.message, evidence)
