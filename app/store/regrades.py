"""Answers graded again: what became of each is written beside it, and progress follows."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from app.store import tables
from app.store.errors import StoreError
from app.store.reads import ATTEMPTS, attempt_of
from app.store.recording import progress_made
from app.store.records import Attempt, Json

A, P, R, V = tables.attempt, tables.progress, tables.regraded, tables.exercise_version
PROGRESS_UPDATE = (
    sa.update(P)
    .where(P.c.learner == sa.bindparam("of_learner"), P.c.exercise == sa.bindparam("of_exercise"))
    .values({column.name: sa.bindparam(column.name) for column in P.c if not column.primary_key})
)


@dataclass(frozen=True)
class Regrade:
    """When, by whom, why and as of which version the answers to an exercise were graded again.

    `graded` counts the answers that got a verdict, `changed` those whose verdict is another now, `lowered`
    those of them that count less, `left_alone` those that could not be graded again or were to keep theirs.
    """

    id: UUID
    at: datetime
    operator: str
    reason: str
    exercise: str
    version: str
    graded: int
    changed: int
    lowered: int
    left_alone: int


@dataclass(frozen=True)
class NewVerdict:
    """What an attempt is told from now on."""

    attempt: Attempt
    verdict: str
    credit: float
    tag: str | None
    feedback: Json


def exercises_attempted(connection: sa.Connection) -> tuple[str, ...]:
    """The exercises that have attempts, by id."""
    return tuple(connection.scalars(sa.select(A.c.exercise).distinct().order_by(A.c.exercise)))


def attempts_at(connection: sa.Connection, exercise: str) -> tuple[Attempt, ...]:
    """Everybody's attempts at an exercise, oldest first; also from a database that knows no regrades yet."""
    query = ATTEMPTS if sa.inspect(connection).has_table(R.name) else sa.select(A)
    rows = connection.execute(query.where(A.c.exercise == exercise).order_by(A.c.at, A.c.key))
    return tuple(attempt_of(row) for row in rows)


def contents(connection: sa.Connection, versions: Collection[str]) -> Mapping[str, object]:
    """What an exercise said at these versions, as far as it is stored."""
    rows = connection.execute(sa.select(V.c.version, V.c.content).where(V.c.version.in_(versions)))
    return {row.version: row.content for row in rows}


def apply_regrade(connection: sa.Connection, regrade: Regrade, verdicts: Sequence[NewVerdict]) -> None:
    """Writes the regrade, the new verdicts, and the progress of their learners, in the caller's transaction.

    Raises StoreError when one of the attempts was regraded since it was read.
    """
    connection.execute(sa.insert(tables.regrade), vars(regrade))
    try:
        connection.execute(sa.insert(R), [_row(regrade, one) for one in verdicts])
    except sa.exc.IntegrityError as error:
        raise StoreError(
            f"{regrade.exercise} is being regraded by somebody else; nothing was changed, run it again"
        ) from error
    _follow(connection, regrade)


def _row(regrade: Regrade, new: NewVerdict) -> dict[str, object]:
    old = new.attempt.standing
    number = new.attempt.regraded.number if new.attempt.regraded else 0
    return {
        "attempt": new.attempt.key,
        "number": number + 1,
        "regrade": regrade.id,
        "old_version": old.version,
        "old_verdict": old.verdict,
        "old_credit": old.credit,
        "old_tag": old.tag,
        "verdict": new.verdict,
        "credit": new.credit,
        "tag": new.tag,
        "feedback": new.feedback,
    }


def _follow(connection: sa.Connection, regrade: Regrade) -> None:
    """Progress made anew from the verdicts that hold now.

    The rows are locked first, in the order in which `recording` takes them, so that an attempt stored
    meanwhile by another process is either read here or added afterwards.
    """
    touched = sa.select(A.c.learner).join(R, R.c.attempt == A.c.key).where(R.c.regrade == regrade.id)
    ours = (P.c.exercise == regrade.exercise, P.c.learner.in_(touched))
    connection.execute(sa.select(P.c.learner).where(*ours).order_by(P.c.learner).with_for_update())
    attempts: dict[UUID, list[Attempt]] = {}
    rows = connection.execute(ATTEMPTS.where(A.c.exercise == regrade.exercise, A.c.learner.in_(touched)))
    for attempt in map(attempt_of, rows):
        attempts.setdefault(attempt.learner, []).append(as_it_stands(attempt))
    connection.execute(PROGRESS_UPDATE, [_progress_row(attempts[learner]) for learner in sorted(attempts)])


def as_it_stands(attempt: Attempt) -> Attempt:
    """The attempt with the verdict that holds now, as if it had been graded so at once."""
    now = attempt.standing
    return replace(attempt, verdict=now.verdict, credit=now.credit, tag=now.tag, regraded=None)


def _progress_row(attempts: Sequence[Attempt]) -> dict[str, object]:
    row = progress_made(attempts)
    return row | {"of_learner": row.pop("learner"), "of_exercise": row.pop("exercise")}
