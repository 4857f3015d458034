"""The book as the rest of the program sees it: chapters, exercises, and where each stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from app.documents import Document
from app.lessons import Block
from app.models import Exercise, Flashcard, Symbol
from app.values import Value


@dataclass(frozen=True)
class Chapter:
    """A chapter: its lesson, its exercises in reading order, its cards."""

    number: int
    slug: str
    title: str
    summary: str
    goals: tuple[str, ...]
    prerequisites: str
    minutes: int
    symbols: tuple[Symbol, ...]
    references: str | None
    exercises: tuple[Exercise, ...]
    lesson: tuple[Block, ...]
    flashcards: tuple[Flashcard, ...]
    names: Mapping[str, Value] = field(repr=False, compare=False)  # what `let` computes, for lesson and cards


@dataclass(frozen=True)
class Workbook:
    """The whole book."""

    title: str
    summary: str
    symbols: tuple[Symbol, ...]
    chapters: tuple[Chapter, ...]
    documents: Mapping[str, Document] = field(repr=False, compare=False)  # by exercise id
    root: Path = field(compare=False)  # the folder it was read from

    def exercise(self, id_: str) -> Exercise:
        """The exercise of that id. Raises KeyError."""
        return self._entries[id_][0]

    def chapter_of(self, id_: str) -> Chapter:
        """The chapter that holds an exercise. Raises KeyError."""
        return self._entries[id_][1]

    def place(self, id_: str) -> str:
        """The number of an exercise in the book: chapter and position, such as 2.3. Raises KeyError."""
        return self._entries[id_][2]

    @cached_property
    def _entries(self) -> Mapping[str, tuple[Exercise, Chapter, str]]:
        return {
            exercise.id: (exercise, chapter, f"{chapter.number}.{number}")
            for chapter in self.chapters
            for number, exercise in enumerate(chapter.exercises, 1)
        }
