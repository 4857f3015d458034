"""All books and the checkers of courses, read again after a change."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.courses import load_checkers
from app.formulas import Renderer
from app.rereading import Rereader
from app.rereading.shelves import Shelved
from app.variants import variant_of
from tests.conftest import BOOK

MODULE = "def root(a):\n    return a ** 0.5\n"


@pytest.fixture
def course(tmp_path: Path) -> Iterator[Path]:
    """A folder with a book whose exercise calls a checker beside it."""
    shutil.copytree(BOOK, tmp_path / "book")
    number = tmp_path / "book" / "01-every-type" / "one-number.yaml"
    number.write_text(
        number.read_text("utf-8").replace("answer: sqrt(a)", "answer: course_own.root(a)"), "utf-8"
    )
    (tmp_path / "checkers").mkdir()
    (tmp_path / "checkers" / "course_own.py").write_text(MODULE, "utf-8")
    yield tmp_path
    load_checkers(())


def save(course: Path, text: str) -> None:
    (course / "checkers" / "course_own.py").write_text(text, "utf-8")


def served(reader: Rereader) -> Shelved:
    """What is read, taken into use."""
    shelved = reader.read()
    shelved.use_functions()
    return shelved


def key(shelved: Shelved) -> object:
    exercise = shelved.editions[0].book.exercise("one-number")
    return variant_of(exercise, 0).key(exercise)


def test_a_changed_checker_computes_other_keys_at_once(course: Path) -> None:
    reader = Rereader((course / "book",), (course / "checkers",), Renderer(None))
    assert key(served(reader)) == 2
    save(course, MODULE.replace("0.5", "0.5 + 1"))
    assert key(served(reader)) == 3


def test_what_is_served_keeps_its_functions_until_what_was_read_takes_its_place(course: Path) -> None:
    reader = Rereader((course / "book",), (course / "checkers",), Renderer(None))
    old = served(reader)
    save(course, MODULE.replace("root", "other"))
    new = reader.read()
    assert key(old) == 2
    new.use_functions()
    assert "one-number" not in new.editions[0].places


def test_a_faulty_module_leaves_the_functions_that_were(course: Path) -> None:
    reader = Rereader((course / "book",), (course / "checkers",), Renderer(None))
    served(reader)
    save(course, "def root(a)\n")
    shelved = served(reader)
    assert key(shelved) == 2
    assert [one.fault.rule for one in shelved.errata.elsewhere] == ["checkers"]


def test_an_exercise_that_calls_what_is_gone_or_fails_is_not_shown(course: Path) -> None:
    reader = Rereader((course / "book",), (course / "checkers",), Renderer(None))
    served(reader)
    for text in (MODULE.replace("root", "other"), "def root(a):\n    raise ValueError('no')\n"):
        save(course, text)
        shelved = served(reader)
        assert "one-number" not in shelved.editions[0].places
        assert shelved.errata.of_chapter("every-type")
        save(course, MODULE)
        assert key(served(reader)) == 2


def test_books_that_share_a_title_are_told_on_every_page(course: Path) -> None:
    shutil.copytree(course / "book", course / "other")
    reader = Rereader((course / "book", course / "other"), (course / "checkers",), Renderer(None))
    shelved = reader.read()
    assert len(shelved.editions) == 2
    assert any("title" in one.fault.message for one in shelved.errata.elsewhere)
