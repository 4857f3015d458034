"""The pages for people to read."""

from __future__ import annotations

from dataclasses import replace

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import PlainTextResponse, RedirectResponse

from app.answers import Invalid, form_raw
from app.contexts import Standing, history_of, progress_of, standing, standings, view_of
from app.grading import Tried
from app.models import Exercise
from app.rendering import card, meanings_part, page
from app.requests import Form, Visit, Visiting, chapter_of, exercise_of, seed_of, shown_variant
from app.services import Shared
from app.store import History

router = APIRouter(include_in_schema=False)
ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /progress\n"


@router.get("/")
async def home(visit: Visiting) -> Response:
    """The title page: the books with their chapters, and how far the learner has come."""
    progress = await progress_of(visit)
    known = {exercise.id for exercise in visit.services.shelf.exercises}
    here = (one for id_, one in progress.items() if id_ in known)
    latest = max(here, key=lambda one: one.last_at, default=None)
    return page(visit, "home.html", progress=progress, latest=latest)


@router.get("/chapters/{name}")
async def chapter(name: str, visit: Visiting) -> Response:
    """A lesson with its exercises in place."""
    services = visit.services
    found = chapter_of(name, services)
    if name != found.slug:
        return RedirectResponse(f"/chapters/{found.slug}", 308)
    history = await history_of(visit, found.exercises)
    stands = await standings(visit, history, found.exercises)
    edition = services.shelf.edition_with(found)
    before, after = edition.around_chapter(found)
    return page(
        visit,
        "chapter.html",
        current=found,
        progress=history.progress,
        views={one.id: view_of(services, one, stands[one.id]) for one in found.exercises},
        blocks=edition.lesson(found),
        prerequisites=edition.prerequisites(found),
        before=before,
        after=after,
    )


@router.get("/chapters/{name}/meanings")
async def meanings(name: str, services: Shared) -> Response:
    """What the symbols of a chapter mean, fetched when a formula is first asked."""
    return meanings_part(services, chapter_of(name, services))


@router.get("/exercises/{name}")
async def exercise(name: str, visit: Visiting, seed: str | None = None) -> Response:
    """One exercise on its own page."""
    found = exercise_of(name, visit.services)
    wanted = None if seed is None else seed_of(seed)
    if wanted is not None:
        shown_variant(found, wanted)
    return await exercise_page(visit, found, wanted)


async def exercise_page(visit: Visit, found: Exercise, seed: int | None) -> Response:
    """The page of one exercise as the learner left it, or only its card for our own fetch."""
    history = await history_of(visit, [found])
    return show(visit, history, found, await standing(visit, history, found, seed))


async def unread_page(visit: Visit, found: Exercise, seed: int, form: Form, invalid: Invalid) -> Response:
    """The same with what was typed still in the fields, and how to type it."""
    history, typed = await as_typed(visit, found, seed, form)
    return show(visit, history, found, typed, invalid=invalid)


async def trial_page(visit: Visit, found: Exercise, seed: int, form: Form, trial: Tried) -> Response:
    """The same with what a run of the program told."""
    history, typed = await as_typed(visit, found, seed, form)
    return show(visit, history, found, typed, trial=trial)


async def as_typed(visit: Visit, found: Exercise, seed: int, form: Form) -> tuple[History, Standing]:
    """Where the learner stands, with the form as it was sent and no verdict on it."""
    history = await history_of(visit, [found])
    stored = await standing(visit, history, found, seed)
    return history, replace(stored, raw=form_raw(found, form), graded=None)


def show(
    visit: Visit,
    history: History,
    found: Exercise,
    stands: Standing,
    *,
    invalid: Invalid | None = None,
    trial: Tried | None = None,
) -> Response:
    """The card as a fragment, or the whole page round it."""
    view = view_of(visit.services, found, stands)
    status = 200 if invalid is None else 422
    if visit.wants_fragment:
        return card(visit, view, status=status, invalid=invalid)
    edition = visit.services.shelf.edition_of(found.id)
    before, after = edition.around_exercise(found)
    return page(
        visit,
        "exercise.html",
        status=status,
        current=edition.book.chapter_of(found.id),
        progress=history.progress,
        view=view,
        invalid=invalid,
        trial=trial,
        before=before,
        after=after,
    )


@router.get("/contents")
async def contents(visit: Visiting) -> Response:
    """Every exercise of the books, with what is solved, and the concepts."""
    return page(visit, "contents.html", progress=await progress_of(visit))


@router.get("/concepts/{tag}")
async def concept(tag: str, visit: Visiting) -> Response:
    """Where the books meet a concept."""
    if not any(tag in edition.concepts for edition in visit.services.shelf.editions):
        raise HTTPException(
            404, f"No exercise has the tag {tag[:40]!r}. All concepts are on the page of contents."
        )
    return page(visit, "concept.html", progress=await progress_of(visit), tag=tag)


@router.get("/notation")
async def notation(visit: Visiting) -> Response:
    """Every symbol of the books with its shape and meaning."""
    return page(visit, "notation.html", progress=await progress_of(visit))


@router.get("/progress")
async def progress_page(visit: Visiting) -> Response:
    """What is solved, and the code that opens the same progress on another device."""
    return await shown_progress(visit, None)


async def shown_progress(visit: Visit, message: str | None, status: int = 200) -> Response:
    """The page of progress; `message` says what is wrong with the code that was typed there."""
    progress = await progress_of(visit)
    code = await visit.services.store.resume_code(visit.learner) if progress else None
    return page(visit, "progress.html", status=status, progress=progress, code=code, message=message)


@router.get("/favicon.ico")
async def favicon() -> Response:
    """Where browsers look for an icon unasked."""
    return RedirectResponse("/static/icon.svg", 308)


@router.get("/robots.txt")
async def robots() -> Response:
    """What crawlers need not read."""
    return PlainTextResponse(ROBOTS)
