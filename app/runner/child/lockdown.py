"""Locks a forked child down, layer by layer; each can be left out, so that the others can be tried alone."""

import fcntl
import os
import platform
import resource
import signal
from collections.abc import Set
from dataclasses import dataclass

from . import kernel, landlock
from .layers import LANDLOCK, NO_NEW_PRIVILEGES, PARENT_DEATH, RLIMITS, SECCOMP, UNPRIVILEGED
from .limits import CPU_SECONDS, MEMORY
from .seccomp import Filter

NOBODY = 65534
_OUT_OF_THE_WAY = 20


@dataclass(frozen=True)
class Confinement:
    """What every child puts on. Made once: building costs, putting on does not."""

    layers: Set[str]
    memory: int
    ruleset: int | None
    filter: Filter | None

    def enforce(self, parent: int) -> None:
        """Lock this process down, in the order in which each step is still permitted. Raises OSError."""
        if RLIMITS in self.layers:
            limit_resources(self.memory)
        if UNPRIVILEGED in self.layers:
            drop_root()
        if PARENT_DEATH in self.layers:  # after drop_root: changing uid clears it
            die_with(parent)
        kernel.prctl(kernel.PR_SET_DUMPABLE, 0)
        if NO_NEW_PRIVILEGES in self.layers:
            kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
        if self.ruleset is not None:
            landlock.enforce(self.ruleset)
            os.close(self.ruleset)
        if self.filter is not None:
            self.filter.enforce()


def confinement(layers: Set[str]) -> Confinement:
    """The confinement of those layers.

    Raises OSError, or KeyError for a machine without a table of system calls.
    """
    ruleset = out_of_the_way(landlock.ruleset()) if LANDLOCK in layers else None
    filter_ = Filter(platform.machine()) if SECCOMP in layers else None
    return Confinement(layers, address_space() + MEMORY, ruleset, filter_)


def limit_resources(memory: int) -> None:
    """Bound memory and processor time; no files written, no processes, no core dumps."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_NOFILE, (16, 16))
    for nothing in (
        resource.RLIMIT_FSIZE,
        resource.RLIMIT_CORE,
        resource.RLIMIT_NPROC,  # counts only for those who are not root
        resource.RLIMIT_MEMLOCK,
        resource.RLIMIT_MSGQUEUE,
    ):
        resource.setrlimit(nothing, (0, 0))


def drop_root() -> None:
    """Become nobody, if root."""
    if os.geteuid() == 0 or os.getuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def die_with(parent: int) -> None:
    """End with the parent, also when it is killed; at once if that has already happened."""
    kernel.prctl(kernel.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def address_space() -> int:
    """Bytes of address space in use."""
    with open("/proc/self/statm") as file:  # noqa: PTH123  # pathlib stays out of the process students run in
        return int(file.read().split()[0]) * resource.getpagesize()


def out_of_the_way(descriptor: int) -> int:
    """The descriptor moved above those that come and go, to a number that is free: never onto another."""
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _OUT_OF_THE_WAY)
    os.close(descriptor)
    return moved
