"""`workbook fmt`: files laid out in place, or only judged; broken ones left alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.command import app

BEFORE, AFTER = b"type: choice\r\nid: 'a'\r\n", b"id: a\ntype: choice\n"


def fmt(*arguments: str | Path, stdin: bytes = b"") -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    result = CliRunner().invoke(app, ["fmt", *map(str, arguments)], input=stdin)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "one.yaml").write_bytes(BEFORE)
    return tmp_path / "one.yaml"


def test_a_file_is_laid_out_and_named(file: Path) -> None:
    assert fmt(file) == (0, f"{file}\n", "1 of 1 file laid out anew.\n")
    assert file.read_bytes() == AFTER
    assert fmt(file) == (0, "", "0 of 1 file laid out anew.\n")


def test_a_check_writes_nothing_and_fails_where_something_would_change(file: Path) -> None:
    assert fmt("--check", file) == (1, f"{file}\n", "1 of 1 file would change.\n")
    assert file.read_bytes() == BEFORE
    fmt(file)
    assert fmt("--check", file)[0] == 0


def test_a_folder_is_gone_through_but_for_what_is_hidden(file: Path, tmp_path: Path) -> None:
    (tmp_path / "01-a" / ".git").mkdir(parents=True)
    (tmp_path / "01-a" / "two.yaml").write_bytes(BEFORE)
    (tmp_path / "01-a" / ".git" / "three.yaml").write_bytes(BEFORE)
    (tmp_path / "01-a" / "lesson.md").write_bytes(BEFORE)
    assert fmt(tmp_path)[0] == 0
    assert (tmp_path / "01-a" / "two.yaml").read_bytes() == AFTER
    assert (tmp_path / "01-a" / ".git" / "three.yaml").read_bytes() == BEFORE
    assert (tmp_path / "01-a" / "lesson.md").read_bytes() == BEFORE
    assert file.read_bytes() == AFTER


def test_a_broken_file_is_left_alone_and_the_others_are_not(file: Path, tmp_path: Path) -> None:
    (tmp_path / "broken.yaml").write_bytes(b"a: [\n")
    code, out, err = fmt(tmp_path)
    assert (code, out) == (1, f"{file}\n")
    assert err.startswith(f"{tmp_path / 'broken.yaml'}:")
    assert err.endswith("1 of 2 files laid out anew. 1 file left alone.\n")
    assert (tmp_path / "broken.yaml").read_bytes() == b"a: [\n"


def test_rights_and_links_stay(file: Path, tmp_path: Path) -> None:
    file.chmod(0o640)
    (tmp_path / "link.yaml").symlink_to(file)
    assert fmt(tmp_path / "link.yaml")[0] == 0
    assert (tmp_path / "link.yaml").is_symlink()
    assert file.read_bytes() == AFTER
    assert file.stat().st_mode & 0o777 == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link.yaml", "one.yaml"]


def test_text_goes_through(file: Path) -> None:
    assert fmt("-", stdin=BEFORE) == (0, AFTER.decode(), "")
    code, out, err = fmt("-", stdin=b"a: [")
    assert (code, out) == (1, "")
    assert err.startswith("-:")
    assert file.read_bytes() == BEFORE


def test_what_is_not_there_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fmt(tmp_path / "nowhere")[::2] == (
        2,
        f"{tmp_path / 'nowhere'}: there is no such file or folder.\n",
    )
    monkeypatch.chdir(tmp_path)
    assert fmt()[::2] == (2, "There is no book here. Give files or folders.\n")


def test_a_reader_that_has_gone_is_no_traceback(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"a-rather-long-name-{number:05}.yaml").write_bytes(BEFORE)
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "app.command", "fmt", "--check", str(tmp_path)],
        stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
    )  # fmt: skip
    os.close(writing)
    assert "Traceback" not in done.stderr
    assert done.returncode == 1
