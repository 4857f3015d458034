"""The pages to print: a chapter's exercises as a sheet of paper, and for an author the key to it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, HTTPException, Query, Response
from fastapi.responses import HTMLResponse

from app.rendering import NOT_KEPT
from app.requests import chapter_of, seed_of
from app.services import Services, Shared
from app.values import EvaluationError
from app.variants import NoVariant
from app.workbook import Chapter
from app.worksheets.sheets import Sheet, Topic, keys_of, sheet_of

router = APIRouter(include_in_schema=False)
Ids = Annotated[list[str], Query(alias="exercise", max_length=200)]


@router.get("/print/chapters/{name}")
async def worksheet(name: str, services: Shared, seed: str | None = None, exercises: Ids = []) -> Response:  # noqa: B006  # FastAPI copies it
    """The chapter's exercises, or those that are named, with the numbers of a seed and room to write."""
    chapter = chapter_of(name, services)
    sheet = shown_sheet(services, chapter, seed_of(seed), exercises)
    return paper(services, "worksheet.html", sheet=sheet, chapter=chapter, chosen=exercises)


@router.get("/print/chapters/{name}/keys")
async def keys(name: str, services: Shared, seed: str | None = None, exercises: Ids = []) -> Response:  # noqa: B006  # as above
    """The key to that sheet, in author mode only: no student's server shows it."""
    if not services.settings.author:
        raise HTTPException(404, "The key to a worksheet is shown in author mode only.")
    chapter = chapter_of(name, services)
    sheet = shown_sheet(services, chapter, seed_of(seed), exercises)
    found = keys_of(sheet, services.shelf.edition_with(chapter).markdown)
    return paper(services, "worksheet-keys.html", keys=(found,))


def shown_sheet(services: Services, chapter: Chapter, seed: int, ids: list[str]) -> Sheet:
    """The sheet, or a 404 for an exercise that the chapter has not, or a 422 for a seed without numbers."""
    if unknown := sorted({*ids} - {one.id for one in chapter.exercises}):
        raise HTTPException(404, f"The chapter has no exercise {unknown[0][:80]!r}.")
    edition = services.shelf.edition_with(chapter)
    exercises = [one for one in chapter.exercises if not ids or one.id in ids]
    topic = Topic(edition.book.title, f"{chapter.number} {chapter.title}", exercises)
    try:
        return sheet_of(topic, seed, edition.markdown)
    except (NoVariant, EvaluationError) as problem:
        raise HTTPException(422, str(problem)) from None


def paper(services: Services, template: str, **names: object) -> Response:
    """A page without navigation, in black on white."""
    html = services.templates.get_template(template).render(
        assets=services.assets, author=services.settings.author, styles=None, footer="", **names
    )
    return HTMLResponse(html, headers=NOT_KEPT)
