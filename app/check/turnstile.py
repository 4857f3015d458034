"""The check's way to the runner: nothing is run twice, and no program fails because the machine was busy."""

from __future__ import annotations

import asyncio
import os
from dataclasses import replace
from hashlib import sha256

from app.runner import Call, Job, Report, Returned, Runner
from app.runner.exchange import frame_of

AT_ONCE = 2 * (os.cpu_count() or 1)  # programs on their way to the runner; its queue never fills
LONGER = 3  # times the limit, for a program that met it and is tried again
LONGEST = 10.0  # seconds that a runner takes a job for
BUSY = 10  # no machine is so busy that a program takes as many times its own time: it waits for something
FEW = 3  # programs of an exercise that never end; then others are believed to do so, too
TELLING = ("raised", "memory", "output", "killed")  # ends that no busy machine brings about
SPENT = "\n\n\ndef _spent_():\n    import time\n    return time.process_time()\n"


class Turnstile:
    """A runner that lets only a few programs in at once, or one alone."""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self._room = asyncio.Semaphore(AT_ONCE)
        self._one = asyncio.Lock()

    async def run(self, job: Job) -> Report:
        """The report of the job."""
        async with self._room:
            return await self._runner.run(job)

    async def run_alone(self, job: Job) -> Report:
        """The report of the job, with no other beside it."""
        async with self._one:  # two that gather all the room would wait for each other
            for _ in range(AT_ONCE):
                await self._room.acquire()
            try:
                return await self._runner.run(job)
            finally:
                for _ in range(AT_ONCE):
                    self._room.release()


class Patient:
    """Runs the programs of one exercise. The same job is run once; one that met its time limit, twice.

    The second time it is alone and has longer. It counts if the program itself needed no more than its limit.
    After FEW programs that needed more only `solution` is tried again.
    """

    def __init__(self, turnstile: Turnstile, solution: str = "") -> None:
        self._turnstile = turnstile
        self._solution = solution
        self._known: dict[bytes, Report] = {}
        self._endless = 0
        self._again = asyncio.Lock()

    async def run(self, job: Job) -> Report:
        """The report of the job."""
        key = sha256(frame_of(job)).digest()
        if key not in self._known:
            report = await self._turnstile.run(job)
            self._known[key] = await self._tried_again(job, report) if report.end == "time" else report
        return self._known[key]

    async def _tried_again(self, job: Job, report: Report) -> Report:
        """The report of a second run, if it is one that tells more than the first."""
        seconds = min(LONGER * job.seconds, LONGEST)
        longer = replace(job, source=job.source + SPENT, calls=(*job.calls, Call("_spent_")), seconds=seconds)
        async with self._again:
            if self._endless >= FEW and job.source != self._solution:
                return report
            again = await self._turnstile.run_alone(longer)
            if again.end in TELLING or (again.end == "finished" and _needed(again) <= job.seconds):
                return replace(again, results=again.results[: len(job.calls)])
            self._endless += 1
            return report


def _needed(report: Report) -> float:
    """The seconds that a program needed: those of a processor, but for one that waits by itself."""
    *results, last = report.results
    took = sum(one.microseconds for one in results if isinstance(one, Returned)) / 1e6
    spent = last.value if isinstance(last, Returned) and isinstance(last.value, float) else took
    return took if took > BUSY * spent else spent
