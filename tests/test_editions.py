"""What is made of a book once: lessons, the order of exercises, their content."""

from __future__ import annotations

import pytest

from app.editions import Edition, around
from app.formulas import Renderer
from app.library import read_library
from app.places import folder
from app.services import Services
from tests.samples import TYPES

BOOK = folder("exercises")


def test_exercises_are_in_reading_order(services: Services) -> None:
    assert [one.id for one in services.shelf.editions[0].exercises] == list(TYPES)
    assert services.shelf.editions[0].places["two-numbers"] == 1


def test_a_lesson_is_made_once(services: Services) -> None:
    edition = Edition(services.shelf.editions[0].book, services.renderer)
    (chapter,) = services.shelf.editions[0].book.chapters
    assert edition.lesson(chapter) is edition.lesson(chapter)


def test_the_content_is_what_the_author_wrote_until_it_is_kept(services: Services) -> None:
    edition = Edition(services.shelf.editions[0].book, services.renderer)
    exercise = services.shelf.exercise("one-number")
    assert type(exercise).model_validate(edition.content_to_keep(exercise)) == exercise
    edition.kept(exercise)
    assert edition.content_to_keep(exercise) is None
    assert edition.content_to_keep(services.shelf.exercise("two-numbers")) is not None


@pytest.mark.parametrize(("place", "neighbours"), [(0, (None, "b")), (1, ("a", "c")), (2, ("b", None))])
def test_neighbours_stand_beside(place: int, neighbours: tuple[str | None, str | None]) -> None:
    assert around("abc", place) == neighbours


def test_a_book_of_one_has_no_neighbours(services: Services) -> None:
    (edition,) = services.shelf.editions
    assert edition.around_chapter(edition.book.chapters[0]) == (None, None)
    assert edition.around_exercise(edition.exercises[-1]) == (edition.exercises[-2], None)


def test_a_card_points_to_earlier_chapters_and_a_concept_gathers_them_all() -> None:
    edition = Edition(read_library(BOOK, None), Renderer(None))
    met = edition.met_before["sch-cosine-abar"]
    assert met
    assert all(edition.book.chapter_of(one.id).number < 2 for one in met)
    assert all(set(one.tags) & {"schedule", "cosine", "alpha-bar"} for one in met)
    assert list(edition.concepts["alpha-bar"]) == [
        one for one in edition.exercises if "alpha-bar" in one.tags
    ]
    assert all(edition.met_before[one.id] == () for one in edition.book.chapters[0].exercises)


def test_a_chapter_named_as_a_prerequisite_is_linked() -> None:
    edition = Edition(read_library(BOOK, None), Renderer(None))
    assert "[Chapter 1](/chapters/forward-process)" in edition.prerequisites(edition.book.chapters[2])
