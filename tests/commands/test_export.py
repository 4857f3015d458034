"""`workbook export` and `workbook import` as a person runs them."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from typer.testing import CliRunner, Result

from app.command import app
from tests.checkout import ROOT
from tests.exchange.imports import BANKS, small_book

BOOK = ROOT / "tests" / "books" / "small"


def run(*arguments: str | Path) -> Result:
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_a_bank_is_imported_and_all_of_it_is_told(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    done = run("import", BANKS / "course.gift", "--into", chapter, "--difficulty", "3", "--tags", "exam,2024")
    assert done.exit_code == 0
    assert "2. Range (numerical): range.yaml, numeric" in done.stdout
    assert "12. Broken (unread): not imported: a brace has no partner" in done.stdout
    assert "   not carried over: the 50 % for 6.283" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("10 exercises in ")
    assert (chapter / "range.yaml").is_file()


@pytest.mark.parametrize(
    ("content", "options", "said"),
    [
        (b"", (), "bank: the file is empty."),
        (b"<quiz><question>", (), "line 1: this is no complete XML"),
        (b"::q:: {T}", ("--format", "moodle"), "no complete XML"),
        (b"::q:: {T}", ("--tags", "Not A Tag"), "'Not A Tag' is no tag"),
        (b"::q:: q {T}", ("--into", "nowhere"), "holds no book.yaml"),
    ],
)
def test_a_file_or_option_that_does_not_fit_is_one_line(
    content: bytes, options: tuple[str, ...], said: str, tmp_path: Path
) -> None:
    chapter = small_book(tmp_path)
    (tmp_path / "bank").write_bytes(content)
    into = () if "--into" in options else ("--into", chapter)
    done = run("import", tmp_path / "bank", *into, *options)
    assert done.exit_code == 2
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    done = run("import", tmp_path / "none.xml", "--into", small_book(tmp_path))
    assert done.exit_code == 2
    assert "No such file" in done.stderr


def test_a_bank_without_a_counterpart_leaves_with_1(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    (tmp_path / "bank.xml").write_text("<quiz><question type='random'/></quiz>")
    done = run("import", tmp_path / "bank.xml", "--into", chapter)
    assert done.exit_code == 1
    assert "Nothing of 1 question could be imported." in done.stdout


def test_a_chapter_is_exported_for_moodle(tmp_path: Path) -> None:
    file = tmp_path / "out.xml"
    done = run("export", "moodle", "first-steps", "--seeds", "2", "--output", file, "--exercises", BOOK)
    assert done.exit_code == 0
    kinds = [one.get("type") for one in fromstring(file.read_text("utf-8")).iter("question")]
    assert kinds[0] == "category"
    assert len(kinds) - 1 == int(done.stdout.splitlines()[-1].split()[0]) >= 3


def test_what_moodle_cannot_ask_is_told(tmp_path: Path) -> None:
    done = run("export", "moodle", "more-code", "--output", tmp_path / "out.xml", "--exercises", BOOK)
    assert done.exit_code == 1
    assert "more-code: not exported: Moodle itself runs no programs" in done.stdout
    assert not (tmp_path / "out.xml").exists()


def test_an_unknown_name_and_an_unwritable_file_are_one_line(tmp_path: Path) -> None:
    unknown = run("export", "moodle", "step-rot", "--exercises", BOOK)
    assert (unknown.exit_code, "Did you mean 'step-root'?" in unknown.stderr) == (2, True)
    unwritable = run(
        "export", "moodle", "step-root", "--output", tmp_path / "no" / "x.xml", "--exercises", BOOK
    )
    assert unwritable.exit_code == 2
    assert "No such file" in unwritable.stderr


def test_a_class_gets_sheets_of_its_own_and_one_key(tmp_path: Path) -> None:
    made = ("--seed", "10", "--seeds", "12", "--output", tmp_path / "new" / "sheets", "--exercises", BOOK)
    done = run("export", "worksheet", "step-root", *made)
    assert done.exit_code == 0
    names = sorted(path.name for path in (tmp_path / "new" / "sheets").iterdir())
    assert names == ["keys.html", *(f"worksheet-{number:02}.html" for number in range(1, 13))]
    keys = (tmp_path / "new" / "sheets" / "keys.html").read_text("utf-8")
    assert "12 sheets, numbers no. 10 to 21" in keys
    assert "<td>12</td><td>no. 21</td>" in keys
    twelfth = (tmp_path / "new" / "sheets" / "worksheet-12.html").read_text("utf-8")
    assert "Sheet 12 · Numbers no. 21" in twelfth
    assert "Key" not in twelfth.partition("<body")[2]


def test_a_worksheet_of_nothing_is_told(tmp_path: Path) -> None:
    done = run("export", "worksheet", "nowhere", "--output", tmp_path, "--exercises", BOOK)
    assert done.exit_code == 2
    assert "no exercise or chapter 'nowhere'" in done.stderr
    assert list(tmp_path.iterdir()) == []
