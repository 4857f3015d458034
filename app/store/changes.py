"""Everything that can change in the store, as plain descriptions; `app.store.writes` applies them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar
from uuid import UUID

from app.store.errors import KeyTaken
from app.store.records import Attempt, Draft, Help, Json, Recorded

Outcome = TypeVar("Outcome", covariant=True)


@dataclass(frozen=True)
class Changing(Generic[Outcome]):
    """A change asked for by a learner; applied, it gives an `Outcome`."""

    learner: UUID


@dataclass(frozen=True)
class RecordAttempt(Changing[Recorded]):
    """Store an attempt, and what the exercise said (unless that is None, or known).

    `assisted` is stored instead when the learner had opened the solution of these numbers; the hints opened
    are noted on either. Without it the attempt is stored as it is.
    """

    attempt: Attempt
    content: Json
    assisted: Attempt | None


@dataclass(frozen=True)
class OpenHelp(Changing[Help]):
    """Open the first `hints` hints, the solution, or both; what was open stays open."""

    exercise: str
    seed: int
    hints: int
    solution: bool


@dataclass(frozen=True)
class SaveDraft(Changing[None]):
    """Keep a draft, unless a newer one is kept."""

    draft: Draft


@dataclass(frozen=True)
class Identify(Changing[None]):
    """Let an identity lead to the learner."""

    kind: str
    subject: str


Change = RecordAttempt | OpenHelp | SaveDraft | Identify
Result = Recorded | Help | KeyTaken | None
