"""`workbook mutants`: every slip with its fate, exercise by exercise, and the sum of several."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.command import app
from app.skeletons import exercise_text


def mutants(*paths: Path) -> tuple[int, list[str], str]:
    """Exit code, lines of standard output, standard error."""
    result = CliRunner().invoke(app, ["mutants", *map(str, paths)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout.splitlines(), result.stderr


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for id_ in ("one", "two"):
        (tmp_path / f"{id_}.yaml").write_text(exercise_text("numeric", id_, "A sum", 1, ["tag"]), "utf-8")
    for name in ("book.yaml", "chapter.yaml", "flashcards.yaml", "notes.txt"):
        (tmp_path / name).write_text("title: no exercise\n", "utf-8")
    return tmp_path


def test_each_slip_of_an_exercise_has_its_fate(folder: Path) -> None:
    code, (first, *slips), err = mutants(folder / "one.yaml")
    assert (code, err) == (0, "")
    assert first.startswith("one: ")
    assert f"{len(slips)} told apart" in first
    assert any("dropped-root" in slip for slip in slips)


def test_of_a_folder_all_exercises_are_listed_and_summed(folder: Path) -> None:
    slips = len(mutants(folder / "one.yaml")[1]) - 1
    code, lines, err = mutants(folder)
    assert (code, err) == (0, "")
    assert [line.split(":")[0] for line in lines if not line.startswith(" ")] == ["one", "two", "2 exercises"]
    assert lines[-1] == f"2 exercises: {2 * slips} told apart"


def test_what_is_no_exercise_is_told(folder: Path, tmp_path: Path) -> None:
    assert mutants(folder / "book.yaml") == (2, [], "There is no exercise.\n")
    assert mutants(tmp_path / "none") == (2, [], f"{tmp_path}/none: there is no such file or folder.\n")
