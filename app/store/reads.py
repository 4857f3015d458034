"""Questions to the store: one statement each."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

import sqlalchemy as sa

from app.store import tables
from app.store.records import Attempt, Draft, Help, Progress

A, P, D, H = tables.attempt, tables.progress, tables.draft, tables.help_
NEWEST_FIRST = (A.c.at.desc(), A.c.key.desc())


def attempts_by_key(connection: sa.Connection, keys: Collection[UUID]) -> Mapping[UUID, Attempt]:
    """The attempts stored under these keys."""
    if not keys:
        return {}
    return {
        row.key: Attempt(**row._asdict()) for row in connection.execute(sa.select(A).where(A.c.key.in_(keys)))
    }


def attempts(connection: sa.Connection, learner: UUID, exercise: str, limit: int) -> tuple[Attempt, ...]:
    """A learner's attempts at an exercise, newest first."""
    query = sa.select(A).where(A.c.learner == learner, A.c.exercise == exercise)
    rows = connection.execute(query.order_by(*NEWEST_FIRST).limit(limit))
    return tuple(Attempt(**row._asdict()) for row in rows)


def last_attempt(connection: sa.Connection, learner: UUID, exercise: str, seed: int) -> Attempt | None:
    """A learner's newest attempt at one variant."""
    query = sa.select(A).where(A.c.learner == learner, A.c.exercise == exercise, A.c.seed == seed)
    row = connection.execute(query.order_by(*NEWEST_FIRST).limit(1)).first()
    return Attempt(**row._asdict()) if row else None


def latest(connection: sa.Connection, learner: UUID, exercises: Collection[str]) -> Mapping[str, Attempt]:
    """A learner's newest attempt at each of these exercises, whatever its variant."""
    rank = sa.func.row_number().over(partition_by=A.c.exercise, order_by=NEWEST_FIRST).label("rank")
    ranked = sa.select(A.c.key, rank).where(A.c.learner == learner, A.c.exercise.in_(exercises)).subquery()
    query = sa.select(A).join(ranked, A.c.key == ranked.c.key).where(ranked.c.rank == 1)
    return {row.exercise: Attempt(**row._asdict()) for row in connection.execute(query)}


def progress(connection: sa.Connection, learner: UUID) -> Mapping[str, Progress]:
    """A learner's progress by exercise."""
    columns = [column for column in P.c if column.name != "learner"]
    rows = connection.execute(sa.select(*columns).where(P.c.learner == learner))
    return {row.exercise: Progress(**row._asdict()) for row in rows}


def drafts(
    connection: sa.Connection, learner: UUID, exercises: Collection[str] | None
) -> Mapping[str, Draft]:
    """A learner's drafts by exercise; all of them when `exercises` is None."""
    query = sa.select(D.c.exercise, D.c.seed, D.c.fields, D.c.at).where(D.c.learner == learner)
    if exercises is not None:
        query = query.where(D.c.exercise.in_(exercises))
    return {row.exercise: Draft(**row._asdict()) for row in connection.execute(query)}


def helps(
    connection: sa.Connection, learner: UUID, exercises: Collection[str]
) -> Mapping[tuple[str, int], Help]:
    """What a learner has opened, by exercise and seed."""
    query = sa.select(H).where(H.c.learner == learner, H.c.exercise.in_(exercises))
    return {(row.exercise, row.seed): Help(row.hints, row.solution) for row in connection.execute(query)}


def learner_of(connection: sa.Connection, kind: str, subject: str) -> UUID | None:
    """Whom an identity belongs to."""
    table = tables.identity
    query = sa.select(table.c.learner).where(table.c.kind == kind, table.c.subject == subject)
    learner: UUID | None = connection.scalar(query)
    return learner


def version(connection: sa.Connection, name: str) -> object | None:
    """What an exercise said at a version, None when that was never attempted."""
    table = tables.exercise_version
    return connection.scalar(sa.select(table.c.content).where(table.c.version == name))


def ping(connection: sa.Connection) -> None:
    """Nothing, when the database answers."""
    connection.execute(sa.select(1))
