"""What goes into the store and comes out of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

Json: TypeAlias = "bool | int | float | str | Sequence[Json] | Mapping[str, Json] | None"


@dataclass(frozen=True)
class Regraded:
    """What a later regrade made of an attempt, when and why."""

    version: str
    verdict: str
    credit: float
    tag: str | None
    feedback: Json
    at: datetime
    reason: str
    number: int


@dataclass(frozen=True)
class Attempt:
    """One graded answer, as it was told first; that is never changed once stored.

    `regraded` is what holds instead, where a regrade changed it since; `standing` is what holds either way.
    """

    key: UUID
    learner: UUID
    exercise: str
    version: str
    seed: int
    answer: Json
    verdict: str
    credit: float
    tag: str | None
    feedback: Json
    hints: int
    helped: bool
    at: datetime
    regraded: Regraded | None = None

    @property
    def said(self) -> str:
        """The part of `version` that names what the exercise said; the rest is what it was graded with."""
        return self.version.partition("+")[0]

    @property
    def standing(self) -> Attempt | Regraded:
        """What holds now: version, verdict, credit, tag and feedback."""
        return self.regraded or self


@dataclass(frozen=True)
class Recorded:
    """A stored attempt; `new` is False when its key had been stored before."""

    attempt: Attempt
    new: bool


@dataclass(frozen=True)
class Progress:
    """How far a learner is with one exercise.

    `solved_at` is the first correct answer; `helped`: the best result came after the solution was opened.
    """

    exercise: str
    attempts: int
    best: float
    solved_at: datetime | None
    helped: bool
    last_verdict: str
    last_seed: int
    last_at: datetime


@dataclass(frozen=True)
class Correction:
    """When and why a regrade last changed one of a learner's verdicts at an exercise."""

    at: datetime
    reason: str


@dataclass(frozen=True)
class Draft:
    """An answer being typed: the fields of the form as they stood at `at`."""

    exercise: str
    seed: int
    fields: Mapping[str, list[str]]
    at: datetime


@dataclass(frozen=True)
class Help:
    """What a learner has opened for one variant of an exercise."""

    hints: int
    solution: bool


@dataclass(frozen=True)
class History:
    """What is stored of a learner about some exercises; progress and drafts are those of the whole book."""

    progress: Mapping[str, Progress] = field(default_factory=dict)
    latest: Mapping[str, Attempt] = field(default_factory=dict)
    drafts: Mapping[str, Draft] = field(default_factory=dict)
    helps: Mapping[tuple[str, int], Help] = field(default_factory=dict)
