"""What a learner does: answer, ask for a hint, a solution or new numbers, save what is being typed.

A POST answers with a redirect to the page, or with the exercise's card as a fragment to our own fetch.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from app.answers import Invalid, echo, form_raw
from app.editions import Edition
from app.field_types import Sequence
from app.fields import fields_of
from app.grading import RunnerUnavailable
from app.models import Exercise, Ordering
from app.pages import exercise_page, shown_progress, trial_page, unread_page
from app.rendering import NOT_KEPT, THEMES, trial_part
from app.requests import (
    MOST_FIELDS,
    Acting,
    Form,
    Visit,
    Visiting,
    encodable,
    exercise_of,
    first,
    form_of,
    key_of,
    remember,
    seed_of,
    set_learner,
    shown_variant,
)
from app.runner import Busy as RunnerBusy
from app.store import Draft
from app.submissions import Submission, submit
from app.trials import trial_of
from app.variants import Variant, new_seed

router = APIRouter(include_in_schema=False)
CONTROLS = frozenset({"key", "seed", "action", "from"})
LONGEST_ECHOED = 10_000
A_YEAR = 365 * 24 * 3600

Fields = Mapping[str, list[str]]


@dataclass(frozen=True)
class Posted:
    """An exercise's form as it was sent."""

    visit: Visit
    exercise: Exercise
    variant: Variant
    form: Form

    @property
    def edition(self) -> Edition:
        """The book it stands in."""
        return self.visit.services.shelf.edition_of(self.exercise.id)

    @property
    def seed(self) -> int:
        """The numbers it was filled in for."""
        return self.variant.seed

    @property
    def fields(self) -> Fields:
        """What was typed and chosen."""
        return {name: values for name, values in self.form.items() if name not in CONTROLS}

    async def keep(self, seed: int, fields: Fields) -> None:
        """Saves fields as the learner's draft."""
        draft = Draft(self.exercise.id, seed, fields, datetime.now(UTC))
        await self.visit.services.store.save_draft(self.visit.learner, draft)


@router.post("/exercises/{name}")
async def answer(name: str, visit: Acting) -> Response:
    """One action on an exercise; `check` unless the form names another."""
    posted = await posted_of(name, visit)
    action, _, detail = first(posted.form, "action", "check").partition(":")
    if action == "run":
        return await run(posted)
    if action != "check":
        return await after(posted, await act(posted, action, detail))
    invalid = await check(posted)
    if invalid is not None:
        return await unread_page(visit, posted.exercise, posted.seed, posted.form, invalid)
    return await after(posted, posted.seed)


async def posted_of(name: str, visit: Visit) -> Posted:
    """The form of the named exercise, or a 404 or 422."""
    found = exercise_of(name, visit.services)
    form = await form_of(visit.request)
    return Posted(visit, found, shown_variant(found, seed_of(first(form, "seed"))), form)


async def check(posted: Posted) -> Invalid | None:
    """Grades and stores the answer; None then. What gets no verdict is kept as a draft."""
    raw = form_raw(posted.exercise, posted.form)
    key = key_of(first(posted.form, "key"))
    try:
        told = await submit(Submission(key, posted.visit.learner, posted.variant, raw), posted.visit.services)
    except (RunnerBusy, RunnerUnavailable):
        await posted.keep(posted.seed, posted.fields)
        raise
    if not isinstance(told, Invalid):
        return None
    await posted.keep(posted.seed, posted.fields)
    return told


async def run(posted: Posted) -> Response:
    """How the visible cases go: a part of the card for our own fetch, the page as typed for a browser."""
    visit, exercise = posted.visit, posted.exercise
    keeping = asyncio.ensure_future(posted.keep(posted.seed, posted.fields))
    try:
        trial = await trial_of(visit, posted.variant, form_raw(exercise, posted.form))
    finally:
        await keeping
    if visit.wants_fragment:
        return trial_part(visit, exercise, trial)
    if isinstance(trial, Invalid):
        return await unread_page(visit, exercise, posted.seed, posted.form, trial)
    return await trial_page(visit, exercise, posted.seed, posted.form, trial)


async def act(posted: Posted, action: str, detail: str) -> int:
    """Does anything but checking, keeping what was typed; gives the seed to show then."""
    seed, fields = posted.seed, posted.fields
    match action:
        case "hint":
            await open_hint(posted)
        case "solution" | "compare":
            store = posted.visit.services.store
            await store.open_help(posted.visit.learner, posted.exercise.id, seed, solution=True)
        case "new":
            seed, fields = new_seed(posted.exercise, seed), {}
        case "again":
            fields = {}
        case "move" if isinstance(posted.exercise, Ordering):
            fields = moved_fields(posted, detail)
        case _:
            raise HTTPException(422, f"There is no action {action[:40]!r} for this exercise.")
    await posted.keep(seed, fields)
    return seed


async def open_hint(posted: Posted) -> None:
    """Opens one more hint."""
    store, learner, exercise = posted.visit.services.store, posted.visit.learner, posted.exercise
    opened = await store.open_help(learner, exercise.id, posted.seed)
    more = min(opened.hints + 1, len(exercise.hints))
    await store.open_help(learner, exercise.id, posted.seed, hints=more)


def moved_fields(posted: Posted, detail: str) -> Fields:
    """The fields after one item moved."""
    raw = form_raw(posted.exercise, posted.form)
    field = fields_of(posted.variant, raw, None, posted.edition.markdown)
    assert isinstance(field, Sequence)
    order, out = moved([id_ for id_, _ in field.items], [id_ for id_, _ in field.out], detail)
    return {"order": order, "out": out}


def moved(order: list[str], out: list[str], detail: str) -> tuple[list[str], list[str]]:
    """Both lists after `ITEM:-1` (up), `ITEM:1` (down), `ITEM:out` or `ITEM:in`; else unchanged."""
    item, _, where = detail.rpartition(":")
    if item in order and where == "out":
        return [one for one in order if one != item], [*out, item]
    if item in out and where == "in":
        return [*order, item], [one for one in out if one != item]
    if item in order and where in ("-1", "1"):
        rest = [one for one in order if one != item]
        rest.insert(max(0, order.index(item) + int(where)), item)
        return rest, out
    return order, out


async def after(posted: Posted, seed: int) -> Response:
    """The card for our own fetch; for a browser a redirect to where the form stood."""
    visit, id_ = posted.visit, posted.exercise.id
    if visit.wants_fragment:
        return await exercise_page(visit, posted.exercise, seed)
    if first(posted.form, "from") == "chapter":
        target = f"/chapters/{posted.edition.book.chapter_of(id_).slug}#x-{id_}"
    else:
        target = f"/exercises/{id_}?seed={seed}#x-{id_}"
    return remember(visit, RedirectResponse(target, 303))


@router.post("/exercises/{name}/read")
async def read(name: str, visit: Visiting) -> Response:
    """How the answer that is being typed is read."""
    posted = await posted_of(name, visit)
    typed = first(posted.form, "answer")[:LONGEST_ECHOED]
    text = echo(posted.variant, typed, first(posted.form, "part") or None)
    return HTMLResponse(posted.edition.markdown.inline(text), headers=NOT_KEPT)


class Typed(BaseModel):
    """What is being typed in an exercise."""

    model_config = ConfigDict(extra="forbid")
    seed: Annotated[int, Field(ge=0)]
    fields: Annotated[dict[str, list[str]], Field(max_length=MOST_FIELDS), AfterValidator(encodable)]


@router.put("/drafts/{name}", status_code=204)
async def draft(name: str, typed: Typed, visit: Acting) -> Response:
    """Saves what is being typed."""
    found = exercise_of(name, visit.services)
    variant = shown_variant(found, seed_of(typed.seed))
    posted = Posted(visit, found, variant, typed.fields)
    await posted.keep(posted.seed, posted.fields)
    return remember(visit, Response(status_code=204))


@router.post("/theme")
async def theme(request: Request) -> Response:
    """Remembers light or dark, and goes back to the page."""
    form = await form_of(request)
    chosen, back = first(form, "theme"), first(form, "back", "/")
    response = RedirectResponse(back if is_local(back) else "/", 303)
    response.set_cookie("theme", chosen if chosen in THEMES else "", max_age=A_YEAR, samesite="lax")
    return response


def is_local(address: str) -> bool:
    """Whether an address stays on this site: browsers read `//` and `/\\` as the start of a host's name."""
    return address.startswith("/") and not address.startswith(("//", "/\\"))


@router.post("/resume")
async def resume(visit: Visiting) -> Response:
    """Opens the progress of a resume code on this device."""
    form = await form_of(visit.request)
    learner = await visit.services.store.learner_for(first(form, "code"))
    if learner is None:
        message = (
            "No progress is kept under that code. Look at it once more: letters and digits in groups of four."
        )
        return await shown_progress(visit, message, 422)
    response = RedirectResponse("/progress", 303)
    set_learner(visit, response, learner)
    return response
