"""A book with what is made of it once and is the same for everyone who reads it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar

from app.lesson_views import BlockView, lesson_view
from app.markdown import Markdown
from app.models import Exercise
from app.store import Json
from app.workbook import Chapter, Workbook

Thing = TypeVar("Thing")


class Edition:
    """A book being served. Another edition takes its place when the files change."""

    def __init__(self, book: Workbook, markdown: Markdown) -> None:
        self.book = book
        self._markdown = markdown
        self._lessons: dict[str, tuple[BlockView, ...]] = {}
        self._contents: dict[str, Json] = {}

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
            self._lessons[chapter.slug] = lesson_view(chapter, self._markdown)
        return self._lessons[chapter.slug]

    def content(self, exercise: Exercise) -> Json:
        """All that is written in an exercise, as the store keeps it with the attempts at it."""
        if exercise.id not in self._contents:
            self._contents[exercise.id] = exercise.model_dump(mode="json", by_alias=True)
        return self._contents[exercise.id]

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
