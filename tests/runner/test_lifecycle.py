"""Programs of every manner, many of them, and what they leave behind: nothing."""

import asyncio
import os
from itertools import cycle, islice

import pytest

from app.runner import Call, Job, Report, Runner

from .processes import children, descriptors, eventually
from .sessions import Session, session
from .test_runner import HONEST, values, zygote

_OS = "import random\nos = random._os\n"
_MANNERS = {
    "honest": HONEST.source,
    "ignores signals": (
        "import signal\n"
        "for number in range(1, 65):\n"
        "    try: signal.signal(number, signal.SIG_IGN)\n"
        "    except Exception: pass\n"
        "while True: pass"
    ),
    "closes its socket": _OS + "os.close(3)",
    "leaves without a word": _OS + "os._exit(0)",
    "sends half a frame and stops": _OS + "os.write(3, b'\\x40\\0\\0\\0half')\nwhile True: pass",
    "sends half a frame and leaves": _OS + "os.write(3, b'\\x40\\0\\0\\0half')\nos._exit(0)",
    "sends a frame and goes on": _OS + "os.write(3, b'\\x06\\0\\0\\0\\x02\\0\\0\\0{}')\nwhile True: pass",
    "never stops sending": _OS + "while True: os.write(3, b'\\0' * 1000)",
    "reads what is not there": _OS + "os.read(3, 1)",
}
# What is told of each within 0.4 s.
_ENDS = {
    "honest": {"finished"},
    "ignores signals": {"time"},
    "closes its socket": {"raised"},  # it may not
    "leaves without a word": {"killed"},
    "sends half a frame and stops": {"time", "refused"},  # what it says when its time is up fits nothing
    "sends half a frame and leaves": {"killed"},
    "sends a frame and goes on": {"refused"},
    "never stops sending": {"refused"},
    "reads what is not there": {"time"},
}


@pytest.mark.parametrize("manner", _MANNERS)
def test_bad_manners_are_named_and_the_next_program_runs(manner: str, protected: Session) -> None:
    report = protected.run(_without_signal_module(_MANNERS[manner]), 1, seconds=0.4)
    assert report.end in _ENDS[manner], report
    assert values(protected.wait(protected.runner.run(HONEST))) == [2]


def _without_signal_module(source: str) -> str:
    """The source with `signal` taken from where numpy's own modules left it, since it cannot be imported."""
    return source.replace("import signal\n", "import sys\nsignal = sys.modules['signal']\n")


def test_a_hundred_at_once_are_all_answered() -> None:
    async def play(runner: Runner) -> list[Report]:
        async def one(student: int) -> Report:
            async with runner.turn(student) as turn:
                return await turn.run(HONEST)

        return await asyncio.gather(*(one(student) for student in range(100)))

    with session(queue_limit=100) as running:
        reports = running.wait(play(running.runner))
    assert [values(report) for report in reports] == [[2]] * 100


_MIX = (
    [Job(HONEST.source, (Call("f", (1,)),))] * 20
    + [Job("def f(x): return 1 / 0", (Call("f", (1,)),))] * 3
    + [Job(_OS + "os._exit(3)")] * 3
    + [Job("import sys\nsys.modules['ctypes'].string_at(0)")] * 2
    + [Job("while True: pass", seconds=0.05)]
    + [Job(_OS + "os.write(3, b'\\x40\\0\\0\\0half')\nos._exit(0)")]
)


async def mixed(runner: Runner, count: int) -> list[Report]:
    """The reports of so many programs of every kind, eight at a time."""
    jobs = islice(cycle(_MIX), count)

    async def student() -> list[Report]:
        return [await runner.run(job) for job in jobs]

    return [report for reports in await asyncio.gather(*(student() for _ in range(8))) for report in reports]


def test_fifteen_hundred_programs_of_every_kind_leave_no_zombie_and_no_descriptor() -> None:
    with session(spares=4) as running:
        running.wait(mixed(running.runner, 30))
        running.wait(asyncio.sleep(0.2))
        before, family = descriptors(), children(os.getpid())
        reports = running.wait(mixed(running.runner, 1500))
        running.wait(asyncio.sleep(0.2))
        assert len(reports) == 1500
        ends = {end: sum(report.end == end for report in reports) for end in ("finished", "time", "killed")}
        assert ends == {"finished": 1150, "time": 50, "killed": 300}
        assert descriptors() <= before + 4  # a spare more or less: two descriptors each
        assert eventually(lambda: len(children(zygote(running))) <= 5)
        assert children(os.getpid()) == family
