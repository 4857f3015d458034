"""Slots for what runs at once, given out by lane: who has shown to be quick does not wait for who has not."""

import asyncio
import contextlib
import math
import time
from collections import deque
from collections.abc import AsyncIterator, Callable
from enum import IntEnum

from .job import Busy

LONGEST_NEGLECT = 4.0  # seconds a lane may wait without a turn while better ones are served
_WHILE_CLOSING = 5  # seconds until a server that is being replaced may be asked again

Clock = Callable[[], float]


class Lane(IntEnum):
    """What is known of a student; a lower one is served first."""

    QUICK = 0  # the last program ended within its time
    NEW = 1  # nothing is known
    SLOW = 2  # the last program met its time limit


class Slots:
    """So many slots as there are processors, and a queue for each lane.

    QUICK goes before NEW, but neither waits for longer than LONGEST_NEGLECT while the other is served. One
    slot more is kept for QUICK, should newcomers hold all, and one for SLOW, whose programs run only when the
    processors have nothing else to do: so loops hold up loops alone.
    A lane's queue holds `queue_limit`, so that a flood of newcomers shuts nobody out but newcomers.
    """

    def __init__(self, count: int, queue_limit: int, clock: Clock = time.monotonic) -> None:
        self._count = count
        self._queue_limit = queue_limit
        self._clock = clock
        self._waiting: dict[Lane, deque[asyncio.Future[None]]] = {lane: deque() for lane in Lane}
        self._held = dict.fromkeys(Lane, 0)
        self._served = dict.fromkeys(Lane, -math.inf)  # when a lane last got a slot, or began to wait
        self._mean = 0.01  # seconds a slot is held, smoothed
        self._closed = False
        self.given = 0  # slots, so far
        self.waited = 0.0  # seconds, for all of them

    @property
    def waiting(self) -> int:
        """How many wait in all lanes."""
        return sum(map(len, self._waiting.values()))

    def check(self, lane: Lane) -> None:
        """Raises Busy when the lane's queue is full, or nobody is let in any more."""
        if self._closed:
            raise Busy(_WHILE_CLOSING)
        if len(self._waiting[lane]) >= self._queue_limit:
            raise Busy(self.delay)

    @property
    def delay(self) -> int:
        """In how many seconds those who wait now will probably be done, 1 at least."""
        return max(1, math.ceil(self.waiting * self._mean / self._count))

    @contextlib.asynccontextmanager
    async def held(self, lane: Lane) -> AsyncIterator[None]:
        """A slot for as long as the context lasts. Raises Busy."""
        self.check(lane)
        asked = self._clock()
        await self._take(lane)
        begun = self._clock()
        self.given += 1
        self.waited += begun - asked
        try:
            yield
        finally:
            self._mean += 0.1 * (self._clock() - begun - self._mean)
            self._give_back(lane)

    def close(self) -> None:
        """Let nobody in any more; those who wait are told Busy, those who hold a slot keep it."""
        self._closed = True
        for queue in self._waiting.values():
            for place in queue:
                if not place.done():
                    place.set_exception(Busy(_WHILE_CLOSING))
            queue.clear()

    async def _take(self, lane: Lane) -> None:
        if not self._waiting[lane]:
            if self._has_room(lane):
                return self._count_in(lane)
            self._served[lane] = self._clock()
        place = asyncio.get_running_loop().create_future()
        self._waiting[lane].append(place)
        try:
            await place
        except asyncio.CancelledError:
            if place in self._waiting[lane]:
                self._waiting[lane].remove(place)
            elif not place.cancelled() and place.exception() is None:
                self._give_back(lane)  # it was given in the same moment
            raise

    def _count_in(self, lane: Lane) -> None:
        self._held[lane] += 1
        self._served[lane] = self._clock()

    def _give_back(self, lane: Lane) -> None:
        self._held[lane] -= 1
        while (following := self._next()) is not None:
            place = self._waiting[following].popleft()
            if not place.done():  # whoever waited there may have been cancelled just now
                self._count_in(following)
                place.set_result(None)

    def _next(self) -> Lane | None:
        able = [lane for lane in Lane if self._waiting[lane] and self._has_room(lane)]
        late = [lane for lane in able if self._clock() - self._served[lane] > LONGEST_NEGLECT]
        return min(late, key=self._served.__getitem__) if late else min(able, default=None)

    def _has_room(self, lane: Lane) -> bool:
        fast = self._held[Lane.QUICK] + self._held[Lane.NEW]
        match lane:
            case Lane.QUICK:
                return self._held[lane] < self._count and fast <= self._count
            case Lane.NEW:
                return fast < self._count
            case Lane.SLOW:
                return self._held[lane] < 1
