"""The layers of the lock-down by name, and what it takes to run a stranger's code."""

from collections.abc import Set
from typing import Literal

RLIMITS, UNPRIVILEGED, PARENT_DEATH = "rlimits", "unprivileged", "parent-death"
NO_NEW_PRIVILEGES, LANDLOCK, SECCOMP = "no-new-privileges", "landlock", "seccomp"
LAYERS = (RLIMITS, UNPRIVILEGED, PARENT_DEATH, NO_NEW_PRIVILEGES, LANDLOCK, SECCOMP)

Level = Literal["full", "seccomp", "none"]


def level(layers: Set[str]) -> Level:
    """What these layers amount to. Seccomp carries it; Landlock alone lets too much through to count."""
    if not layers >= {RLIMITS, NO_NEW_PRIVILEGES, SECCOMP}:
        return "none"
    return "full" if LANDLOCK in layers else "seccomp"
