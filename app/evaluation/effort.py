"""Calls of functions that are given absurd sizes: they end in a sentence, not in gigabytes or minutes."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import numpy as np

from app.values import EvaluationError

LARGE_NUMBER = 50_000  # an argument from here on may be meant as a size
LARGE_ENTRIES = 2_000_000  # of all arrays multiplied: what comparing each with each would take
MOST_MEMORY = 256 * 1024 * 1024  # bytes, beyond what the process has
MOST_SECONDS = 1.0  # of the thread's own time

_limiting = threading.Lock()


def bounded(
    call: Callable[..., object], given: Sequence[object], named: Mapping[str, object], *, sized: bool
) -> object:
    """What the call returns. Raises EvaluationError when large arguments make it take too much.

    `sized`: a number may say how long an array or a loop shall be.
    """
    if not _is_large((*given, *named.values()), sized):
        return call(*given, **named)
    try:
        with memory_limited(), _time_limited():
            return call(*given, **named)
    except MemoryError:
        told = f"this takes more than {MOST_MEMORY // 1024**2} MB of memory: its sizes are too large"
        raise EvaluationError(told) from None


def _is_large(arguments: Sequence[object], sized: bool) -> bool:
    entries = 1.0
    for argument in arguments:
        if isinstance(argument, np.ndarray):
            entries *= max(argument.size, 1)
        elif sized and isinstance(argument, int | float) and abs(argument) >= LARGE_NUMBER:
            return True
    return entries >= LARGE_ENTRIES


@contextmanager
def memory_limited() -> Iterator[None]:
    """The process may grow by so much and no more; where the system knows of no such limit, as it likes."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):
        yield
        return
    with _limiting:
        before = resource.getrlimit(resource.RLIMIT_AS)
        wanted = pages * resource.getpagesize() + MOST_MEMORY
        allowed = [limit for limit in before if limit != resource.RLIM_INFINITY]
        resource.setrlimit(resource.RLIMIT_AS, (min([wanted, *allowed]), before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_AS, before)


@contextmanager
def _time_limited() -> Iterator[None]:
    """Every line of Python within it looks at the clock."""
    end = time.thread_time() + MOST_SECONDS

    def look(_frame: FrameType, _event: str, _argument: Any) -> Any:
        if time.thread_time() > end:
            raise EvaluationError(f"this takes longer than {MOST_SECONDS:g} s: its sizes are too large")
        return look

    before = sys.gettrace()
    sys.settrace(look)
    try:
        yield
    finally:
        sys.settrace(before)
