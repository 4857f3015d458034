"""What the handlers share: one object, made when the program starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal, cast

from fastapi import Depends, Request
from jinja2 import Environment

from app.assets import Assets
from app.editions import Edition
from app.faults import Fault
from app.formulas import Renderer
from app.learners import Learners
from app.markdown import Markdown
from app.metrics import Metrics
from app.runner import Runner
from app.settings import Settings
from app.store import Store
from app.workbook import Workbook


@dataclass
class Shelf:
    """The book being served: in author mode a new edition follows every change, or the faults are shown."""

    edition: Edition
    faults: tuple[Fault, ...] = ()


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

    @property
    def sandbox(self) -> Sandbox:
        """How students' code is held; known once the runner is started."""
        level = self.runner.level
        return "unprotected" if level == "none" and self.settings.may_run_unprotected else level

    @property
    def edition(self) -> Edition:
        """The book as it is now, with what is made of it."""
        return self.shelf.edition

    @property
    def markdown(self) -> Markdown:
        """Text to HTML, with the symbols of the book as it is now."""
        return self.shelf.edition.markdown

    @property
    def book(self) -> Workbook:
        """The book as it is now."""
        return self.shelf.edition.book


def services_of(request: Request) -> Services:
    """The services of the application that serves the request."""
    return cast(Services, request.app.state.services)


async def shared(request: Request) -> Services:
    """The services, as a dependency: a coroutine, since FastAPI calls plain functions on another thread."""
    return services_of(request)


Shared = Annotated[Services, Depends(shared)]
