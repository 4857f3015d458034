"""Runs a command on a kernel that lacks some system calls: `lacking.py landlock_create_ruleset -- COMMAND…`.

Older kernels and other sandboxes answer so; what the workbook then does is tried for real.
"""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))  # for it runs as a script

from tests.runner.docker_default import ALLOW, load

ENOSYS = 38
LANDLOCK, SECCOMP = ("landlock_create_ruleset",), ("seccomp",)


def lacking(calls: Sequence[str]) -> list[str]:
    """What to put before a command to run it without those system calls."""
    return [sys.executable, __file__, *calls, "--"]


def main(arguments: list[str]) -> None:
    """Become the command."""
    end = arguments.index("--")
    calls, command = arguments[:end], arguments[end + 1 :]
    load([{"names": calls, "action": "SCMP_ACT_ERRNO", "errnoRet": ENOSYS}], otherwise=ALLOW)
    os.execvp(command[0], command)


if __name__ == "__main__":
    main(sys.argv[1:])
