"""One writing process per SQLite file: a lock on a file beside it, which the system drops when we die."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from app.store.errors import StoreError

if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _try_lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


class WriterLock:
    """The right to write one database file, held from `take` to `release`."""

    def __init__(self, database: Path) -> None:
        self._database = database
        real = database.resolve()
        self._path = real.with_name(f"{real.name}-lock")
        self._descriptor: int | None = None

    def take(self) -> None:
        """Hold the lock.

        Raises StoreError when another process holds it, OSError when the folder cannot be written.
        """
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _try_lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            cure = "stop it or give another folder with --data"
            raise StoreError(f"another workbook is already using {self._database}; {cure}") from error
        self._descriptor = descriptor

    def release(self) -> None:
        """Let others write; the file stays, for removing it would race with the next to come."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None
