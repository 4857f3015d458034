"""One grading path for pages and programs: read the answer, grade it, store it, then tell."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from app.answers import Answer, CodeAnswer, Invalid, Raw, read_answer
from app.grading import Graded, RunnerUnavailable, grade, grade_code
from app.models import Exercise, SelfCheck
from app.runner import Busy, Runner
from app.services import Services
from app.store import Attempt, Help, Store
from app.variants import Variant
from app.versions import version_of

GRADED = TypeAdapter(Graded)
NO_HELP = Help(hints=0, solution=False)
HELPED_CREDIT = 0.5


class KeyUsed(Exception):  # noqa: N818  # nothing failed: the learner sent one form for two exercises
    """The key of the submission is that of the learner's attempt at something else."""


@dataclass(frozen=True)
class Submission:
    """What a learner hands in."""

    key: UUID
    learner: UUID
    variant: Variant
    raw: Raw

    @property
    def exercise(self) -> Exercise:
        """The exercise that is answered."""
        return self.variant.exercise


@dataclass(frozen=True)
class Told:
    """The verdict of a stored attempt."""

    attempt: Attempt
    graded: Graded


async def submit(submission: Submission, services: Services) -> Told | Invalid:
    """The stored verdict, or why the answer could not be read (then nothing is stored).

    A key that was stored before gives its stored verdict again.
    Raises KeyUsed, KeyTaken, Busy of the store or of the runner (TooMany is one), and RunnerUnavailable.
    """
    answer = read_answer(submission.variant, submission.raw)
    kind = submission.exercise.type
    if isinstance(answer, Invalid):  # it has no verdict of its own
        if told := await told_before(submission, services.store):
            return told
        services.metrics.answered(kind, "invalid")
        return answer
    try:
        with services.metrics.grading(kind):
            graded = await judged(submission, answer, services.runner)
    except (Busy, RunnerUnavailable):
        if told := await told_before(submission, services.store):  # it need not run again
            return told
        raise
    told = await keep(submission, graded, services)
    services.metrics.answered(kind, told.graded.verdict)
    return told


async def told_before(submission: Submission, store: Store) -> Told | None:
    """What the learner was told when the key was stored."""
    attempt = await store.attempt(submission.key)
    if attempt is None or attempt.learner != submission.learner:
        return None
    return told_of(attempt, submission)


async def judged(submission: Submission, answer: Answer, runner: Runner) -> Graded:
    """The verdict on a readable answer; a program waits for its learner's turn. Raises as `submit` does."""
    if not isinstance(answer, CodeAnswer):
        return grade(submission.variant, answer)
    async with runner.turn(submission.learner) as turn:
        return await grade_code(submission.variant, answer, turn)


async def keep(submission: Submission, graded: Graded, services: Services) -> Told:
    """The attempt, durably stored with its verdict."""
    edition = services.shelf.edition_of(submission.exercise.id)
    attempt = attempt_of(submission, graded)
    recorded = await services.store.record(
        attempt, edition.content_to_keep(submission.exercise), assisted=assisted(attempt, submission, graded)
    )
    edition.kept(submission.exercise)
    return told_of(recorded.attempt, submission)


def attempt_of(submission: Submission, graded: Graded) -> Attempt:
    """What is stored of an answer given without the solution; the store notes the hints."""
    return Attempt(
        key=submission.key,
        learner=submission.learner,
        exercise=submission.exercise.id,
        version=version_of(submission.exercise),
        seed=submission.variant.seed,
        answer=submission.raw,
        verdict=graded.verdict,
        credit=graded.credit,
        tag=graded.tag,
        feedback=GRADED.dump_python(graded, mode="json"),
        hints=0,
        helped=False,
        at=datetime.now(UTC),
    )


def assisted(attempt: Attempt, submission: Submission, graded: Graded) -> Attempt:
    """The same given with the solution open, which a self-check is made for."""
    if isinstance(submission.exercise, SelfCheck):
        return attempt
    half = counted(graded, helped=True)
    return replace(attempt, credit=half.credit, feedback=GRADED.dump_python(half, mode="json"), helped=True)


def counted(graded: Graded, *, helped: bool) -> Graded:
    """The verdict with what it counts: half at most for an answer given with the solution open."""
    return replace(graded, credit=HELPED_CREDIT) if helped and graded.credit > HELPED_CREDIT else graded


def told_of(attempt: Attempt, submission: Submission) -> Told:
    """The verdict of the attempt stored under the submission's key.

    Raises KeyUsed when that is at another exercise, or at other numbers.
    """
    if (attempt.exercise, attempt.seed) != (submission.exercise.id, submission.variant.seed):
        raise KeyUsed
    return Told(attempt, graded_of(attempt))


def graded_of(attempt: Attempt) -> Graded:
    """What is told of an attempt, since its last regrade; of an older program's words only the verdict."""
    now = attempt.standing
    try:
        return GRADED.validate_python(now.feedback)
    except ValidationError:
        told = {"verdict": now.verdict, "credit": now.credit, "tag": now.tag}
        return GRADED.validate_python(told)
