"""Whose turn it is: one submission of a student at a time, not too many a minute, each in its lane.

A student here is whatever name the caller gives: a learner's id, which is anonymous and free. Who drops the
cookie is somebody new each time, so what bounds one hostile person is not their bucket but the lanes: a
stranger shares slots and queue with strangers alone, until a first program of theirs has ended in its time.
A person who earns many names, each with an honest program first, is bounded by the queues and the time limits
only; against those a limit of requests by address belongs in the proxy in front.
"""

import asyncio
import contextlib
import math
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Hashable
from dataclasses import dataclass, field

from .job import Busy, End, Job, Report
from .lanes import Clock, Lane, Slots

BURST, PER_SECOND = 10, 20 / 60  # submissions at once, and then
MOST_WAITING = 3  # of one student, behind the one in flight
MOST_STUDENTS = 10_000  # remembered, about 300 bytes each; the idlest is forgotten, and then is new again

Answer = Callable[[Job, Lane], Awaitable[Report]]


class TooMany(Busy):
    """This student sends too many: come back after `retry_after` seconds."""


class Turn:
    """Runs the jobs of one submission. The first is the student's program; `end` is how it ended."""

    def __init__(self, answer: Answer, lane: Lane) -> None:
        self._answer = answer
        self._lane = lane
        self.end: End | None = None

    async def run(self, job: Job) -> Report:
        """The report of the job."""
        report = await self._answer(job, self._lane)
        self.end = self.end or report.end
        return report


@dataclass
class _Student:
    tokens: float
    counted: float  # the time at which the tokens were so many
    lane: Lane = Lane.NEW
    queued: int = 0  # in flight and waiting
    in_flight: asyncio.Lock = field(default_factory=asyncio.Lock)

    def spend(self, now: float) -> None:
        """Take a token. Raises TooMany when there is none."""
        self.tokens = min(BURST, self.tokens + (now - self.counted) * PER_SECOND)
        self.counted = now
        if self.tokens < 1:
            raise TooMany(math.ceil((1 - self.tokens) / PER_SECOND))
        self.tokens -= 1

    def note(self, end: End | None) -> None:
        """Move to the lane that this end of their program earns; our own faults change nothing."""
        if end is not None and end != "unavailable":
            self.lane = Lane.SLOW if end == "time" else Lane.QUICK


class Turns:
    """Gives turns to students; `answer` runs their jobs in the slots."""

    def __init__(self, answer: Answer, slots: Slots, clock: Clock = time.monotonic) -> None:
        self._answer = answer
        self._slots = slots
        self._clock = clock
        self._students: dict[Hashable, _Student] = {}  # the idlest first

    @contextlib.asynccontextmanager
    async def turn(self, name: Hashable | None) -> AsyncIterator[Turn]:
        """A turn with its slot while the context lasts. None is no student: the book's own programs.

        Raises Busy when a queue is full or the student already waits MOST_WAITING times, and TooMany.
        """
        if name is None:
            async with self._slots.held(Lane.QUICK):
                yield Turn(self._answer, Lane.QUICK)
            return
        student = self._admitted(name)
        student.queued += 1
        try:
            async with student.in_flight, self._slots.held(student.lane):
                turn = Turn(self._answer, student.lane)
                try:
                    yield turn
                finally:
                    student.note(turn.end)
        finally:
            student.queued -= 1

    def _admitted(self, name: Hashable) -> _Student:
        now = self._clock()
        student = self._students.pop(name, None) or _Student(BURST, now)
        self._students[name] = student  # the least idle, last
        self._forget()
        self._slots.check(student.lane)
        if student.queued > MOST_WAITING:
            raise Busy(self._slots.delay)
        student.spend(now)
        return student

    def _forget(self) -> None:
        """Forget the idlest; one in flight is never among so many idler ones, but is kept if it is."""
        if len(self._students) > MOST_STUDENTS:
            idlest = next(name for name, student in self._students.items() if student.queued == 0)
            del self._students[idlest]
