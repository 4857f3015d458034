"""One grading path for pages and programs: read the answer, grade it, store it, then tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from pydantic import TypeAdapter

from app.answers import CodeAnswer, Invalid, Raw, read_answer
from app.grading import Graded, grade, grade_code
from app.models import SelfCheck
from app.runner import Runner
from app.store import Attempt, Help, Store
from app.variants import Variant

GRADED = TypeAdapter(Graded)
HELPED_CREDIT = 0.5


@dataclass(frozen=True)
class Submission:
    """What a learner hands in."""

    key: UUID
    learner: UUID
    variant: Variant
    version: str
    raw: Raw


@dataclass(frozen=True)
class Told:
    """The verdict of a stored attempt."""

    attempt: Attempt
    graded: Graded


async def submit(submission: Submission, store: Store, runner: Runner) -> Told | Invalid:
    """The stored verdict, or why the answer could not be read (then nothing is stored).

    A key that was stored before gives its stored verdict again.
    Raises `app.store.Busy`, `app.runner.Busy` and `app.grading.RunnerUnavailable`.
    """
    if (stored := await store.attempt(submission.key)) is not None and stored.learner == submission.learner:
        return Told(stored, graded_of(stored))
    answer = read_answer(submission.variant, submission.raw)
    if isinstance(answer, Invalid):
        return answer
    if isinstance(answer, CodeAnswer):
        graded = await grade_code(submission.variant, answer, runner)
    else:
        graded = grade(submission.variant, answer)
    return await keep(submission, graded, store)


async def keep(submission: Submission, graded: Graded, store: Store) -> Told:
    """The attempt, durably stored with its verdict."""
    exercise, seed = submission.variant.exercise, submission.variant.seed
    help_ = (await store.helps(submission.learner, {exercise.id})).get((exercise.id, seed), Help(0, False))
    helped = help_.solution and not isinstance(exercise, SelfCheck)
    graded = replace(graded, credit=min(graded.credit, HELPED_CREDIT)) if helped else graded
    attempt = Attempt(
        key=submission.key,
        learner=submission.learner,
        exercise=exercise.id,
        version=submission.version,
        seed=seed,
        answer=submission.raw,
        verdict=graded.verdict,
        credit=graded.credit,
        tag=graded.tag,
        feedback=GRADED.dump_python(graded, mode="json"),
        hints=help_.hints,
        helped=helped,
        at=datetime.now(UTC),
    )
    recorded = await store.record(attempt)
    return Told(recorded.attempt, graded_of(recorded.attempt))


def graded_of(attempt: Attempt) -> Graded:
    """The verdict that was told when the attempt was stored."""
    return GRADED.validate_python(attempt.feedback)


def newest(attempts: Mapping[str, Attempt], exercise: str, seed: int) -> Attempt | None:
    """The newest attempt of an exercise if it was at these numbers."""
    attempt = attempts.get(exercise)
    return attempt if attempt is not None and attempt.seed == seed else None
