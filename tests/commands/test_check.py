"""`workbook check` as CI and authors run it: formats, revisions, and whatever can go wrong around it."""

from __future__ import annotations

import json
import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
import yaml

from tests.check.test_book import SOUND, run, write_book
from tests.check.test_changed import git
from tests.check.test_strict import PUBLISHED

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "authoring" / "checking.md").read_text(encoding="utf-8")
WRONG = SOUND.replace("3*a", "a*a*a")
PLACE = "book/01-only/one.yaml:9:17: the mistake 'tripled' gives 27"


def command(
    *arguments: str | Path, cwd: Path, stdout: int = subprocess.PIPE, **variables: str
) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own, with nothing in its environment but what it needs."""
    return subprocess.run(
        [sys.executable, "-m", "app.command", "check", *arguments],
        cwd=cwd,
        env={"PYTHONPATH": str(ROOT), "PATH": os.environ["PATH"], **variables},
        stdout=stdout,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=120,
    )


# ---- formats ---


def test_a_file_is_written_and_the_terminal_still_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_book(tmp_path, one=WRONG)
    monkeypatch.chdir(tmp_path)
    outcome = run("book", "--format", "sarif", "--output", "report.sarif")
    assert outcome.code == 1
    assert outcome.out.startswith(PLACE)
    (run_,) = json.loads(Path("report.sarif").read_text())["runs"]
    (result,) = run_["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "book/01-only/one.yaml"


@pytest.mark.parametrize("kind", ["github", "junit", "sarif"])
def test_a_format_alone_is_all_that_stands_on_standard_output(
    kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_book(tmp_path, one=WRONG)
    monkeypatch.chdir(tmp_path)
    outcome = run("book", "--format", kind)
    assert outcome.code == 1
    match kind:
        case "github":
            assert re.fullmatch(
                r"::error file=book/01-only/one\.yaml,line=9,col=17,title=[^\n]*\n", outcome.out
            )
        case "junit":
            assert len(list(ET.fromstring(outcome.out).iter("failure"))) == 1
        case "sarif":
            assert json.loads(outcome.out)["version"] == "2.1.0"


def test_text_in_a_file_is_the_same_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_book(tmp_path, one=WRONG)
    monkeypatch.chdir(tmp_path)
    outcome = run("book", "--output", "report.txt")
    assert Path("report.txt").read_text() == outcome.out


def test_a_file_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    outcome = run(str(write_book(tmp_path, one=SOUND)), "--output", str(tmp_path / "none" / "report"))
    assert outcome.code == 2
    assert "cannot be written: No such file or directory." in outcome.err


# ---- what has changed ---


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with a book of two exercises in a commit, one of them wrong, as the working directory."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.chdir(tmp_path)
    write_book(tmp_path, one=SOUND, two=WRONG.replace("id: one", "id: two"))
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-q", "-m", "first")
    return tmp_path


def test_nothing_changed_is_no_fault(course: Path) -> None:
    outcome = run(str(course / "book"), "--changed")
    assert (outcome.code, outcome.out) == (0, "Nothing in book has changed since the merge base with main.\n")
    assert json.loads(run("book", "--changed", "--format", "sarif").out)["runs"][0]["results"] == []


def test_only_the_exercise_that_changed_is_checked(course: Path) -> None:
    (course / "book" / "01-only" / "one.yaml").write_text(WRONG)
    outcome = run("--changed", "HEAD", "book")
    assert outcome.out.startswith(PLACE)
    assert outcome.out.endswith("1 fault in 1 file; 1 exercise checked.\n")
    assert run("book/01-only/two.yaml", "--changed").out.startswith(
        "Nothing in book/01-only/two.yaml has changed"
    )


def test_a_new_exercise_that_the_chapter_does_not_list_is_told(course: Path) -> None:
    (course / "book" / "01-only" / "new.yaml").write_text(SOUND.replace("id: one", "id: new"))
    assert "'new' is missing" in run("book", "--changed").out


def test_a_chapter_whose_lesson_changed_is_checked(course: Path) -> None:
    (course / "book" / "01-only" / "lesson.md").write_text("# Another\n")
    assert run("book", "--changed").out.endswith("1 fault in 1 file; 2 exercises checked.\n")


def test_the_whole_book_is_checked_when_what_it_inherits_changed(course: Path) -> None:
    book = course / "book" / "book.yaml"
    book.write_text(book.read_text().replace("0.005", "0.004"))
    outcome = run("book", "--changed")
    assert outcome.out.startswith("book.yaml has changed, from which every exercise inherits")
    assert outcome.out.endswith("2 exercises checked.\n")


def test_a_revision_that_is_none_is_one_line(course: Path) -> None:
    outcome = run("book", "--changed", "gone")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err == "'gone' is neither a file nor a revision that git knows. See `git log`.\n"
    assert course.is_dir()


# ---- a course's own checkers ---


def test_processes_know_the_checkers_of_a_course(tmp_path: Path) -> None:
    (tmp_path / "checkers").mkdir()
    (tmp_path / "checkers" / "own.py").write_text('def cube(a):\n    """a³."""\n    return a * a * a\n')
    text = SOUND.replace("a**3", "own.cube(a)")
    write_book(tmp_path, **{name: text.replace("id: one", f"id: {name}") for name in ("one", "two", "three")})
    arguments = ("book", "--seeds", "200", "--jobs", "2")
    done = command(*arguments, "--checkers", "checkers", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    assert command(*arguments, cwd=tmp_path).returncode == 1


# ---- whatever can go wrong around it ---


def test_what_is_no_file_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    book = write_book(tmp_path, one=SOUND)
    monkeypatch.chdir(book)
    os.mkfifo("01-only/pipe")
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind("01-only/socket")
        for name in ("pipe", "socket"):
            outcome = run(f"01-only/{name}")
            assert (outcome.code, outcome.err) == (2, f"01-only/{name} is neither a file nor a folder.\n")


def test_a_file_that_is_no_part_of_the_book_is_nothing_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = write_book(tmp_path, one=SOUND)
    monkeypatch.chdir(book)
    Path("notes.txt").write_text("Later.")
    outcome = run("notes.txt")
    assert (outcome.code, outcome.out) == (2, "")
    assert outcome.err.startswith("notes.txt: nothing to check.")


@pytest.mark.parametrize("kind", ["text", "github"])
def test_a_terminal_of_few_letters_is_written_to(kind: str, tmp_path: Path) -> None:
    write_book(tmp_path, one=SOUND.replace("answer: a**3", "answer: a**3 + α"))
    done = command("book", "--format", kind, cwd=tmp_path, PYTHONIOENCODING="ascii", COLUMNS="20")
    assert (done.returncode, done.stderr) == (1, "")
    assert "\\u03b1" in done.stdout


def test_a_reader_that_leaves_early_is_no_error(tmp_path: Path) -> None:
    write_book(tmp_path, one=WRONG)
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = command("book", "--format", "sarif", cwd=tmp_path, stdout=writing)
    finally:
        os.close(writing)
    assert done.stderr == ""


@pytest.mark.parametrize("form", ["text", "junit"])
def test_a_full_disk_is_told_in_a_sentence(form: str, tmp_path: Path) -> None:
    write_book(tmp_path, one=WRONG)
    with Path("/dev/full").open("w") as full:
        done = command("book", "--format", form, cwd=tmp_path, stdout=full.fileno())
    assert done.stderr.startswith("The report cannot be written: No space left on device.")
    assert "Traceback" not in done.stderr


# ---- the recipes ---


def blocks(language: str) -> list[str]:
    """The code on the page for authors in a language."""
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def commands() -> list[str]:
    """Every command on the page, once."""
    found = re.findall(
        r"^(?:\s*(?:- |run: |entry: ))*(workbook check .*?|pytest .*?)(?: +#.*)?$", PAGE, re.MULTILINE
    )
    return list(dict.fromkeys(map(str.strip, found)))


def test_the_recipes_are_found() -> None:
    assert sum("--format" in one for one in commands()) == 3
    assert any(one.startswith("pytest") for one in commands())


@pytest.mark.parametrize("text", blocks("yaml"), ids=lambda text: text.split(":")[0])
def test_a_recipe_is_yaml(text: str) -> None:
    assert isinstance(yaml.safe_load(text), dict)


@pytest.fixture
def published(course: Path) -> Path:
    """A course whose book CI lets pass, with the names that the recipes use."""
    (course / "book").rename(course / "exercises")
    (course / "exercises" / "01-only").rename(course / "exercises" / "01-forward-process")
    for name in ("one", "two"):
        text = PUBLISHED.replace("id: one", f"id: {name}")
        (course / "exercises" / "01-forward-process" / f"{name}.yaml").write_text(text)
    git(course, "branch", "origin/main")
    return course


@pytest.mark.parametrize("line", [one for one in commands() if one.startswith("workbook")])
def test_a_command_of_the_page_runs(line: str, published: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_EXERCISES", str(published / "exercises"))
    outcome = run(*shlex.split(line)[2:])
    assert outcome.code == 0, outcome.out + outcome.err


@pytest.mark.parametrize("line", [one for one in commands() if one.startswith("pytest")])
def test_a_command_of_the_page_for_pytest_runs(line: str, published: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "app.pytest_plugin", *shlex.split(line)[1:]],
        cwd=published,
        env={"PYTHONPATH": str(ROOT), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == (5 if "-k" in line else 0), done.stdout + done.stderr
