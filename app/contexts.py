"""What the templates see: an exercise with its numbers, and where one learner stands with it."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from markupsafe import Markup

from app.answers import Raw, form_raw
from app.editions import Edition
from app.field_types import Field
from app.fields import fields_of
from app.grading import Graded
from app.identifiers import uuid7
from app.markdown import Markdown
from app.models import Exercise, SelfCheck
from app.requests import Visit
from app.services import Services, Shelf
from app.solutions import solution_of
from app.store import Attempt, Draft, Help, History, Progress, Regraded
from app.submissions import NO_HELP, graded_of
from app.values import EvaluationError
from app.variants import NoVariant, Variant, has_variants, variant_of
from app.workbook import Chapter, Workbook

KINDS = {
    "numeric": "Compute",
    "vector": "Compute a vector",
    "multipart": "Compute in steps",
    "choice": "Choose one",
    "multi-choice": "Choose all that hold",
    "expression": "Write a formula",
    "code": "Write code",
    "bug-line": "Find the bug",
    "ordering": "Put in order",
    "match": "Match",
    "categorise": "Sort",
    "self-check": "Explain",
}


@dataclass(frozen=True)
class Standing:
    """Where a learner stands with an exercise: the numbers shown, the fields, the verdict on them."""

    seed: int
    raw: Raw = None
    graded: Graded | None = None
    help: Help = NO_HELP
    progress: Progress | None = None
    saved: datetime | None = None  # when the draft in the fields was saved
    regraded: Regraded | None = None  # when and why the verdict shown replaced the first one

    @property
    def solved(self) -> bool:
        """Whether the learner ever solved it, with whatever numbers."""
        return self.progress is not None and self.progress.solved_at is not None


@dataclass(frozen=True)
class Met:
    """An earlier exercise on the same matter, with its place in the book."""

    place: str
    exercise: Exercise


@dataclass(frozen=True)
class ExerciseView:
    """One exercise card."""

    exercise: Exercise
    variant: Variant
    place: str
    kind: str
    key: str
    has_variants: bool
    standing: Standing
    prompt: Markup
    fields: Field
    hints: tuple[Markup, ...]
    hints_left: int
    solution: Markup | None
    explanation: Markup | None
    met_before: tuple[Met, ...]

    @property
    def verdict(self) -> str | None:
        """The verdict that the card shows."""
        return self.standing.graded.verdict if self.standing.graded else None

    @property
    def draft_at(self) -> int:
        """When the draft shown was saved, in ms since 1970; 0 without one."""
        return int(self.standing.saved.timestamp() * 1000) if self.standing.saved else 0


async def progress_of(visit: Visit) -> Mapping[str, Progress]:
    """The learner's progress by exercise."""
    return await visit.services.store.progress(visit.learner) if visit.known else {}


async def history_of(visit: Visit, exercises: Collection[Exercise]) -> History:
    """All that the store knows of the learner and the exercises."""
    if not visit.known:
        return History()
    return await visit.services.store.history(visit.learner, {exercise.id for exercise in exercises})


async def standings(
    visit: Visit, history: History, exercises: Collection[Exercise]
) -> Mapping[str, Standing]:
    """Where the learner stands with each exercise, at the numbers seen last."""
    found = await asyncio.gather(*(standing(visit, history, exercise) for exercise in exercises))
    return {exercise.id: one for exercise, one in zip(exercises, found, strict=True)}


async def standing(visit: Visit, history: History, exercise: Exercise, seed: int | None = None) -> Standing:
    """Where the learner stands with an exercise; `seed` asks for those numbers instead of the last ones."""
    attempt, draft = history.latest.get(exercise.id), history.drafts.get(exercise.id)
    shown = last_seed(exercise, attempt, draft) if seed is None else seed
    if attempt is not None and attempt.seed != shown:
        attempt = await visit.services.store.last_attempt(visit.learner, exercise.id, shown)
    raw, graded, saved = filled(exercise, shown, attempt, draft)
    help_ = history.helps.get((exercise.id, shown), NO_HELP)
    regraded = attempt.regraded if attempt is not None and graded is not None else None
    return Standing(shown, raw, graded, help_, history.progress.get(exercise.id), saved, regraded)


def last_seed(exercise: Exercise, attempt: Attempt | None, draft: Draft | None) -> int:
    """The numbers the learner saw last; the book's own when the exercise has those no more."""
    last = max((one for one in (attempt, draft) if one is not None), key=lambda one: one.at, default=None)
    return last.seed if last is not None and has_numbers(exercise, last.seed) else 0


def has_numbers(exercise: Exercise, seed: int) -> bool:
    """Whether the exercise, as it is written now, can be shown with a seed."""
    try:
        variant_of(exercise, seed)
    except (NoVariant, EvaluationError):
        return False
    return True


def filled(
    exercise: Exercise, seed: int, attempt: Attempt | None, draft: Draft | None
) -> tuple[Raw, Graded | None, datetime | None]:
    """What is in the fields, the verdict on just that, and when it was saved as a draft.

    The newer of attempt and draft fills the fields; the verdict shows while the answer is the attempt's.
    """
    raw = cast(Raw, attempt.answer) if attempt else None  # the same JSON, in the store's words
    graded = graded_of(attempt) if attempt else None
    if draft is None or draft.seed != seed or (attempt is not None and draft.at <= attempt.at):
        return raw, graded, None
    typed = form_raw(exercise, draft.fields)
    return typed, graded if typed == raw else None, draft.at


def view_of(services: Services, exercise: Exercise, standing: Standing) -> ExerciseView:
    """The card of an exercise as the learner left it."""
    variant, edition = variant_of(exercise, standing.seed), services.shelf.edition_of(exercise.id)
    html = edition.markdown.html
    solved_now = standing.graded is not None and standing.graded.verdict == "correct"
    open_solution = solved_now or standing.help.solution
    told_why = exercise.explanation is not None
    shown_hints = exercise.hints[: standing.help.hints]
    return ExerciseView(
        exercise=exercise,
        variant=variant,
        place=edition.book.place(exercise.id),
        kind=KINDS[exercise.type],
        key=str(uuid7()),
        has_variants=has_variants(exercise),
        standing=standing,
        prompt=html(variant.say(exercise.prompt)),
        fields=fields_of(variant, standing.raw, standing.graded, edition.markdown),
        hints=tuple(html(variant.say(hint)) for hint in shown_hints),
        hints_left=len(exercise.hints) - len(shown_hints),
        solution=html(solution_of(variant)) if open_solution and not is_told(exercise) else None,
        explanation=html(variant.say(exercise.explanation)) if open_solution and told_why else None,
        met_before=tuple(
            Met(edition.book.place(one.id), one) for one in edition.met_before.get(exercise.id, ())
        ),
    )


def is_told(exercise: Exercise) -> bool:
    """Whether the fields themselves show the solution."""
    return isinstance(exercise, SelfCheck)


@dataclass(frozen=True)
class Tally:
    """How many exercises of a chapter, or of the book, are solved."""

    solved: int
    of: int

    @property
    def percent(self) -> int:
        """Whole percent solved; 100 only when all are."""
        return self.solved * 100 // self.of if self.of else 0


def tally(exercises: Collection[Exercise], progress: Mapping[str, Progress]) -> Tally:
    """How many of the exercises are solved."""
    done = (progress.get(exercise.id) for exercise in exercises)
    return Tally(sum(one is not None and one.solved_at is not None for one in done), len(exercises))


@dataclass(frozen=True)
class BookView:
    """A book of the shelf, and how much of it is solved."""

    number: int  # on the shelf, from 1
    edition: Edition
    chapters: tuple[tuple[Chapter, Tally], ...]

    @property
    def book(self) -> Workbook:
        """The book itself."""
        return self.edition.book

    @property
    def md(self) -> Markdown:
        """Text to HTML, with the book's symbols."""
        return self.edition.markdown

    @property
    def total(self) -> Tally:
        """How many exercises of the whole book are solved."""
        return added(tally for _, tally in self.chapters)


def books_of(shelf: Shelf, progress: Mapping[str, Progress]) -> tuple[BookView, ...]:
    """Every book of the shelf."""
    return tuple(
        BookView(
            number, edition, tuple((one, tally(one.exercises, progress)) for one in edition.book.chapters)
        )
        for number, edition in enumerate(shelf.editions, 1)
    )


def added(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    found = list(tallies)
    return Tally(sum(one.solved for one in found), sum(one.of for one in found))
