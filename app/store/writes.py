"""How a batch of changes is applied in one transaction."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import assert_never

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from app.store import tables
from app.store.changes import Change, Identify, OpenHelp, RecordAttempt, Result, SaveDraft
from app.store.inserts import insert, insert_missing
from app.store.recording import record
from app.store.records import Help


def apply(connection: sa.Connection, changes: Sequence[Change]) -> list[Result]:
    """The outcome of each change, in order. Attempts go in together, the rest one after another."""
    _meet_learners(connection, changes)
    recorded = iter(record(connection, [change for change in changes if isinstance(change, RecordAttempt)]))
    return [
        next(recorded) if isinstance(change, RecordAttempt) else _apply(connection, change)
        for change in changes
    ]


def _meet_learners(connection: sa.Connection, changes: Sequence[Change]) -> None:
    """A learner's row is made with the first thing that is stored for them."""
    now = datetime.now(UTC)
    learners = sorted({change.learner for change in changes})
    insert_missing(connection, tables.learner, [{"id": learner, "at": now} for learner in learners])


def _apply(connection: sa.Connection, change: OpenHelp | SaveDraft | Identify) -> Help | None:
    match change:
        case OpenHelp():
            return _open_help(connection, change)
        case SaveDraft():
            _save_draft(connection, change)
        case Identify():
            _identify(connection, change)
        case _:
            assert_never(change)
    return None


def _open_help(connection: sa.Connection, change: OpenHelp) -> Help:
    """What is open now."""
    row = vars(change) | {"at": datetime.now(UTC)}
    opened = connection.execute(_help_upsert(connection.dialect.name), row).one()
    return Help(opened.hints, opened.solution)


@cache
def _help_upsert(dialect: str) -> ReturningInsert[int, bool]:
    old = tables.help_.c
    statement = insert(dialect, tables.help_)
    new = statement.excluded
    upsert = statement.on_conflict_do_update(
        index_elements=["learner", "exercise", "seed"],
        set_={
            "hints": sa.case((new.hints > old.hints, new.hints), else_=old.hints),
            "solution": sa.or_(old.solution, new.solution),
        },
    )
    return upsert.returning(old.hints, old.solution)


def _save_draft(connection: sa.Connection, change: SaveDraft) -> None:
    row = vars(change.draft) | {"learner": change.learner}
    connection.execute(_draft_upsert(connection.dialect.name), row)


@cache
def _draft_upsert(dialect: str) -> sa.Insert:
    statement = insert(dialect, tables.draft)
    new = statement.excluded
    return statement.on_conflict_do_update(
        index_elements=["learner", "exercise"],
        set_={"seed": new.seed, "fields": new.fields, "at": new.at},
        where=new.at >= tables.draft.c.at,
    )


def _identify(connection: sa.Connection, change: Identify) -> None:
    insert_missing(connection, tables.identity, [vars(change) | {"at": datetime.now(UTC)}])
