"""What the templates see: an exercise with its numbers, and where one learner stands with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from markupsafe import Markup

from app.answers import Raw, form_raw
from app.fields import Field, fields_of
from app.grading import Graded
from app.identifiers import uuid7
from app.models import Code, Exercise, SelfCheck
from app.services import Services
from app.solutions import solution_of
from app.store import Attempt, Draft, Help, Progress
from app.submissions import graded_of
from app.variants import Variant, has_variants, variant_of

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
    """Where a learner stands with an exercise: the numbers shown, what is in the fields, the verdict on it."""

    seed: int
    raw: Raw = None
    graded: Graded | None = None
    help: Help = Help(hints=0, solution=False)
    progress: Progress | None = None
    saved: datetime | None = None  # when the draft in the fields was saved

    @property
    def solved(self) -> bool:
        """Whether the learner ever solved it, with whatever numbers."""
        return self.progress is not None and self.progress.solved_at is not None


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

    @property
    def verdict(self) -> str | None:
        """The verdict that the card shows."""
        return self.standing.graded.verdict if self.standing.graded else None

    @property
    def draft_at(self) -> int:
        """When the draft shown was saved, in ms since 1970; 0 without one."""
        return int(self.standing.saved.timestamp() * 1000) if self.standing.saved else 0


async def standings(
    services: Services, learner: UUID, exercises: Collection[Exercise], seed: int | None = None
) -> Mapping[str, Standing]:
    """Where the learner stands with each exercise; `seed` asks for those numbers instead of the last ones."""
    ids = {exercise.id for exercise in exercises}
    latest = await services.store.latest(learner, ids)
    drafts = await services.store.drafts(learner)
    helps = await services.store.helps(learner, ids)
    progress = await services.store.progress(learner)
    found = {}
    for exercise in exercises:
        attempt, draft = latest.get(exercise.id), drafts.get(exercise.id)
        shown = last_seed(attempt, draft) if seed is None else seed
        if attempt is not None and attempt.seed != shown:
            attempt = await services.store.last_attempt(learner, exercise.id, shown)
        found[exercise.id] = standing_of(
            exercise, shown, attempt, draft, helps.get((exercise.id, shown)), progress.get(exercise.id)
        )
    return found


def last_seed(attempt: Attempt | None, draft: Draft | None) -> int:
    """The numbers the learner saw last."""
    last = max((one for one in (attempt, draft) if one is not None), key=lambda one: one.at, default=None)
    return last.seed if last is not None else 0


def standing_of(
    exercise: Exercise,
    seed: int,
    attempt: Attempt | None,
    draft: Draft | None,
    help_: Help | None,
    progress: Progress | None,
) -> Standing:
    """The newest of draft and attempt fills the fields; the verdict shows while the answer is the attempt's."""
    raw, graded, saved = None, None, None
    if attempt is not None:
        raw, graded = attempt.answer, graded_of(attempt)
    if draft is not None and draft.seed == seed and (attempt is None or draft.at > attempt.at):
        typed = form_raw(exercise, draft.fields)
        graded = graded if typed == raw else None
        raw, saved = typed, draft.at
    return Standing(seed, raw, graded, help_ or Help(hints=0, solution=False), progress, saved)


def view_of(services: Services, exercise: Exercise, standing: Standing) -> ExerciseView:
    """The card of an exercise as the learner left it."""
    variant = variant_of(exercise, standing.seed)
    html = services.markdown.html
    solved_now = standing.graded is not None and standing.graded.verdict == "correct"
    open_solution = solved_now or standing.help.solution
    shown_hints = exercise.hints[: standing.help.hints]
    return ExerciseView(
        exercise=exercise,
        variant=variant,
        place=services.book.place(exercise.id),
        kind=KINDS[exercise.type],
        key=str(uuid7()),
        has_variants=has_variants(exercise),
        standing=standing,
        prompt=html(variant.say(exercise.prompt)),
        fields=fields_of(variant, standing.raw, standing.graded, services.markdown),
        hints=tuple(html(variant.say(hint)) for hint in shown_hints),
        hints_left=len(exercise.hints) - len(shown_hints),
        solution=html(solution_of(variant)) if open_solution and not is_told(exercise) else None,
        explanation=html(variant.say(exercise.explanation)) if open_solution and exercise.explanation else None,
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


def language_of(exercise: Exercise) -> str:
    """The language of a code box, for the highlighter."""
    return "python" if isinstance(exercise, Code) else ""
