"""How many durable attempts a second, and how long one waits: `python -m tests.bench.bench_store [SECONDS]`.

Each writer asks for its next attempt when the one before is durable; one writer alone pays for every commit.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

from app.identifiers import uuid7
from app.store import Store
from tests.store import postgresql
from tests.store.examples import attempt, opened

WRITERS = (1, 32, 256)
LEARNERS, EXERCISES = 500, 50
FEEDBACK: dict[str, object] = {"heading": "Right", "message": "x" * 200, "evidence": None, "parts": []}


def main(seconds: float) -> None:
    """Print one line per database and number of writers."""
    print(f"{'database':12}{'writers':>8}{'attempts/s':>12}{'p50 ms':>9}{'p99 ms':>9}")
    with ExitStack() as held:
        for name, url in databases(held):
            for writers in WRITERS:
                taken = sorted(asyncio.run(load(url, writers, seconds)))
                p50, p99 = (1000 * taken[int(len(taken) * share)] for share in (0.5, 0.99))
                print(f"{name:12}{writers:8}{len(taken) / seconds:12.0f}{p50:9.2f}{p99:9.2f}", flush=True)


def databases(held: ExitStack) -> Iterator[tuple[str, str]]:
    """Name and URL of each database that there is, empty."""
    folder = Path(held.enter_context(tempfile.TemporaryDirectory()))
    yield "sqlite", f"sqlite:///{folder / 'workbook.db'}"
    if postgresql.is_available():
        server = held.enter_context(postgresql.server())
        yield "postgresql", held.enter_context(postgresql.fresh_database(server))


async def load(url: str, writers: int, seconds: float) -> list[float]:
    """The seconds that each attempt took to become durable."""
    async with opened(url) as store:
        end = time.perf_counter() + seconds
        taken = await asyncio.gather(*(write(store, end) for _ in range(writers)))
    return [each for one in taken for each in one]


async def write(store: Store, end: float) -> list[float]:
    """One writer's waits."""
    learners = [uuid7() for _ in range(LEARNERS // 32)]
    taken: list[float] = []
    while (begun := time.perf_counter()) < end:
        exercise = f"e{random.randrange(EXERCISES)}"
        await store.record(attempt(learner=random.choice(learners), exercise=exercise, feedback=FEEDBACK))
        taken.append(time.perf_counter() - begun)
    return taken


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 3.0)
