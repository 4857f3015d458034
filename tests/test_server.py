"""How a real server stops: asked once, asked twice, and not asked at all."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from app.runner.turns import MOST_WAITING
from tests.commands.test_command import serving
from tests.conftest import BOOK
from tests.runner.processes import children, eventually
from tests.runner.test_runner import BEFORE_THE_KERNEL

ATTEMPTS = "/api/exercises/small-program/attempts"
ENDLESS = "while True: pass"
AT_ONCE = os.cpu_count() or 1


class Crowd:
    """Students of a server whose programs never end."""

    def __init__(self, process: subprocess.Popen[str], address: str, pool: ThreadPoolExecutor) -> None:
        self.process = process
        self.address = address
        self._pool = pool

    def hand_in(self, waiting: int) -> list[Future[httpx.Response]]:
        """The replies to as many programs as run at once and so many more, once the server has them all."""
        replies = [self._pool.submit(self._one) for _ in range(AT_ONCE + waiting)]
        assert eventually(lambda: self._has(len(replies)))
        return replies

    def _has(self, programs: int) -> bool:
        waiting = self.metric("workbook_runs_waiting")
        return waiting > 0 and waiting + self.metric("workbook_run_waiting_seconds_count") >= programs

    def metric(self, name: str) -> float:
        """A figure of the server's."""
        text = httpx.get(f"{self.address}/metrics", timeout=120).text
        return float(next(line.split()[1] for line in text.splitlines() if line.startswith(f"{name} ")))

    def family(self) -> set[int]:
        """The processes that run code."""
        return {one for child in children(self.process.pid) for one in (child, *children(child))}

    def _one(self) -> httpx.Response:
        return httpx.post(f"{self.address}{ATTEMPTS}", json={"answer": ENDLESS}, timeout=120)


@pytest.fixture
def crowd(tmp_path: Path) -> Iterator[Crowd]:
    with (
        ThreadPoolExecutor(AT_ONCE + 4) as pool,
        serving("--data", tmp_path, "--exercises", BOOK) as (process, address),
    ):
        yield Crowd(process, address, pool)


def gone(pids: set[int]) -> bool:
    """Whether none of the processes is there, but for those that nobody has reaped."""
    return not any(Path(f"/proc/{pid}").exists() and "Z" not in state(pid) for pid in pids)


def state(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return "Z"


def test_asked_to_stop_it_answers_what_runs_tells_the_rest_and_leaves_no_process(crowd: Crowd) -> None:
    family = crowd.family()
    assert len(family) > 1
    replies = crowd.hand_in(4)
    family |= crowd.family()
    crowd.process.send_signal(signal.SIGTERM)
    answers = [reply.result() for reply in replies]
    ran = [answer.json() for answer in answers if answer.status_code == 200]
    told = [answer for answer in answers if answer.status_code == 503]
    assert len(ran) + len(told) == len(replies)
    assert ran
    assert told
    assert all(answer["verdict"] == "wrong" and answer["tag"] == "auto-time" for answer in ran)
    assert all(int(answer.headers["retry-after"]) >= 1 and answer.json()["detail"] for answer in told)
    assert crowd.process.wait(60) in (0, -signal.SIGTERM)
    assert eventually(lambda: gone(family), BEFORE_THE_KERNEL)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_asked_twice_it_waits_for_nobody(crowd: Crowd, number: signal.Signals) -> None:
    crowd.hand_in(MOST_WAITING)
    family = crowd.family()
    crowd.process.send_signal(number)
    crowd.process.send_signal(number)
    crowd.process.wait(60)
    assert eventually(lambda: gone(family), BEFORE_THE_KERNEL)


@pytest.mark.parametrize("stopped", [False, True], ids=["", "while its zygote is stopped"])
def test_killed_it_leaves_no_process(crowd: Crowd, stopped: bool) -> None:
    crowd.hand_in(2)
    (zygote,) = children(crowd.process.pid)
    family = crowd.family()
    if stopped:
        os.kill(zygote, signal.SIGSTOP)
    crowd.process.kill()
    crowd.process.wait(60)
    assert eventually(lambda: gone(family), BEFORE_THE_KERNEL)
