"""The same for programs: JSON in, JSON out, one grading path with the pages. Never the key."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Path, Query, Response
from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, JsonValue

from app.answers import Invalid
from app.asked import Asked, asked
from app.contexts import progress_of
from app.grading import CaseNumbers, CodeEvidence
from app.identifiers import uuid7
from app.models import Exercise
from app.problems import documented
from app.requests import Acting, Visiting, encodable, exercise_of, remember, shown_variant
from app.services import Services, Shared
from app.submissions import GRADED, Submission, Told, submit
from app.trials import trial_of
from app.variants import LAST_SEED, has_variants

Id = Annotated[str, Path(alias="id", description="An exercise's id, from the list.")]
Seed = Annotated[int, Field(ge=0, le=LAST_SEED, description="Which numbers; 0 are the book's own.")]
Verdict = Literal["correct", "close", "mistake", "wrong", "invalid"]


def no_truth(sent: object) -> object:
    """What was sent for a number. Raises ValueError for true and false, which Python counts as 1 and 0."""
    if isinstance(sent, bool):
        raise ValueError("it should be a number")
    return sent


SentSeed = Annotated[Seed, BeforeValidator(no_truth)]

router = APIRouter(prefix="/api", tags=["workbook"])


class Listed(BaseModel):
    """An exercise in the list."""

    id: str
    book: str = Field(description="The title of its book.")
    chapter: int
    type: str
    title: str
    difficulty: int
    tags: tuple[str, ...]


class Shown(Listed):
    """An exercise as a student sees it."""

    place: str = Field(description="Where it stands in the book, such as 1.4.")
    seed: int
    variants: bool = Field(description="Whether other seeds have other numbers.")
    prompt: str = Field(description="Markdown with TeX between dollar signs.")
    prompt_html: str
    params: dict[str, JsonValue] = Field(description="The numbers shown.")
    hints: int = Field(description="How many hints there are.")
    asked: Asked


class Attempted(BaseModel):
    """An answer handed in. A second post with the same key gets the first one's verdict."""

    model_config = ConfigDict(extra="forbid")
    seed: SentSeed = 0
    answer: Annotated[JsonValue, AfterValidator(encodable)] = Field(
        description="Number or text; list for a vector; object by part id; choice id or ids; "
        "line number; list of item ids; object of left to right ids; code as text."
    )
    key: UUID | None = Field(default=None, description="Makes it safe to send the same answer again.")


class Program(BaseModel):
    """A program to run on the visible cases."""

    model_config = ConfigDict(extra="forbid")
    seed: SentSeed = 0
    answer: Annotated[JsonValue, AfterValidator(encodable)] = Field(description="The program as text.")


class TrialOut(BaseModel):
    """How the visible cases went. No attempt is used and nothing is stored."""

    heading: str
    message: str = Field(description="Markdown.")
    evidence: CodeEvidence | None = Field(description="The cases; null when the answer could not be read.")
    numbers: tuple[CaseNumbers, ...] = Field(
        default=(), description="The arrays that came back: shape, type, range, and curves where offered."
    )


class PartVerdict(BaseModel):
    """The verdict on a part; `blank` where nothing was answered."""

    id: str
    verdict: Literal["correct", "close", "mistake", "wrong", "blank"]
    credit: float
    tag: str | None
    message: str
    evidence: JsonValue
    carried: bool = Field(description="Right, given the answerer's own earlier value.")


class RegradedOut(BaseModel):
    """When and why a verdict replaced the first one of the same answer."""

    model_config = ConfigDict(from_attributes=True)
    at: datetime
    reason: str


class VerdictOut(BaseModel):
    """The verdict. `invalid` means the answer could not be read; nothing was stored and no attempt used."""

    verdict: Verdict
    credit: float = Field(ge=0, le=1)
    tag: str | None
    message: str = Field(description="Markdown.")
    parts: tuple[PartVerdict, ...]
    evidence: JsonValue
    key: UUID
    regraded: RegradedOut | None = Field(
        default=None,
        description="Set when this answer was graded again after a fix; the verdict is the new one.",
    )


class ProgressOut(BaseModel):
    """Where the learner of the cookie stands with an exercise."""

    model_config = ConfigDict(from_attributes=True)
    exercise: str
    attempts: int
    best: float
    solved_at: datetime | None
    helped: bool
    last_verdict: str
    last_seed: int
    last_at: datetime
    regraded: RegradedOut | None = Field(
        default=None,
        description="The last regrade after a fix that changed the verdict on one of these attempts; "
        "`best`, `solved_at` and `last_verdict` tell of the verdicts that hold now.",
    )


@router.get("/exercises")
async def exercises(services: Shared) -> list[Listed]:
    """Every exercise, book by book in reading order."""
    return [listed(one, services) for one in services.shelf.exercises]


def listed(exercise: Exercise, services: Services) -> Listed:
    """An exercise as the list has it."""
    book = services.shelf.edition_of(exercise.id).book
    return Listed(
        id=exercise.id,
        book=book.title,
        chapter=book.chapter_of(exercise.id).number,
        type=exercise.type,
        title=exercise.title,
        difficulty=exercise.difficulty,
        tags=exercise.tags,
    )


@router.get("/exercises/{id}", responses=documented(404, 422))
async def exercise(name: Id, services: Shared, seed: Annotated[Seed, Query()] = 0) -> Shown:
    """What a student may see of an exercise with the numbers of the seed."""
    found = exercise_of(name, services)
    variant = shown_variant(found, seed)
    prompt, edition = variant.say(found.prompt), services.shelf.edition_of(found.id)
    return Shown(
        **dict(listed(found, services)),
        place=edition.book.place(found.id),
        seed=seed,
        variants=has_variants(found),
        prompt=prompt,
        prompt_html=edition.markdown.html(prompt),
        params={param: variant.plain(param) for param in found.params},
        hints=len(found.hints),
        asked=asked(found, variant, edition.markdown),
    )


@router.post("/exercises/{id}/attempts", responses=documented(400, 403, 404, 409, 413, 422, 429, 503))
async def attempt(name: Id, posted: Attempted, response: Response, visit: Acting) -> VerdictOut:
    """Grades an answer and stores the attempt; the reply is sent once it is durable."""
    found = exercise_of(name, visit.services)
    variant = shown_variant(found, posted.seed)
    key = posted.key or uuid7()
    told = await submit(Submission(key, visit.learner, variant, posted.answer), visit.services)
    remember(visit, response)
    return unread(told, key) if isinstance(told, Invalid) else verdict(told)


@router.post("/exercises/{id}/run", responses=documented(400, 403, 404, 413, 422, 429, 503))
async def run(name: Id, posted: Program, response: Response, visit: Acting) -> TrialOut:
    """Runs the visible cases of an exercise that asks for a program."""
    variant = shown_variant(exercise_of(name, visit.services), posted.seed)
    trial = await trial_of(visit, variant, posted.answer)
    remember(visit, response)
    if isinstance(trial, Invalid):
        return TrialOut(heading="I could not read that.", message=trial.message, evidence=None)
    return TrialOut(
        heading=trial.heading, message=trial.message, evidence=trial.evidence, numbers=trial.numbers
    )


def unread(invalid: Invalid, key: UUID) -> VerdictOut:
    """The reply to an answer that could not be read."""
    return VerdictOut(
        verdict="invalid", credit=0, tag=None, message=invalid.message, parts=(), evidence=None, key=key
    )


def verdict(told: Told) -> VerdictOut:
    """The reply to a stored attempt."""
    graded = told.graded
    plain = GRADED.dump_python(graded, mode="json")
    parts = tuple(
        PartVerdict(
            id=part.id,
            verdict=part.verdict,
            credit=part.credit,
            tag=part.tag,
            message=said(part.heading, part.message),
            evidence=dumped["evidence"],
            carried=part.carried,
        )
        for part, dumped in zip(graded.parts, plain["parts"], strict=True)
    )
    return VerdictOut(
        verdict=graded.verdict,
        credit=graded.credit,
        tag=graded.tag,
        message=said(graded.heading, graded.message),
        parts=parts,
        evidence=plain["evidence"],
        key=told.attempt.key,
        regraded=RegradedOut.model_validate(regraded) if (regraded := told.attempt.regraded) else None,
    )


def said(heading: str, message: str) -> str:
    """Heading and message as one text."""
    return " ".join(filter(None, (heading, message)))


@router.get("/progress", responses=documented(503))
async def progress(visit: Visiting) -> list[ProgressOut]:
    """What the learner of the cookie has done; empty without a cookie."""
    known = await progress_of(visit)
    corrected = await visit.services.store.corrections(visit.learner) if known else {}
    return [
        ProgressOut.model_validate({**vars(one), "regraded": corrected.get(id_)})
        for id_, one in known.items()
    ]
