"""Runs a job in a plain process of its own, unprotected: one's own code on one's own computer."""

import os
import subprocess
import threading

from . import launch
from .child.limits import MEMORY
from .ends import out_of_time
from .exchange import is_complete, report_of
from .job import Job, Report

_START = 30.0  # seconds
_PIECE = 1 << 18


def run_alone(job: Job, frame: bytes) -> Report:
    """The report of a job whose frame is given. Blocks; made for a thread."""
    process = subprocess.Popen(
        launch.command("alone", str(MEMORY)),
        env=launch.environment(),
        cwd="/",
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
    )
    with process:
        if not _answer(process, b"", 1, _START):
            return Report("unavailable", detail="the process that runs code does not start")
        received = _answer(process, frame, None, job.seconds)
    if received is None:
        return out_of_time(job)
    if is_complete(received):
        return report_of(received, job)
    return Report("killed", detail="the process ended without an answer")


def _answer(
    process: subprocess.Popen[bytes], message: bytes, length: int | None, seconds: float
) -> bytes | None:
    """What the process says: `length` bytes, or a complete frame, or less if it ended; None: too late."""
    late = threading.Event()

    def stop() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, stop)
    timer.start()
    try:
        received = _converse(process, message, length)
    finally:
        timer.cancel()
        if length is None:
            process.kill()
    return None if late.is_set() else received


def _converse(process: subprocess.Popen[bytes], message: bytes, length: int | None) -> bytes:
    assert process.stdin is not None
    assert process.stdout is not None
    received = b""
    try:
        process.stdin.write(message)
        while not (is_complete(received) if length is None else len(received) >= length):
            piece = os.read(process.stdout.fileno(), length or _PIECE)
            if not piece:
                break
            received += piece
    except OSError:
        pass  # it has gone; what it said before still counts
    return received
