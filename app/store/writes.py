"""Everything that changes the store: plain descriptions, and how a batch of them is applied in one transaction."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar, assert_never
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.store import reads, tables
from app.store.errors import KeyTaken
from app.store.progress import Tally, progress_statement, tallies
from app.store.records import Attempt, Draft, Help, Json, Recorded

Outcome = TypeVar("Outcome", covariant=True)


class Writing(Generic[Outcome]):
    """A change whose outcome is an `Outcome`."""


@dataclass(frozen=True)
class RecordAttempt(Writing[Recorded]):
    """Store an attempt, and what the exercise said if that is not known yet."""

    attempt: Attempt
    content: Json

    @property
    def learner(self) -> UUID:
        """Whose attempt."""
        return self.attempt.learner


@dataclass(frozen=True)
class OpenHelp(Writing[Help]):
    """Open the first `hints` hints, or the solution."""

    learner: UUID
    exercise: str
    seed: int
    hints: int
    solution: bool


@dataclass(frozen=True)
class SaveDraft(Writing[None]):
    """Keep a draft unless a newer one is kept."""

    learner: UUID
    draft: Draft


@dataclass(frozen=True)
class DropDraft(Writing[None]):
    """Forget a draft."""

    learner: UUID
    exercise: str


@dataclass(frozen=True)
class Identify(Writing[None]):
    """Let an identity lead to a learner."""

    learner: UUID
    kind: str
    subject: str


Write = RecordAttempt | OpenHelp | SaveDraft | DropDraft | Identify
Result = Recorded | Help | KeyTaken | None


def apply(connection: sa.Connection, writes: Sequence[Write]) -> list[Result]:
    """The outcome of each change, in order. Attempts go in together, the rest one after another."""
    _meet_learners(connection, {write.learner for write in writes if not isinstance(write, DropDraft)})
    records = [write for write in writes if isinstance(write, RecordAttempt)]
    recorded = iter(_record(connection, records))
    return [
        next(recorded) if isinstance(write, RecordAttempt) else _apply_one(connection, write)
        for write in writes
    ]


def insert(connection: sa.Connection, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    """The INSERT of this database that knows ON CONFLICT."""
    return sqlite.insert(table) if connection.dialect.name == "sqlite" else postgresql.insert(table)
