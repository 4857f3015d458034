"""INSERT … ON CONFLICT, which SQLite and PostgreSQL spell alike and SQLAlchemy keeps in two classes.

Statements are built once per dialect: building them takes longer than running them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite


def insert(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """An INSERT that knows ON CONFLICT."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def insert_missing(connection: sa.Connection, table: sa.Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Insert the rows whose primary key is not there yet."""
    if rows:
        connection.execute(_insert_missing(connection.dialect.name, table), rows)


@cache
def _insert_missing(dialect: str, table: sa.Table) -> sa.Insert:
    return insert(dialect, table).on_conflict_do_nothing()
