"""Templates to responses: the environment, the frame every page has, and errors in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from fastapi import Response
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from app.answers import Invalid
from app.clouds import band
from app.contexts import KINDS, ExerciseView, added, books_of
from app.curves import curve_plot, curve_rows
from app.grading import Tried
from app.models import Exercise
from app.places import folder
from app.requests import Visit, remember
from app.services import Services
from app.store import Progress
from app.workbook import Chapter

THEMES = ("light", "dark")
NOT_KEPT = {"Cache-Control": "no-store"}

TITLES = {
    400: "That request could not be read",
    403: "Refused",
    404: "Not found",
    405: "Not that way",
    409: "Taken",
    413: "Too long",
    415: "Not in that form",
    422: "That does not fit",
    429: "A little slower, please",
    500: "Something broke here",
    503: "One moment, please",
}


def environment() -> Environment:
    """The template environment: autoescape on, an unknown name is an error."""
    made = Environment(
        loader=FileSystemLoader(folder("templates")),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals["band"] = band()
    made.filters |= {"ago": ago, "curve_plot": curve_plot, "curve_rows": curve_rows}
    return made


def ago(moment: datetime) -> str:
    """How long ago, in words."""
    seconds = (datetime.now(UTC) - moment).total_seconds()
    for size, name in ((86400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            count = int(seconds // size)
            return f"{count} {name}{'s' if count > 1 else ''} ago"
    return "just now"


def page(
    visit: Visit,
    template: str,
    *,
    status: int = 200,
    progress: Mapping[str, Progress] | None = None,
    current: Chapter | None = None,
    **names: object,
) -> Response:
    """A whole page: the template inside the frame with chapters, progress and theme."""
    services, shelf = visit.services, visit.services.shelf
    author = services.settings.author
    theme = asked_theme(visit) if author else visit.request.cookies.get("theme", "")
    books = books_of(shelf, progress or {})
    within = shelf.edition_with(current) if current else None
    here = [one for one in books if one.edition is within] or books
    html = services.templates.get_template(template).render(
        book=within.book if within else shelf.cover,
        books=books,
        here=here,
        total=added(one.total for one in here),
        progress=progress or {},
        current=current,
        kinds=KINDS,
        keys=[one.key for one in within.meanings(current)] if current and within else [],
        theme=theme if theme in THEMES else "",
        assets=services.assets,
        sandbox=services.sandbox,
        author=author,
        errata=shelf.errata,
        news=services.news.state.text if author else "",
        md=within.markdown if within else None,
        path=visit.request.url.path,
        **names,
    )
    return remember(visit, HTMLResponse(html, status, headers=NOT_KEPT))


def asked_theme(visit: Visit) -> str:
    """The theme that the address asks for, as an author's previews do, else the learner's own."""
    return visit.request.query_params.get("theme") or visit.request.cookies.get("theme", "")


def card(visit: Visit, view: ExerciseView, *, invalid: Invalid | None, status: int = 200) -> Response:
    """The fragment for our own fetch: one exercise card, and the address of its numbers."""
    services = visit.services
    html = services.templates.get_template("parts/exercise.html").render(
        view=view,
        invalid=invalid,
        trial=None,
        md=services.shelf.edition_of(view.exercise.id).markdown,
        sandbox=services.sandbox,
        author=services.settings.author,
        errata=services.shelf.errata,
        place_of_form="exercise",
    )
    address = f"/exercises/{view.exercise.id}?seed={view.standing.seed}"
    return remember(visit, HTMLResponse(html, status, headers={**NOT_KEPT, "X-Location": address}))


def meanings_part(services: Services, chapter: Chapter) -> Response:
    """The meanings of a chapter's symbols, for our own fetch."""
    template = services.templates.get_template("parts/meanings.html")
    edition = services.shelf.edition_with(chapter)
    html = template.render(meanings=edition.meanings(chapter), md=edition.markdown)
    return HTMLResponse(html, headers={"Cache-Control": "private, max-age=300"})


def trial_part(visit: Visit, exercise: Exercise, trial: Tried | Invalid) -> Response:
    """The fragment for our own fetch: what a run told, without the card round it."""
    services = visit.services
    invalid = trial if isinstance(trial, Invalid) else None
    template = services.templates.get_template("parts/trial.html")
    markdown = services.shelf.edition_of(exercise.id).markdown
    html = template.render(trial=trial, invalid=invalid, md=markdown)
    headers = {**NOT_KEPT, "X-Trial": "1"}
    return remember(visit, HTMLResponse(html, 422 if invalid else 200, headers=headers))


def error_page(visit: Visit, status: int, message: str) -> Response:
    """An error in words: a page for people, a fragment for our fetch."""
    title = TITLES.get(status, "Error")
    if not visit.wants_fragment:
        return page(visit, "error.html", status=status, title=title, message=message)
    template = visit.services.templates.get_template("parts/message.html")
    return HTMLResponse(template.render(title=title, message=message), status, headers=NOT_KEPT)
