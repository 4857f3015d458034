"""Settings come from options, then variables, then defaults."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.places import folder
from app.settings import Settings


def test_a_variable_sets_what_no_option_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_PORT", "8123")
    assert Settings().port == 8123
    assert Settings(port=9000).port == 9000


def test_the_database_is_a_file_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).database_url == f"sqlite:///{tmp_path / 'workbook.db'}"
    assert Settings(data=tmp_path, database="postgresql://x").database_url == "postgresql://x"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_loopback_addresses_are_known(host: str) -> None:
    assert Settings(host=host).is_loopback


def test_a_public_address_is_not_loopback() -> None:
    assert not Settings(host="0.0.0.0").is_loopback


def test_unprotected_code_needs_the_option_and_a_loopback_address() -> None:
    assert Settings(unprotected_code=True).may_run_unprotected
    assert not Settings().may_run_unprotected
    assert not Settings(unprotected_code=True, host="0.0.0.0").may_run_unprotected


def test_a_port_out_of_range_is_refused() -> None:
    with pytest.raises(ValidationError):
        Settings(port=70000)


# ---- folders of books and checkers ---


def test_without_a_setting_the_workbook_serves_its_own_book() -> None:
    assert Settings().exercises == (folder("exercises"),)
    assert Settings().checkers == ()


def test_folders_stand_in_a_variable_with_the_separator_of_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_EXERCISES", os.pathsep.join(["builtin", "Mein Kurs/Übungen", "./builtin"]))
    monkeypatch.setenv("WORKBOOK_CHECKERS", f"one{os.pathsep}two{os.pathsep}")
    found = Settings()
    assert found.exercises == (folder("exercises"), Path("Mein Kurs/Übungen"), Path("builtin"))
    assert found.checkers == (Path("one"), Path("two"))


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_EXERCISES", "")
    monkeypatch.setenv("WORKBOOK_CHECKERS", "")
    assert (Settings().exercises, Settings().checkers) == ((folder("exercises"),), ())


def test_a_single_folder_needs_no_list_and_home_is_understood() -> None:
    assert Settings(exercises=Path("book"), checkers=[Path("~/own")]).exercises == (Path("book"),)
    assert Settings(checkers=["~/own"]).checkers == (Path.home() / "own",)


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """Two books and a folder of checkers."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "book.yaml").write_text("title: A book")
    (tmp_path / "checkers").mkdir()
    return tmp_path


def test_folders_side_by_side_can_be_used(course: Path) -> None:
    found = Settings(exercises=(course / "one", course / "two"), checkers=(course / "checkers",))
    assert found.misplaced() == ()


@pytest.mark.parametrize(
    ("exercises", "checkers", "lines"),
    [
        (["nowhere"], [], ["--exercises nowhere: there is no such folder."]),
        (["one/book.yaml"], [], ["--exercises one/book.yaml: this is a file. Give the folder that holds"]),
        (["checkers"], [], ["--exercises checkers: there is no book.yaml in it."]),
        (["."], [], ["--exercises .: there is no book.yaml in it. Did you mean one?"]),
        (["one", "two/../one"], [], ["--exercises two/../one: this is the same folder as --exercises one."]),
        (["one", "zlink"], [], ["--exercises zlink: this is the same folder as --exercises one."]),
        (["one"], ["x", "y"], ["--checkers x: there is no such", "--checkers y: there is no such folder."]),
        (["one"], ["one"], ["--checkers one: this is the same folder as --exercises one. Give it once."]),
        (["one"], ["one/inner"], ["--checkers one/inner: this lies inside --exercises one. Keep them side"]),
        (["one"], ["one/inner", "checkers", "."], [
            "--checkers one/inner: this lies inside --exercises one. Keep them side by side.",
            "--checkers one/inner: this lies inside --checkers .. Keep them side by side.",
            "--checkers checkers: this lies inside --checkers .. Keep them side by side.",
        ]),
    ],
)  # fmt: skip
def test_a_folder_that_cannot_be_used_is_told_in_one_line(
    course: Path, monkeypatch: pytest.MonkeyPatch, exercises: list[str], checkers: list[str], lines: list[str]
) -> None:
    (course / "zlink").symlink_to(course / "one")
    (course / "one" / "inner").mkdir()
    monkeypatch.chdir(course)
    found = Settings(exercises=exercises, checkers=checkers).misplaced()
    assert [one[: len(line)] for one, line in zip(found, lines, strict=True)] == lines
