"""The files of a book around its exercises."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.expressions import Formula
from app.models.model import WHOLE, Id, Model, Name
from app.models.tolerance import Tolerance
from app.prose import Template


class Symbol(Model):
    """A row of the notation table."""

    symbol: str
    """The symbol in TeX, between dollars."""
    shape: str = ""
    """Its shape or type."""
    meaning: str
    """What it stands for."""


class ChapterFile(Model):
    """chapter.yaml: what a chapter is called, what it teaches, and its exercises in order."""

    title: str
    """The heading of the chapter."""
    summary: str
    """One or two sentences under the title."""
    goals: Annotated[tuple[str, ...], Field(min_length=1)]
    """What the student can do afterwards."""
    prerequisites: str
    """What to know before."""
    minutes: Annotated[int, Field(ge=1), WHOLE]
    """How long it takes."""
    symbols: tuple[Symbol, ...] = ()
    """The notation of the chapter, as a table."""
    references: str | None = None
    """Where to read on."""
    let: dict[Name, Formula] = {}
    """Numbers that the lesson and the flashcards quote."""
    order: Annotated[tuple[Id, ...], Field(min_length=1)]
    """The ids of all exercises of the chapter, in reading order."""


class Flashcard(Model):
    """A question to recall and its answer."""

    front: Template
    """The question."""
    back: Template
    """The answer."""


class FlashcardFile(Model):
    """flashcards.yaml: the chapter's cards."""

    cards: Annotated[tuple[Flashcard, ...], Field(min_length=1)]
    """The cards, in order."""


class BookFile(Model):
    """exercises/book.yaml: the title and what exercises inherit."""

    title: str
    """The title of the book."""
    summary: str
    """One or two sentences under the title."""
    tolerance: Tolerance
    """How far numbers may lie from their keys, unless an exercise says otherwise."""
    code_tolerance: Tolerance
    """How far numbers that programs return may lie from the reference, unless an exercise says otherwise."""
    symbols: tuple[Symbol, ...] = ()
    """The rows that the page of notation has besides the chapters' own."""
