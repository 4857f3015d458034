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
    assert [one.id for one in services.edition.exercises] == list(TYPES)
    assert services.edition.places["two-numbers"] == 1


def test_a_lesson_is_made_once(services: Services) -> None:
    edition = Edition(services.book, services.renderer)
    (chapter,) = services.book.chapters
    assert edition.lesson(chapter) is edition.lesson(chapter)


def test_the_content_is_what_the_author_wrote_until_it_is_kept(services: Services) -> None:
    edition = Edition(services.book, services.renderer)
    exercise = services.book.exercise("one-number")
    assert type(exercise).model_validate(edition.content_to_keep(exercise)) == exercise
    edition.kept(exercise)
    assert edition.content_to_keep(exercise) is None
    assert edition.content_to_keep(services.book.exercise("two-numbers")) is not None


@pytest.mark.parametrize(("place", "neighbours"), [(0, (None, "b")), (1, ("a", "c")), (2, ("b", None))])
def test_neighbours_stand_beside(place: int, neighbours: tuple[str | None, str | None]) -> None:
    assert around("abc", place) == neighbours


def test_a_book_of_one_has_no_neighbours(services: Services) -> None:
    assert services.edition.around_chapter(services.book.chapters[0]) == (None, None)
    last = services.edition.exercises[-1]
    assert services.edition.around_exercise(last) == (services.edition.exercises[-2], None)


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
