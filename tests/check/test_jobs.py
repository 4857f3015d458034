"""Several processes prove what one would, and none of them is left behind."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from app.check import Checker, WorkerDied, check_paths
from app.check.jobs import processors, proving, useful_jobs
from app.models import Exercise, Numeric
from tests.check.test_book import ROOT, SOUND, numeric, write_book

SOMETIMES = numeric("params: {a: {int: [2, 9]}}\nanswer: a**2\nmistakes: [{if: 2*a, tag: twice, say: No.}]\n")
SLOW = numeric("""\
    params: {a: {float: [0.1, 0.9], step: 0.00001}}
    let: {b: "schedules.alpha_bar(schedules.linear(0.0001, 0.02, 1000))"}
    answer: 3.5*a + sum(b)
    """)


def renamed(text: str, name: str) -> str:
    """The exercise under another id."""
    return text.replace("id: one", f"id: {name}")


def test_two_processes_report_what_one_does_and_in_its_order(tmp_path: Path) -> None:
    texts = {f"e{number}": renamed((SOUND, SOMETIMES)[number % 2], f"e{number}") for number in range(6)}
    book = write_book(tmp_path, **texts)
    alone, together = (check_paths([book], Checker(None, 200, jobs)) for jobs in (1, 2))
    assert alone == together
    assert [one.id for one in together.exercises] == list(texts)
    assert len(together.faults) == 3


def exercises(count: int) -> list[Exercise]:
    """Exercises with many numbers."""
    common = {"type": "numeric", "title": "One", "difficulty": 1, "tags": ["slip"], "prompt": "{{ a }}"}
    numbers = {"params": {"a": {"float": [0.1, 0.9], "step": 0.00001}}, "answer": "a + 7.5"}
    return [Numeric.model_validate({"id": f"e{one}", **common, **numbers}) for one in range(count)]


def test_a_small_book_is_not_worth_a_process() -> None:
    assert useful_jobs(8, exercises(5), seeds=25) == 1
    assert useful_jobs(8, exercises(5), seeds=200) == 3
    assert useful_jobs(2, exercises(50), seeds=200) == 2
    assert useful_jobs(8, [], seeds=200) == 1


def test_there_is_a_processor() -> None:
    assert 1 <= processors() <= (os.cpu_count() or 1)


def prove_while(happening: Callable[[], None]) -> None:
    """Proves for long in two processes while something happens."""
    with proving(exercises(4), 9_000, 2, None, (), lambda: None) as found:
        happening()
        found()


def test_a_process_that_is_ended_from_outside_is_told() -> None:
    def end() -> None:
        for process in multiprocessing.active_children():
            process.kill()

    with pytest.raises(WorkerDied, match="ended from outside"):
        prove_while(end)
    assert multiprocessing.active_children() == []


def test_an_interrupt_leaves_no_process_behind() -> None:
    children = []

    def interrupt() -> None:
        children.extend(multiprocessing.active_children())
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        prove_while(interrupt)
    assert len(children) == 2
    assert not any(process.is_alive() for process in children)


def session_of(process: subprocess.Popen[str]) -> set[int]:
    """The living processes of a session, by its leader."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            state, _, _, session = entry.read_text().rpartition(") ")[2].split()[:4]
            if session == str(process.pid) and state != "Z":
                found.add(int(entry.parent.name))
    return found


def listen_to_interrupts() -> None:
    """A shell lets what it starts in the background ignore them, and this would be handed on."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_the_command_takes_its_processes_with_it(how: signal.Signals, tmp_path: Path) -> None:
    book = write_book(tmp_path, **{f"e{number}": renamed(SLOW, f"e{number}") for number in range(4)})
    with subprocess.Popen(
        [sys.executable, "-m", "app.command", "check", str(book), "--seeds", "9000", "--jobs", "2"],
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"]},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=listen_to_interrupts,
    ) as process:
        until(lambda: len(session_of(process)) >= 4)  # itself, two at work, the tracker of their semaphores
        if how is signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal does
        else:
            process.send_signal(how)
        out, err = process.communicate(timeout=120)
        until(lambda: not session_of(process))
    if how is signal.SIGINT:
        assert (process.returncode, out, err) == (130, "", "Interrupted: nothing is proved.\n")


def until(holds: Callable[[], bool]) -> None:
    """Waits until it holds. Fails after two minutes."""
    for _ in range(1200):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError("it never holds")
