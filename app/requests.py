"""What a request names: a learner, an exercise, its numbers. A wrong name is a 404 or 422 in words."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, TypeVar
from urllib.parse import parse_qs
from uuid import UUID

from fastapi import Depends, HTTPException, Request, Response

from app.identifiers import uuid7
from app.models import Exercise
from app.services import Services, services_of
from app.variants import LAST_SEED, NoVariant, Variant, variant_of
from app.workbook import Chapter

Form = Mapping[str, list[str]]
Sent = TypeVar("Sent")

COOKIE = "learner"
TWO_YEARS = 2 * 365 * 24 * 3600
MOST_FIELDS = 400


# ---- who asks ---


@dataclass(frozen=True)
class Visit:
    """A request and the learner who sends it."""

    request: Request
    services: Services
    learner: UUID
    fresh: bool  # without a cookie until now: `remember` sets it
    known: bool  # something may be stored for them

    @property
    def wants_fragment(self) -> bool:
        """Whether our own fetch asks, for the card alone."""
        return bool(self.request.headers.get("x-fragment"))


def visit_of(request: Request) -> Visit:
    """The visit of the learner of the signed cookie, or of a new one; the same all through a request."""
    services = services_of(request)
    known = services.learners.learner_of(request.cookies.get(COOKIE))
    if known is None and not hasattr(request.state, "new_learner"):
        request.state.new_learner = services.learners.new_learner()
    learner = known or request.state.new_learner
    return Visit(request, services, learner, fresh=known is None, known=known is not None)


async def visiting(request: Request) -> Visit:
    """The visit, as a dependency of what only reads."""
    return visit_of(request)


async def acting(request: Request) -> Visit:
    """The visit, as a dependency of what stores something before it reads."""
    return replace(visit_of(request), known=True)


Visiting = Annotated[Visit, Depends(visiting)]
Acting = Annotated[Visit, Depends(acting)]


async def note_route(request: Request) -> None:
    """Notes the route's pattern where `app.metrics.CountRequests` finds it; a dependency of every route."""
    request.state.route = getattr(request.scope.get("route"), "path", "none")


def remember(visit: Visit, response: Response) -> Response:
    """The response, with the cookie of a learner who has none yet."""
    if visit.fresh:
        set_learner(visit, response, visit.learner)
    return response


def set_learner(visit: Visit, response: Response, learner: UUID) -> None:
    """Puts a learner's signed cookie on a response."""
    response.set_cookie(
        COOKIE,
        visit.services.learners.cookie(learner),
        max_age=TWO_YEARS,
        httponly=True,
        samesite="lax",
        secure=visit.services.settings.secure_cookies,
    )


# ---- what is asked for ---


def exercise_of(name: str, services: Services) -> Exercise:
    """The exercise of that id, or a 404 that names the nearest one."""
    try:
        return services.shelf.exercise(name)
    except KeyError:
        known = [exercise.id for exercise in services.shelf.exercises]
        message = f"There is no exercise {name[:80]!r}.{nearest(name, known)}"
        raise HTTPException(404, message) from None


def chapter_of(name: str, services: Services) -> Chapter:
    """The chapter of that slug or folder, or of that number where only one book has it; else a 404."""
    chapters = services.shelf.chapters
    for chapter in chapters:
        if name in (chapter.slug, f"{chapter.number:02d}-{chapter.slug}"):
            return chapter
    numbered = [chapter for chapter in chapters if name == str(chapter.number)]
    if len(numbered) == 1:
        return numbered[0]
    if numbered:
        names = " or ".join(repr(chapter.slug) for chapter in numbered)
        raise HTTPException(404, f"More than one book has a chapter {name}. Ask for {names}.")
    known = [chapter.slug for chapter in chapters]
    raise HTTPException(404, f"There is no chapter {name[:80]!r}.{nearest(name, known)}")


def nearest(name: str, known: list[str]) -> str:
    """A suggestion, when a known name is near."""
    close = difflib.get_close_matches(name[:80], known, n=1)
    return f" Did you mean {close[0]!r}?" if close else ""


def seed_of(given: str | int | None) -> int:
    """The seed, 0 when none is given, or a 422 that says what a seed is."""
    if given is None or given == "":
        return 0
    if isinstance(given, str) and given.isascii() and given.isdigit() and len(given) <= 10:
        given = int(given)
    if isinstance(given, int) and 0 <= given <= LAST_SEED:
        return given
    message = f"A seed is a whole number from 0 to {LAST_SEED}; seed 0 has the book's own numbers."
    raise HTTPException(422, message)


def shown_variant(exercise: Exercise, seed: int) -> Variant:
    """The exercise with the numbers of the seed, or a 422."""
    try:
        return variant_of(exercise, seed)
    except NoVariant as problem:
        raise HTTPException(422, str(problem)) from None


# ---- bodies ---


def encodable(sent: Sent) -> Sent:
    """What was sent as JSON. Raises ValueError when no page could show it again, or it is too deep."""
    try:
        json.dumps(sent, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("there is half a character in it, which no text can hold") from None
    except RecursionError:
        raise ValueError("it is nested too deeply") from None
    return sent


async def form_of(request: Request) -> Form:
    """The fields of a urlencoded form, or a 415 or 422."""
    if request.headers.get("content-type", "").startswith("multipart/"):
        raise HTTPException(415, "Send the form urlencoded, as this page's own form does.")
    try:
        text = (await request.body()).decode("utf-8")
        return parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        message = "The form could not be read. Load the page again and send it once more."
        raise HTTPException(422, message) from None


def first(form: Form, name: str, default: str = "") -> str:
    """The first value of a field."""
    return form.get(name, [default])[0]


def key_of(text: str) -> UUID:
    """The idempotency key a form carries, a new one for none, or a 422."""
    if not text:
        return uuid7()
    try:
        return UUID(text)
    except ValueError:
        message = "The form's key is damaged. Load the page again; your answer is kept."
        raise HTTPException(422, message) from None
