"""A course outside the repository, served and checked from another folder."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from app.command import app

BOOKS = Path(__file__).resolve().parents[1] / "books"
WORKBOOK = [sys.executable, "-P", "-m", "app.command"]


@pytest.fixture
def course(tmp_path: Path) -> Path:
    """A folder with a course and another book in it."""
    folder = tmp_path / "Mein Kurs für Übungen"
    shutil.copytree(BOOKS / "course", folder)
    shutil.copytree(BOOKS / "small", folder / "small")
    return folder


def run(folder: Path, *arguments: str, **variables: str) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command in a folder."""
    done = subprocess.run(
        [*WORKBOOK, *arguments],
        cwd=folder,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def serving(folder: Path, *options: str, **variables: str) -> Iterator[str]:
    """The address of a server that was started in a folder."""
    with subprocess.Popen(
        [*WORKBOOK, "serve", "--port", "0", "--data", "data", *options],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "COLUMNS": "200", **variables},
    ) as process:
        try:
            assert process.stdout is not None
            found = re.search(r"http://\S+?:\d+", process.stdout.readline())
            assert found is not None
            yield found.group()
        finally:
            process.kill()


def test_two_books_are_served_with_the_checkers_of_one(course: Path) -> None:
    options = ("--exercises", "small", "--exercises", "exercises", "--checkers", "checkers")
    with serving(course, *options) as address:
        home = httpx.get(address, timeout=60).text
        told = httpx.post(
            f"{address}/api/exercises/wave-height/attempts", json={"answer": 1.4383}, timeout=60
        )
    assert "A small book" in home
    assert "Waves and their energy" in home
    assert told.json()["verdict"] == "correct"


def test_the_folders_may_stand_in_variables(course: Path) -> None:
    books = os.pathsep.join(["exercises", "small"])
    with serving(course, WORKBOOK_EXERCISES=books, WORKBOOK_CHECKERS="checkers") as address:
        listed = httpx.get(f"{address}/api/exercises", timeout=60).json()
    assert list(dict.fromkeys(one["book"] for one in listed)) == ["Waves", "A small book"]


def test_a_faulty_book_keeps_all_from_being_served(course: Path) -> None:
    for folder in ("small", "exercises"):
        (course / folder / "book.yaml").write_text("title: [", "utf-8")
    options = ("--exercises", "small", "--exercises", "exercises", "--checkers", "checkers")
    code, out, err = run(course, "serve", "--port", "0", "--data", "data", *options)
    assert (code, out) == (1, "")
    lines = err.splitlines()
    assert [line.split(":")[0] for line in lines[:-1]] == ["exercises/book.yaml", "small/book.yaml"]
    assert "start with --author" in lines[-1]


def test_an_author_is_served_the_sound_book_and_told_the_faults_of_the_other(course: Path) -> None:
    (course / "small" / "book.yaml").write_text("title: [", "utf-8")
    options = ("--exercises", "small", "--exercises", "exercises", "--checkers", "checkers", "--author")
    with serving(course, *options) as address:
        home = httpx.get(address, timeout=60).text
    assert "Waves and their energy" in home
    assert "small/book.yaml" in home


def test_faulty_checkers_are_told_and_nothing_is_served(course: Path) -> None:
    (course / "checkers" / "waves.py").write_text("import nowhere\n", "utf-8")
    options = ("--exercises", "exercises", "--checkers", "checkers")
    code, _, err = run(course, "serve", "--port", "0", "--data", "data", *options)
    assert code == 1
    assert err.startswith("checkers/waves.py:1:1: there is no module 'nowhere' here.")
    assert "Traceback" not in err


@pytest.mark.parametrize("command", ["serve", "check"])
def test_folders_that_cannot_be_used_are_one_line_each(
    course: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(course)
    monkeypatch.setenv("WORKBOOK_EXERCISES", os.pathsep.join(["exercises", "./exercises", "gone"]))
    told = CliRunner().invoke(app, [command, "--checkers", "nowhere"])
    assert (told.exit_code, told.stdout) == (2, "")
    assert told.stderr.splitlines() == [
        "--exercises gone: there is no such folder.",
        "--checkers nowhere: there is no such folder.",
        "--exercises exercises: this is the same folder as --exercises exercises. Give it once.",
    ]


def test_the_check_proves_a_course_with_its_checkers(course: Path) -> None:
    books = os.pathsep.join(["exercises", "small"])
    code, out, err = run(course, "check", "--seeds", "3", "--checkers", "checkers", WORKBOOK_EXERCISES=books)
    assert (code, err) == (0, ""), out
    assert "10 exercises" in out


# ---- the page on courses ---

PAGE = Path(__file__).resolve().parents[2] / "docs" / "authoring" / "courses.md"


def commands_of(heading: str) -> list[str]:
    """The commands that a section of the page shows."""
    section = PAGE.read_text("utf-8").split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    block = section.split("```sh\n", 1)[1].split("```", 1)[0]
    return [line.split("  #")[0] for line in block.splitlines()]


def test_the_page_on_courses_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.chdir(tmp_path)
    begin = [line for line in commands_of("Starting one") if not re.match("workbook (serve|check)", line)]
    subprocess.run(["sh", "-ec", "\n".join(begin)], check=True, timeout=120, stdin=subprocess.DEVNULL)
    monkeypatch.chdir(tmp_path / "my-course")
    shown = re.findall(r"```\w+\n# (\S+/\S+|pyproject.toml)\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert len(shown) == 4
    for name, text in shown:
        Path(name).write_text(text, "utf-8")
    chapter = Path("exercises/01-waves/chapter.yaml")
    chapter.write_text(f"{chapter.read_text('utf-8')}  - wave-height\n", "utf-8")
    for variable in ("WORKBOOK_EXERCISES", "WORKBOOK_CHECKERS"):
        monkeypatch.delenv(variable, raising=False)
    prove = [line.replace("200", "3").replace(" --strict", "") for line in commands_of("In CI")]
    for line in prove[1:3]:
        done = subprocess.run(["sh", "-ec", line], capture_output=True, text=True, check=False, timeout=120)
        assert done.returncode == 0, done.stdout + done.stderr
    assert "passed" in done.stdout


def test_a_checker_that_never_ends_is_told_with_its_line_and_the_rest_is_proved(course: Path) -> None:
    waves = course / "checkers" / "waves.py"
    returns = "    return float(amplitude"
    source = waves.read_text("utf-8").replace(returns, f"    while True: pass\n{returns}")
    waves.write_text(source, "utf-8")
    line = source[: source.index("while")].count("\n") + 1
    code, out, _ = run(course, "check", "exercises", "--checkers", "checkers", "--jobs", "1")
    assert code == 1
    assert f"waves.height: it takes longer than 2 s (checkers/waves.py:{line})" in out
    assert "wave-height.yaml:" in out
    assert "1 fault in 1 file; 1 exercise checked" in out
