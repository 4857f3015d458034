"""Runs students' programs: a queue, as many at once as processors, one locked-down child for each."""

import asyncio
import contextlib
import logging
import os
import sys
from collections import Counter
from collections.abc import Hashable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from . import ends
from .alone import run_alone
from .child.layers import LAYERS, Level, level
from .child.limits import LONGEST_SOURCE
from .counts import Counts
from .exchange import frame_of, is_complete, report_of
from .job import End, Job, Report
from .lanes import Lane, Slots
from .turns import Turn, Turns

if TYPE_CHECKING or sys.platform == "linux":
    from .nursery import Nursery
    from .start import LostError
    from .succession import Succession

_log = logging.getLogger(__name__)

_UNPROTECTED = "code is not run here: this system lacks what it takes to run a stranger's program safely"
_LOST = "the process that runs code cannot be kept up just now"


class Runner:
    """Runs jobs. One per event loop; `start` it, `close` it.

    `spares` children wait ready, `workers` jobs run at once (as many as processors; lanes add two),
    `queue_limit` may wait in each lane.
    `unprotected` permits plain processes where nothing protects; what does protect is used all the same.
    `layers` leaves layers of the protection out, for trying the others alone.
    """

    def __init__(
        self,
        *,
        spares: int = 4,
        workers: int | None = None,
        queue_limit: int = 128,
        unprotected: bool = False,
        layers: Set[str] = frozenset(LAYERS),
    ) -> None:
        self._spares = spares
        self._unprotected = unprotected
        self._wanted = layers
        self._slots = Slots(workers or os.cpu_count() or 1, queue_limit)
        self._turns = Turns(self._answer, self._slots)
        self._ended: Counter[End] = Counter()
        self._succession: Succession | None = None  # none where nothing protects

    @property
    def level(self) -> Level:
        """What protects: "full", "seccomp" (all but Landlock), or "none". Known once started."""
        return level(self._found)

    @property
    def counts(self) -> Counts:
        """What it has done so far."""
        opened = self._succession.opened if self._succession else 0
        slots = self._slots
        return Counts(dict(self._ended), slots.given, slots.waited, slots.waiting, opened, self.level)

    @property
    def _found(self) -> Set[str]:
        return self._succession.layers if self._succession else frozenset()

    @property
    def layers(self) -> Mapping[str, bool]:
        """Each layer and whether it is in force."""
        return {layer: layer in self._found for layer in LAYERS}

    async def start(self) -> None:
        """Find out what protects here, and get the first children ready. Raises nothing if nothing does."""
        if sys.platform != "linux":
            return
        succession = Succession(self._wanted, self._spares)
        try:
            await succession.start()
        except LostError as error:
            _log.warning("no code can be run: %s", error)
        else:
            self._succession = succession

    def drain(self) -> None:
        """Let nobody in any more: those who wait are told Busy, those whose turn it is finish."""
        self._slots.close()

    async def close(self) -> None:
        """End every process."""
        self.drain()
        if self._succession is not None:
            await self._succession.close()

    async def run(self, job: Job) -> Report:
        """The report of a job of no student's, whatever the program does. Raises Busy."""
        async with self.turn(None) as turn:
            return await turn.run(job)

    def turn(self, student: Hashable | None) -> contextlib.AbstractAsyncContextManager[Turn]:
        """A turn of that student, in which the jobs of one submission are run. Raises Busy and TooMany."""
        return self._turns.turn(student)

    async def _answer(self, job: Job, lane: Lane) -> Report:
        report = await self._run(job, gently=lane is Lane.SLOW)
        self._ended[report.end] += 1
        return report

    async def _run(self, job: Job, *, gently: bool) -> Report:
        if len(job.source) > LONGEST_SOURCE:
            return ends.too_long(LONGEST_SOURCE)
        frame = frame_of(job)
        if self._succession is not None and self.level != "none":
            return await _run_protected(self._succession, job, frame, gently)
        if self._unprotected:
            return await asyncio.to_thread(run_alone, job, frame)
        return Report("unavailable", detail=_UNPROTECTED)


async def _run_protected(succession: "Succession", job: Job, frame: bytes, gently: bool) -> Report:
    """A fault of ours is tried once more, on the next zygote; a fault of the program's is its result."""
    for _ in range(2):
        try:
            nursery = await succession.current()
            report = await _run_in(nursery, job, frame, gently)
        except LostError as error:
            _log.warning("a run was lost: %s", error)
        else:
            succession.serves(nursery)
            return report
    return Report("unavailable", detail=_LOST)


async def _run_in(nursery: "Nursery", job: Job, frame: bytes, gently: bool) -> Report:
    """The report of a job that is run there. Raises LostError, and then the nursery is closed."""
    try:
        spare = await nursery.take()
        try:
            if gently:
                spare.step_back()
            received = await spare.converse(frame, job.seconds)
            if received is None:
                return ends.out_of_time(job)
            if is_complete(received):
                return report_of(received, job)
            return ends.ended(await nursery.fate(spare), job)
        finally:
            nursery.release(spare)
    except LostError:
        await nursery.close()
        raise


def run_jobs(jobs: Sequence[Job], *, unprotected: bool = False) -> list[Report]:
    """The reports of the jobs, in their order, from a runner of its own. Not for use inside an event loop."""
    return asyncio.run(_run_all(jobs, unprotected))


async def _run_all(jobs: Sequence[Job], unprotected: bool) -> list[Report]:
    runner = Runner(queue_limit=len(jobs) + 1, unprotected=unprotected)
    await runner.start()
    try:
        return await asyncio.gather(*(runner.run(job) for job in jobs))
    finally:
        await runner.close()
