"""`workbook regrade` as an operator runs it: a key is mended, and old answers are graded again."""

from __future__ import annotations

import json
import os
import pty
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from app.command import app
from app.courses import load_checkers
from app.main import create_app
from app.settings import Settings
from app.store.engines import read_address, read_engine
from tests.commands.test_command import ROOT, SMALL, WORKBOOK
from tests.conftest import ADDRESS
from tests.store.test_archive import failing

WRONG, RIGHT = "answer: n/2", "answer: sqrt(n)"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A book in which the key of step-root is wrong."""
    copy = tmp_path / "book"
    shutil.copytree(SMALL, copy)
    change(copy, "step-root", RIGHT, WRONG)
    return copy


def change(book: Path, exercise: str, old: str, new: str) -> None:
    """Writes something else into an exercise."""
    (path,) = book.glob(f"*/{exercise}.yaml")
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def served(url: str, book: Path, *checkers: Path) -> Iterator[TestClient]:
    """A client of the book, as somebody who was never here."""
    data = book.parent / "data"
    settings = Settings(data=data, exercises=(book,), checkers=checkers, database=url, author=False, spares=1)
    with TestClient(create_app(settings), base_url=ADDRESS, follow_redirects=False) as client:
        yield client


def answer(client: TestClient, exercise: str, given: object, **more: object) -> Mapping[str, object]:
    """What is told about an answer."""
    told = client.post(f"/api/exercises/{exercise}/attempts", json={"answer": given, **more})
    assert told.status_code == 200
    found: Mapping[str, object] = told.json()
    return found


def answer_as_three(client: TestClient) -> tuple[dict[str, str], Mapping[str, object]]:
    """Ann answers 4.5, Ben 3, and Cy chooses; gives Ben's cookies and what he was told."""
    assert answer(client, "step-root", "4.5")["verdict"] == "correct"
    client.cookies.clear()
    ben = answer(client, "step-root", "3")
    assert ben["verdict"] == "wrong"
    cookies = dict(client.cookies)
    client.cookies.clear()
    assert answer(client, "step-choice", "five")["verdict"] == "wrong"
    return cookies, ben


def run(url: str, book: Path, *options: str) -> Result:
    """The command, in this process."""
    return CliRunner().invoke(
        app, ["regrade", "--database", url, "--exercises", str(book), *options], env={"COLUMNS": "200"}
    )


def dump(url: str, *tables: str) -> Mapping[str, Sequence[tuple[object, ...]]]:
    """All rows of these tables, of all without any."""
    engine = read_engine(read_address(url), 5, 1)
    try:
        with engine.connect() as connection:
            names = tables or sa.inspect(connection).get_table_names()
            rows = {name: connection.execute(sa.text(f"SELECT * FROM {name}")).all() for name in names}
            return {name: sorted((tuple(row) for row in found), key=repr) for name, found in rows.items()}
    finally:
        engine.dispose()


def test_a_mended_checker_is_a_changed_exercise_and_a_comment_in_it_is_none(url: str, tmp_path: Path) -> None:
    course = tmp_path / "course"
    shutil.copytree(ROOT / "tests" / "books" / "course", course)
    waves = course / "checkers" / "waves.py"
    right = waves.read_text("utf-8")
    waves.write_text(right.replace("float(amplitude *", "float(2 * amplitude *"), "utf-8")
    checkers = ["--checkers", str(course / "checkers")]
    try:
        with served(url, course / "exercises", course / "checkers") as client:
            assert answer(client, "wave-height", "1.4383")["verdict"] != "correct"
        waves.write_text(right, "utf-8")
        applied = run(url, course / "exercises", "--yes", *checkers)
        assert "1 got another verdict" in applied.stdout, applied.output
        waves.write_text(right + "# a word\n", "utf-8")
        assert "there is nothing to do" in run(url, course / "exercises", "--yes", *checkers).stdout
    finally:
        load_checkers(())


def test_a_mended_key_is_shown_then_applied_and_students_see_it(url: str, book: Path) -> None:
    with served(url, book) as client:
        cookies, ben = answer_as_three(client)
    change(book, "step-root", WRONG, RIGHT)
    before = dump(url)

    shown = run(url, book, "--dry-run")
    assert shown.exit_code == 0, shown.output
    assert "wrong 0%" in shown.stdout
    assert "→ correct 100%" in shown.stdout
    assert re.search(r"step-root: \w{8} 100% → 0%", shown.stdout)
    assert shown.stdout.rstrip().endswith(
        "2 attempts at 1 exercise graded again: 2 would get another verdict, 1 of them a lower one; "
        "0 left alone. Nothing was changed."
    )
    assert "keep a copy: " in shown.stderr
    assert dump(url) == before

    applied = run(url, book, "--yes", "--reason", "the key had lost its root.")
    assert applied.exit_code == 0, applied.output
    assert "2 got another verdict" in applied.stdout
    assert dump(url, "attempt", "exercise_version") == {
        name: before[name] for name in ("attempt", "exercise_version")
    }
    (audit,) = dump(url, "regrade")["regrade"]
    assert audit[3:5] == ("the key had lost its root.", "step-root")
    assert audit[6:] == (2, 2, 1, 0)

    after = dump(url)
    again = run(url, book, "--yes")
    assert "there is nothing to do" in again.stdout
    assert dump(url) == after

    with served(url, book) as client:
        client.cookies.update(cookies)
        (progress,) = client.get("/api/progress").json()
        assert (progress["best"], progress["last_verdict"], progress["attempts"]) == (1.0, "correct", 1)
        assert progress["solved_at"] is not None
        assert progress["regraded"]["reason"] == "the key had lost its root."
        retried = answer(client, "step-root", "3", key=ben["key"])
        assert retried["verdict"] == "correct"
        assert retried["regraded"]["reason"] == "the key had lost its root."  # type: ignore[index]  # JSON
        page = client.get("/exercises/step-root").text
        assert 'data-verdict="correct"' in page
        assert re.search(r"Graded again on <time .*?</time>: the key had lost its root\.", page)
        assert answer(client, "step-root", "3")["regraded"] is None


def test_it_is_told_to_programs(file_url: str, book: Path) -> None:
    with served(file_url, book) as client:
        answer_as_three(client)
    change(book, "step-root", WRONG, RIGHT)
    change(book, "step-choice", "text: 4", 'text: "4.0"')
    told = json.loads(run(file_url, book, "--dry-run", "--json").stdout)
    root, choice = told["exercises"]
    assert told["applied"] is False
    assert [(one["was"]["verdict"], one["now"]["verdict"], one["answer"]) for one in root["changes"]] == [
        ("correct", "wrong", "4.5"),
        ("wrong", "correct", "3"),
    ]
    assert (root["graded"], root["changed"], root["lowered"], len(root["points"])) == (2, 2, 1, 2)
    assert [one["cause"] for one in choice["left_alone"]] == ["question"]
    assert json.loads(run(file_url, book, "--yes", "--json").stdout)["applied"] is True


def test_what_would_be_lower_can_be_kept(file_url: str, book: Path) -> None:
    with served(file_url, book) as client:
        answer_as_three(client)
    change(book, "step-root", WRONG, RIGHT)
    told = run(file_url, book, "--yes", "--never-lower")
    assert "1 got another verdict, 0 of them a lower one; 1 left alone" in told.stdout
    assert "kept by --never-lower" in told.stdout
    kept = {row[3] for row in dump(file_url, "progress")["progress"] if row[1] == "step-root"}
    assert kept == {1.0}


def test_nobody_to_ask_and_no_yes_changes_nothing(file_url: str, book: Path) -> None:
    with served(file_url, book) as client:
        answer_as_three(client)
    change(book, "step-root", WRONG, RIGHT)
    before = dump(file_url)
    told = run(file_url, book)
    assert told.exit_code == 2
    assert "Nothing was changed. Give --yes" in told.stderr
    assert dump(file_url) == before


@pytest.mark.parametrize(("typed", "changed"), [(b"n\n", 0), (b"y\n", 1)])
def test_on_a_terminal_it_asks(file_url: str, book: Path, typed: bytes, changed: int) -> None:
    with served(file_url, book) as client:
        answer_as_three(client)
    change(book, "step-root", WRONG, RIGHT)
    ours, theirs = pty.openpty()
    try:
        os.write(ours, typed)
        done = subprocess.run(
            [*WORKBOOK, "regrade", "--database", file_url, "--exercises", book],
            cwd=ROOT, stdin=theirs, capture_output=True, text=True, check=False, timeout=120,
        )  # fmt: skip
    finally:
        os.close(ours)
        os.close(theirs)
    assert done.returncode == 0, done.stderr
    assert "Apply this?" in done.stderr
    assert len(dump(file_url, "regrade")["regrade"]) == changed


def test_an_interruption_leaves_whole_exercises(url: str, book: Path) -> None:
    change(book, "step-choice", "correct: true, ", "")
    change(book, "step-choice", "{id: five, ", "{id: five, correct: true, ")
    with served(url, book) as client:
        answer(client, "step-root", "3")
        answer(client, "step-choice", "five")
    change(book, "step-root", WRONG, RIGHT)
    change(book, "step-choice", "{id: five, correct: true, ", "{id: five, ")
    change(book, "step-choice", "{text: 4, ", "{text: 4, correct: true, ")
    with failing("INSERT INTO regraded", after=1):
        broken = run(url, book, "--yes")
    assert isinstance(broken.exception, RuntimeError)
    assert len(dump(url, "regrade")["regrade"]) == len(dump(url, "regraded")["regraded"]) == 1
    rest = run(url, book, "--yes")
    assert "1 got another verdict" in rest.stdout
    assert len(dump(url, "regrade")["regrade"]) == len(dump(url, "regraded")["regraded"]) == 2


def test_a_file_that_is_served_is_only_looked_at(file_url: str, book: Path) -> None:
    with served(file_url, book) as client:
        answer_as_three(client)
        change(book, "step-root", WRONG, RIGHT)
        refused, shown = run(file_url, book, "--yes"), run(file_url, book, "--dry-run")
    assert refused.exit_code == 2
    assert "wants its server stopped" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert "2 would get another verdict" in shown.stdout


def test_named_exercises_are_graded_though_nothing_is_written_differently(file_url: str, book: Path) -> None:
    with served(file_url, book) as client:
        answer_as_three(client)
    assert "there is nothing to do" in run(file_url, book, "--dry-run").stdout
    assert "2 attempts at 1 exercise graded again: 0" in run(file_url, book, "step-root", "--dry-run").stdout
    assert "3 attempts at 2 exercises graded again: 0" in run(file_url, book, "--all", "--yes").stdout
    assert dump(file_url, "regrade")["regrade"] == []


def test_attempts_at_exercises_of_other_books_are_named(file_url: str, book: Path) -> None:
    with served(file_url, book) as client:
        answer_as_three(client)
    (path,) = book.glob("*/step-choice.yaml")
    path.unlink()
    change(book.parent / "book", "step-root", WRONG, RIGHT)
    chapter = book / "01-first-steps"
    for name in ("chapter.yaml", "lesson.md"):
        text = (chapter / name).read_text(encoding="utf-8")
        (chapter / name).write_text(
            text.replace("step-choice, ", "").replace("::exercise step-choice\n", ""), encoding="utf-8"
        )
    told = run(file_url, book, "--dry-run")
    assert "left alone: step-choice." in told.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("step-roof", "--dry-run"), "did you mean 'step-root'"),
        (("--dry-run", "--yes"), "give one of them"),
        (("--json",), "nobody to ask"),
        (("--yes", "--reason", " "), "--reason is empty"),
    ],
)
def test_a_slip_is_one_clear_line(file_url: str, book: Path, options: tuple[str, ...], words: str) -> None:
    with served(file_url, book):
        pass
    told = run(file_url, book, *options)
    assert told.exit_code == 2
    assert words in told.stderr
    assert len(told.stderr.splitlines()) == 1


def test_a_missing_database_is_not_made(tmp_path: Path, book: Path) -> None:
    told = run(f"sqlite:///{tmp_path / 'nothing.db'}", book, "--yes")
    assert told.exit_code == 2
    assert "there is no database" in told.stderr
    assert not (tmp_path / "nothing.db").exists()


def test_a_book_with_faults_grades_nothing(file_url: str, book: Path) -> None:
    with served(file_url, book) as client:
        answer_as_three(client)
    change(book, "step-root", WRONG, "answer: sqrt(")
    told = run(file_url, book, "--yes")
    assert told.exit_code == 1
    assert "step-root.yaml" in told.stderr
    assert dump(file_url, "regrade")["regrade"] == []
