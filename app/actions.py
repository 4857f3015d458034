"""What a learner does: answer, ask for a hint, a solution or new numbers, save what is being typed.

A POST answers with a redirect to the page, or with the exercise's card as a fragment to our own fetch.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import parse_qs
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict, Field

from app.answers import Invalid, echo, form_raw
from app.fields import Sequence, fields_of
from app.models import Exercise, OrderingQuestion
from app.pages import Form, Shared, exercise_page, page, unread_page
from app.rendering import THEMES
from app.requests import exercise_of, key_of, learner_of, remember, seed_of, set_learner, shown_variant
from app.services import Services
from app.store import Draft
from app.submissions import Submission, submit
from app.variants import new_seed

router = APIRouter(include_in_schema=False)
MOST_FIELDS = 400
CONTROLS = frozenset({"key", "seed", "action", "from"})


async def form_of(request: Request) -> dict[str, list[str]]:
    """The fields of a urlencoded form, or a 422."""
    try:
        text = (await request.body()).decode("utf-8")
        return parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(422, "The form could not be read. Load the page again and send it once more.") from None


def first(form: Form, name: str, default: str = "") -> str:
    """The first value of a field."""
    return form.get(name, [default])[0]


@router.post("/exercises/{name}")
async def answer(name: str, request: Request, services: Shared) -> Response:
    """One action on an exercise; `check` unless the form names another."""
    found = exercise_of(name, services)
    form = await form_of(request)
    seed = seed_of(first(form, "seed"))
    variant = shown_variant(found, seed)
    learner = learner_of(request, services)
    action, _, detail = first(form, "action", "check").partition(":")
    if action == "check":
        submission = Submission(
            key_of(first(form, "key")), learner, variant, services.book.version(found.id), form_raw(found, form)
        )
        told = await submit(submission, services.store, services.runner)
        if isinstance(told, Invalid):
            return await unread_page(request, services, learner, found, seed, form, told)
    else:
        seed = await act(action, detail, services, learner, found, seed, form)
    return await after(request, services, learner, found, seed, form)


async def act(
    action: str, detail: str, services: Services, learner: UUID, found: Exercise, seed: int, form: Form
) -> int:
    """Does anything but checking, keeping what was typed; gives the seed to show then."""
    fields = {name: values for name, values in form.items() if name not in CONTROLS}
    match action:
        case "hint":
            opened = await services.store.open_help(learner, found.id, seed)
            more = min(opened.hints + 1, len(found.hints))
            await services.store.open_help(learner, found.id, seed, hints=more)
        case "solution" | "compare":
            await services.store.open_help(learner, found.id, seed, solution=True)
        case "new":
            seed, fields = new_seed(found, seed), {}
        case "again":
            fields = {}
        case "move" if isinstance(found, OrderingQuestion):
            fields = moved_fields(services, found, seed, form, detail)
        case _:
            raise HTTPException(422, f"There is no action {action[:40]!r}.")
    await services.store.save_draft(learner, Draft(found.id, seed, fields, datetime.now(UTC)))
    return seed


def moved_fields(
    services: Services, found: OrderingQuestion, seed: int, form: Form, detail: str
) -> dict[str, list[str]]:
    """The order after one item moved: `ITEM:-1` up, `ITEM:1` down, `ITEM:out` left out, `ITEM:in` back in."""
    variant = shown_variant(found, seed)  # type: ignore[arg-type]  # an ordering exercise is an exercise
    field = fields_of(variant, form_raw(found, form), None, services.markdown)
    assert isinstance(field, Sequence)
    order, out = [id_ for id_, _ in field.items], [id_ for id_, _ in field.out]
    item, _, where = detail.rpartition(":")
    if item in order and where == "out":
        order.remove(item)
        out.append(item)
    elif item in out and where == "in":
        out.remove(item)
        order.append(item)
    elif item in order and where in ("-1", "1"):
        here = order.index(item)
        there = min(max(here + int(where), 0), len(order) - 1)
        order.insert(there, order.pop(here))
    return {"order": order, "out": out}


async def after(
    request: Request, services: Services, learner: UUID, found: Exercise, seed: int, form: Form
) -> Response:
    """The card for our own fetch; for a browser a redirect to where the form stood."""
    if request.headers.get("x-fragment"):
        return await exercise_page(request, services, learner, found, seed)
    anchor = f"#x-{found.id}"
    if first(form, "from") == "chapter":
        target = f"/chapters/{services.book.chapter_of(found.id).slug}{anchor}"
    else:
        target = f"/exercises/{found.id}?seed={seed}{anchor}"
    return remember(request, RedirectResponse(target, 303), services)


@router.post("/exercises/{name}/read")
async def read(name: str, request: Request, services: Shared) -> Response:
    """How the answer that is being typed is read."""
    found = exercise_of(name, services)
    form = await form_of(request)
    variant = shown_variant(found, seed_of(first(form, "seed")))
    text = echo(variant, first(form, "answer")[:10_000], first(form, "part") or None)
    return HTMLResponse(services.markdown.inline(text), headers={"Cache-Control": "no-store"})


class Typed(BaseModel):
    """What is being typed in an exercise."""

    model_config = ConfigDict(extra="forbid")
    seed: Annotated[int, Field(ge=0)]
    fields: Annotated[dict[str, list[str]], Field(max_length=MOST_FIELDS)]


@router.put("/drafts/{name}", status_code=204)
async def draft(name: str, typed: Typed, request: Request, services: Shared) -> Response:
    """Saves what is being typed."""
    found = exercise_of(name, services)
    learner = learner_of(request, services)
    seed = seed_of(typed.seed)
    fields = {name: values for name, values in typed.fields.items() if name not in CONTROLS}
    await services.store.save_draft(learner, Draft(found.id, seed, fields, datetime.now(UTC)))
    return remember(request, Response(status_code=204), services)


@router.post("/theme")
async def theme(request: Request) -> Response:
    """Remembers light or dark, and goes back to the page."""
    form = await form_of(request)
    chosen = first(form, "theme")
    back = first(form, "back", "/")
    local = back.startswith("/") and not back.startswith(("//", "/\\"))
    response = RedirectResponse(back if local else "/", 303)
    response.set_cookie("theme", chosen if chosen in THEMES else "", max_age=365 * 24 * 3600, samesite="lax")
    return response


@router.post("/resume")
async def resume(request: Request, services: Shared) -> Response:
    """Opens the progress of a resume code on this device."""
    form = await form_of(request)
    learner = await services.store.learner_for(first(form, "code"))
    if learner is None:
        own = learner_of(request, services)
        progress = await services.store.progress(own)
        message = "No progress is kept under that code. Look at it once more: letters and digits, four groups of four."
        code = await services.store.resume_code(own) if progress else None
        return page(
            request, services, "progress.html", status=422, progress=progress, code=code, message=message
        )
    response = RedirectResponse("/progress", 303)
    set_learner(response, learner, services)
    return response
