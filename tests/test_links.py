"""Tests of links between the pages of a book."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.links import Places
from tests.broken.specimens import write_book

PLACES = Places(frozenset({"01-one-way", "02-two"}), frozenset({"first", "second"}))


@pytest.mark.parametrize(
    "address",
    [
        "/",
        "/contents",
        "/notation#x",
        "/concepts/noise",
        "/chapters/01-one-way",
        "/chapters/one-way#goals",
        "/exercises/first?seed=3",
        "https://example.org/exercises/none",
        "//example.org/none",
        "#anything",
    ],
)
def test_a_link_that_leads_somewhere_is_left_alone(address: str) -> None:
    assert list(PLACES.dead_links(f"See [this]({address}).")) == []


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/exercises/frist", "no exercise 'frist'; did you mean 'first'?"),
        ("/chapters/01-on-way", "did you mean '01-one-way'?"),
        ("/chapters/", "no chapter ''"),
        ("/lesson.md", "no page is at '/lesson.md'"),
    ],
)
def test_a_link_that_leads_nowhere_is_told_at_its_address(address: str, words: str) -> None:
    (dead,) = PLACES.dead_links(f"See [this]({address}).")
    assert dead.offset == len("See [this](")
    assert words in dead.message


def test_a_place_within_the_page_must_be_there() -> None:
    (dead,) = PLACES.dead_links("[a](#goal), [b](#goals), [c](#x-first)", {"goals"})
    assert dead.message == "this page has no '#goal'; did you mean 'goals'?"


def test_the_places_of_a_book_are_its_folders_and_files(tmp_path: Path) -> None:
    places = Places.of(write_book(tmp_path / "book", "choice", "numeric"))
    assert places.chapters == {"01-only"}
    assert {"choice", "numeric"} <= places.exercises
