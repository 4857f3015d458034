"""What ten thousand programs of every kind leave behind: `python -m tests.bench.bench_lifecycle [COUNT]`.

Prints descriptors, processes and memory of the server before and after, and what came of a hundred at once
and of a zygote that is killed or stopped with forty in the queue.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections import Counter
from pathlib import Path

from app.runner import Report, Runner
from tests.runner.processes import children, descriptors
from tests.runner.test_lifecycle import mixed
from tests.runner.test_runner import HONEST, nursery, values


def main(count: int) -> None:
    """Print one line per figure."""
    asyncio.run(measure(count))


async def measure(count: int) -> None:
    """All of it, on one runner."""
    runner = Runner(queue_limit=200)
    await runner.start()
    await at_once(runner, 100, "a hundred at once, the first ever")
    await asyncio.sleep(0.5)
    await at_once(runner, 100, "a hundred at once")
    for name in ("SIGKILL", "SIGSTOP"):
        await asyncio.sleep(0.5)
        os.kill(nursery(runner).pid, getattr(signal, name))
        await at_once(runner, 40, f"forty at once, the zygote given {name}")
    await mixed(runner, 100)
    await asyncio.sleep(0.5)
    before = state(runner)
    begun = time.perf_counter()
    reports = await mixed(runner, count)
    seconds = time.perf_counter() - begun
    await asyncio.sleep(0.5)
    print(f"{count} programs in {seconds:.1f} s, {count / seconds:.0f}/s: {dict(ends(reports))}")
    print(f"before: {before}\nafter:  {state(runner)}")
    await runner.close()
    print(f"closed: {descriptors()} descriptors, {len(children(os.getpid()))} processes")


async def at_once(runner: Runner, count: int, name: str) -> None:
    """Print how long so many at once take, and how many of them are right."""
    begun = time.perf_counter()
    reports = await asyncio.gather(*(runner.run(HONEST) for _ in range(count)))
    taken = 1000 * (time.perf_counter() - begun)
    right = sum(values(report) == [2] for report in reports)
    print(f"{name:44} {right}/{count} right in {taken:.0f} ms", flush=True)


def ends(reports: list[Report]) -> Counter[str]:
    """How many ended how."""
    return Counter(report.end for report in reports)


def state(runner: Runner) -> str:
    """What the server holds now."""
    memory = Path("/proc/self/status").read_text().partition("VmRSS:")[2].split()[0]
    family = children(nursery(runner).pid)
    return (
        f"{descriptors()} descriptors, {len(family)} children of the zygote, {runner.counts.zygotes} zygotes "
        f"so far, {int(memory) / 1024:.0f} MB"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
