"""What the kernel tells of the processes that run code, from outside of them."""

from __future__ import annotations

from pathlib import Path

PROC = Path("/proc")


def children(pid: int) -> list[int]:
    """The processes whose parent it is."""
    return [int(folder.name) for folder in PROC.glob("[0-9]*") if parent(folder) == pid]


def parent(folder: Path) -> int | None:
    """The parent of the process of a folder of /proc; None when it has just gone."""
    try:
        return int((folder / "stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return None


def zygote(server: int) -> int:
    """The process that a server's children are forked from. Raises LookupError."""
    for pid in children(server):
        if b"zygote" in (PROC / str(pid) / "cmdline").read_bytes().split(b"\0"):
            return pid
    raise LookupError("no process is there to fork from")


def megabytes(pid: int, field: str) -> float:
    """`Pss` or `Private_Dirty` of a process. Raises PermissionError where this user may not read it."""
    for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
        name, _, rest = line.partition(":")
        if name == field:
            return int(rest.split()[0]) / 1024
    raise LookupError(field)
