"""A file is read by itself: with the book's tolerance in a book, with a usual one outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.faults import BadContent
from app.models import Numeric, Tolerance
from app.single_files import read_single
from app.skeletons import exercise_text
from app.variants import variant_of

TEXT = exercise_text("numeric", "one", "One", 1, ["tag"]).replace("tolerance: {rel: 0.005}\n", "")


def tolerance_in(file: Path) -> Tolerance | None:
    exercise = read_single(file, None)
    assert isinstance(exercise, Numeric)
    return exercise.tolerance


def test_outside_a_book_there_is_a_usual_tolerance(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(TEXT, "utf-8")
    assert tolerance_in(tmp_path / "one.yaml") == Tolerance(rel=0.005)


def test_in_a_book_its_tolerance_is_inherited_though_no_chapter_names_it(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text(
        "title: A\nsummary: B\ntolerance: {rel: 0.25}\ncode_tolerance: {rel: 0.1}\n", "utf-8"
    )
    (tmp_path / "01-a").mkdir()
    (tmp_path / "01-a" / "one.yaml").write_text(TEXT, "utf-8")
    assert tolerance_in(tmp_path / "01-a" / "one.yaml") == Tolerance(rel=0.25)


def test_its_variants_have_the_inherited_tolerance_too(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(TEXT, "utf-8")
    exercise = variant_of(read_single(tmp_path / "one.yaml", None), 0).exercise
    assert isinstance(exercise, Numeric)
    assert exercise.tolerance == Tolerance(rel=0.005)


def test_a_faulty_book_does_not_hide_the_exercise(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text("title: [", "utf-8")
    (tmp_path / "one.yaml").write_text(TEXT, "utf-8")
    assert tolerance_in(tmp_path / "one.yaml") == Tolerance(rel=0.005)


def test_faults_name_the_file_as_it_is_seen(tmp_path: Path) -> None:
    (tmp_path / "one.yaml").write_text(TEXT.replace("answer: sqrt", "answer: sqr"), "utf-8")
    with pytest.raises(BadContent) as caught:
        read_single(tmp_path / "one.yaml", None)
    assert [fault.path for fault in caught.value.faults] == [str(tmp_path / "one.yaml")]
