"""How a child that said nothing complete came to its end, as a report."""

import os
import signal

from .child.limits import MEMORY, OUT_OF_MEMORY
from .job import Job, Report


def out_of_time(job: Job) -> Report:
    """The report of a job that met its time limit."""
    return Report("time", detail=f"{job.seconds:g} s")


def too_long(longest: int) -> Report:
    """The report of a program that is not even tried."""
    return Report("refused", detail=f"the program is longer than {longest:,} characters")


def ended(status: int, job: Job) -> Report:
    """The report for a wait status."""
    if os.WIFSIGNALED(status):
        return _signalled(os.WTERMSIG(status), job)
    if os.WEXITSTATUS(status) == OUT_OF_MEMORY:
        return Report("memory", detail=f"{MEMORY >> 20} MiB")
    return Report("killed", detail=f"the program ended its own process (exit code {os.WEXITSTATUS(status)})")


def _signalled(number: int, job: Job) -> Report:
    match number:
        case signal.SIGXCPU:
            return out_of_time(job)
        case signal.SIGSYS:
            return Report("killed", detail="stopped for a system call that no answer needs")
        case signal.SIGKILL:
            return Report("killed", detail="stopped from outside, or cut its own connection")
    return Report("killed", detail=f"the process crashed ({signal.Signals(number).name})")
