"""The author's pages: one exercise at any seed, all its seeds, what the check says, and answers to try."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, HTTPException, Response
from fastapi.responses import HTMLResponse, StreamingResponse

from app.actions import moved
from app.answers import Raw, form_raw
from app.author.findings import findings
from app.author.keyed import keyed, value_of, written
from app.author.seeds import MOST, USUAL, near_of, seeds_table
from app.author.sources import sources
from app.author.tolerances import offers
from app.author.trying import Attempted, attempted
from app.contexts import ExerciseView, Standing, progress_of, view_of
from app.grading import ExerciseFault
from app.models import Exercise
from app.numerals import plain
from app.places import seen
from app.rendering import NOT_KEPT, page
from app.requests import Visit, Visiting, exercise_of, first, form_of, remember, seed_of
from app.services import Shared
from app.store import Help
from app.submissions import NO_HELP
from app.values import EvaluationError
from app.variants import NoVariant, Variant, variant_of

router = APIRouter(include_in_schema=False, prefix="/author")
LOOKS = ("light", "dark")


@router.get("")
async def desk(visit: Visiting) -> Response:
    """All exercises with their authors' pages, and every fault."""
    return page(visit, "author/desk.html", progress=await progress_of(visit))


@router.get("/exercises/{name}")
async def panel(name: str, visit: Visiting, seed: str | None = None, look: str = "") -> Response:
    """An exercise from its author's side; only what changes with the seed for our own fetch."""
    return await shown(visit, exercise_of(name, visit.services), seed_of(seed), look=look)


@router.post("/exercises/{name}")
async def attempt(name: str, visit: Visiting) -> Response:
    """An answer tried: the verdict, and the rule that gave it. Nothing is stored."""
    found, form = exercise_of(name, visit.services), await form_of(visit.request)
    seed, (action, _, detail) = seed_of(first(form, "seed")), first(form, "action").partition(":")
    if action == "move":
        order, out = moved(form.get("order", []), form.get("out", []), detail)
        return await shown(visit, found, seed, form_raw(found, {**form, "order": order, "out": out}))
    raw = form_raw(found, form)
    try:
        told = await attempted(variant_at(found, seed), raw, visit.services.runner, visit.learner)
    except (EvaluationError, ExerciseFault) as problem:
        raise HTTPException(422, f"The exercise has no value at this seed: {problem}") from None
    return await shown(visit, found, seed, raw, told)


def variant_at(exercise: Exercise, seed: int) -> Variant:
    """The exercise with the numbers of a seed, or a 422 that says why it has none."""
    try:
        return variant_of(exercise, seed)
    except (NoVariant, EvaluationError) as problem:
        raise HTTPException(422, f"Seed {seed} has no numbers: {problem}") from None


async def shown(
    visit: Visit,
    found: Exercise,
    seed: int,
    raw: Raw = None,
    told: Attempted | None = None,
    *,
    look: str = "",
) -> Response:
    """The page of an exercise at a seed, with what became of the answer that was tried."""
    names: dict[str, Any] = {**at_seed(visit, found, seed, raw, told), "look": look if look in LOOKS else ""}
    if visit.wants_fragment:
        return part(visit, found, "author/at-seed.html", names)
    edition = visit.services.shelf.edition_of(found.id)
    before, after = edition.around_exercise(found)
    return page(
        visit,
        "author/exercise.html",
        progress=await progress_of(visit),
        current=edition.book.chapter_of(found.id),
        sources=sources(edition.book.documents[found.id], edition.book.root),
        before=before,
        after=after,
        **names,
    )


def at_seed(visit: Visit, found: Exercise, seed: int, raw: Raw, told: Attempted | None) -> dict[str, object]:
    """What the page tells of one seed."""
    try:
        variant = variant_of(found, seed)
        view = _view(visit, found, seed, raw, told)
        return {
            "exercise": found,
            "seed": seed,
            "why_none": "",
            "view": view,
            "as_told": _as_told(view),
            "told": told,
            "numbers": [(name, plain(value, 8)) for name, value in variant.names.items()],
            "keyed": _keys(variant),
            "near": _near(variant),
            "offers": offers(variant, USUAL),
            "usual": USUAL,
        }
    except (NoVariant, EvaluationError) as problem:
        return {"exercise": found, "seed": seed, "why_none": str(problem), "view": None, "told": None}


def _view(visit: Visit, found: Exercise, seed: int, raw: Raw, told: Attempted | None) -> ExerciseView:
    """The card with every help open."""
    everything = Help(hints=len(found.hints), solution=True)
    graded = told.graded if told else None
    return view_of(visit.services, found, Standing(seed, raw, graded, everything))


def _as_told(view: ExerciseView) -> ExerciseView:
    """What the verdict shows to a student who opened no help."""
    is_right = view.verdict == "correct"
    standing = replace(view.standing, help=NO_HELP)
    return replace(view, standing=standing, explanation=view.explanation if is_right else None)


def _keys(variant: Variant) -> list[tuple[str, str, list[tuple[str, str, str, str]]]]:
    """For each question its key, and tag, formula, value and words of each known mistake."""
    told = []
    for one in keyed(variant.exercise):
        key = one.key(variant)
        mistakes = [
            (
                mistake.tag,
                mistake.if_.text,
                written(value_of(mistake, key, variant)),
                variant.say(mistake.say, answer=key[()]),
            )
            for mistake in one.question.mistakes
        ]
        told.append((one.titled("key"), written(key), mistakes))
    return told


def _near(variant: Variant) -> list[tuple[str, str]]:
    """Tag and value of the slips that are looked for unasked."""
    return [
        (one.titled(tag), written(value))
        for one in keyed(variant.exercise)
        for tag, _, value in near_of(one, variant)
    ]


# ---- what does not change with the seed ---


def count_of(given: str | None) -> int:
    """How many seeds to look at; the usual number for none, and for what is none."""
    return min(MOST, max(1, int(given))) if given and given.isascii() and given.isdigit() else USUAL


@router.get("/exercises/{name}/seeds")
async def seeds(
    name: str, visit: Visiting, n: str | None = None, only: str = "", near: str = "", seed: str | None = None
) -> Response:
    """All seeds with their numbers, keys and mistakes, and what the check says of each."""
    found, count, shown_seed = exercise_of(name, visit.services), count_of(n), seed_of(seed)
    table = await asyncio.to_thread(seeds_table, found, count, visit.services.renderer, near=bool(near))
    names = {
        "exercise": found,
        "table": table,
        "count": count,
        "only": bool(only),
        "near": bool(near),
        "has_keys": bool(keyed(found)),
        "seed": shown_seed,
        "most": MOST,
    }
    return await part_or_page(visit, "author/seeds.html", found, "All seeds", names)


@router.get("/exercises/{name}/check")
async def check(name: str, visit: Visiting, n: str | None = None) -> Response:
    """What the check says of the exercise."""
    services, count = visit.services, count_of(n)
    found = exercise_of(name, services)
    book = services.shelf.edition_of(found.id).book
    faults = await findings(found, book.documents[found.id], count, services.renderer, services.runner)
    faults = tuple(replace(one, path=seen(book.root / one.path)) for one in faults)
    names = {"exercise": found, "faults_found": faults, "count": count}
    return await part_or_page(visit, "author/check.html", found, "What the check says", names)


async def part_or_page(
    visit: Visit, template: str, found: Exercise, title: str, names: Mapping[str, Any]
) -> Response:
    """The template alone for our own fetch, or the page round it."""
    if visit.wants_fragment:
        return part(visit, found, template, names)
    return page(
        visit,
        "author/section.html",
        progress=await progress_of(visit),
        current=visit.services.shelf.edition_of(found.id).book.chapter_of(found.id),
        section=template,
        title=title,
        **names,
    )


def part(visit: Visit, found: Exercise, template: str, names: Mapping[str, Any]) -> Response:
    """A fragment for our own fetch."""
    services = visit.services
    markdown = services.shelf.edition_of(found.id).markdown
    html = services.templates.get_template(template).render(md=markdown, sandbox=services.sandbox, **names)
    return remember(visit, HTMLResponse(html, headers=NOT_KEPT))


# ---- live reload ---


@router.get("/news")
async def news(services: Shared) -> Response:
    """What changes, told to an open page as it happens."""
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    return StreamingResponse(services.news.stream(), media_type="text/event-stream", headers=headers)
