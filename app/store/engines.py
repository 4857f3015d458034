"""Connections: which database, how SQLite is set so that a commit survives a power cut."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL, make_url

from app.store.errors import StoreError

# what every database takes: NaN is refused here, not by one of them only
JSON = json.JSONEncoder(allow_nan=False, separators=(",", ":"))
SUPPORTED = "use sqlite:///FILE or postgresql://USER@HOST/NAME"


@dataclass(frozen=True)
class Address:
    """Which database to use; `path` is SQLite's file."""

    url: URL
    path: Path | None

    def __str__(self) -> str:
        """The database in a message; never its password."""
        return str(self.path or self.url.render_as_string(hide_password=True))


def read_address(text: str) -> Address:
    """The database that a URL names. Raises StoreError when it names none that we can use."""
    try:
        url = make_url(text)
    except sa.exc.ArgumentError:
        raise StoreError(f"the database URL cannot be read; {SUPPORTED}") from None
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            return Address(url.set(drivername="sqlite+pysqlite"), Path(url.database))
        case "postgresql":
            return Address(url.set(drivername="postgresql+psycopg"), None)
        case _:
            raise StoreError(f"the database {url.render_as_string()} cannot be used; {SUPPORTED}")


def write_engine(address: Address, wait: float) -> sa.Engine:
    """The one connection that writes; it waits at most `wait` seconds for a lock."""
    engine = _engine(address, connections=1)
    if address.path is not None:
        # FULL: with NORMAL a power cut takes acknowledged attempts with it
        _prepare(engine, _pragmas(wait) | {"journal_mode": "wal", "synchronous": "full"})

        @sa.event.listens_for(engine, "begin")
        def take_the_write_lock_at_once(connection: sa.Connection) -> None:
            connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine


def read_engine(address: Address, wait: float, connections: int) -> sa.Engine:
    """A few connections that cannot write, each statement on its own."""
    engine = _engine(address, connections)
    if address.path is not None:
        _prepare(engine, _pragmas(wait) | {"query_only": "on"})
    return engine.execution_options(isolation_level="AUTOCOMMIT")


def _engine(address: Address, connections: int) -> sa.Engine:
    remote = address.path is None
    try:
        return sa.create_engine(
            address.url,
            pool_size=connections,
            max_overflow=0,
            pool_pre_ping=remote,
            connect_args={"connect_timeout": 5} if remote else {},
            json_serializer=JSON.encode,
        )
    except ModuleNotFoundError as error:
        extra = "pip install 'diffusion-workbook[postgresql]'"
        raise StoreError(f"PostgreSQL needs the package {error.name}: {extra}") from error


def _pragmas(wait: float) -> dict[str, str]:
    return {"busy_timeout": str(int(wait * 1000)), "foreign_keys": "on"}


def _prepare(engine: sa.Engine, pragmas: dict[str, str]) -> None:
    @sa.event.listens_for(engine, "connect")
    def connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves
        for name, value in pragmas.items():
            connection.execute(f"PRAGMA {name}={value}")
