"""The book read with all that knows about it."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.courses import load_checkers
from app.faults import BadContent
from app.functions import FUNCTIONS
from app.library import Reading, read_books, read_library
from tests.conftest import BOOK
from tests.samples import TYPES


def test_the_book_is_read() -> None:
    book = read_library(BOOK, None)
    assert [one.id for chapter in book.chapters for one in chapter.exercises] == list(TYPES)


def test_a_figure_that_is_not_ours_is_a_fault(tmp_path: Path) -> None:
    root = Path(shutil.copytree(BOOK, tmp_path / "book"))
    lesson = root / "01-every-type" / "lesson.md"
    lesson.write_text(lesson.read_text("utf-8") + "\n::figure alpha-bar-curve\n", "utf-8")
    with pytest.raises(BadContent) as told:
        read_library(root, None)
    assert "alpha-bar-curves" in str(told.value.faults[0])


# ---- several books ---

SMALL = Path(__file__).parent / "books" / "small"
COURSE = Path(__file__).parent / "books" / "course"


@pytest.fixture(autouse=True)
def without_courses() -> Iterator[None]:
    """No course's functions before and after."""
    load_checkers(())
    yield
    load_checkers(())


@pytest.fixture
def two(tmp_path: Path) -> tuple[Path, Path]:
    """Copies of two books to change."""
    small = Path(shutil.copytree(SMALL, tmp_path / "small"))
    return small, Path(shutil.copytree(COURSE / "exercises", tmp_path / "course"))


def read(*roots: Path) -> Reading:
    return read_books(roots, [COURSE / "checkers"], None)


def test_books_are_read_in_the_order_given(two: tuple[Path, Path]) -> None:
    for roots in (two, two[::-1]):
        reading = read(*roots)
        assert reading.faults == ()
        assert [book.root for book in reading.books] == list(roots)


def test_without_its_checkers_a_course_is_faulty_and_the_other_book_is_read(two: tuple[Path, Path]) -> None:
    reading = read_books(two, (), None)
    assert [book.title for book in reading.books] == ["A small book"]
    assert {fault.path for fault in reading.faults} == {
        str(two[1] / "01-waves" / name) for name in ("wave-energy.yaml", "wave-height.yaml")
    }
    assert all("--checkers" in str(fault) for fault in reading.faults)


def test_faults_of_all_books_are_told_at_once_by_their_whole_paths(two: tuple[Path, Path]) -> None:
    for root in two:
        path = root / "book.yaml"
        path.write_text(path.read_text("utf-8").replace("summary", "sumary"), "utf-8")
    assert {fault.path for fault in read(*two).faults} == {str(root / "book.yaml") for root in two}


def test_an_exercise_and_a_chapter_belong_to_one_book(two: tuple[Path, Path]) -> None:
    small, course = two
    shutil.move(small / "01-first-steps", small / "01-waves")
    shutil.copy(small / "02-second-steps" / "more-order.yaml", course / "01-waves" / "more-order.yaml")
    told = [fault for fault in read(small, course).faults if "another book" in fault.message]
    assert [(fault.path, fault.message) for fault in told] == [
        (
            str(course / "01-waves"),
            f"the chapter name 'waves' is also that of {small / '01-waves'}, in another book",
        ),
        (
            str(course / "01-waves" / "more-order.yaml"),
            f"the exercise id 'more-order' is also that of {small / '02-second-steps' / 'more-order.yaml'}, "
            "in another book",
        ),
    ]


def test_a_clash_is_told_beside_other_faults(two: tuple[Path, Path]) -> None:
    small, course = two
    shutil.move(small / "01-first-steps", small / "01-waves")
    (small / "book.yaml").write_text("title: [", "utf-8")
    assert [fault.path for fault in read(small, course).faults] == [
        str(course / "01-waves"),
        str(small / "book.yaml"),
    ]


def test_two_books_have_two_titles(two: tuple[Path, Path]) -> None:
    small, course = two
    path = course / "book.yaml"
    path.write_text(path.read_text("utf-8").replace("title: Waves", "title: A small book"), "utf-8")
    (fault,) = read(small, course).faults
    assert fault.path == str(path)
    assert str(small / "book.yaml") in fault.message


def test_faults_of_checkers_are_told_alone(two: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "waves.py").write_text("def f(:", "utf-8")
    (two[0] / "book.yaml").write_text("title: [", "utf-8")
    reading = read_books(two, [tmp_path], None)
    assert reading.books == ()
    assert [fault.path for fault in reading.faults] == [str(tmp_path / "waves.py")]


def test_functions_that_are_gone_stay_for_the_books_in_service(
    two: tuple[Path, Path], tmp_path: Path
) -> None:
    assert not read(*two).faults
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "waves.py").write_text("def other(): return 1\n", "utf-8")
    assert read_books(two, [folder], None).faults
    assert {"waves.height", "waves.other"} <= FUNCTIONS.keys()
    assert not read_books(two[:1], [folder], None).faults
    assert "waves.height" not in FUNCTIONS


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_folders_that_can_only_be_read_are_enough(two: tuple[Path, Path]) -> None:
    for path in (*two[1].rglob("*"), two[1]):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        assert read(*two).faults == ()
    finally:
        for path in (two[1], *two[1].rglob("*")):
            path.chmod(0o755 if path.is_dir() else 0o644)


def test_a_link_an_umlaut_and_a_relative_path_are_no_obstacle(
    two: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.move(two[1], tmp_path / "Mein Kurs für Übungen")
    (tmp_path / "link").symlink_to(tmp_path / "Mein Kurs für Übungen")
    monkeypatch.chdir(tmp_path)
    for folder in ("Mein Kurs für Übungen", "link"):
        reading = read(Path("small"), Path(folder))
        assert reading.faults == ()
        assert [book.title for book in reading.books] == ["A small book", "Waves"]
    (tmp_path / "link" / "book.yaml").write_text("title: [", "utf-8")
    assert read(Path("small"), Path("link")).faults[0].path == "link/book.yaml"
