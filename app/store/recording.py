"""Attempts go in once per key, together with the progress they make."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql.dml import ReturningInsert

from app.store import reads, tables
from app.store.changes import RecordAttempt
from app.store.errors import KeyTaken
from app.store.inserts import insert, insert_missing
from app.store.records import Attempt, Help, Recorded

COLUMNS = frozenset(tables.attempt.c.keys())


def record(connection: sa.Connection, records: Sequence[RecordAttempt]) -> list[Recorded | KeyTaken]:
    """What became of each attempt, in order; of two with one key the first is stored."""
    if not records:
        return []
    _keep_versions(connection, records)
    helps = reads.helps_of_many(connection, [each.attempt for each in records if each.assisted is not None])
    first: dict[UUID, Attempt] = {}
    for each in records:
        first.setdefault(each.attempt.key, _with_help(each, helps))
    new = _insert(connection, first)
    _add_progress(connection, [first[key] for key in new])
    stored = first | dict(reads.attempts_by_key(connection, first.keys() - new))
    return [_told(each.attempt, stored[each.attempt.key], new) for each in records]


def _with_help(change: RecordAttempt, helps: Mapping[tuple[UUID, str, int], Help]) -> Attempt:
    """What is stored, given what the learner had opened by now."""
    attempt = change.attempt
    help_ = helps.get((attempt.learner, attempt.exercise, attempt.seed))
    if change.assisted is None or help_ is None:
        return attempt
    return replace(change.assisted if help_.solution else attempt, hints=help_.hints)


def _told(attempt: Attempt, stored: Attempt, new: set[UUID]) -> Recorded | KeyTaken:
    """The outcome of one attempt; only the first of a new key is new."""
    if stored.learner != attempt.learner:
        return KeyTaken()
    is_new = attempt.key in new
    new.discard(attempt.key)
    return Recorded(stored, is_new)


def _insert(connection: sa.Connection, attempts: Mapping[UUID, Attempt]) -> set[UUID]:
    """The keys that were not stored before. Sorted: two processes never wait for each other in a circle."""
    rows = [
        {name: value for name, value in vars(attempts[key]).items() if name in COLUMNS}
        for key in sorted(attempts)
    ]
    return set(connection.scalars(_attempt_insert(connection.dialect.name), rows))


@cache
def _attempt_insert(dialect: str) -> ReturningInsert[UUID]:
    table = tables.attempt
    return insert(dialect, table).on_conflict_do_nothing(index_elements=["key"]).returning(table.c.key)


def _keep_versions(connection: sa.Connection, records: Iterable[RecordAttempt]) -> None:
    table = tables.exercise_version
    contents = {each.attempt.said: each for each in records if each.content is not None}
    if not contents:
        return
    known = set(connection.scalars(sa.select(table.c.version).where(table.c.version.in_(contents))))
    now = datetime.now(UTC)
    missing = [
        {
            "version": version,
            "exercise": contents[version].attempt.exercise,
            "content": contents[version].content,
            "at": now,
        }
        for version in sorted(contents.keys() - known)
    ]
    insert_missing(connection, table, missing)


def _add_progress(connection: sa.Connection, attempts: Iterable[Attempt]) -> None:
    steps: dict[tuple[UUID, str], list[Attempt]] = {}
    for attempt in attempts:
        steps.setdefault((attempt.learner, attempt.exercise), []).append(attempt)
    if steps:
        rows = [progress_made(steps[place]) for place in sorted(steps)]
        connection.execute(_progress_upsert(connection.dialect.name), rows)


def progress_made(attempts: Sequence[Attempt]) -> dict[str, object]:
    """The progress that these attempts of one learner at one exercise make on their own."""
    last = max(attempts, key=lambda attempt: (attempt.at, attempt.key))
    best = max(attempt.credit for attempt in attempts)
    return {
        "learner": last.learner,
        "exercise": last.exercise,
        "attempts": len(attempts),
        "best": best,
        "solved_at": min((attempt.at for attempt in attempts if attempt.verdict == "correct"), default=None),
        "helped": all(attempt.helped for attempt in attempts if attempt.credit == best),
        "last_verdict": last.verdict,
        "last_seed": last.seed,
        "last_at": last.at,
    }


@cache
def _progress_upsert(dialect: str) -> sa.Insert:
    """Progress as it was, joined with a step: that of all attempts ever made, without reading them."""
    old = tables.progress.c
    statement = insert(dialect, tables.progress)
    step = statement.excluded
    later = step.last_at >= old.last_at
    helped = sa.case(
        (step.best > old.best, step.helped),
        (step.best == old.best, sa.and_(step.helped, old.helped)),
        else_=old.helped,
    )
    return statement.on_conflict_do_update(
        index_elements=["learner", "exercise"],
        set_={
            "attempts": old.attempts + step.attempts,
            "best": sa.case((step.best > old.best, step.best), else_=old.best),
            "solved_at": _earlier(old.solved_at, step.solved_at),
            "helped": helped,
            "last_verdict": sa.case((later, step.last_verdict), else_=old.last_verdict),
            "last_seed": sa.case((later, step.last_seed), else_=old.last_seed),
            "last_at": sa.case((later, step.last_at), else_=old.last_at),
        },
    )


def _earlier(
    one: sa.ColumnElement[datetime | None], other: sa.ColumnElement[datetime | None]
) -> sa.ColumnElement[datetime | None]:
    """The earlier of two moments, of which either may be missing."""
    return sa.case((other < one, other), else_=sa.func.coalesce(one, other))
