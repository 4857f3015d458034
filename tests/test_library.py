"""The book read with all that knows about it."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from app.faults import BadContent
from app.library import read_library
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
