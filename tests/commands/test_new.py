"""`workbook new`: a sound exercise in its place, by options or by answers; never a file overwritten."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.command import app

ALL = ("--title", "A title", "--difficulty", "2", "--tags", "sums, noise")


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    result = CliRunner().invoke(app, [str(one) for one in arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A course folder with one chapter, which is where we are."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKBOOK_EXERCISES", raising=False)
    assert run("new", "book", "course")[0] == 0
    monkeypatch.chdir(tmp_path / "course")
    assert run("new", "chapter", "my-topic")[0] == 0
    return tmp_path / "course"


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text("utf-8")
        for path in folder.rglob("*.*")
        if path.is_file()
    }


def test_three_commands_make_a_course_that_passes_the_check(course: Path) -> None:
    code, out, _ = run("new", "numeric", "first-sum", *ALL)
    assert code == 0
    assert "01-my-topic/first-sum.yaml is written, and chapter.yaml and lesson.md name it." in out
    assert "workbook serve --author" in out
    assert "workbook check 01-my-topic/first-sum.yaml" in out
    assert run("check", course, "--seeds", "5")[0] == 0


def test_only_the_chapter_and_the_lesson_change_and_only_by_a_line(course: Path) -> None:
    before = contents(course)
    run("new", "choice", "first-pick", *ALL)
    after = contents(course)
    assert set(after) - set(before) == {"01-my-topic/first-pick.yaml"}
    assert {name for name in before if before[name] != after[name]} == {
        "01-my-topic/chapter.yaml",
        "01-my-topic/lesson.md",
    }
    added = set(after["01-my-topic/chapter.yaml"].splitlines()) - set(
        before["01-my-topic/chapter.yaml"].splitlines()
    )
    assert added == {"order:", "  - first-pick"}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("numbr", "x", *ALL), "There is no type 'numbr'; did you mean 'numeric'?"),
        (("quiz", "x", *ALL), "there are numeric, vector,"),
        (("numeric", "Big Id", *ALL), "'Big Id' is no id: write at most 64 lower-case letters"),
        (("numeric", "a" * 65, *ALL), "is no id"),
        (("numeric", "../up", *ALL), "'../up' is no id"),
        (("numeric", "chapter", *ALL), "chapter.yaml is a file of the chapter itself"),
        (("numeric", "x", *ALL, "--chapter", "02-my-topi"), "did you mean '01-my-topic'?"),
        (("numeric", "x", *ALL, "--difficulty", "6"), "from 1 to 5, not '6'"),
        (("numeric", "x", *ALL, "--difficulty", "hard"), "from 1 to 5, not 'hard'"),
        (("numeric", "x", *ALL, "--tags", " , "), "At least one tag is needed"),
        (("numeric", "x", *ALL, "--tags", "Big Tag"), "'Big Tag' is no tag"),
        (("numeric", "x", *ALL, "--title", ""), "A title is one line"),
        (("numeric", "x", *ALL, "--title", "two\nlines"), "A title is one line"),
        (("numeric", "x", *ALL, "--title", "a" * 121), "A title is one line"),
        (("numeric", "x", *ALL, "--exercises", "nowhere"), "nowhere is no book"),
        (("chapter", "my-topic"), "There is the chapter 01-my-topic already"),
        (("chapter", "My Topic"), "is not a chapter's name"),
        (("book", "."), "exists already and is not empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_one_clear_line(course: Path, arguments: tuple[str, ...], words: str) -> None:
    before = contents(course)
    code, out, err = run("new", *arguments)
    assert (code, out) == (2, "")
    assert words in err
    assert len(err.splitlines()) == 1
    assert contents(course) == before


@pytest.mark.usefixtures("course")
def test_an_id_of_another_chapter_is_taken() -> None:
    run("new", "numeric", "first-sum", *ALL)
    run("new", "chapter", "second")
    code, _, err = run("new", "choice", "first-sum", "--chapter", "2", *ALL)
    assert code == 2
    assert err == "The id 'first-sum' is taken by 01-my-topic/first-sum.yaml; take another one.\n"


@pytest.mark.usefixtures("course")
def test_without_a_terminal_what_is_missing_is_said() -> None:
    run("new", "chapter", "second")
    assert run("new")[::2] == (2, "Missing: TYPE. Without a terminal nothing can be asked.\n")
    told = "Missing: ID, --chapter, --title, --difficulty, --tags. Without a terminal nothing can be asked.\n"
    assert run("new", "numeric")[::2] == (2, told)
    assert run("new", "book")[0] == 2
    assert run("new", "chapter")[0] == 2


def test_where_there_is_no_book_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("WORKBOOK_EXERCISES", raising=False)
    code, _, err = run("new", "numeric", "x", *ALL)
    assert code == 2
    assert err.startswith("There is no book here.")


@pytest.mark.usefixtures("course")
def test_a_book_without_a_chapter_asks_for_one(tmp_path: Path) -> None:
    run("new", "book", tmp_path / "empty")
    code, _, err = run("new", "numeric", "x", *ALL, "--exercises", tmp_path / "empty")
    assert code == 2
    assert "has no chapter yet" in err


def test_a_book_that_is_set_up_is_used(course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "away").mkdir()
    monkeypatch.chdir(tmp_path / "away")
    monkeypatch.setenv("WORKBOOK_EXERCISES", str(course))
    assert run("new", "numeric", "x", *ALL)[0] == 0
    assert (course / "01-my-topic" / "x.yaml").is_file()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("chapter.yaml", b"order: ["),
        ("chapter.yaml", b"title: \xff"),
        ("lesson.md", b"::exercize a\n"),
        ("lesson.md", b"\xff\xfe"),
    ],
)
def test_a_faulty_chapter_is_told_and_nothing_written(course: Path, name: str, content: bytes) -> None:
    (course / "01-my-topic" / name).write_bytes(content)
    code, _, err = run("new", "numeric", "x", *ALL)
    assert code == 1
    assert err.startswith(f"01-my-topic/{name}:")
    assert err.endswith("Mend this first; nothing was written.\n")
    assert not (course / "01-my-topic" / "x.yaml").exists()


def test_a_chapter_without_a_lesson_is_one_line(course: Path) -> None:
    (course / "01-my-topic" / "lesson.md").unlink()
    code, _, err = run("new", "numeric", "x", *ALL)
    assert (code, err) == (2, f"{course / '01-my-topic' / 'lesson.md'}: No such file or directory.\n")
    assert not (course / "01-my-topic" / "x.yaml").exists()


def test_a_file_that_cannot_be_added_to_is_left_to_the_author(course: Path) -> None:
    text = "let: &all [a]\norder: *all\n"
    (course / "01-my-topic" / "chapter.yaml").write_text(text)
    code, out, _ = run("new", "numeric", "x", *ALL)
    assert code == 0
    assert "Add this line to 01-my-topic/chapter.yaml yourself:   - x" in out
    assert (course / "01-my-topic" / "chapter.yaml").read_text() == text


def test_at_a_terminal_it_asks_until_the_answer_fits(course: Path) -> None:
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "app.command", "new"],
        stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=course, text=True,
    ) as process:  # fmt: skip
        for typed in ("numeric", "Bad Id", "first-sum", "A sum", "", "sums, noise"):
            os.write(ours, f"{typed}\n".encode())
        out, err = process.communicate(timeout=120)
    os.close(ours)
    os.close(theirs)
    assert process.returncode == 0, err
    assert "'Bad Id' is no id" in err
    assert "first-sum.yaml is written" in out
    text = (course / "01-my-topic" / "first-sum.yaml").read_text("utf-8")
    assert "title: A sum\ndifficulty: 1\ntags: [sums, noise]\n" in text
