"""A lesson as HTML: blocks in their order, figures numbered, exercises in place."""

from __future__ import annotations

from app.lesson_views import CardsView, ExercisePlace, FigureView, TextView, lesson_view
from app.library import read_library
from app.markdown import Markdown
from app.places import folder
from app.services import Services
from tests.samples import TYPES
from tests.typesetting import MATHML


def test_exercises_that_the_lesson_does_not_place_follow_at_its_end(services: Services) -> None:
    (chapter,) = services.shelf.editions[0].book.chapters
    first, *rest = lesson_view(chapter, services.shelf.editions[0].markdown)
    assert isinstance(first, TextView)
    assert first.kind == "prose"
    assert [view.id for view in rest if isinstance(view, ExercisePlace)] == list(TYPES)


def test_the_book_has_its_figures_numbered_and_its_cards_filled() -> None:
    book = read_library(folder("exercises"), None)
    markdown = Markdown(MATHML)
    for chapter in book.chapters:
        views = lesson_view(chapter, markdown)
        figures = [view for view in views if isinstance(view, FigureView)]
        assert [view.number for view in figures] == list(range(1, len(figures) + 1))
        assert all("<svg" in view.svg for view in figures)
        assert all(view.cards for view in views if isinstance(view, CardsView))
        placed = [view.id for view in views if isinstance(view, ExercisePlace)]
        assert sorted(placed) == sorted(one.id for one in chapter.exercises)
