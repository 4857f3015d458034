"""Looks at processes and descriptors from outside."""

import os
import time
from collections.abc import Callable
from pathlib import Path


def children(pid: int) -> set[int]:
    """The ids of a process's children, zombies too."""
    return {child for child, parent in parents_of_all().items() if parent == pid}


def parents_of_all() -> dict[int, int]:
    """The parent of every process, by its id."""
    # not by a pattern: that stumbles over a process that ends meanwhile
    found = ((int(pid), _parent(Path("/proc", pid, "stat"))) for pid in os.listdir("/proc") if pid.isdigit())  # noqa: PTH208
    return {pid: parent for pid, parent in found if parent is not None}


def descriptors() -> int:
    """How many file descriptors this process has open."""
    return len(os.listdir("/proc/self/fd"))  # noqa: PTH208  # pathlib would hold one more open meanwhile


def eventually(condition: Callable[[], bool], seconds: float = 60) -> bool:
    """Whether it comes true within a time that is long even on a loaded machine."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def _parent(stat: Path) -> int | None:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:  # it has just ended
        return None
