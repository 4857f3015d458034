"""A book with what is made of it once and is the same for everyone who reads it."""

from __future__ import annotations

import re
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
MOST_MET = 2  # earlier exercises that a card points to
_NAMED = re.compile(r"(\b[Cc]hapters? )(\d+)\b")


class Edition:
    """A book being served. Another edition takes its place when the files change.

    One that is given the edition `before` it takes over what it would make again in the same way.
    """

    def __init__(self, book: Workbook, renderer: Renderer, before: Edition | None = None) -> None:
        self.book = book
        self._symbols = (*book.symbols, *(one for chapter in book.chapters for one in chapter.symbols))
        self._glossary = Glossary(self._symbols)
        self.markdown = Markdown(renderer, lenient=True, mark=self._glossary.mark)
        self._lessons: dict[str, tuple[Chapter, tuple[BlockView, ...]]] = {}
        if before is not None and before._symbols == self._symbols:
            self._lessons |= before._lessons
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
        made = self._lessons.get(chapter.slug)
        if made is None or made[0] is not chapter:
            made = self._lessons[chapter.slug] = chapter, lesson_view(chapter, self.markdown)
        return made[1]

    @cached_property
    def concepts(self) -> dict[str, tuple[Exercise, ...]]:
        """The exercises of each tag in reading order, the tags in alphabetical order."""
        tags = sorted({tag for exercise in self.exercises for tag in exercise.tags})
        return {tag: tuple(one for one in self.exercises if tag in one.tags) for tag in tags}

    @cached_property
    def met_before(self) -> dict[str, tuple[Exercise, ...]]:
        """By exercise those of earlier chapters that share most with it; rare tags count more."""
        return {
            one.id: self._nearest(one, chapter) for chapter in self.book.chapters for one in chapter.exercises
        }

    def _nearest(self, exercise: Exercise, chapter: Chapter) -> tuple[Exercise, ...]:
        common: dict[str, float] = {}
        for tag in exercise.tags:
            for other in self.concepts[tag]:
                if self.book.chapter_of(other.id).number < chapter.number:
                    common[other.id] = common.get(other.id, 0.0) + 1 / len(self.concepts[tag])
        best = sorted(common, key=lambda id_: (-common[id_], -self.places[id_]))[:MOST_MET]
        return tuple(self.exercises[self.places[id_]] for id_ in sorted(best, key=self.places.__getitem__))

    def prerequisites(self, chapter: Chapter) -> str:
        """What a chapter builds on, as markdown with a link to each chapter that it names by number."""
        slugs = {str(one.number): one.slug for one in self.book.chapters}

        def linked(found: re.Match[str]) -> str:
            slug = slugs.get(found[2])
            return f"[{found[1]}{found[2]}](/chapters/{slug})" if slug else found[0]

        return _NAMED.sub(linked, chapter.prerequisites)

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
