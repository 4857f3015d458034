"""What a request names: a learner, an exercise, its numbers. What it names wrongly is a 404 or 422 in words."""

from __future__ import annotations

import difflib
from uuid import UUID, uuid4

from fastapi import HTTPException, Request, Response

from app.models import Exercise
from app.services import Services
from app.variants import LAST_SEED, NoVariant, Variant, variant_of
from app.workbook import Chapter

COOKIE = "learner"
TWO_YEARS = 2 * 365 * 24 * 3600


def learner_of(request: Request, services: Services) -> UUID:
    """The learner of the signed cookie, or a new one (then `remember` puts the cookie on the response)."""
    known = services.learners.learner_of(request.cookies.get(COOKIE))
    request.state.new_learner = known is None
    request.state.learner = known or services.learners.new_learner()
    return request.state.learner  # type: ignore[no-any-return]  # Starlette's state is untyped


def remember(request: Request, response: Response, services: Services) -> Response:
    """The response, with the cookie of a learner who has none yet."""
    if getattr(request.state, "new_learner", False):
        set_learner(response, request.state.learner, services)
    return response


def set_learner(response: Response, learner: UUID, services: Services) -> None:
    """Puts the learner's signed cookie on a response."""
    response.set_cookie(
        COOKIE,
        services.learners.cookie(learner),
        max_age=TWO_YEARS,
        httponly=True,
        samesite="lax",
        secure=services.settings.secure_cookies,
    )


def exercise_of(name: str, services: Services) -> Exercise:
    """The exercise of that id, or a 404 that names the nearest one."""
    try:
        return services.book.exercise(name)
    except KeyError:
        known = [exercise.id for chapter in services.book.chapters for exercise in chapter.exercises]
        raise HTTPException(404, f"There is no exercise {name[:80]!r}.{nearest(name, known)}") from None


def chapter_of(name: str, services: Services) -> Chapter:
    """The chapter of that slug, number or folder, or a 404."""
    for chapter in services.book.chapters:
        if name in (chapter.slug, str(chapter.number), f"{chapter.number:02d}-{chapter.slug}"):
            return chapter
    known = [chapter.slug for chapter in services.book.chapters]
    raise HTTPException(404, f"There is no chapter {name[:80]!r}.{nearest(name, known)}")


def nearest(name: str, known: list[str]) -> str:
    """A suggestion, when a known name is near."""
    close = difflib.get_close_matches(name, known, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def seed_of(text: str | int | None) -> int:
    """The seed, 0 when none is given, or a 422 that says what a seed is."""
    if text is None or text == "":
        return 0
    if isinstance(text, str) and text.isascii() and text.isdigit() and len(text) <= 10:
        text = int(text)
    if isinstance(text, int) and 0 <= text <= LAST_SEED:
        return text
    raise HTTPException(422, f"A seed is a whole number from 0 to {LAST_SEED}; seed 0 has the book's own numbers.")


def shown_variant(exercise: Exercise, seed: int) -> Variant:
    """The exercise with the numbers of the seed, or a 422."""
    try:
        return variant_of(exercise, seed)
    except NoVariant as problem:
        raise HTTPException(422, str(problem)) from None


def key_of(text: str | None) -> UUID:
    """The idempotency key a form carries, or a 422."""
    if not text:
        return uuid4()
    try:
        return UUID(text)
    except ValueError:
        raise HTTPException(422, "The form's key is damaged. Load the page again; your answer is kept.") from None
