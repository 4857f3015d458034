"""What becomes of attempts that are graded again: which change, for whom, and which are left alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal
from uuid import UUID

from app.grading import Graded
from app.models import Exercise
from app.store import Attempt
from app.versions import is_current

# Why an attempt keeps its verdict. question: it answers another question; unread: its answer cannot be read
# any more; lost: what the exercise said then is not known; failed: it cannot be graded now; kept: it would
# count less, and nothing was to be lowered.
Cause = Literal["question", "unread", "lost", "failed", "kept"]


@dataclass(frozen=True)
class Change:
    """An attempt that gets another verdict."""

    attempt: Attempt
    graded: Graded

    @property
    def lowered(self) -> bool:
        """Whether it counts less than before."""
        return self.graded.credit < self.attempt.standing.credit


@dataclass(frozen=True)
class Left:
    """An attempt that keeps the verdict it has, and why in words."""

    attempt: Attempt
    cause: Cause
    why: str


@dataclass(frozen=True)
class Points:
    """The best result of a learner at an exercise, before and after."""

    learner: UUID
    was: float
    now: float


@dataclass(frozen=True)
class Found:
    """All attempts at an exercise, and what grading them again gave; `graded` counts those that could be."""

    exercise: Exercise
    attempts: tuple[Attempt, ...]
    graded: int
    changes: tuple[Change, ...]
    left: tuple[Left, ...]

    @property
    def lowered(self) -> tuple[Change, ...]:
        """The changes that count less than before."""
        return tuple(change for change in self.changes if change.lowered)

    @cached_property
    def points(self) -> tuple[Points, ...]:
        """The learners whose best result changes."""
        new = {change.attempt.key: change.graded.credit for change in self.changes}
        was: dict[UUID, float] = {}
        now: dict[UUID, float] = {}
        for one in self.attempts:
            old = one.standing.credit
            was[one.learner] = max(was.get(one.learner, 0), old)
            now[one.learner] = max(now.get(one.learner, 0), new.get(one.key, old))
        return tuple(
            Points(learner, was[learner], now[learner]) for learner in was if was[learner] != now[learner]
        )


@dataclass(frozen=True)
class Rules:
    """What an operator decides.

    `current`: also what was graded as the exercise is now. `reworded`: numbers that stand in its text itself
    may have changed. `never_lower`: what would count less keeps its verdict.
    """

    current: bool = False
    reworded: bool = False
    never_lower: bool = False

    def chosen(self, exercise: Exercise, attempts: Sequence[Attempt]) -> tuple[Attempt, ...]:
        """The attempts to grade again."""
        if self.current:
            return tuple(attempts)
        return tuple(one for one in attempts if not is_current(one.standing.version, exercise))
