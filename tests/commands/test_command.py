"""The command as a person runs it: what it says, and with which code it leaves."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from typer.testing import CliRunner

from app import __version__
from app.command import app
from app.commands.serve import shortcomings
from app.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
SMALL = ROOT / "tests" / "books" / "small"
WORKBOOK = [sys.executable, "-m", "app.command"]


def run(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error of the command."""
    done = subprocess.run(
        [*WORKBOOK, *arguments], cwd=ROOT, capture_output=True, text=True, check=False, timeout=120
    )
    return done.returncode, done.stdout, done.stderr


@contextmanager
def serving(*options: str | Path, stdin: int | None = None) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process of a server, and its address."""
    variables = {**os.environ, "COLUMNS": "200"}
    with subprocess.Popen(
        [*WORKBOOK, "serve", "--port", "0", *options],
        cwd=ROOT,
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=variables,
    ) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+?:\d+", process.stdout.readline())
            assert address is not None
            yield process, address.group()
        finally:
            process.kill()


def test_it_names_its_version() -> None:
    assert run("--version") == (0, f"{__version__}\n", "")


def test_without_a_command_it_says_what_there_is() -> None:
    told = CliRunner().invoke(app, []).output
    assert all(command in told for command in ("serve", "check", "backup", "doctor"))


def test_the_server_answers_and_leaves_at_a_signal(tmp_path: Path) -> None:
    with serving("--data", tmp_path, "--exercises", SMALL) as (process, address):
        assert httpx.get(f"{address}/healthz", timeout=60).text == "ok"
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) in (0, -signal.SIGTERM)


def test_a_port_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, out, err = run("serve", "--port", str(port), "--data", tmp_path)
    assert (code, out) == (2, "")
    assert err == (
        f"Port {port} is in use. Stop the program that uses it, "
        f"or take another: workbook serve --port {port + 1}\n"
    )


def test_a_data_folder_in_use_is_one_clear_line(tmp_path: Path) -> None:
    with serving("--data", tmp_path, "--exercises", SMALL):
        code, _, err = run("serve", "--port", "0", "--data", tmp_path, "--exercises", SMALL)
    assert code == 2
    assert err.startswith("another workbook is already using")
    assert len(err.splitlines()) == 1


def test_a_data_folder_that_cannot_be_made_is_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, _, err = run("serve", "--port", "0", "--data", tmp_path / "file" / "data")
    assert code == 2
    assert "Give another folder with --data." in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    ("option", "value", "words"),
    [("--port", "70000", "--port (WORKBOOK_PORT)"), ("--spares", "0", "--spares (WORKBOOK_SPARES)")],
)
def test_a_setting_that_cannot_be_is_told_by_its_names(option: str, value: str, words: str) -> None:
    code, _, err = run("serve", option, value)
    assert code == 2
    assert err.startswith(words)


def test_a_book_with_faults_is_not_served_unless_by_its_author(tmp_path: Path) -> None:
    book = tmp_path / "book"
    book.mkdir()
    (book / "book.yaml").write_text("title: [")
    code, _, err = run("serve", "--port", "0", "--data", tmp_path / "data", "--exercises", book)
    assert code == 1
    assert err.startswith(f"{book / 'book.yaml'}:")
    assert "start with --author" in err
    with serving("--author", "--data", tmp_path / "data", "--exercises", book) as (_, address):
        assert "book.yaml" in httpx.get(address, timeout=60).text


def test_a_variable_is_as_good_as_an_option(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_DATA", str(tmp_path))
    monkeypatch.setenv("WORKBOOK_EXERCISES", str(SMALL))
    with serving() as (_, address):
        assert "A small book" in httpx.get(address, timeout=60).text
    assert (tmp_path / "workbook.db").is_file()


def test_a_backup_can_be_taken_while_it_serves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBOOK_DATA", str(tmp_path))
    with serving("--exercises", SMALL):
        assert run("backup", tmp_path / "copy.db")[0] == 0
        code, _, err = run("backup", tmp_path / "copy.db")
    assert code == 1
    assert err == f"{tmp_path / 'copy.db'} exists already; a backup never overwrites\n"


def test_a_backup_is_told_whose_data_as_a_server_is(tmp_path: Path) -> None:
    with serving("--exercises", SMALL, "--data", tmp_path):
        pass
    assert run("backup", tmp_path / "one.db", "--data", tmp_path)[0] == 0
    assert run("backup", tmp_path / "two.db", "--database", f"sqlite:///{tmp_path}/workbook.db")[0] == 0
    assert (tmp_path / "one.db").read_bytes() == (tmp_path / "two.db").read_bytes()
    code, _, err = run("backup", tmp_path / "three.db", "--data", tmp_path / "nowhere")
    assert code == 1
    assert "nowhere" in err


def test_what_lacks_is_said_at_the_start() -> None:
    own = Settings(unprotected_code=True)
    assert shortcomings("", "full", own) == []
    assert "no Landlock" in shortcomings("", "seccomp", own)[0]
    assert "code runs unprotected" in shortcomings("", "none", own)[0]
    assert "not graded" in shortcomings("", "none", Settings(unprotected_code=True, host="0.0.0.0"))[0]
    assert shortcomings("No npm.", "full", own) == ["No npm."]


def test_a_command_waits_for_no_library_that_only_serving_needs() -> None:
    program = (
        "import sys, app.command; print(*{'fastapi', 'sqlalchemy', 'uvicorn', 'jinja2'} & {*sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == []
