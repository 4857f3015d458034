"""Opening a database: the lock, a look that touches nothing, and only then the connection that writes."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa

from app.store.engines import Address, read_engine, write_engine
from app.store.lock import WriterLock
from app.store.schema import check, migrate


@dataclass(frozen=True)
class Opened:
    """A database in use, until `close`."""

    reading: sa.Engine
    writing: sa.Engine
    _held: ExitStack

    def close(self) -> None:
        """Close the connections, then let another process write."""
        self._held.close()


def open_database(address: Address, wait: float, readers: int) -> Opened:
    """The database, locked for us and up to date. On an error everything taken so far is let go.

    Raises StoreError, SQLAlchemyError and OSError.
    """
    with ExitStack() as held:
        if address.path is not None:
            _lock(held, address.path)
        reading = read_engine(address, wait, readers)
        held.callback(reading.dispose)
        with reading.connect() as connection:
            check(connection, address)
        writing = write_engine(address, wait)
        held.callback(writing.dispose)
        with writing.begin() as connection:
            migrate(connection, address)
        return Opened(reading, writing, held.pop_all())


def _lock(held: ExitStack, database: Path) -> None:
    """One process writes a SQLite file; PostgreSQL takes many."""
    database.parent.mkdir(parents=True, exist_ok=True)
    lock = WriterLock(database)
    lock.take()
    held.callback(lock.release)
