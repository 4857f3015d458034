import asyncio
import os
import signal
from pathlib import Path

import pytest

from app.runner import Call, Job, Report
from app.runner import nursery as nurseries
from app.runner.succession import Succession

from .processes import children, eventually
from .sessions import ALL, Session, session
from .test_runner import HONEST, nursery, values, zygote


def succession(running: Session) -> Succession:
    found = running.runner._succession
    assert found is not None
    return found


async def many(running: Session, count: int) -> list[Report]:
    return await asyncio.gather(*(running.runner.run(HONEST) for _ in range(count)))


def test_a_worn_zygote_is_followed_by_the_next_and_no_run_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nurseries, "MOST_CHILDREN", 30)
    before = children(os.getpid())
    with session(queue_limit=200) as running:
        first = zygote(running)
        for _ in range(3):
            assert [values(report) for report in running.wait(many(running, 100))] == [[2]] * 100
        assert succession(running).opened > 2
        assert zygote(running) != first
        running.wait(asyncio.sleep(0.1))
        assert eventually(lambda: not Path(f"/proc/{first}").exists())
    assert children(os.getpid()) == before


def test_an_old_zygote_is_followed_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    with session() as running:
        first = zygote(running)
        monkeypatch.setattr(nurseries, "LONGEST_SERVICE", 0.0)
        assert values(running.wait(running.runner.run(HONEST))) == [2]
        monkeypatch.undo()
        renewal = succession(running)._renewal
        assert renewal is not None
        running.wait(asyncio.wait_for(renewal, 60))
        assert zygote(running) != first
        assert values(running.wait(running.runner.run(HONEST))) == [2]


def test_a_run_under_way_ends_on_the_old_zygote_while_the_next_serves(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sleeper = Job("import time\ndef f():\n    time.sleep(3)\n    return 7", (Call("f"),), seconds=10)

    async def play(running: Session) -> tuple[Report, Report]:
        long = asyncio.create_task(running.runner.run(sleeper))
        await asyncio.sleep(0.2)
        first = zygote(running)
        monkeypatch.setattr(nurseries, "LONGEST_SERVICE", 0.0)
        await running.runner.run(HONEST)
        monkeypatch.undo()
        while zygote(running) == first:
            await asyncio.sleep(0.01)
        short = await running.runner.run(HONEST)
        return short, await long

    with session() as running:
        short, long = running.wait(play(running))
        assert values(short) == [2]
        assert values(long) == [7]
        assert succession(running).opened == 2  # the long one was not run again


def test_forty_in_the_queue_survive_a_killed_zygote() -> None:
    async def play(running: Session) -> list[Report]:
        answers = asyncio.create_task(many(running, 40))
        await asyncio.sleep(0)
        os.kill(zygote(running), signal.SIGKILL)
        return await answers

    with session() as running:
        assert [values(report) for report in running.wait(play(running))] == [[2]] * 40


def test_forty_in_the_queue_survive_a_stopped_zygote() -> None:
    async def play(running: Session) -> list[Report]:
        os.kill(zygote(running), signal.SIGSTOP)
        return await many(running, 40)

    with session() as running:
        first = zygote(running)
        assert [values(report) for report in running.wait(play(running))] == [[2]] * 40
        assert zygote(running) != first
        assert not Path(f"/proc/{first}").exists()


def test_a_program_whose_end_a_stopped_zygote_cannot_tell_is_run_again() -> None:
    job = Job("import random\nrandom._os._exit(3)")

    async def play(running: Session) -> Report:
        os.kill(zygote(running), signal.SIGSTOP)
        return await running.runner.run(job)

    with session() as running:
        assert running.wait(play(running)).detail == "the program ended its own process (exit code 3)"


def test_the_next_zygote_protects_no_less_or_is_not_used() -> None:
    async def play(running: Session) -> Report:
        succession(running)._wanted = ALL - {"unprivileged"}
        first = nursery(running.runner)
        os.kill(first.pid, signal.SIGKILL)
        while not first.lost:
            await asyncio.sleep(0.01)
        return await running.runner.run(HONEST)

    with session() as running:
        assert running.wait(play(running)).end == "unavailable"
        succession(running)._wanted = ALL
        assert values(running.wait(running.runner.run(HONEST))) == [2]


@pytest.mark.parametrize("moment", [0.0, 0.06, 0.2])
def test_closing_while_the_next_zygote_starts_leaves_no_process(moment: float) -> None:
    async def play(running: Session) -> None:
        os.kill(zygote(running), signal.SIGKILL)
        run = asyncio.create_task(running.runner.run(HONEST))
        await asyncio.sleep(moment)
        await running.runner.close()
        assert (await run).end in ("finished", "unavailable")  # a child may have been quicker

    before = children(os.getpid())
    with session() as running:
        running.wait(play(running))
        assert children(os.getpid()) == before
