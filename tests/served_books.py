"""The book being served, changed for the length of a test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from app.editions import Edition
from app.models import Exercise
from app.services import Services
from app.workbook import Workbook


def with_exercises(book: Workbook, exercises: tuple[Exercise, ...]) -> Workbook:
    """The book with these exercises in its one chapter."""
    (chapter,) = book.chapters
    return replace(book, chapters=(replace(chapter, exercises=exercises, lesson=()),))


@contextmanager
def served_with(services: Services, *exercises: Exercise) -> Iterator[None]:
    """Serves a book of these exercises alone, then the old one again."""
    before = services.shelf.editions
    services.shelf.editions = (Edition(with_exercises(before[0].book, exercises), services.renderer),)
    try:
        yield
    finally:
        services.shelf.editions = before
