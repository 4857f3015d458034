"""Runs students' programs: a queue, as many at once as processors, one locked-down child for each."""

import asyncio
import contextlib
import logging
import os
import sys
from collections.abc import Hashable, Mapping, Sequence, Set
from typing import TYPE_CHECKING

from . import ends
from .alone import run_alone
from .child.layers import LAYERS, Level, level
from .child.limits import LONGEST_SOURCE
from .exchange import frame_of, is_complete, report_of
from .job import Job, Report
from .lanes import Slots
from .turns import Turn, Turns

if TYPE_CHECKING or sys.platform == "linux":
    from .nursery import LostError, Nursery

_log = logging.getLogger(__name__)

_SHORTEST_PAUSE, _LONGEST_PAUSE = 0.05, 5.0  # seconds before a lost zygote is replaced
_UNPROTECTED = "code is not run here: this system lacks what it takes to run a stranger's program safely"
_LOST = "the process that runs code cannot be kept up just now"


class Runner:
    """Runs jobs. One per event loop; `start` it, `close` it.

    `spares` children wait ready, `workers` jobs run at once (as many as processors), `queue_limit` may wait.
    `unprotected` permits plain processes where nothing protects; what does protect is used all the same.
    `layers` leaves layers of the protection out, for trying the others alone.
    """

    def __init__(
        self,
        *,
        spares: int = 4,
        workers: int | None = None,
        queue_limit: int = 64,
        unprotected: bool = False,
        layers: Set[str] = frozenset(LAYERS),
    ) -> None:
        self._spares = spares
        self._unprotected = unprotected
        self._wanted = layers
        self._found: frozenset[str] = frozenset()
        self._slots = Slots(workers or os.cpu_count() or 1, queue_limit)
        self._turns = Turns(self._answer, self._slots)
        self._nursery: Nursery | None = None
        self._renewing = asyncio.Lock()
        self._renewal: asyncio.Task[None] | None = None
        self._pause = _SHORTEST_PAUSE
        self._closed = False

    @property
    def level(self) -> Level:
        """What protects: "full", "seccomp" (all but Landlock), or "none". Known once started."""
        return level(self._found)

    @property
    def layers(self) -> Mapping[str, bool]:
        """Each layer and whether it is in force."""
        return {layer: layer in self._found for layer in LAYERS}

    async def start(self) -> None:
        """Find out what protects here, and get the first children ready. Raises nothing if nothing does."""
        if sys.platform != "linux":
            return
        try:
            nursery = await Nursery.open(self._wanted, self._spares)
        except LostError as error:
            _log.warning("no code can be run: %s", error)
            return
        self._found = nursery.layers
        if self.level == "none":
            await nursery.close()
        else:
            self._adopt(nursery)

    async def close(self) -> None:
        """End every process."""
        self._closed = True
        if self._renewal is not None:
            self._renewal.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._renewal
        if self._nursery is not None:
            await self._nursery.close()

    async def run(self, job: Job) -> Report:
        """The report of a job of no student's, whatever the program does. Raises Busy."""
        async with self.turn(None) as turn:
            return await turn.run(job)

    def turn(self, student: Hashable | None) -> contextlib.AbstractAsyncContextManager[Turn]:
        """A turn of that student, in which the jobs of one submission are run. Raises Busy and TooMany."""
        return self._turns.turn(student)

    async def _answer(self, job: Job) -> Report:
        if len(job.source) > LONGEST_SOURCE:
            return ends.too_long(LONGEST_SOURCE)
        return await self._run(job, frame_of(job))

    async def _run(self, job: Job, frame: bytes) -> Report:
        if self.level != "none":
            return await self._run_protected(job, frame)
        if self._unprotected:
            return await asyncio.to_thread(run_alone, job, frame)
        return Report("unavailable", detail=_UNPROTECTED)

    async def _run_protected(self, job: Job, frame: bytes) -> Report:
        """A fault of ours is tried once more, on the next zygote; a fault of the program's is its result."""
        for _ in range(2):
            try:
                return await self._run_in(await self._healthy(), job, frame)
            except LostError as error:
                _log.warning("a run was lost: %s", error)
        return Report("unavailable", detail=_LOST)

    async def _run_in(self, nursery: "Nursery", job: Job, frame: bytes) -> Report:
        try:
            spare = await nursery.take()
            try:
                received = await spare.converse(frame, job.seconds)
                if received is None:
                    report = ends.out_of_time(job)
                elif is_complete(received):
                    report = report_of(received, job)
                else:
                    report = ends.ended(await nursery.fate(spare), job)
            finally:
                nursery.release(spare)
        except LostError:
            await nursery.close()
            raise
        self._pause = _SHORTEST_PAUSE
        return report

    async def _healthy(self) -> "Nursery":
        """The nursery, or the next one, after a pause that grows while they keep dying. Raises LostError."""
        async with self._renewing:
            if self._closed or self._nursery is None:
                raise LostError("closed")
            if self._nursery.lost:
                await self._nursery.close()
                await asyncio.sleep(self._pause)
                self._pause = min(_LONGEST_PAUSE, 2 * self._pause)
                self._adopt(await Nursery.open(self._wanted, self._spares))
            return self._nursery

    def _adopt(self, nursery: "Nursery") -> None:
        self._nursery = nursery
        nursery.on_lost = self._renew_soon
        nursery.top_up()

    def _renew_soon(self) -> None:
        """Do not leave it to the next student to wait for the next zygote."""
        if not self._closed:
            self._renewal = asyncio.get_running_loop().create_task(self._renew())

    async def _renew(self) -> None:
        with contextlib.suppress(LostError):
            await self._healthy()


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
