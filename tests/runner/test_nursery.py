import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from app.runner import launch
from app.runner import nursery as module
from app.runner.child.layers import LAYERS
from app.runner.nursery import MOST_UNREAPED, Nursery

_OPENED_AT = """
import asyncio, os, resource, sys
from pathlib import Path
from app.runner.child.layers import LAYERS
from app.runner.nursery import Nursery

async def main(number):
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    filling = []
    while not filling or filling[-1] < number - 3:
        filling.append(os.open(os.devnull, os.O_RDONLY))
    nursery = await Nursery.open(frozenset(LAYERS), 1)
    nursery.top_up()
    spare = await nursery.take()
    given = Path(f"/proc/{nursery.pid}/cmdline").read_text().split("\\0")[-3]
    nursery.release(spare)
    await nursery.close()
    return given, nursery.layers >= {"seccomp", "rlimits"}

print(*asyncio.run(main(int(sys.argv[1]))))
"""


@pytest.mark.parametrize("number", [19, 20, 21, 22, 63, 64, 100, 1030])
def test_a_zygote_starts_whatever_number_its_descriptor_has(number: int) -> None:
    """The number is the server's next free one: an unlucky one once kept every zygote from starting."""
    started = subprocess.run(
        [sys.executable, "-c", _OPENED_AT, str(number)],
        env=dict(os.environ),
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert started.stdout.split() == [str(number), "True"], started.stderr


_WITHOUT_STREAMS = """
import os, sys
target = os.open(sys.argv[1], os.O_WRONLY | os.O_CREAT)
target = os.dup2(target, 50)
os.closerange(0, 50)
from app.runner import Call, Job, Returned, run_jobs
job = Job("import random\\nrandom._os.write(2, b'noise')\\ndef f(x): return x + 1", (Call("f", (1,)),))
reports = run_jobs([job] * 3, unprotected=sys.argv[2:] == ["alone"])
os.write(target, repr([[one.value for one in report.results] or report for report in reports]).encode())
"""


def test_a_server_without_standard_streams_runs_code(tmp_path: Path) -> None:
    """Its first sockets get the numbers 0, 1 and 2; what a program writes to 2 is no answer."""
    told = tmp_path / "told"
    subprocess.run([sys.executable, "-c", _WITHOUT_STREAMS, str(told)], check=True, timeout=120)
    assert told.read_text() == "[[2], [2], [2]]"


_LEAKING = """
import os
from app.runner.child import zygote

def forget(self):
    os.read(self._wakeup, 4096)

zygote._Zygote._reap = forget
zygote.main({arguments})
"""


def command_that_leaks(entry: str, *arguments: str) -> list[str]:
    assert entry == "zygote"
    return [sys.executable, "-c", _LEAKING.format(arguments=arguments)]


def test_a_zygote_that_leaves_its_children_is_worn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(launch, "command", command_that_leaks)
    monkeypatch.setattr(launch, "environment", lambda: dict(os.environ))
    monkeypatch.setattr(module, "_REAPING", 0.2)

    async def play() -> None:
        nursery = await Nursery.open(frozenset(LAYERS), 2)
        for _ in range(MOST_UNREAPED):
            nursery.release(await nursery.take())
        await asyncio.sleep(0.3)
        assert not nursery.worn
        nursery.release(await nursery.take())
        assert nursery.worn
        await nursery.close()

    asyncio.run(play())


def test_a_healthy_zygote_reports_every_end_and_is_not_worn(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_REAPING", 0.0)

    async def play() -> None:
        nursery = await Nursery.open(frozenset(LAYERS), 2)
        for _ in range(3 * MOST_UNREAPED):
            nursery.release(await nursery.take())
        while nursery._unreaped:
            await asyncio.sleep(0.01)
        assert not nursery.worn
        await nursery.close()

    asyncio.run(play())


def test_a_child_that_ended_while_it_waited_is_passed_over() -> None:
    async def play() -> None:
        nursery = await Nursery.open(frozenset(LAYERS), 1)
        await nursery.warm()
        waiting = set(nursery._alive)
        for pid in waiting:
            os.kill(pid, signal.SIGKILL)
        while waiting & nursery._alive:
            await asyncio.sleep(0.01)
        spare = await nursery.take()
        assert spare.pid not in waiting
        nursery.release(spare)
        await nursery.close()

    asyncio.run(play())


def test_a_retiring_nursery_serves_those_it_has_first() -> None:
    async def play() -> None:
        nursery = await Nursery.open(frozenset(LAYERS), 1)
        spare, other = await nursery.take(), asyncio.create_task(nursery.take())
        await asyncio.sleep(0)
        retiring = asyncio.create_task(nursery.retire())
        nursery.release(await other)
        await asyncio.sleep(0.05)
        assert not nursery.lost
        nursery.release(spare)
        await retiring
        assert nursery.lost

    asyncio.run(play())
