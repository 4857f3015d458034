"""Identifiers that sort by the time they were made."""

from __future__ import annotations

import secrets
import time
from uuid import UUID

VERSION_7 = 0x7 << 76
VARIANT = 0b10 << 62


def uuid7() -> UUID:
    """A new UUID of version 7 (RFC 9562): 48 bits of milliseconds, then 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000 << 80
    high, low = secrets.randbits(12) << 64, secrets.randbits(62)
    return UUID(int=milliseconds | VERSION_7 | high | VARIANT | low)
