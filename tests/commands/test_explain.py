"""`workbook explain`: an exercise as text, in a book or not, and its faults when it has some."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.command import app
from app.skeletons import exercise_text


def explain(*arguments: str | Path) -> tuple[int, str, str]:
    """Exit code, standard output and standard error."""
    result = CliRunner().invoke(app, ["explain", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "one.yaml").write_text(exercise_text("numeric", "one", "A sum", 1, ["tag"]), "utf-8")
    return tmp_path / "one.yaml"


def test_it_shows_what_a_student_sees(file: Path) -> None:
    code, out, err = explain(file)
    assert (code, err) == (0, "")
    assert out.startswith("A sum\none · numeric · difficulty 1 · tag · seed 0\n")
    assert "Question\n" in out
    assert "Key" not in out


def test_the_key_is_shown_when_it_is_asked_for(file: Path) -> None:
    out = explain(file, "--key")[1]
    assert "accepted: 4.975 to 5.025" in out
    assert "forgot-the-root" in out
    assert "Solution\n" in out


def test_a_seed_has_its_own_numbers(file: Path) -> None:
    assert "seed 7\n" in explain(file, "--seed", "7")[1]
    assert explain(file, "--seed", "7")[1] != explain(file)[1]


def test_seeds_are_a_table(file: Path) -> None:
    lines = explain(file, "--seeds", "20", "--seed", "3")[1].splitlines()
    assert [line.split()[0] for line in lines[3:23]] == [str(seed) for seed in range(3, 23)]


def test_faults_are_told_at_their_place(file: Path) -> None:
    file.write_text(file.read_text("utf-8").replace("answer: sqrt", "answer: sqr"), "utf-8")
    code, out, err = explain(file)
    assert (code, out) == (1, "")
    assert err.startswith(f"{file}:17:9: there is no function sqr; did you mean 'sqrt'?")


def test_a_folder_is_told_to_be_none(file: Path) -> None:
    words = f"{file.parent} is a folder: name the file of an exercise.\n"
    assert explain(file.parent) == (2, "", words)


@pytest.mark.parametrize("content", [b"", b"a: [", b"\xff\xfe", b"\x00\x01", b"- a\n", b"a: &a [*a]\n"])
def test_a_file_that_is_no_exercise_is_told_without_a_traceback(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    code, out, err = explain(file)
    assert (code, out) == (1, "")
    assert err.startswith(f"{file}:")


@pytest.mark.parametrize("name", [".", "nowhere.yaml"])
def test_what_is_no_file_is_one_line(name: str) -> None:
    code, out, err = explain(name)
    assert (code, out) == (2, "")
    assert len(err.splitlines()) == 1


def test_a_seed_without_numbers_is_one_line(file: Path) -> None:
    text = file.read_text("utf-8").replace("require: a != b", "require: a == 3 and b == 4")
    file.write_text(text.replace("step: 0.5", "step: 0.001"), "utf-8")
    code, _, err = explain(file, "--seed", "5")
    assert code == 1
    assert err == f"{file}: No numbers for seed 5 meet what 'one' requires.\n"
