"""Linux system calls that Python does not wrap, through ctypes."""

import ctypes
import os
from typing import Any

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_GET_NO_NEW_PRIVS = 1, 4, 38, 39

# One number on every architecture, as for all calls newer than Linux 5.0.
_PIDFD_SEND_SIGNAL, _PIDFD_OPEN = 424, 434


def syscall(number: int, *arguments: Any) -> int:
    """What the system call returns. Arguments are ints, ctypes buffers or None. Raises OSError."""
    words = (ctypes.c_long(one) if isinstance(one, int) else one for one in arguments)
    return _checked(_libc.syscall(ctypes.c_long(number), *words))


def prctl(operation: int, argument: int = 0) -> int:
    """What prctl(2) returns. Raises OSError."""
    zero = ctypes.c_ulong(0)
    return _checked(_libc.prctl(ctypes.c_int(operation), ctypes.c_ulong(argument), zero, zero, zero))


def pidfd_open(pid: int) -> int:
    """A file descriptor that stands for the process, however its number is used again.

    (`os.pidfd_open` is missing from Pythons built with old headers.)
    """
    return syscall(_PIDFD_OPEN, pid, 0)


def pidfd_send_signal(pidfd: int, signal: int) -> None:
    """Signal that very process. Raises ProcessLookupError when it has gone."""
    syscall(_PIDFD_SEND_SIGNAL, pidfd, signal, None, 0)


def _checked(result: int) -> int:
    if result < 0:
        error = ctypes.get_errno()
        raise OSError(error, os.strerror(error))
    return result
