"""Copies of a SQLite database, made while it is in use."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from app.store.engines import Address
from app.store.errors import StoreError, explained


def backup(address: Address, target: Path) -> None:
    """Write a whole, compact copy of the database to `target`, which must not exist.

    Raises StoreError; then there is no file at `target`.
    """
    if address.path is None:
        raise StoreError("this database is PostgreSQL's; use pg_dump")
    if not address.path.is_file():
        raise StoreError(f"there is no database {address}")
    if target.exists():
        raise StoreError(f"{target} exists already; a backup never overwrites")
    part = target.with_name(f"{target.name}.part")
    try:
        _copy(address.path, part)
        part.rename(target)
    except sqlite3.Error as error:
        raise explained(error, f"{address} or {target}") from error
    except OSError as error:
        raise StoreError(f"{target} cannot be written: {error.strerror}") from error
    finally:
        part.unlink(missing_ok=True)


def _copy(source: Path, target: Path) -> None:
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(source)) as connection:
        connection.execute("VACUUM INTO ?", (str(target),))
    with target.open("rb") as file:
        os.fsync(file.fileno())  # VACUUM INTO leaves this to us
