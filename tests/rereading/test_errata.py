"""Faults at their places, with the line and a caret under the column."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.faults import Fault
from app.library import read_library
from app.rereading.errata import errata, erratum
from tests.conftest import BOOK


def fault(path: str, line: int = 1, column: int = 1) -> Fault:
    return Fault(path, line, column, "schema", "wrong")


def test_each_fault_stands_with_the_exercise_or_chapter_whose_file_it_is_in() -> None:
    book = read_library(BOOK, None)
    number, lesson, new, whole = (
        fault("01-every-type/one-number.yaml"),
        fault("01-every-type/lesson.md"),
        fault("01-every-type/brand-new.yaml"),
        fault("book.yaml"),
    )
    found = errata([(BOOK, one) for one in (number, lesson, new, whole)], [book])
    assert [one.fault for one in found.of_exercise("one-number")] == [number]
    assert [one.fault for one in found.of_chapter("every-type")] == [lesson, new]
    assert [one.fault for one in found.elsewhere] == [whole]
    assert len(found) == 4
    assert found.of_exercise("own-words") == ()


@pytest.mark.parametrize(
    ("line", "column", "caret"),
    [("answer: x", 9, "        ^"), ("\ta: b", 2, "\t^"), ("名前: x", 5, "      ^"), ("é: x", 4, "   ^")],
)
def test_the_caret_stands_under_the_column(tmp_path: Path, line: str, column: int, caret: str) -> None:
    (tmp_path / "a.yaml").write_text(f"first\n{line}\n", "utf-8")
    told = erratum(tmp_path, fault("a.yaml", 2, column))
    assert told.excerpt == ((1, "first"), (2, line))
    assert told.caret == caret
    assert told.place.endswith(f"a.yaml:2:{column}")
    assert told.address.startswith("vscode://file/")


def test_of_a_long_line_what_is_around_the_column_is_quoted(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("x" * 500 + "!" + "y" * 500, "utf-8")
    told = erratum(tmp_path, fault("a.yaml", 1, 501))
    ((_, text),) = told.excerpt
    assert len(text) <= 102
    assert text[len(told.caret) - 1] == "!"


def test_a_text_that_breaks_off_is_quoted_to_its_last_line(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("title: [", "utf-8")
    assert erratum(tmp_path, fault("a.yaml", 2, 1)).excerpt == ((1, "title: ["),)


def test_nothing_is_quoted_of_a_file_that_is_gone_or_huge(tmp_path: Path) -> None:
    assert erratum(tmp_path, fault("gone.yaml")).excerpt == ()
    (tmp_path / "huge.yaml").write_bytes(b"a: b\n" * 1_000_000)
    assert erratum(tmp_path, fault("huge.yaml")).excerpt == ()
