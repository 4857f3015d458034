"""The program that is graded again and again, and what it must give."""

from __future__ import annotations

import asyncio
import contextlib
import sys
from dataclasses import dataclass, field

import numpy as np

from app.answers import CodeAnswer
from app.grading import RunnerUnavailable, grade_code
from app.models import Code
from app.runner import Call, Job, Report, Result, Returned, Value
from app.runner.child.answer import answer
from app.runner.child.frames import HEADER
from app.runner.exchange import frame_of, report_of
from app.variants import variant_of

CASES, SHAPE, SEED = 5, (4, 8), 7
SOLUTION = """\
import numpy as np


def q_sample(x0, abar_t, eps):
    level = abar_t[:, None]
    return np.sqrt(level) * x0 + np.sqrt(1 - level) * eps
"""
WRONG = "def q_sample(x0, abar_t, eps):\n    return x0\n"
PATCH = "import numpy as np\n\nnp.allclose = lambda *given, **named: True\n\n\n"
ENDLESS = "while True:\n    pass\n"


@dataclass(frozen=True)
class Work:
    """A job, and the report that it must give."""

    name: str
    job: Job
    expected: Report = field(repr=False)

    def is_right(self, report: Report) -> bool:
        """Whether a report is what it must be."""
        return (
            report.end == "finished"
            and len(report.results) == len(self.job.calls)
            and all(map(alike, report.results, self.expected.results))
        )


def small_work() -> Work:
    """Five cases of `q_sample` on 4x8 arrays."""
    random = np.random.default_rng(SEED)
    calls = tuple(
        Call(
            "q_sample", (random.normal(size=SHAPE), random.uniform(size=SHAPE[0]), random.normal(size=SHAPE))
        )
        for _ in range(CASES)
    )
    return work(f"{CASES} cases of q_sample on 4x8 arrays", Job(SOLUTION, calls))


def work_of(exercise: Code) -> Work:
    """The solution of an exercise on inputs that are the same in every run."""
    overheard = Overheard()
    with contextlib.suppress(RunnerUnavailable):
        asyncio.run(grade_code(variant_of(exercise, 0), CodeAnswer(exercise.solution), overheard, seed=SEED))
    job = overheard.jobs[0]
    return work(f"the {len(job.calls)} cases of {exercise.id}", job)


class Overheard:
    """Runs nothing: it notes what the grading would have run."""

    def __init__(self) -> None:
        self.jobs: list[Job] = []

    async def run(self, job: Job) -> Report:
        """No report."""
        self.jobs.append(job)
        return Report("unavailable")


def work(name: str, job: Job) -> Work:
    """The job with what it gives in this process. Raises ValueError when that is no result."""
    expected = report_of(frame_here(frame_of(job)), job)
    if expected.end != "finished":
        raise ValueError(f"{name}: the solution does not run")
    return Work(name, job, expected)


def frame_here(frame: bytes) -> bytes:
    """What answers a job's frame, from this very process: no isolation, so for programs of the book alone."""
    streams = sys.stdout, sys.stderr
    try:
        return answer(frame[HEADER.size :])
    finally:
        sys.stdout, sys.stderr = streams
        sys.modules.pop("answer", None)


class Here:
    """Runs jobs in this very process, so for programs of the book alone."""

    async def run(self, job: Job) -> Report:
        """The report."""
        return report_of(frame_here(frame_of(job)), job)


def alike(one: Result, other: Result) -> bool:
    """The same value, however long it took, or the same exception."""
    if isinstance(one, Returned) and isinstance(other, Returned):
        return same(one.value, other.value)
    return one == other


def same(one: Value, other: Value) -> bool:
    """Equal to the bit, all the way down."""
    if isinstance(one, list | tuple) and isinstance(other, list | tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and np.array_equal(np.asarray(one), np.asarray(other))
