import asyncio
from collections.abc import Awaitable, Callable

import pytest

from app.runner import Busy
from app.runner.lanes import LONGEST_NEGLECT, Lane, Slots

QUICK, NEW, SLOW = Lane


class Clock:
    """Time that stands still unless it is moved."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


class Scene:
    """Runs that last until they are ended; `started` names them in the order in which they got a slot."""

    def __init__(self, count: int, queue_limit: int = 64) -> None:
        self.clock = Clock()
        self.slots = Slots(count, queue_limit, self.clock)
        self.started: list[str] = []
        self.running: dict[str, asyncio.Event] = {}
        self.tasks: dict[str, asyncio.Task[None]] = {}

    async def ask(self, *names: str, lane: Lane) -> None:
        for name in names:
            self.tasks[name] = asyncio.create_task(self._hold(name, lane))
        await asyncio.sleep(0)

    async def end(self, *names: str) -> None:
        for name in names:
            self.running[name].set()
            await self.tasks[name]
            await asyncio.sleep(0)

    async def _hold(self, name: str, lane: Lane) -> None:
        async with self.slots.held(lane):
            self.started.append(name)
            self.running[name] = asyncio.Event()
            await self.running[name].wait()


def played(play: Callable[[Scene], Awaitable[None]], count: int, queue_limit: int = 64) -> Scene:
    """The scene after the play."""

    async def acted() -> Scene:
        scene = Scene(count, queue_limit)
        await play(scene)
        return scene

    return asyncio.run(acted())


def test_as_many_run_as_there_are_slots_and_the_rest_in_order() -> None:
    async def play(scene: Scene) -> None:
        await scene.ask(*"abcde", lane=QUICK)
        assert scene.started == ["a", "b"]
        assert scene.slots.waiting == 3
        await scene.end("b", "a")

    assert played(play, 2).started == ["a", "b", "c", "d"]


def test_a_better_lane_goes_first() -> None:
    async def play(scene: Scene) -> None:
        await scene.ask("first", lane=QUICK)
        await scene.ask("new", lane=NEW)
        await scene.ask("quick", lane=QUICK)
        await scene.end("first", "quick")

    assert played(play, 1).started == ["first", "quick", "new"]


def test_newcomers_may_hold_every_processor_and_still_hold_up_nobody_who_has_shown_to_be_quick() -> None:
    async def play(scene: Scene) -> None:
        await scene.ask(*"abc", lane=NEW)
        assert scene.started == ["a", "b"]
        await scene.ask(*"de", lane=QUICK)
        assert scene.started == ["a", "b", "d"]
        await scene.end("d")
        await scene.end("a", "b")

    assert played(play, 2).started == ["a", "b", "d", "e", "c"]


def test_slow_ones_run_one_at_a_time_and_take_no_slot_from_the_others() -> None:
    async def play(scene: Scene) -> None:
        await scene.ask(*"abc", lane=SLOW)
        await scene.ask(*"de", lane=NEW)
        await scene.end("a")

    assert played(play, 2).started == ["a", "d", "e", "b"]


def test_newcomers_get_a_turn_in_good_time_however_busy_the_others_are() -> None:
    async def play(scene: Scene) -> None:
        await scene.ask("0", lane=QUICK)
        await scene.ask("new", lane=NEW)
        for number in range(1, 12):
            await scene.ask(str(number), lane=QUICK)
            scene.clock.now += LONGEST_NEGLECT / 4
            await scene.end(scene.started[-1])

    assert played(play, 1).started.index("new") == 5


def test_a_full_queue_is_told_and_shuts_only_its_own_lane() -> None:
    async def play(scene: Scene) -> None:
        await scene.ask(*"abcd", lane=NEW)
        with pytest.raises(Busy) as busy:
            scene.slots.check(NEW)
        assert busy.value.retry_after >= 1
        await scene.ask("e", lane=QUICK)

    assert played(play, 2, queue_limit=2).started == ["a", "b", "e"]


def test_the_delay_grows_with_what_waits_and_how_long_runs_take() -> None:
    async def play(scene: Scene) -> None:
        await scene.ask(*"abcdefghijk", lane=QUICK)
        for name in "abcdefg":
            scene.clock.now += 10
            await scene.end(name)
        assert scene.slots.waiting == 3
        assert 10 < scene.slots.delay < 30

    played(play, 1)


def test_whoever_gives_up_leaves_the_queue_and_no_slot_is_lost() -> None:
    async def play(scene: Scene) -> None:
        await scene.ask(*"abcd", lane=QUICK)
        scene.tasks["b"].cancel()
        scene.running["a"].set()
        scene.tasks["c"].cancel()
        await scene.tasks["a"]
        await asyncio.sleep(0)
        await scene.end("d")
        await scene.ask("e", lane=QUICK)

    assert played(play, 1).started == ["a", "d", "e"]


def test_a_slot_given_to_whoever_gives_up_at_that_moment_goes_on() -> None:
    async def play(scene: Scene) -> None:
        async with scene.slots.held(QUICK):
            await scene.ask(*"ab", lane=QUICK)
        scene.tasks["a"].cancel()  # it has the slot now, and does not know yet
        await asyncio.gather(scene.tasks["a"], return_exceptions=True)
        await asyncio.sleep(0)

    assert played(play, 1).started == ["b"]


def test_when_it_closes_those_who_wait_are_told_and_those_who_run_go_on() -> None:
    async def play(scene: Scene) -> None:
        await scene.ask(*"ab", lane=QUICK)
        scene.slots.close()
        with pytest.raises(Busy):
            await scene.tasks["b"]
        with pytest.raises(Busy):
            scene.slots.check(QUICK)
        await scene.end("a")

    assert played(play, 1).started == ["a"]
