"""A program that stores attempts as fast as it can and prints each acknowledged key, until it is killed."""

from __future__ import annotations

import asyncio
import random
import sys

from app.identifiers import uuid7
from app.store import Store
from tests.store.examples import attempt

WRITERS = 16


async def write(url: str) -> None:
    """Never returns."""
    store = Store(url)
    await store.start()
    learners = [uuid7() for _ in range(5)]

    async def one() -> None:
        while True:
            given = attempt(learner=random.choice(learners), exercise=f"e{random.randrange(9)}")
            await store.record(given)
            print(given.key, flush=True)
            if random.random() < 0.1:
                await store.record(given)

    await asyncio.gather(*(one() for _ in range(WRITERS)))


if __name__ == "__main__":
    asyncio.run(write(sys.argv[1]))
