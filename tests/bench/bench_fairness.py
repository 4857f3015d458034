"""What honest students wait while others loop: `python -m tests.bench.bench_fairness [SECONDS]`.

Twenty honest students hand in a program whenever a clock says so; in the same run nobody else does, then one
student submits endless loops as fast as they are answered, then five do, then one who is a stranger each time
(the cookie dropped). Milliseconds from handing in to the report, at the runner.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import count

from app.runner import Busy, Call, Job, Runner

STUDENTS, RATE = 20, 6.0  # honest submissions a second: 18 a minute of each
HONEST = Job("def f(x):\n    return np.sqrt(x) * 2", (Call("f", (2.0,)),))
LOOP = Job("while True: pass", seconds=1.0)


def main(seconds: float) -> None:
    """Print one line per crowd of hostile students."""
    asyncio.run(measure(seconds))


async def measure(seconds: float) -> None:
    """All crowds, one after another on one runner."""
    runner = Runner()
    await runner.start()
    strangers = count()
    crowds: list[tuple[str, list[Callable[[], str]]]] = [
        ("nobody loops", []),
        ("one student loops", [lambda: "hostile"]),
        ("five students loop", [partial(str, f"hostile {n}") for n in range(5)]),
        ("a stranger each time, eight at once", [lambda: f"stranger {next(strangers)}"] * 8),
    ]
    await asyncio.gather(*(hand_in(runner, f"student {n}", HONEST) for n in range(STUDENTS)))
    print(f"{'':38}{'p50 ms':>9}{'p95 ms':>9}{'worst':>9}{'answered':>10}{'turned away':>13}{'loops':>7}")
    for name, hostile in crowds:
        with looping(runner, hostile) as loops:
            taken = await honest(runner, seconds)
        told(name, taken, len(loops))
        await asyncio.sleep(1.5)  # the last loops end
    await runner.close()


@contextlib.contextmanager
def looping(runner: Runner, names: Sequence[Callable[[], str]]) -> Iterator[list[float]]:
    """Endless loops of students under these names for as long as the context lasts; how long each took."""
    loops: list[float] = []

    async def one(name: Callable[[], str]) -> None:
        while True:
            taken = await hand_in(runner, name(), LOOP)
            if taken is None:
                await asyncio.sleep(0.1)
            else:
                loops.append(taken)

    tasks = [asyncio.get_running_loop().create_task(one(name)) for name in names]
    yield loops
    for task in tasks:
        task.cancel()


async def honest(runner: Runner, seconds: float) -> list[float | None]:
    """Milliseconds of each honest submission; None for those turned away."""

    async def one(number: int) -> float | None:
        await asyncio.sleep(number / RATE)
        return await hand_in(runner, f"student {number % STUDENTS}", HONEST)

    return await asyncio.gather(*(one(number) for number in range(int(RATE * seconds))))


async def hand_in(runner: Runner, name: str, job: Job) -> float | None:
    """Milliseconds until the report; None when turned away."""
    begun = time.perf_counter()
    try:
        async with runner.turn(name) as turn:
            report = await turn.run(job)
    except Busy:
        return None
    if job is HONEST and report.end != "finished":
        raise RuntimeError(report)
    return 1000 * (time.perf_counter() - begun)


def told(name: str, taken: Sequence[float | None], loops: int) -> None:
    """Print the line of one crowd."""
    known = sorted(one for one in taken if one is not None)
    p50, p95 = (known[int(len(known) * share)] for share in (0.5, 0.95))
    away = len(taken) - len(known)
    print(f"{name:38}{p50:9.1f}{p95:9.1f}{known[-1]:9.1f}{len(known):10}{away:13}{loops:7}", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20.0)
