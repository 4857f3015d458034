"""The whole bench of students' code in one run, so that ratios between its figures hold."""

from __future__ import annotations

import asyncio
import os
import platform
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from app.bench.classroom import classroom
from app.bench.figures import Subject
from app.bench.peers import peers
from app.bench.pool import Effort, idle, killed, memory, runaway, sustained
from app.bench.programs import small_work, work_of
from app.faults import BadContent
from app.library import read_books
from app.models import Code
from app.runner import Runner
from app.settings import Settings

FAVOURITE = "fwd-q-sample"
UNPROTECTED = "Not measured: nothing here can hold a stranger's program. See `workbook doctor`."


class NoExerciseError(LookupError):
    """The book has no such exercise that asks for a program."""


@dataclass(frozen=True)
class Plan:
    """What to measure, and for how long. Without an exercise the runner grades five small cases."""

    settings: Settings
    exercise: str | None
    seconds: float
    quick: bool
    peers: Path | None

    @property
    def effort(self) -> Effort:
        """How long and how often."""
        return Effort(min(self.seconds, 0.5), 4) if self.quick else Effort(self.seconds, 20)


def protection() -> str:
    """What holds students' code here: full, seccomp or none."""

    async def level() -> str:
        runner = Runner(spares=1)
        await runner.start()
        await runner.close()
        return runner.level

    return asyncio.run(level())


def machine(level: str) -> dict[str, object]:
    """What the figures were taken on; the load tells whether it had other things to do."""
    return {
        "system": platform.platform(),
        "processor": platform.machine(),
        "processors": os.cpu_count(),
        "python": platform.python_version(),
        "numpy": np.__version__,
        "load": os.getloadavg()[0],
        "sandbox": level,
    }


def chosen(plan: Plan) -> Code:
    """The exercise that is answered over HTTP. Raises NoExerciseError and BadContent."""
    reading = read_books(plan.settings.exercises, plan.settings.checkers, None)
    if reading.faults:
        raise BadContent(reading.faults)
    chapters = [chapter for book in reading.books for chapter in book.chapters]
    programs = {one.id: one for chapter in chapters for one in chapter.exercises if isinstance(one, Code)}
    wanted = plan.exercise or (FAVOURITE if FAVOURITE in programs else next(iter(programs), ""))
    if wanted not in programs:
        raise NoExerciseError(
            f"{wanted or 'A program'} is asked for by no exercise. There are: {', '.join(programs)}"
        )
    return programs[wanted]


def measure(plan: Plan, exercise: Code, level: str) -> Iterator[Subject]:
    """Each table as soon as it is known."""
    effort = plan.effort
    if level == "none":
        yield Subject("Students' code", note=UNPROTECTED)
        return
    work = small_work() if plan.exercise is None else work_of(exercise)
    yield asyncio.run(idle(work, effort))
    yield asyncio.run(sustained(work, effort))
    yield asyncio.run(runaway(work, effort))
    yield asyncio.run(killed(work))
    yield asyncio.run(memory())
    subjects, ours = asyncio.run(classroom(exercise, plan.settings, effort))
    yield from subjects
    if not plan.quick or plan.peers is not None:
        yield peers(plan.peers, ours, 1 if plan.quick else 3)
