"""A book with what is made of it once and is the same for everyone who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from app.formulas import Renderer
from app.glossary import Glossary, Meaning
from app.lesson_views import BlockView, lesson_view
from app.markdown import Markdown
from app.models import Exercise
from app.store import Json
from app.workbook import Chapter, Workbook

Thing = TypeVar("Thing")


class Edition:
    """A book being served. Another edition takes its place when the files change."""

    def __init__(self, book: Workbook, renderer: Renderer) -> None:
        self.book = book
        symbols = (*book.symbols, *(one for chapter in book.chapters for one in chapter.symbols))
        self._glossary = Glossary(symbols)
        self.markdown = Markdown(renderer, lenient=True, mark=self._glossary.mark)
        self._lessons: dict[str, tuple[BlockView, ...]] = {}
        self._kept: set[str] = set()

    @cached_property
    def exercises(self) -> tuple[Exercise, ...]:
        """Every exercise of the book, in reading order."""
        return tuple(one for chapter in self.book.chapters for one in chapter.exercises)

    @cached_property
    def places(self) -> dict[str, int]:
        """Where each exercise stands among all, by id."""
        return {one.id: place for place, one in enumerate(self.exercises)}

    def lesson(self, chapter: Chapter) -> tuple[BlockView, ...]:
        """The lesson's blocks as HTML."""
        if chapter.slug not in self._lessons:
            self._lessons[chapter.slug] = lesson_view(chapter, self.markdown)
        return self._lessons[chapter.slug]

    def meanings(self, chapter: Chapter) -> tuple[Meaning, ...]:
        """What symbols mean in a chapter: its own table before the book's."""
        return self._glossary.meanings((*chapter.symbols, *self.book.symbols))

    def content_to_keep(self, exercise: Exercise) -> Json:
        """All that is written in an exercise, for the store; None once `kept` was told."""
        return None if exercise.id in self._kept else exercise.model_dump(mode="json", by_alias=True)

    def kept(self, exercise: Exercise) -> None:
        """Notes that the store has what is written in the exercise, so that it is not sent again."""
        self._kept.add(exercise.id)

    def around_chapter(self, chapter: Chapter) -> tuple[Chapter | None, Chapter | None]:
        """The chapters before and after."""
        return around(self.book.chapters, self.book.chapters.index(chapter))

    def around_exercise(self, exercise: Exercise) -> tuple[Exercise | None, Exercise | None]:
        """The exercises before and after."""
        return around(self.exercises, self.places[exercise.id])


def around(things: Sequence[Thing], place: int) -> tuple[Thing | None, Thing | None]:
    """What stands before and after a place."""
    before = things[place - 1] if place else None
    return before, things[place + 1] if place + 1 < len(things) else None
