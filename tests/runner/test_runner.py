import asyncio
import os
import signal

import pytest

from app.runner import Busy, Call, Job, Report, Returned, Runner, run_jobs
from app.runner.child.layers import LAYERS
from app.runner.child.limits import CPU_SECONDS
from app.runner.nursery import Nursery

from .processes import children, descriptors, eventually
from .sessions import Session, session

HONEST = Job("def f(x): return x + 1", (Call("f", (1,)),))
ENDLESS = "while True: pass"
BEFORE_THE_KERNEL = CPU_SECONDS - 1  # seconds in which no limit on processor time ends a loop


def values(report: Report | Busy) -> list[object]:
    assert isinstance(report, Report)
    return [result.value for result in report.results if isinstance(result, Returned)]


def zygote(running: Session) -> int:
    return nursery(running.runner).pid


def nursery(runner: Runner) -> Nursery:
    assert runner._succession is not None
    found = runner._succession._current
    assert found is not None
    return found


def test_an_honest_job_is_answered(protected: Session) -> None:
    assert values(protected.wait(protected.runner.run(HONEST))) == [2]


def test_the_level_and_layers_are_told_once_started(protected: Session) -> None:
    assert protected.runner.level in {"full", "seccomp"}
    assert list(protected.runner.layers) == list(LAYERS)
    assert all(protected.runner.layers[layer] for layer in LAYERS if layer != "landlock")
    assert protected.runner.layers["landlock"] == (protected.runner.level == "full")


def test_without_landlock_the_level_is_seccomp() -> None:
    with session(layers=frozenset(LAYERS) - {"landlock"}) as running:
        assert running.runner.level == "seccomp"
        assert values(running.wait(running.runner.run(HONEST))) == [2]


@pytest.mark.parametrize(
    ("source", "end", "detail"),
    [
        (ENDLESS, "time", "0.3 s"),
        ("import time\ndef f():\n    time.sleep(60)", "time", "0.3 s"),
        ("kept = []\nwhile True: kept.append(bytearray(10**7))", "memory", "256 MiB"),
        ("def f(): return np.ones(10**9)", "memory", "256 MiB"),
        ("def f(): return np.zeros(10**6)", "output", "1 MiB"),
        ("import random\nrandom._os._exit(3)", "killed", "the program ended its own process (exit code 3)"),
        ("import sys\nsys.modules['ctypes'].string_at(0)", "killed", "the process crashed (SIGSEGV)"),
        ("import sys\nsys.exit()", "raised", ""),
        ("def f(", "raised", ""),
        ("def f(): return f()", "finished", ""),
        ("x" * 100_001, "refused", "the program is longer than 100,000 characters"),
    ],
)
def test_every_end_is_named(source: str, end: str, detail: str, protected: Session) -> None:
    report = protected.run(source, seconds=3.0 if end == "memory" else 0.3 if end == "time" else 1.0)
    assert (report.end, report.detail) == (end, detail)


def test_equal_seeds_draw_equal_numbers(protected: Session) -> None:
    source = "def f(): return float(np.random.rand())"
    jobs = [Job(source, (Call("f"),), seed=seed) for seed in (1, 1, 2)]
    one, same, other = (values(protected.wait(protected.runner.run(job))) for job in jobs)
    assert one == same != other


def test_no_job_sees_what_another_left(protected: Session) -> None:
    protected.run("np.left = 1\nimport sys\nsys.modules['left'] = np\ndef f(): pass")
    report = protected.run("import sys\ndef f(): return hasattr(np, 'left') or 'left' in sys.modules")
    assert values(report) == [False]


def test_large_inputs_arrive_and_a_large_product_does_not_hang(protected: Session) -> None:
    source = "def f(n): return float((np.ones((n, n)) @ np.ones((n, n))).sum())"
    assert values(protected.run(source, 600, seconds=5.0)) == [600.0**3]


def test_numpys_warnings_are_silent(protected: Session) -> None:
    report = protected.run("def f(): return [np.log(np.zeros(1)), np.float64(1) / 0]")
    assert (report.end, report.output) == ("finished", "")


def test_twenty_at_once_are_all_answered() -> None:
    with session() as running:
        reports = running.wait(at_once(running.runner, 20))
    assert [values(report) for report in reports] == [[2]] * 20


def test_a_full_queue_is_busy_and_drains() -> None:
    with session(queue_limit=3) as running:
        answers = running.wait(at_once(running.runner, 20))
        busy = [answer for answer in answers if isinstance(answer, Busy)]
        assert busy
        assert all(answer.retry_after >= 1 for answer in busy)
        assert all(values(answer) == [2] for answer in answers if answer not in busy)
        assert values(running.wait(running.runner.run(HONEST))) == [2]


async def at_once(runner: Runner, count: int) -> list[Report | Busy]:
    async def one() -> Report | Busy:
        try:
            return await runner.run(HONEST)
        except Busy as busy:
            return busy

    return await asyncio.gather(*(one() for _ in range(count)))


def test_a_killed_zygote_is_replaced_and_its_children_are_gone() -> None:
    with session() as running:
        old = zygote(running)
        family = {old} | children(old)
        os.kill(old, signal.SIGKILL)
        while zygote(running) == old:  # a ready child may be quick enough to answer before it dies
            assert values(running.wait(running.runner.run(HONEST))) == [2]
        assert eventually(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in family))  # noqa: PTH110


def test_jobs_under_way_survive_the_death_of_the_zygote() -> None:
    async def killed_meanwhile(running: Session) -> list[Report | Busy]:
        answers = asyncio.create_task(at_once(running.runner, 20))
        await asyncio.sleep(0)
        os.kill(zygote(running), signal.SIGKILL)
        return await answers

    with session() as running:
        assert [values(report) for report in running.wait(killed_meanwhile(running))] == [[2]] * 20


def test_a_zygote_that_dies_again_is_our_fault_not_the_students() -> None:
    source = "import time\ndef f():\n    time.sleep(5)"

    async def killed_twice(running: Session) -> Report:
        answer = asyncio.create_task(running.runner.run(Job(source, (Call("f"),), seconds=10)))
        killed: set[int] = set()
        while not answer.done():
            current = nursery(running.runner)
            if current.pid not in killed and current._fates:
                killed.add(current.pid)
                os.kill(current.pid, signal.SIGKILL)
            await asyncio.sleep(0.02)
        return await answer

    with session() as running:
        report = running.wait(killed_twice(running))
        assert report.end == "unavailable"
        assert values(running.wait(running.runner.run(HONEST))) == [2]


def test_a_cancelled_run_ends_its_child_and_leaves_a_working_runner() -> None:
    async def cancel_one(runner: Runner) -> int:
        task = asyncio.create_task(runner.run(Job(ENDLESS, seconds=10)))
        await asyncio.sleep(0.2)
        (child,) = nursery(runner)._fates
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        return child

    with session(spares=1) as running:
        child = running.wait(cancel_one(running.runner))
        assert eventually(lambda: child not in children(zygote(running)), BEFORE_THE_KERNEL)
        assert values(running.wait(running.runner.run(HONEST))) == [2]


def test_a_hundred_runs_leave_no_descriptor_and_no_zombie() -> None:
    with session() as running:
        running.run(HONEST.source, 1)
        before = descriptors()
        for _ in range(100):
            running.run("import random\nrandom._os._exit(0)")
        assert eventually(lambda: descriptors() <= before + 2)  # a spare more or less: two descriptors
        assert eventually(lambda: len(children(zygote(running))) <= 2)


def test_close_leaves_no_process_and_no_descriptor() -> None:
    before, others = descriptors(), children(os.getpid())
    with session() as running:
        running.wait(running.runner.run(HONEST))
        family = {zygote(running)} | children(zygote(running))
        assert len(family) > 1
    assert children(os.getpid()) == others
    assert descriptors() == before
    assert eventually(lambda: not any(os.path.exists(f"/proc/{pid}") for pid in family))  # noqa: PTH110


def test_a_runner_that_is_not_started_is_unavailable_and_a_closed_one_busy() -> None:
    assert asyncio.run(Runner().run(HONEST)).end == "unavailable"
    with session() as running:
        running.wait(running.runner.close())
        with pytest.raises(Busy):
            running.wait(running.runner.run(HONEST))


def test_nothing_is_run_where_nothing_protects() -> None:
    with session(layers=frozenset()) as running:
        assert running.runner.level == "none"
        report = running.wait(running.runner.run(HONEST))
    assert report.end == "unavailable"
    assert report.detail.startswith("code is not run here")


def test_run_jobs_answers_in_order() -> None:
    jobs = [Job("def f(x): return x", (Call("f", (number,)),)) for number in range(70)]
    assert [values(report) for report in run_jobs(jobs)] == [[number] for number in range(70)]
