"""A book read again: only what changed, and what is faulty stays as it was last good."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.book import Workbook
from app.faults import Fault
from app.rereading.books import BookReader, fingerprint
from tests.conftest import BOOK

FOLDER = "01-every-type"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Path(shutil.copytree(BOOK, tmp_path / "book"))


@pytest.fixture
def reader(root: Path) -> BookReader:
    """A reader that has seen the good book."""
    made = BookReader(root, None, {})
    _, faults = made.read()
    assert faults == ()
    return made


def spoil(root: Path, name: str, old: str, new: str) -> None:
    path = root / FOLDER / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def read(reader: BookReader) -> tuple[Workbook, tuple[Fault, ...]]:
    book, faults = reader.read()
    assert book is not None
    return book, faults


def test_what_did_not_change_is_not_read_again(reader: BookReader, root: Path) -> None:
    before, _ = read(reader)
    spoil(root, "one-number.yaml", "title: One number", "title: Another")
    after, _ = read(reader)
    assert after.exercise("one-number").title == "Another"
    assert after.exercise("own-words") is before.exercise("own-words")
    assert read(reader)[0].chapters[0] is after.chapters[0]


def test_a_faulty_exercise_stays_as_it_was_and_others_go_on(reader: BookReader, root: Path) -> None:
    spoil(root, "one-number.yaml", "type: numeric", "type: numerc")
    spoil(root, "own-words.yaml", "title: Own words", "title: New words")
    book, faults = read(reader)
    assert [fault.path for fault in faults] == [f"{FOLDER}/one-number.yaml"]
    assert book.exercise("one-number").type == "numeric"
    assert book.exercise("own-words").title == "New words"


def test_a_new_exercise_is_shown_last_until_the_order_names_it(reader: BookReader, root: Path) -> None:
    text = (root / FOLDER / "own-words.yaml").read_text("utf-8")
    new = root / FOLDER / "brand-new.yaml"
    new.write_text(text.replace("id: own-words", "id: brand-new"), "utf-8")
    book, faults = read(reader)
    assert book.chapters[0].exercises[-1].id == "brand-new"
    assert "'brand-new' is missing" in faults[0].message
    new.write_text("id: brand-new\n", "utf-8")
    book, _ = read(reader)
    assert book.exercise("brand-new").title == "Own words"  # as it was last good
    new.unlink()
    book, faults = read(reader)
    assert faults == ()
    with pytest.raises(KeyError):
        book.exercise("brand-new")


def test_a_deleted_exercise_leaves_order_and_lesson(reader: BookReader, root: Path) -> None:
    (root / FOLDER / "one-number.yaml").unlink()
    book, faults = read(reader)
    assert faults
    assert "one-number" not in [one.id for one in book.chapters[0].exercises]
    assert "one-number" not in [getattr(block, "id", None) for block in book.chapters[0].lesson]


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("chapter.yaml", "title: Every", "titel: Every"),
        ("chapter.yaml", "minutes: 5", "minutes: five"),
        ("chapter.yaml", "title: Every answer type", "title: ["),
    ],
)
def test_a_faulty_chapter_file_leaves_the_chapter(
    reader: BookReader, root: Path, name: str, old: str, new: str
) -> None:
    spoil(root, name, old, new)
    book, faults = read(reader)
    assert faults[0].path == f"{FOLDER}/{name}"
    assert book.chapters[0].title == "Every answer type"
    assert len(book.chapters[0].exercises) == 12


def test_a_faulty_lesson_stays_as_it_was_and_cards_too(reader: BookReader, root: Path) -> None:
    before, _ = read(reader)
    with (root / FOLDER / "lesson.md").open("a", encoding="utf-8") as lesson:
        lesson.write("\n::exercise nowhere\n")
    (root / FOLDER / "flashcards.yaml").write_text("cards: 3\n", "utf-8")
    book, faults = read(reader)
    assert {fault.path for fault in faults} == {f"{FOLDER}/lesson.md", f"{FOLDER}/flashcards.yaml"}
    assert book.chapters[0].lesson == before.chapters[0].lesson
    assert book.chapters[0].flashcards == ()


def test_another_tolerance_of_the_book_reaches_every_exercise(reader: BookReader, root: Path) -> None:
    path = root / FOLDER / "one-number.yaml"
    text = path.read_text("utf-8")
    path.write_text("".join(one for one in text.splitlines(True) if not one.startswith("tolerance")), "utf-8")
    read(reader)
    book_file = root / "book.yaml"
    lines = book_file.read_text("utf-8").splitlines(keepends=True)
    changed = ["tolerance: {rel: 0.03}\n" if one.startswith("tolerance") else one for one in lines]
    book_file.write_text("".join(changed), "utf-8")
    book, faults = read(reader)
    assert faults == ()
    assert getattr(book.exercise("one-number"), "tolerance").rel == 0.03  # noqa: B009  # of a numeric exercise


def test_a_faulty_book_file_leaves_the_book_and_one_that_never_was_good_gives_none(
    reader: BookReader, root: Path
) -> None:
    (root / "book.yaml").write_text("title: [", "utf-8")
    book, faults = read(reader)
    assert faults[0].path == "book.yaml"
    assert book.title
    assert BookReader(root, None, {}).read()[0] is None


def test_the_same_id_in_two_chapters_is_told_and_the_first_one_counts(reader: BookReader, root: Path) -> None:
    shutil.copytree(root / FOLDER, root / "02-again")
    book, faults = read(reader)
    assert any("is also that of" in fault.message for fault in faults)
    assert len(book.chapters[1].exercises) == 0
    assert book.chapter_of("one-number").number == 1


def test_a_folder_with_a_pipe_or_a_huge_file_is_read_every_time(root: Path) -> None:
    assert fingerprint(root / FOLDER) is not None
    (root / FOLDER / "huge.yaml").write_bytes(b"a: b\n" * 1_000_000)
    assert fingerprint(root / FOLDER) is None
    assert fingerprint(root / "nowhere") is None
