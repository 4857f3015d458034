"""The pages for people to read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import RedirectResponse

from app.answers import Invalid, form_raw
from app.contexts import Standing, standings, view_of
from app.lesson_views import lesson_view
from app.models import Exercise
from app.rendering import card, page
from app.requests import chapter_of, exercise_of, learner_of, seed_of, shown_variant
from app.services import Services, services_of

router = APIRouter(include_in_schema=False)
Shared = Annotated[Services, Depends(services_of)]
Form = Mapping[str, list[str]]


@router.get("/")
async def home(request: Request, services: Shared) -> Response:
    """The title page: chapters and how far the learner has come."""
    learner = learner_of(request, services)
    progress = await services.store.progress(learner)
    latest = max(progress.values(), key=lambda one: one.last_at, default=None)
    return page(request, services, "home.html", progress=progress, latest=latest)


@router.get("/chapters/{name}")
async def chapter(name: str, request: Request, services: Shared) -> Response:
    """A lesson with its exercises in place."""
    found = chapter_of(name, services)
    if name != found.slug:
        return RedirectResponse(f"/chapters/{found.slug}", 308)
    learner = learner_of(request, services)
    standing = await standings(services, learner, found.exercises)
    views = {one.id: view_of(services, one, standing[one.id]) for one in found.exercises}
    number = services.book.chapters.index(found)
    return page(
        request,
        services,
        "chapter.html",
        current=found,
        progress=await services.store.progress(learner),
        views=views,
        blocks=lesson_view(found, services.markdown),
        before=services.book.chapters[number - 1] if number else None,
        after=services.book.chapters[number + 1] if number + 1 < len(services.book.chapters) else None,
    )


@router.get("/exercises/{name}")
async def exercise(name: str, request: Request, services: Shared, seed: str | None = None) -> Response:
    """One exercise on its own page."""
    found = exercise_of(name, services)
    learner = learner_of(request, services)
    wanted = None if seed is None else seed_of(seed)
    if wanted is not None:
        shown_variant(found, wanted)
    return await exercise_page(request, services, learner, found, wanted)


async def exercise_page(
    request: Request, services: Services, learner: UUID, found: Exercise, seed: int | None
) -> Response:
    """The page of one exercise as the learner left it, or only its card for our own fetch."""
    standing = (await standings(services, learner, [found], seed))[found.id]
    return await show(request, services, learner, found, standing)


async def unread_page(
    request: Request, services: Services, learner: UUID, found: Exercise, seed: int, form: Form, invalid: Invalid
) -> Response:
    """The same with what was typed still in the fields, and how to type it. Nothing was stored."""
    standing = (await standings(services, learner, [found], seed))[found.id]
    typed = replace(standing, raw=form_raw(found, form), graded=None)
    return await show(request, services, learner, found, typed, invalid)


async def show(
    request: Request,
    services: Services,
    learner: UUID,
    found: Exercise,
    standing: Standing,
    invalid: Invalid | None = None,
) -> Response:
    """The card as a fragment, or the whole page round it."""
    view = view_of(services, found, standing)
    status = 200 if invalid is None else 422
    chapter = services.book.chapter_of(found.id)
    if request.headers.get("x-fragment"):
        response = card(request, services, view, status=status, invalid=invalid)
        response.headers["X-Location"] = f"/exercises/{found.id}?seed={standing.seed}"
        return response
    before, after = neighbours(services, found)
    return page(
        request,
        services,
        "exercise.html",
        status=status,
        current=chapter,
        progress=await services.store.progress(learner),
        view=view,
        invalid=invalid,
        before=before,
        after=after,
    )


def neighbours(services: Services, found: Exercise) -> tuple[Exercise | None, Exercise | None]:
    """The exercises before and after this one in the book."""
    every = [one for chapter in services.book.chapters for one in chapter.exercises]
    place = next(number for number, one in enumerate(every) if one.id == found.id)
    return every[place - 1] if place else None, every[place + 1] if place + 1 < len(every) else None


@router.get("/notation")
async def notation(request: Request, services: Shared) -> Response:
    """Every symbol of the book with its shape and meaning."""
    learner = learner_of(request, services)
    progress = await services.store.progress(learner)
    return page(request, services, "notation.html", progress=progress)


@router.get("/progress")
async def progress_page(request: Request, services: Shared) -> Response:
    """What is solved, and the code that opens the same progress on another device."""
    learner = learner_of(request, services)
    progress = await services.store.progress(learner)
    code = await services.store.resume_code(learner) if progress else None
    return page(request, services, "progress.html", progress=progress, code=code, message=None)
