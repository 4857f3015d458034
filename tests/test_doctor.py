"""The doctor names what is there and what lacks, and tells by its exit code whether the workbook can run."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from rich.console import Console

from app.assets import Assets
from app.doctor import Finding, State, book, examine, formulas, frontend, show
from app.formulas import Renderer
from app.settings import Settings
from app.store import Store

SMALL = Path(__file__).resolve().parent / "books" / "small"


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
    found = book(Settings(exercises=tmp_path), Renderer(None))
    assert found.state == "fault"
    assert "see `workbook check`" in found.words


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
