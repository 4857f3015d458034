"""What a grade costs in the runner itself, without the web: idle, sustained, run away, killed, in memory."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.bench.figures import Bar, Figure, Subject, percentile
from app.bench.pace import NONE, USUAL, Ask, Outcome, Sample, at_once, counted, flat_out, shares, timed
from app.bench.processes import children, megabytes, zygote
from app.bench.programs import ENDLESS, Work, frame_here
from app.runner import Busy, Job, Report, Runner
from app.runner.child.layers import LAYERS
from app.runner.exchange import frame_of, report_of

if TYPE_CHECKING or sys.platform == "linux":
    from app.runner.nursery import Nursery

CLIENTS, SPARES, QUEUED = 8, 4, 40
CALM = 30  # a second
ROUNDS = 4  # in which the two pools take turns
SETTLED = 0.5  # seconds until every spare has rehearsed


@dataclass(frozen=True)
class Effort:
    """How long to measure: seconds of a stretch of load, and how often what is measured singly is done."""

    seconds: float
    repeats: int


def reference(work: Work, effort: Effort) -> list[float]:
    """Milliseconds of the same grade in this process, with no isolation."""
    taken, frame = [], frame_of(work.job)
    for _ in range(40 * effort.repeats):
        begun = time.perf_counter()
        frame_here(frame)
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


def bare_python(effort: Effort) -> list[float]:
    """Milliseconds of a fresh interpreter that loads numpy."""
    taken = []
    for _ in range(effort.repeats):
        begun = time.perf_counter()
        subprocess.run([sys.executable, "-I", "-c", "import numpy"], check=True)
        taken.append(1000 * (time.perf_counter() - begun))
    return taken


@asynccontextmanager
async def started(spares: int = SPARES) -> AsyncIterator[Runner]:
    """A runner with its spares ready."""
    runner = Runner(spares=spares)
    await runner.start()
    try:
        await asyncio.sleep(SETTLED)
        yield runner
    finally:
        await runner.close()


def asking(runner: Runner, work: Work) -> Ask:
    """Asks the runner for a grade."""

    async def ask() -> Outcome:
        try:
            return "right" if work.is_right(await runner.run(work.job)) else "wrong"
        except Busy:
            return "refused"

    return ask


# ---- one at a time ---


async def idle(work: Work, effort: Effort) -> Subject:
    """One grade while nothing else happens, beside the reference taken before and after."""
    before = reference(work, effort)
    async with started() as runner:
        ask = asking(runner, work)
        samples = []
        for _ in range(int(CALM * effort.seconds)):
            await asyncio.sleep(1 / CALM)
            samples.append(await timed(ask))
    base = percentile(before + reference(work, effort), 0.5)
    python = percentile(bare_python(effort), 0.5)
    median = percentile([one.milliseconds for one in samples], 0.5)
    return Subject(
        f"A grade in the runner, idle: {work.name}",
        (
            Figure("the same in process without isolation: the reference, p50", base, "ms"),
            Figure('`python -c "import numpy"`, p50', python, "ms"),
            *shares(f"a grade, {CALM} a second", samples, USUAL),
            Figure("p50 over the reference", median / base, "times", Bar(10)),
            Figure('`python -c "import numpy"` over p50', python / median, "times"),
            Figure("wrong verdicts", counted(samples, "wrong"), "", NONE),
        ),
    )


# ---- as many as there can be ---


class Pool:
    """Children of one zygote, as many at once as processors: the runner without queue, turns and retries.

    Layers can be left out of it, which the runner itself refuses.
    """

    def __init__(self, nursery: Nursery) -> None:
        self._nursery = nursery
        self._slots = asyncio.Semaphore(os.cpu_count() or 1)

    async def run(self, job: Job) -> Report:
        """The report of a job that comes to its end."""
        async with self._slots:
            spare = await self._nursery.take()
            try:
                received = await spare.converse(frame_of(job), job.seconds)
            finally:
                self._nursery.release(spare)
        return Report("time") if received is None else report_of(received, job)


async def pool_rate(work: Work, layers: Set[str], seconds: float) -> float:
    """Right grades per second of a pool with these layers."""
    nursery = await Nursery.open(layers, SPARES)
    try:
        pool = Pool(nursery)
        nursery.top_up()

        async def ask() -> Outcome:
            return "right" if work.is_right(await pool.run(work.job)) else "wrong"

        await asyncio.sleep(SETTLED)
        return await flat_out(ask, CLIENTS, seconds)
    finally:
        await nursery.close()


async def sustained(work: Work, effort: Effort) -> Subject:
    """Eight clients who never pause; the two pools take turns, so that a noisy minute meets both."""
    async with started() as runner:
        rate = await flat_out(asking(runner, work), CLIENTS, effort.seconds)
    protected = bare = 0.0
    for _ in range(ROUNDS):
        protected += await pool_rate(work, frozenset(LAYERS), effort.seconds / ROUNDS) / ROUNDS
        bare += await pool_rate(work, frozenset(), effort.seconds / ROUNDS) / ROUNDS
    return Subject(
        f"Sustained, {CLIENTS} clients on {os.cpu_count()} processors",
        (
            Figure("the runner, all layers", rate, "/s", Bar(300, at_least=True)),
            Figure("its pool of children alone, all layers", protected, "/s"),
            Figure("the same pool, lock-down off", bare, "/s"),
            Figure("all layers over lock-down off", 100 * protected / bare, "%", Bar(75, at_least=True)),
        ),
    )


# ---- faults ---


async def runaway(work: Work, effort: Effort) -> Subject:
    """How long after its limit an endless loop is answered."""
    limit = min(1.0, effort.seconds / 4)
    job, late, named = Job(ENDLESS, work.job.calls, limit), [], 0
    async with started() as runner:
        for _ in range(max(2, effort.repeats // 4)):
            begun = time.perf_counter()
            named += (await runner.run(job)).end == "time"
            late.append(1000 * (time.perf_counter() - begun - limit))
    return Subject(
        f"Endless loops, limit {limit:g} s",
        (
            Figure("answered after the limit, p50", percentile(late, 0.5), "ms"),
            Figure("answered after the limit, the slowest", max(late), "ms", Bar(50)),
            Figure("not told as a matter of time", len(late) - named, "", NONE),
        ),
    )


async def killed(work: Work) -> Subject:
    """The zygote gets SIGKILL while forty grades wait."""
    async with started() as runner:
        waiting = asyncio.create_task(at_once(asking(runner, work), QUEUED))
        await asyncio.sleep(0.005)
        begun = time.perf_counter()
        os.kill(zygote(os.getpid()), signal.SIGKILL)
        samples: list[Sample] = await waiting
        took = time.perf_counter() - begun
    return Subject(
        f"The zygote killed with {QUEUED} queued",
        (
            Figure("until all are served", took, "s", Bar(1.5)),
            Figure("refused", counted(samples, "refused"), f"of {QUEUED}", NONE),
            Figure("wrong verdicts", counted(samples, "wrong"), f"of {QUEUED}", NONE),
        ),
    )


async def memory() -> Subject:
    """The zygote and four spares that wait."""
    title = f"Memory, zygote and {SPARES} spares that wait"
    async with started():
        parent = zygote(os.getpid())
        spares = children(parent)
        try:
            private = [megabytes(spare, "Private_Dirty") for spare in spares]
            shared = sum(megabytes(pid, "Pss") for pid in (parent, *spares))
        except PermissionError:
            return Subject(
                title, note="Not measured: only root may look into processes that are locked down."
            )
    return Subject(
        title,
        (
            Figure("private to a spare, p50", percentile(private, 0.5), "MB", Bar(4)),
            Figure(f"all {1 + len(spares)} processes, shared pages counted once", shared, "MB", Bar(60)),
        ),
    )
