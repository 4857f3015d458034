"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import os
import time
from collections import deque
from uuid import UUID

VERSION_7 = 0x7 << 76
VARIANT = 0b10 << 62
LOW_62, HIGH_12 = (1 << 62) - 1, 0xFFF << 64
_BITS, _AT_ONCE = 10, 400  # bytes for one identifier; how many are fetched together

# Asking the system for random bytes lets other threads run first, which costs more than all the rest here.
_random: deque[int] = deque()


def uuid7() -> UUID:
    """A new UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds, random = time.time_ns() // 1_000_000 << 80, _random_bits()
    return UUID(int=milliseconds | VERSION_7 | random & HIGH_12 | VARIANT | random & LOW_62)


def _random_bits() -> int:
    """80 random bits of the system's, never given before."""
    try:
        return _random.popleft()
    except IndexError:
        block = os.urandom(_BITS * _AT_ONCE)
        _random.extend(int.from_bytes(block[at : at + _BITS]) for at in range(_BITS, len(block), _BITS))
        return int.from_bytes(block[:_BITS])


if hasattr(os, "register_at_fork"):  # not on Windows, which knows no fork
    os.register_at_fork(after_in_child=_random.clear)
