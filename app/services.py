"""What the handlers share: one object, made when the program starts."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import cast

from fastapi import Request
from jinja2 import Environment

from app.assets import Assets
from app.faults import Fault
from app.learners import Learners
from app.markdown import Markdown
from app.runner import Runner
from app.settings import Settings
from app.store import Store
from app.workbook import Workbook


@dataclass
class Shelf:
    """The book being served: in author mode it is replaced when the files change, and its faults are shown."""

    book: Workbook
    faults: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Services:
    """Everything a handler needs."""

    settings: Settings
    shelf: Shelf
    store: Store
    runner: Runner
    learners: Learners
    assets: Assets
    markdown: Markdown
    templates: Environment = field(repr=False)

    @property
    def book(self) -> Workbook:
        """The book as it is now."""
        return self.shelf.book


def services_of(request: Request) -> Services:
    """The services of the application that serves the request."""
    return cast(Services, request.app.state.services)
