import asyncio
import os

import pytest

from app.runner import Busy, Call, Job, Report, Returned, TooMany
from app.runner import turns as module
from app.runner.job import End
from app.runner.lanes import Lane, Slots
from app.runner.turns import BURST, MOST_WAITING, PER_SECOND, Turns

from .processes import children
from .sessions import session
from .test_lanes import Clock
from .test_runner import zygote

JOB = Job("")


class Class:
    """Turns of a class whose programs end as they are told to."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.slots = Slots(2, 64, self.clock)
        self.turns = Turns(self._answer, self.slots, self.clock)
        self.end: End = "finished"
        self.order: list[str] = []
        self.lanes: list[Lane] = []
        self.go_on = asyncio.Event()

    async def _answer(self, _: Job, lane: Lane) -> Report:
        self.lanes.append(lane)
        await self.go_on.wait()
        return Report(self.end)

    async def hand_in(self, name: str, end: End = "finished") -> None:
        async with self.turns.turn(name) as turn:
            self.order.append(name)
            self.end = end
            await turn.run(JOB)

    def lane(self, name: str) -> Lane:
        return self.turns._students[name].lane


async def quick() -> Class:
    """A class whose programs end at once."""
    found = Class()
    found.go_on.set()
    return found


def test_a_student_has_one_in_flight_and_others_go_on_meanwhile() -> None:
    async def play() -> list[str]:
        found = Class()
        tasks = [asyncio.create_task(found.hand_in(name)) for name in ("ann", "ann", "ann")]
        async with found.turns.turn(None):
            await asyncio.sleep(0)
        before = list(found.order)
        found.go_on.set()
        await asyncio.gather(*tasks)
        assert found.order == ["ann"] * 3
        return before

    assert asyncio.run(play()) == ["ann"]


def test_a_few_of_a_student_wait_and_one_more_is_busy() -> None:
    async def play() -> None:
        found = Class()
        tasks = [asyncio.create_task(found.hand_in("ann")) for _ in range(1 + MOST_WAITING)]
        await asyncio.sleep(0)
        with pytest.raises(Busy) as busy:
            await found.hand_in("ann")
        assert not isinstance(busy.value, TooMany)
        found.go_on.set()
        await asyncio.gather(*tasks)
        await found.hand_in("ann")

    asyncio.run(play())


def test_after_a_burst_a_student_waits_for_the_next_token() -> None:
    async def play() -> None:
        found = await quick()
        for _ in range(BURST):
            await found.hand_in("ann")
        with pytest.raises(TooMany) as many:
            await found.hand_in("ann")
        assert many.value.retry_after == 3
        await found.hand_in("bob")
        found.clock.now += many.value.retry_after
        await found.hand_in("ann")
        with pytest.raises(TooMany):
            await found.hand_in("ann")

    asyncio.run(play())


def test_tokens_do_not_grow_beyond_a_burst() -> None:
    async def play() -> None:
        found = await quick()
        await found.hand_in("ann")
        found.clock.now += 10 * BURST / PER_SECOND
        for _ in range(BURST):
            await found.hand_in("ann")
        with pytest.raises(TooMany):
            await found.hand_in("ann")

    asyncio.run(play())


def test_a_full_queue_costs_no_token() -> None:
    async def play() -> None:
        found = await quick()
        found.turns._slots = Slots(1, 0, found.clock)
        for _ in range(2 * BURST):
            with pytest.raises(Busy) as busy:
                await found.hand_in("ann")
            assert not isinstance(busy.value, TooMany)

    asyncio.run(play())


def test_the_end_of_the_last_program_decides_the_lane() -> None:
    async def play() -> None:
        found = await quick()
        for end, lane in (
            ("unavailable", Lane.NEW),
            ("time", Lane.SLOW),
            ("unavailable", Lane.SLOW),
            ("raised", Lane.QUICK),
            ("time", Lane.SLOW),
            ("finished", Lane.QUICK),
        ):
            await found.hand_in("ann", end)  # type: ignore[arg-type]  # a text that mypy no longer knows apart
            assert found.lane("ann") is lane
        assert found.lanes == [Lane.NEW, Lane.NEW, Lane.SLOW, Lane.SLOW, Lane.QUICK, Lane.SLOW]

    asyncio.run(play())


def test_only_the_students_own_program_counts_not_what_it_is_compared_with() -> None:
    async def play() -> Lane:
        found = await quick()
        async with found.turns.turn("ann") as turn:
            await turn.run(JOB)
            found.end = "time"
            await turn.run(JOB)
        return found.lane("ann")

    assert asyncio.run(play()) is Lane.QUICK


def test_the_books_own_programs_are_no_student() -> None:
    async def play() -> int:
        found = await quick()
        for _ in range(2 * BURST):
            async with found.turns.turn(None) as turn:
                await turn.run(JOB)
        return len(found.turns._students)

    assert asyncio.run(play()) == 0


def test_the_idlest_students_are_forgotten_but_nobody_who_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_STUDENTS", 3)

    async def play() -> None:
        found = Class()
        waiting = asyncio.create_task(found.hand_in("ann"))
        await asyncio.sleep(0)
        found.go_on.set()
        for name in ("bob", "cat", "bob", "dan"):
            found.turns._admitted(name)
        assert list(found.turns._students) == ["ann", "bob", "dan"]
        await waiting

    asyncio.run(play())


def test_honest_students_finish_while_another_submits_endless_loops() -> None:
    """Loops hold up loops alone: each honest program is done before the loops that were there first."""
    looping = Job("while True: pass", seconds=1.0)
    honest = Job("def f(x): return x + 1", (Call("f", (1,)),))

    async def play() -> list[str]:
        done: list[str] = []

        async def hand_in(name: str, job: Job) -> None:
            async with running.runner.turn(name) as turn:
                report = await turn.run(job)
            done.append(name)
            if job is honest:
                assert [one.value for one in report.results if isinstance(one, Returned)] == [2]
            else:
                assert report.end == "time"

        await asyncio.gather(*(hand_in(f"student {number}", honest) for number in range(5)))
        loops = [asyncio.create_task(hand_in("hostile", looping)) for _ in range(3)]
        loops += [asyncio.create_task(hand_in(f"hostile {number}", looping)) for number in range(5)]
        await asyncio.sleep(0)
        await asyncio.gather(*(hand_in(f"student {number % 5}", honest) for number in range(20)))
        seen = list(done)
        for loop in loops:
            loop.cancel()
        await asyncio.gather(*loops, return_exceptions=True)
        return seen

    with session() as running:
        done = running.wait(play())
    assert sum(name.startswith("student") for name in done) == 25
    assert sum(name.startswith("hostile") for name in done) < 8


def test_the_programs_of_who_met_the_time_limit_step_back_for_all_others() -> None:
    async def play() -> bool:
        for seconds in (0.05, 5.0):
            looping = asyncio.create_task(hand_in(Job("while True: pass", seconds=seconds)))
            while not looping.done():
                if any(os.getpriority(os.PRIO_PROCESS, pid) == 19 for pid in children(zygote(running))):
                    looping.cancel()
                    return seconds == 5.0
                await asyncio.sleep(0.01)
        return False

    async def hand_in(job: Job) -> None:
        async with running.runner.turn("hostile") as turn:
            await turn.run(job)

    with session() as running:
        assert running.wait(play())
