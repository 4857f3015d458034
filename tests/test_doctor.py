"""The doctor names what is there and what lacks, and tells by its exit code whether the workbook can run."""

from __future__ import annotations

import asyncio
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from rich.console import Console

from app.assets import Assets
from app.doctor import Finding, State, books, examine, formulas, frontend, held, show
from app.formulas import Renderer
from app.runner import LACKING
from app.settings import Settings
from app.store import Store
from tests.runner.lacking import LANDLOCK, SECCOMP, lacking

ROOT = Path(__file__).resolve().parents[1]
SMALL = ROOT / "tests" / "books" / "small"


def test_everything_is_examined_in_the_order_of_a_start(tmp_path: Path) -> None:
    findings = examine(Settings(data=tmp_path, exercises=SMALL))
    assert [one.what for one in findings] == [
        "Python",
        "Front-end parts",
        "Formulas",
        "Book",
        "Database",
        "Sandbox",
    ]
    assert findings[3].words == f"2 chapters, 8 exercises in {SMALL}"


def test_without_the_build_it_says_what_serves_instead(tmp_path: Path) -> None:
    assets = Assets(tmp_path)
    assert frontend(assets).state == "warning"
    assert "not built" in frontend(assets).words
    assert formulas(assets) == Finding("Formulas", "warning", "typeset by math-core")


def test_a_book_with_faults_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "book.yaml").write_text("title: [")
    found = [*books(Settings(exercises=(tmp_path, SMALL)), Renderer(None))]
    assert [one.state for one in found] == ["fault", "ok"]
    assert "see `workbook check`" in found[0].words


def test_folders_that_hold_no_book_are_faults(tmp_path: Path) -> None:
    found = [*books(Settings(exercises=(tmp_path, tmp_path / "nowhere")), Renderer(None))]
    assert [one.state for one in found] == ["fault", "fault", "fault"]
    assert "there is no book.yaml" in found[0].words


def test_a_database_that_cannot_be_used_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "workbook.db").write_text("This is no database. " * 100)
    found = examine(Settings(data=tmp_path, exercises=SMALL))[4]
    assert found.state == "fault"


def test_a_database_that_is_being_served_is_no_fault(tmp_path: Path) -> None:
    async def started() -> Store:
        one = Store(f"sqlite:///{tmp_path / 'workbook.db'}")
        await one.start()
        return one

    with asyncio.Runner() as runner:
        store = runner.run(started())
        try:
            found = examine(Settings(data=tmp_path, exercises=SMALL))[4]
        finally:
            runner.run(store.close())
    assert found.state == "warning"
    assert "already using" in found.words


@pytest.mark.parametrize(("state", "sound"), [("ok", True), ("warning", True), ("fault", False)])
def test_only_a_fault_is_unsound(state: State, sound: bool) -> None:
    text = io.StringIO()
    finding = Finding("Thing", state, "a long line that is never broken " * 5)
    assert show([finding], Console(file=text, width=40)) is sound
    assert len(text.getvalue().splitlines()) == 1


@pytest.mark.parametrize(
    ("calls", "flag", "code", "words"),
    [
        (LANDLOCK, "", 0, "! Sandbox            seccomp: one layer keeps programs from files and network"),
        (SECCOMP, "", 1, "✗ Sandbox            none: code exercises are not run"),
        (
            SECCOMP,
            "1",
            0,
            "! Sandbox            none: code runs unprotected: your own code on your own computer",
        ),
    ],
    ids=["no Landlock", "no seccomp", "unprotected"],
)
def test_the_command_says_what_a_kernel_lacks_and_leaves_accordingly(
    calls: tuple[str, ...], flag: str, code: int, words: str, tmp_path: Path
) -> None:
    variables = {"WORKBOOK_DATA": str(tmp_path), "WORKBOOK_EXERCISES": str(SMALL)}
    done = subprocess.run(
        [*lacking(calls), sys.executable, "-m", "app.command", "doctor"],
        cwd=ROOT,
        env=os.environ | variables | ({"WORKBOOK_UNPROTECTED_CODE": flag} if flag else {}),
        capture_output=True,
        text=True,
    )
    layer = "landlock" if calls == LANDLOCK else "seccomp"
    assert words in done.stdout
    assert f"! - {layer:<16} {LACKING[layer]}" in done.stdout.splitlines()
    assert done.returncode == code


def test_where_nothing_holds_one_line_says_what_would() -> None:
    sandbox, cure = held("none", dict.fromkeys(LACKING, False), unprotected=False)
    assert (sandbox.state, sandbox.words) == ("fault", "none: code exercises are not run; in force: nothing")
    assert "use Linux" in cure.words


def test_a_sandbox_that_is_whole_is_one_line() -> None:
    (sandbox,) = held("full", dict.fromkeys(LACKING, True), unprotected=True)
    assert sandbox.state == "ok"
    assert sandbox.words.endswith("in force: " + ", ".join(LACKING))
