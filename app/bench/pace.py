"""Ways of asking: now and then, all the time, all at once. Each gives what every single asking came to."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from app.bench.figures import Bar, Figure, percentile

Outcome = Literal["right", "wrong", "refused"]
Ask = Callable[[], Awaitable[Outcome]]
NONE = Bar(0)
USUAL: Mapping[float, Bar | None] = {0.5: None, 0.95: None, 0.99: None}
NAMES = {1.0: "the slowest"}


@dataclass(frozen=True)
class Sample:
    """One asking; refused is what the server had no room for."""

    milliseconds: float
    outcome: Outcome


async def timed(ask: Ask) -> Sample:
    """The sample of one asking."""
    begun = time.perf_counter()
    outcome = await ask()
    return Sample(1000 * (time.perf_counter() - begun), outcome)


async def at_rate(ask: Ask, per_second: float, seconds: float) -> list[Sample]:
    """Asked by the clock, whether the earlier ones are answered or not."""

    async def one(number: int) -> Sample:
        await asyncio.sleep(number / per_second)
        return await timed(ask)

    return await asyncio.gather(*(one(number) for number in range(max(1, int(per_second * seconds)))))


async def flat_out(ask: Ask, clients: int, seconds: float) -> float:
    """Right answers per second to clients who each ask again at once."""
    begun = time.perf_counter()

    async def one() -> int:
        right = 0
        while time.perf_counter() - begun < seconds:
            right += await ask() == "right"
        return right

    total = sum(await asyncio.gather(*(one() for _ in range(clients))))
    return total / (time.perf_counter() - begun)


async def at_once(ask: Ask, how_many: int) -> list[Sample]:
    """All in the same moment."""
    return await asyncio.gather(*(timed(ask) for _ in range(how_many)))


def counted(samples: Sequence[Sample], outcome: Outcome) -> int:
    """How many came to that."""
    return sum(one.outcome == outcome for one in samples)


def milliseconds(samples: Sequence[Sample]) -> list[float]:
    """Of those that were served."""
    return [one.milliseconds for one in samples if one.outcome != "refused"]


def shares(what: str, samples: Sequence[Sample], bars: Mapping[float, Bar | None]) -> list[Figure]:
    """The percentiles that are keys of `bars`, of those that were served; none if none was."""
    served = milliseconds(samples)
    return [
        Figure(f"{what}, {NAMES.get(share, f'p{100 * share:g}')}", percentile(served, share), "ms", bar)
        for share, bar in (bars.items() if served else ())
    ]
