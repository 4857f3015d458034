"""Which layers work here, found by trying each in a forked process.

What a kernel says of itself is unreliable: Landlock works on some that do not list it.
"""

import os
import platform
import resource
import socket
import traceback
from collections.abc import Callable, Set
from types import MappingProxyType

from . import kernel, landlock, layers, lockdown
from .limits import MEMORY
from .seccomp import Filter
from .serving import rehearse


def working(wanted: Set[str]) -> frozenset[str]:
    """The wanted layers that hold here, each tried on its own."""
    return frozenset(layer for layer in layers.LAYERS if layer in wanted and holds(TRIALS[layer]))


def holds(trial: Callable[[], object]) -> bool:
    """Whether the trial ends well in a process of its own."""
    pid = os.fork()
    if pid == 0:
        _try(trial)
    _, status = os.waitpid(pid, 0)
    return status == 0


def computes(confinement: lockdown.Confinement) -> bool:
    """Whether an honest job can be answered under it."""
    parent = os.getpid()

    def trial() -> None:
        try:
            confinement.enforce(parent)
            rehearse()
        except BaseException:
            traceback.print_exc()  # unlike a missing layer, this is a surprise
            raise

    return holds(trial)


def _try(trial: Callable[[], object]) -> None:
    try:
        trial()
        os._exit(0)
    finally:
        os._exit(1)


def _rlimits() -> None:
    lockdown.limit_resources(lockdown.address_space() + MEMORY)
    _demand(resource.getrlimit(resource.RLIMIT_FSIZE) == (0, 0))


def _unprivileged() -> None:
    lockdown.drop_root()
    _demand(0 not in os.getresuid())


def _parent_death() -> None:
    lockdown.die_with(os.getppid())


def _no_new_privileges() -> None:
    kernel.prctl(kernel.PR_SET_NO_NEW_PRIVS, 1)
    _demand(kernel.prctl(kernel.PR_GET_NO_NEW_PRIVS) == 1)


def _landlock() -> None:
    _no_new_privileges()
    landlock.enforce(landlock.ruleset())
    _refused(lambda: os.open("/", os.O_RDONLY))


def _seccomp() -> None:
    _no_new_privileges()
    Filter(platform.machine()).enforce()
    _refused(lambda: os.open("/", os.O_RDONLY))
    _refused(lambda: socket.socket())


def _refused(attempt: Callable[[], object]) -> None:
    try:
        attempt()
    except PermissionError:
        return
    raise AssertionError("permitted")


def _demand(condition: bool) -> None:
    if not condition:
        raise AssertionError


TRIALS = MappingProxyType(
    {
        layers.RLIMITS: _rlimits,
        layers.UNPRIVILEGED: _unprivileged,
        layers.PARENT_DEATH: _parent_death,
        layers.NO_NEW_PRIVILEGES: _no_new_privileges,
        layers.LANDLOCK: _landlock,
        layers.SECCOMP: _seccomp,
    }
)
