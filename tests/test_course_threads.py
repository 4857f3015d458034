"""Threads for the code of courses: what never ends is given up, what is changed is put back."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pytest

from app.course_threads import Caller, CourseThread, TooSlow, put_back_after
from tests.runner.processes import eventually


def test_calls_are_made_one_after_another_on_one_thread_that_is_another_one() -> None:
    caller = Caller()
    names = {caller.outcome(threading.get_ident, 10).value for _ in range(3)}
    assert len(names) == 1
    assert threading.get_ident() not in names


def test_what_is_raised_comes_back_whatever_it_is() -> None:
    caller = Caller()
    for kind in (ValueError, KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError):

        def fail(kind: type[BaseException] = kind) -> None:
            raise kind

        assert isinstance(caller.outcome(fail, 10).error, kind)
    assert caller.outcome(lambda: 1, 10).value == 1


@pytest.mark.parametrize("catches", [False, True])
def test_what_computes_for_ever_is_ended_though_it_catches_everything(catches: bool) -> None:
    def spin() -> None:
        n = 0
        while True:
            if not catches:
                n += 1
                continue
            try:
                n += 1
            except BaseException:  # what must not help it
                n = 0

    caller = Caller()
    with pytest.raises(TooSlow):
        caller.outcome(spin, 0.1)
    assert caller.is_given_up
    assert caller.place([__file__]) is not None
    caller.end()
    assert eventually(lambda: not caller._thread.is_alive())


def test_what_waits_for_ever_is_given_up() -> None:
    let_go = threading.Event()
    caller = Caller()
    with pytest.raises(TooSlow):
        caller.outcome(let_go.wait, 0.05)
    let_go.set()


def test_numpys_error_state_is_the_courses_own() -> None:
    before = np.geterr()
    Caller().outcome(lambda: np.seterr(all="raise"), 10)
    assert np.geterr() == before


def test_paths_folder_and_warnings_are_put_back(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path, folder, filters = [*sys.path], Path.cwd(), [*warnings.filters]
    with put_back_after():
        sys.path.insert(0, "elsewhere")
        os.chdir(tmp_path)
        warnings.simplefilter("ignore")
        print("for nobody")
    assert (sys.path, Path.cwd(), warnings.filters) == (path, folder, filters)
    told = capfd.readouterr()
    assert (told.out, told.err) == ("", "for nobody\n")


def test_of_two_at_once_the_last_puts_back_what_the_first_found() -> None:
    def found() -> tuple[object, ...]:
        return sys.stdout, os._exit, threading.Thread.start, [*warnings.filters]

    before = found()
    first, second = put_back_after(), put_back_after()
    with first:
        second.__enter__()
    assert sys.stdout is sys.stderr
    second.__exit__(None, None, None)
    assert found() == before


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_process_that_a_course_starts_may_end() -> None:
    program = (
        "import os\n"
        "from app.course_threads import Caller, put_back_after\n"
        "def course():\n"
        "    child = os.fork()\n"
        "    if not child:\n"
        "        os._exit(7)\n"
        "    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])\n"
        "with put_back_after():\n"
        "    assert Caller().outcome(course, 10).value == 7\n"
    )
    subprocess.run([sys.executable, "-W", "ignore", "-c", program], check=True, timeout=60)


def test_a_course_ends_no_program_and_its_threads_hold_nobody_up() -> None:
    program = (
        "import os, threading, time\n"
        "from app.course_threads import Caller, put_back_after\n"
        "with put_back_after():\n"
        "    print(repr(Caller().outcome(lambda: os._exit(7), 10).error))\n"
        "    sleeper = threading.Thread(target=time.sleep, args=(60,), daemon=False)\n"
        "    Caller().outcome(sleeper.start, 10)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True
    )
    assert done.stderr == "SystemExit(7)\n"


def test_everybody_else_may_end_the_program_meanwhile() -> None:
    program = (
        "import os\nfrom app.course_threads import put_back_after\nwith put_back_after():\n    os._exit(7)\n"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False, timeout=120).returncode == 7


def test_threads_of_courses_end_with_the_program() -> None:
    assert CourseThread(lambda: None).daemon
