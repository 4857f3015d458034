"""A child without a zygote and without protection, for one's own code on one's own computer.

Its job comes on standard input, the answer goes to standard output.
"""

import os
import sys
from collections.abc import Sequence

from . import imports
from .serving import serve

if sys.platform == "linux":
    import resource

    from .lockdown import address_space

READY = b"R"


def main(arguments: Sequence[str]) -> None:
    """Answer one job from standard input on standard output; `arguments` is the memory limit in bytes."""
    (memory,) = arguments
    source, target = _take_standard_streams()
    imports.preload()
    _limit_memory(int(memory))
    os.write(target, READY)
    serve(source, target)
    os._exit(0)


def _take_standard_streams() -> tuple[int, int]:
    """The two pipes under other numbers; `print` and `input` get the null device."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.setmode(0, os.O_BINARY)
        msvcrt.setmode(1, os.O_BINARY)
    source, target = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(null, standard)
    return source, target


def _limit_memory(extra: int) -> None:
    """Elsewhere the limit is not kept, and the system's own has to do."""
    if sys.platform == "linux":
        limit = address_space() + extra
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
