"""What an author starts from passes the check."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.models import EXERCISE_TYPES
from app.skeletons import (
    NotMade,
    book_at,
    chapters_of,
    exercise_text,
    new_book,
    new_chapter,
    place_of,
)
from tests.check.test_book import run, write_book

# ---- exercises ---


def test_every_type_has_a_skeleton_that_passes_the_check(tmp_path: Path) -> None:
    texts = {
        f"my-{kind}": exercise_text(kind, f"my-{kind}", "A title", 3, ["tag"]) for kind in EXERCISE_TYPES
    }
    outcome = run(str(write_book(tmp_path, **texts)), "--seeds", "50")
    assert outcome.code == 0, outcome.out


@pytest.mark.parametrize("kind", EXERCISE_TYPES)
def test_a_skeleton_says_in_comments_what_to_change(kind: str) -> None:
    text = exercise_text(kind, "one", "A title", 3, ["tag"])
    assert text.count("\n# ") >= 3
    assert text.startswith(f"id: one\ntype: {kind}\ntitle: A title\ndifficulty: 3\ntags: [tag]\n")


def test_the_schema_is_named_where_the_book_has_one() -> None:
    assert exercise_text("choice", "one", "A", 1, ["a"], schema=True).startswith(
        "# yaml-language-server: $schema=../schema.json\nid: one\n"
    )


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("How much is left?", "How much is left?"),
        ("Ratio: signal to noise", '"Ratio: signal to noise"'),
        ("The size of $\\bar\\alpha$", "The size of $\\bar\\alpha$"),
        ("# 1", '"# 1"'),
        ("no", "no"),
        ("12", '"12"'),
        ("a # b", '"a # b"'),
        ("ends: ", '"ends: "'),
        ('The "best" guess: \\alpha', '"The \\"best\\" guess: \\\\alpha"'),
        ("a, b", '"a, b"'),
        ("{{ a }}", '"{{ a }}"'),
        ("ᾱ und ε", "ᾱ und ε"),
    ],
)
def test_a_title_is_in_quotes_where_it_needs_them(title: str, written: str) -> None:
    assert f"title: {written}\n" in exercise_text("choice", "one", title, 1, ["a"])


# ---- folders ---


def test_a_book_and_a_chapter_begin_from_nothing(tmp_path: Path) -> None:
    new_book(tmp_path / "course", "Sums: an introduction")
    first = new_chapter(tmp_path / "course", "first-sums", None)
    second = new_chapter(tmp_path / "course", "07-more", "More of them")
    third = new_chapter(tmp_path / "course", "last", None)
    assert [one.folder.name for one in chapters_of(tmp_path / "course")] == [
        "01-first-sums",
        "07-more",
        "08-last",
    ]
    assert 'title: "Sums: an introduction"' in (tmp_path / "course" / "book.yaml").read_text("utf-8")
    assert "title: First sums\n" in (first.folder / "chapter.yaml").read_text("utf-8")
    assert "title: More of them\n" in (second.folder / "chapter.yaml").read_text("utf-8")
    assert third.is_called("8")
    assert (tmp_path / "course" / "schema.json").is_file()


def test_a_book_is_found_from_within_and_from_just_above(tmp_path: Path) -> None:
    new_book(tmp_path / "course", "A")
    chapter = new_chapter(tmp_path / "course", "one", None).folder
    assert {book_at(place) for place in (chapter, tmp_path / "course", tmp_path)} == {tmp_path / "course"}
    new_book(tmp_path / "other", "B")
    assert book_at(tmp_path) is None


@pytest.mark.parametrize(
    "name", ["01-other", "02-one", "Two Words", "1-x", "../up", "02-", "a/b", "chapter.yaml"]
)
def test_a_chapter_that_cannot_be_is_refused(name: str, tmp_path: Path) -> None:
    new_book(tmp_path / "course", "A")
    new_chapter(tmp_path / "course", "one", None)
    with pytest.raises(NotMade):
        new_chapter(tmp_path / "course", name, None)


def test_a_book_is_never_made_over_another_or_within_one(tmp_path: Path) -> None:
    new_book(tmp_path / "course", "A")
    for folder in (tmp_path / "course", tmp_path / "course" / "inner", tmp_path / "course" / "book.yaml"):
        with pytest.raises(NotMade):
            new_book(folder, "B")


def test_an_id_is_taken_in_every_chapter(tmp_path: Path) -> None:
    book = write_book(tmp_path, **{"first-one": "id: first-one\n"})
    other = new_chapter(book, "other", None).folder
    assert place_of("first-one", book) == book / "01-only" / "first-one.yaml"
    (other / "second-one.yml").write_text("")
    assert place_of("second-one", book) == other / "second-one.yml"
    assert place_of("third-one", book) is None
