"""A program on its way to the runner and back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from app.grading.cases import CaseError, Prepared
from app.models import CodeQuestion
from app.runner import Job, Report


class RunnerUnavailable(Exception):  # noqa: N818  # the state of the service, not an error of the answer
    """No program can be run now; this is no attempt."""


class ExerciseFault(RunnerUnavailable):
    """The inputs or the reference of an exercise have no value; `slip` is for its author."""

    def __init__(self, slip: CaseError) -> None:
        super().__init__("the exercise itself has a fault, which is logged")
        self.slip = slip


class Runs(Protocol):
    """What runs a job: `app.runner.Runner`, or a student's turn at it."""

    async def run(self, job: Job) -> Report:
        """The report of the job. Raises `app.runner.Busy`."""
        ...


async def run(
    source: str, calls: Sequence[Prepared], question: CodeQuestion, runner: Runs, seed: int
) -> Report:
    """The report of a program's run on these calls. Raises RunnerUnavailable and `app.runner.Busy`."""
    report = await runner.run(Job(source, tuple(call.call for call in calls), question.seconds, seed % 2**32))
    if report.end == "unavailable":
        raise RunnerUnavailable(report.detail)
    return report


def all_ran(report: Report, calls: Sequence[Prepared]) -> bool:
    """Whether the program came to its end and every call has a result."""
    return report.end == "finished" and len(report.results) == len(calls)
