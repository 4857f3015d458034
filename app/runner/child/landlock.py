"""Landlock: the second, independent layer. A ruleset that handles everything and permits nothing.

No file, no TCP, no abstract socket, no signal to others. Some kernels, as Docker Desktop's, have none of it.
"""

import ctypes
import struct

from . import kernel

_CREATE_RULESET, _RESTRICT_SELF = 444, 446  # on every architecture
_VERSION = 1

# The rights each version of the interface added; asking for one that the kernel does not know is an error.
_FILES_BY_VERSION = {1: (1 << 13) - 1, 2: (1 << 14) - 1, 3: (1 << 15) - 1, 4: (1 << 15) - 1}
_ALL_FILES = (1 << 16) - 1
_TCP = 0b11  # from version 4
_SCOPES = 0b11  # abstract sockets and signals, from version 6


def ruleset() -> int:
    """A file descriptor of the ruleset; made once, each child only enforces it.

    Raises OSError where there is no Landlock.
    """
    version = kernel.syscall(_CREATE_RULESET, None, 0, _VERSION)
    words = [_FILES_BY_VERSION.get(version, _ALL_FILES)]
    if version >= 4:
        words.append(_TCP)
    if version >= 6:
        words.append(_SCOPES)
    attributes = struct.pack(f"<{len(words)}Q", *words)
    return kernel.syscall(_CREATE_RULESET, ctypes.create_string_buffer(attributes), len(attributes), 0)


def enforce(descriptor: int) -> None:
    """Put it on, for good. Needs no_new_privs. Raises OSError."""
    kernel.syscall(_RESTRICT_SELF, descriptor, 0)
