import signal

import pytest

from app.runner import Job
from app.runner.ends import ended

JOB = Job("", seconds=1.5)


@pytest.mark.parametrize(
    ("status", "end", "detail"),
    [
        (signal.SIGXCPU, "time", "1.5 s"),
        (signal.SIGSYS, "killed", "stopped for a system call that no answer needs"),
        (signal.SIGSEGV, "killed", "the process crashed (SIGSEGV)"),
        (signal.SIGKILL, "killed", "stopped from outside, or cut its own connection"),
        (71 << 8, "memory", "256 MiB"),
        (3 << 8, "killed", "the program ended its own process (exit code 3)"),
    ],
)
def test_a_wait_status_is_a_named_end(status: int, end: str, detail: str) -> None:
    report = ended(status, JOB)
    assert (report.end, report.detail) == (end, detail)
