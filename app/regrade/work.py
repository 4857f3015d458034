"""A regrade from database to database: which exercises, their attempts, what is written in the end."""

from __future__ import annotations

import getpass
import os
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from app.identifiers import uuid7
from app.models import Code, Exercise
from app.regrade.grader import graded_again
from app.regrade.outcomes import Found, Rules
from app.runner import Runner
from app.store import Archive, Attempt, NewVerdict, Regrade
from app.submissions import GRADED
from app.versions import version_of
from app.workbook import Workbook


class NoSuchExercise(LookupError):  # noqa: N818  # a slip of whoever typed it
    """No book has an exercise of that id."""


def exercises_of(books: Iterable[Workbook], ids: Sequence[str]) -> tuple[Exercise, ...]:
    """The exercises of these ids, all without any. Raises NoSuchExercise with the first id unknown."""
    known = {one.id: one for book in books for chapter in book.chapters for one in chapter.exercises}
    for id_ in ids:
        if id_ not in known:
            raise NoSuchExercise(id_, sorted(known))
    return tuple(known[id_] for id_ in dict.fromkeys(ids or known))


def attempts_to_grade(
    archive: Archive, exercises: Sequence[Exercise], rules: Rules
) -> list[tuple[Exercise, tuple[Attempt, ...]]]:
    """The exercises that have attempts to grade again, each with all its attempts. Raises StoreError."""
    attempted = set(archive.exercises())
    found = [(one, archive.attempts(one.id)) for one in exercises if one.id in attempted]
    return [(one, attempts) for one, attempts in found if rules.chosen(one, attempts)]


async def look_through(
    archive: Archive,
    work: Sequence[tuple[Exercise, tuple[Attempt, ...]]],
    rules: Rules,
    runner: Runner,
    step: Callable[[], None],
) -> list[Found]:
    """What becomes of the attempts at each exercise; `step` is called after each one. Raises StoreError."""
    found = []
    async with started(runner, needed=any(isinstance(exercise, Code) for exercise, _ in work)):
        for exercise, attempts in work:
            contents = archive.contents({one.said for one in attempts})
            found.append(await graded_again(exercise, attempts, contents, rules, runner, step))
    return found


@asynccontextmanager
async def started(runner: Runner, *, needed: bool) -> AsyncIterator[None]:
    """The runner at work, when there are programs to run."""
    if needed:
        await runner.start()
    try:
        yield
    finally:
        if needed:
            await runner.close()


def apply(archive: Archive, found: Found, reason: str) -> None:
    """Stores the new verdicts of one exercise, all or none. Raises StoreError."""
    regrade = Regrade(
        id=uuid7(),
        at=datetime.now(UTC),
        operator=operator(),
        reason=reason,
        exercise=found.exercise.id,
        version=version_of(found.exercise),
        graded=found.graded,
        changed=len(found.changes),
        lowered=len(found.lowered),
        left_alone=len(found.left),
    )
    archive.regrade(
        regrade,
        [
            NewVerdict(
                change.attempt,
                change.graded.verdict,
                change.graded.credit,
                change.graded.tag,
                GRADED.dump_python(change.graded, mode="json"),
            )
            for change in found.changes
        ],
    )


def operator() -> str:
    """Who runs this program, by the name or the number of the system's account."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        return str(os.getuid()) if hasattr(os, "getuid") else "unknown"
