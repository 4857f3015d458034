"""Questions to the store: one statement each."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from app.store import tables
from app.store.records import Attempt, Correction, Draft, Help, History, Progress, Regraded

A, P, D, H = tables.attempt, tables.progress, tables.draft, tables.help_
G, R = tables.regrade, tables.regraded
NEWEST_FIRST = (A.c.at.desc(), A.c.key.desc())

# Statements are built once: building one takes longer than SQLite takes to answer it.
LEARNER = sa.bindparam("learner", type_=A.c.learner.type)
EXERCISES = sa.bindparam("exercises", type_=sa.String(), expanding=True)
EARLIER = R.alias()
LAST_NUMBER = sa.select(sa.func.max(EARLIER.c.number)).where(EARLIER.c.attempt == A.c.key).scalar_subquery()
LAST_REGRADE = sa.and_(R.c.attempt == A.c.key, R.c.number == LAST_NUMBER)
REGRADED = (G.c.version, R.c.verdict, R.c.credit, R.c.tag, R.c.feedback, G.c.at, G.c.reason, R.c.number)
ATTEMPTS = sa.select(A, *(column.label(f"regraded_{column.name}") for column in REGRADED)).select_from(
    A.outerjoin(R, LAST_REGRADE).outerjoin(G, G.c.id == R.c.regrade)
)
STORED = len(A.c)
BY_KEY = ATTEMPTS.where(A.c.key.in_(sa.bindparam("keys", type_=A.c.key.type, expanding=True)))
RANK = sa.func.row_number().over(partition_by=A.c.exercise, order_by=NEWEST_FIRST).label("rank")
RANKED = sa.select(A.c.key, RANK).where(A.c.learner == LEARNER, A.c.exercise.in_(EXERCISES)).subquery()
LATEST = ATTEMPTS.where(A.c.key.in_(sa.select(RANKED.c.key).where(RANKED.c.rank == 1)))
PROGRESS = sa.select(*(column for column in P.c if column.name != "learner")).where(P.c.learner == LEARNER)
CORRECTIONS = (
    sa.select(A.c.exercise, G.c.at, G.c.reason)
    .select_from(A.join(R, R.c.attempt == A.c.key).join(G, G.c.id == R.c.regrade))
    .where(A.c.learner == LEARNER)
    .order_by(G.c.at, G.c.id)
)
DRAFTS = sa.select(D.c.exercise, D.c.seed, D.c.fields, D.c.at).where(D.c.learner == LEARNER)
LEARNERS = sa.bindparam("learners", type_=A.c.learner.type, expanding=True)
HELPS_OF_MANY = sa.select(H).where(H.c.learner.in_(LEARNERS), H.c.exercise.in_(EXERCISES))
HELPS = sa.select(H).where(H.c.learner == LEARNER, H.c.exercise.in_(EXERCISES))


def attempt_of(row: Sequence[Any]) -> Attempt:
    """The attempt in a row of `ATTEMPTS`, or of the table alone."""
    stored, regraded = row[:STORED], row[STORED:]
    return Attempt(*stored, *([Regraded(*regraded)] if any(regraded) else []))


def attempts_by_key(connection: sa.Connection, keys: Collection[UUID]) -> Mapping[UUID, Attempt]:
    """The attempts stored under these keys."""
    if not keys:
        return {}
    return {row.key: attempt_of(row) for row in connection.execute(BY_KEY, {"keys": list(keys)})}


def attempts(connection: sa.Connection, learner: UUID, exercise: str, limit: int) -> tuple[Attempt, ...]:
    """A learner's attempts at an exercise, newest first."""
    query = ATTEMPTS.where(A.c.learner == learner, A.c.exercise == exercise)
    rows = connection.execute(query.order_by(*NEWEST_FIRST).limit(limit))
    return tuple(attempt_of(row) for row in rows)


def last_attempt(connection: sa.Connection, learner: UUID, exercise: str, seed: int) -> Attempt | None:
    """A learner's newest attempt at one variant."""
    query = ATTEMPTS.where(A.c.learner == learner, A.c.exercise == exercise, A.c.seed == seed)
    row = connection.execute(query.order_by(*NEWEST_FIRST).limit(1)).first()
    return attempt_of(row) if row else None


def latest(connection: sa.Connection, learner: UUID, exercises: Collection[str]) -> Mapping[str, Attempt]:
    """A learner's newest attempt at each of these exercises, whatever its variant."""
    rows = connection.execute(LATEST, {"learner": learner, "exercises": list(exercises)})
    return {row.exercise: attempt_of(row) for row in rows}


def progress(connection: sa.Connection, learner: UUID) -> Mapping[str, Progress]:
    """A learner's progress by exercise."""
    rows = connection.execute(PROGRESS, {"learner": learner})
    return {row.exercise: Progress(**row._asdict()) for row in rows}


def corrections(connection: sa.Connection, learner: UUID) -> Mapping[str, Correction]:
    """The last regrade that changed a verdict of a learner, by exercise; most exercises have none."""
    rows = connection.execute(CORRECTIONS, {"learner": learner})
    return {row.exercise: Correction(row.at, row.reason) for row in rows}


def drafts(connection: sa.Connection, learner: UUID) -> Mapping[str, Draft]:
    """A learner's drafts by exercise."""
    rows = connection.execute(DRAFTS, {"learner": learner})
    return {row.exercise: Draft(**row._asdict()) for row in rows}


def helps(
    connection: sa.Connection, learner: UUID, exercises: Collection[str]
) -> Mapping[tuple[str, int], Help]:
    """What a learner has opened, by exercise and seed."""
    rows = connection.execute(HELPS, {"learner": learner, "exercises": list(exercises)})
    return {(row.exercise, row.seed): Help(row.hints, row.solution) for row in rows}


def helps_of_many(
    connection: sa.Connection, attempts: Collection[Attempt]
) -> Mapping[tuple[UUID, str, int], Help]:
    """What the learners of these attempts have opened, by learner, exercise and seed."""
    if not attempts:
        return {}
    learners, exercises = {one.learner for one in attempts}, {one.exercise for one in attempts}
    rows = connection.execute(HELPS_OF_MANY, {"learners": sorted(learners), "exercises": sorted(exercises)})
    return {(row.learner, row.exercise, row.seed): Help(row.hints, row.solution) for row in rows}


def history(connection: sa.Connection, learner: UUID, exercises: Collection[str]) -> History:
    """What a page with these exercises shows of a learner."""
    return History(
        progress(connection, learner),
        latest(connection, learner, exercises),
        drafts(connection, learner),
        helps(connection, learner, exercises),
    )


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
