"""The blocks of a lesson as HTML, ready for the template; made once for each chapter."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from markupsafe import Markup

from app.book import Chapter
from app.figures import figure_of
from app.lessons import ExerciseBlock, FigureBlock, FlashcardsBlock, NoteBlock, Prose
from app.markdown import Markdown


@dataclass(frozen=True)
class TextView:
    """Prose, or a note in the margin."""

    kind: str
    html: Markup


@dataclass(frozen=True)
class FigureView:
    """A figure with its number in the chapter."""

    kind = "figure"
    number: int
    svg: Markup
    caption: Markup


@dataclass(frozen=True)
class ExercisePlace:
    """Where an exercise's card stands."""

    kind = "exercise"
    id: str


@dataclass(frozen=True)
class CardsView:
    """The flashcards: question and answer."""

    kind = "flashcards"
    cards: tuple[tuple[Markup, Markup], ...]


BlockView = TextView | FigureView | ExercisePlace | CardsView


def lesson_view(chapter: Chapter, markdown: Markdown) -> tuple[BlockView, ...]:
    """The lesson's blocks; exercises that it does not place follow at its end."""
    views = tuple(block_views(chapter, markdown))
    placed = {view.id for view in views if isinstance(view, ExercisePlace)}
    return views + tuple(ExercisePlace(one.id) for one in chapter.exercises if one.id not in placed)


def block_views(chapter: Chapter, markdown: Markdown) -> Iterator[BlockView]:
    """Each block in its turn; figures are numbered."""
    figures = 0
    for block in chapter.lesson:
        match block:
            case Prose() | NoteBlock():
                yield TextView(block.kind, markdown.html(block.text.render(chapter.names)))
            case FigureBlock():
                figures += 1
                caption = markdown.inline(block.caption.render(chapter.names))
                yield FigureView(figures, figure_of(block.name, block.options).draw(), caption)
            case ExerciseBlock():
                yield ExercisePlace(block.id)
            case FlashcardsBlock():
                yield CardsView(tuple(cards(chapter, markdown)))
            case _:
                assert_never(block)


def cards(chapter: Chapter, markdown: Markdown) -> Iterator[tuple[Markup, Markup]]:
    """The chapter's flashcards."""
    for card in chapter.flashcards:
        front, back = (markdown.inline(side.render(chapter.names)) for side in (card.front, card.back))
        yield front, back
