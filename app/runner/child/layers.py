"""The layers of the lock-down by name, and what it takes to run a stranger's code."""

from collections.abc import Mapping, Set
from types import MappingProxyType
from typing import Literal

RLIMITS, UNPRIVILEGED, PARENT_DEATH = "rlimits", "unprivileged", "parent-death"
NO_NEW_PRIVILEGES, LANDLOCK, SECCOMP = "no-new-privileges", "landlock", "seccomp"
LAYERS = (RLIMITS, UNPRIVILEGED, PARENT_DEATH, NO_NEW_PRIVILEGES, LANDLOCK, SECCOMP)

# What it means that a layer does not hold, and the cure; for `workbook doctor` and /readyz.
LACKING: Mapping[str, str] = MappingProxyType(
    {
        RLIMITS: "programs could use up the machine's memory, so none is run; "
        "let the server lower its own limits (setrlimit)",
        UNPRIVILEGED: "programs run as root, held by the other layers alone; "
        "start the server as an ordinary user, or let it keep the capabilities SETUID and SETGID",
        PARENT_DEATH: "a program can outlive a server that is killed, by some seconds; "
        "let the server call prctl",
        NO_NEW_PRIVILEGES: "no system call can be filtered, so no program is run; let the server call prctl",
        LANDLOCK: "files and network are kept from programs by seccomp alone; "
        "use Linux 5.13 or newer with `landlock` in its list of security modules (lsm=)",
        SECCOMP: "nothing keeps programs from files, network and other processes, so none is run; "
        "use Linux on x86-64 or arm64, where filters are not forbidden",
    }
)

Level = Literal["full", "seccomp", "none"]


def level(layers: Set[str]) -> Level:
    """What these layers amount to. Seccomp carries it; Landlock alone lets too much through to count."""
    if not layers >= {RLIMITS, NO_NEW_PRIVILEGES, SECCOMP}:
        return "none"
    return "full" if LANDLOCK in layers else "seccomp"
