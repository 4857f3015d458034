"""No program fails because the machine was busy, none is run twice for nothing, and no queue ever fills."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from app.check.turnstile import AT_ONCE, FEW, Patient, Turnstile
from app.runner import Call, Job, Report, Returned, Runner

T = TypeVar("T")
SLOW = """\
import time
def f(x):
    begun = time.process_time()
    while time.process_time() < begun + {busy}:
        pass
    time.sleep({idle})
    return x
"""


def job(source: str, seconds: float = 0.1, x: int = 1) -> Job:
    return Job(source, (Call("f", (x,)),), seconds)


def with_runner(act: Callable[[Runner], Awaitable[T]]) -> T:
    async def run() -> T:
        runner = Runner(queue_limit=AT_ONCE)
        await runner.start()
        try:
            return await act(runner)
        finally:
            await runner.close()

    return asyncio.run(run())


def report_of(source: str, seconds: float = 0.1) -> Report:
    return with_runner(lambda runner: Patient(Turnstile(runner)).run(job(source, seconds)))


def test_a_program_that_had_to_wait_for_a_busy_machine_is_run_again_and_counts() -> None:
    report = report_of(SLOW.format(busy=0.3, idle=0.75), seconds=1.0)
    assert report.end == "finished"
    assert [one.value for one in report.results if isinstance(one, Returned)] == [1]


def test_a_program_that_needs_longer_itself_does_not_count() -> None:
    assert report_of(SLOW.format(busy=0.2, idle=0)).end == "time"


def test_neither_does_one_that_sleeps_nor_one_that_never_ends() -> None:
    assert report_of(SLOW.format(busy=0, idle=1.0), seconds=0.5).end == "time"
    assert report_of("def f(x):\n    while True: pass\n").end == "time"


def test_an_exception_after_the_limit_is_told_as_what_it_is() -> None:
    late = "import time\ntime.sleep(0.6)\nraise ValueError('late')\n"
    assert report_of(late, seconds=0.5).end == "raised"


def test_the_same_job_is_run_once() -> None:
    async def act(runner: Runner) -> int:
        patient = Patient(Turnstile(runner))
        for _ in range(3):
            await patient.run(job("def f(x): return x\n", x=1))
            await patient.run(job("def f(x): return x\n", x=2))
        return sum(runner.counts.runs.values())

    assert with_runner(act) == 2


def test_after_a_few_endless_programs_others_are_believed_but_for_the_solution() -> None:
    def endless(number: int) -> str:
        return f"def f(x):\n    while {number}: pass\n"

    async def act(runner: Runner) -> int:
        patient = Patient(Turnstile(runner), endless(99))
        others = asyncio.gather(*(patient.run(job(endless(1 + one), 0.05)) for one in range(FEW + 3)))
        assert {one.end for one in await others} == {"time"}
        await patient.run(job(endless(99), 0.05))
        return sum(runner.counts.runs.values())

    assert with_runner(act) == FEW + 3 + FEW + 2


def test_the_queue_of_the_runner_never_fills() -> None:
    async def act(runner: Runner) -> set[str]:
        turnstile = Turnstile(runner)
        each = [Patient(turnstile) for _ in range(10)]
        jobs = [job("def f(x): return x\n", x=x) for x in range(12)]
        told = await asyncio.gather(*(one.run(a_job) for one in each for a_job in jobs))
        return {one.end for one in told}

    assert with_runner(act) == {"finished"}
