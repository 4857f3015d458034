"""Backups: whole, made while the store is in use, never over another file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.store import Store, StoreError
from tests.store import postgresql
from tests.store.examples import attempt, opened

pytestmark = pytest.mark.anyio


async def test_a_backup_of_a_store_in_use_holds_everything(file_url: str, tmp_path: Path) -> None:
    given = attempt()
    async with opened(file_url) as store:
        await store.record(given)
        await store.backup(tmp_path / "copy.db")
        await store.record(attempt())
    async with opened(f"sqlite:///{tmp_path / 'copy.db'}") as copy:
        assert await copy.attempts(given.learner, given.exercise) == (given,)


async def test_another_process_may_take_the_backup(file_url: str, tmp_path: Path) -> None:
    async with opened(file_url) as store:
        await store.record(attempt())
        await Store(file_url).backup(tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM attempt").fetchone() == (1,)
        assert copy.execute("PRAGMA integrity_check").fetchone() == ("ok",)


async def test_a_backup_never_overwrites(file_url: str, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious")
    async with opened(file_url) as store:
        with pytest.raises(StoreError, match="exists already"):
            await store.backup(target)
    assert target.read_text() == "precious"


async def test_a_backup_into_a_missing_folder_says_so_and_leaves_nothing(
    file_url: str, tmp_path: Path
) -> None:
    async with opened(file_url) as store:
        with pytest.raises(StoreError, match=r"copy\.db"):
            await store.backup(tmp_path / "missing" / "copy.db")
    assert not (tmp_path / "missing").exists()


async def test_a_backup_of_nothing_makes_nothing(file_url: str, path: Path) -> None:
    with pytest.raises(StoreError, match="there is no database"):
        await Store(file_url).backup(path.with_name("copy.db"))
    assert list(path.parent.iterdir()) == []


@pytest.mark.skipif(not postgresql.is_available(), reason="PostgreSQL is not tested: none is installed here")
async def test_postgresql_is_backed_up_by_its_own_tool(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        await Store("postgresql://host/book").backup(tmp_path / "copy.db")
