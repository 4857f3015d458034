"""What the handlers share: one object, made when the program starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, cast

from fastapi import Depends, Request
from jinja2 import Environment

from app.assets import Assets
from app.editions import Edition
from app.formulas import Renderer
from app.learners import Learners
from app.metrics import Metrics
from app.models import Exercise
from app.news import News
from app.rereading import Errata, Rereader
from app.runner import Runner
from app.settings import Settings
from app.store import Store
from app.workbook import Chapter


@dataclass(frozen=True)
class Cover:
    """The name of what is being served."""

    title: str
    summary: str


@dataclass
class Shelf:
    """The books being served: in author mode new editions follow every change, beside what is faulty.

    Ids of exercises and names of chapters are distinct over all books.
    """

    editions: tuple[Edition, ...]
    errata: Errata = field(default_factory=Errata)

    @property
    def cover(self) -> Cover:
        """What the pages that tell of all books are called: as the book, when there is only one."""
        books = [edition.book for edition in self.editions]
        if len(books) == 1:
            return Cover(books[0].title, books[0].summary)
        return Cover("Workbook", " · ".join(book.title for book in books))

    @property
    def exercises(self) -> tuple[Exercise, ...]:
        """Every exercise, book by book in reading order."""
        return tuple(exercise for edition in self.editions for exercise in edition.exercises)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """Every chapter, book by book."""
        return tuple(chapter for edition in self.editions for chapter in edition.book.chapters)

    def exercise(self, id_: str) -> Exercise:
        """The exercise of that id. Raises KeyError."""
        return self.edition_of(id_).book.exercise(id_)

    def edition_of(self, id_: str) -> Edition:
        """The book that has an exercise. Raises KeyError."""
        for edition in self.editions:
            if id_ in edition.places:
                return edition
        raise KeyError(id_)

    def edition_with(self, chapter: Chapter) -> Edition:
        """The book that has a chapter. Raises KeyError."""
        for edition in self.editions:
            if any(one.slug == chapter.slug for one in edition.book.chapters):
                return edition
        raise KeyError(chapter.slug)


# "unprotected": it is not held, and run all the same. "none": it is not run.
Sandbox = Literal["full", "seccomp", "unprotected", "none"]


@dataclass(frozen=True)
class Services:
    """Everything a handler needs."""

    settings: Settings
    shelf: Shelf
    store: Store
    runner: Runner
    learners: Learners
    assets: Assets
    renderer: Renderer
    metrics: Metrics
    templates: Environment = field(repr=False)
    news: News = field(default_factory=News)
    rereader: Rereader | None = None  # in author mode: reads the books again

    @property
    def sandbox(self) -> Sandbox:
        """How students' code is held; known once the runner is started."""
        level = self.runner.level
        return "unprotected" if level == "none" and self.settings.may_run_unprotected else level


def services_of(request: Request) -> Services:
    """The services of the application that serves the request."""
    return cast(Services, request.app.state.services)


async def shared(request: Request) -> Services:
    """The services, as a dependency: a coroutine, since FastAPI calls plain functions on another thread."""
    return services_of(request)


Shared = Annotated[Services, Depends(shared)]
