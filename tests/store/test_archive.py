"""Everybody's answers, read beside a server that runs, and changed all or nothing."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.store import Attempt, Store, StoreError, open_archive
from app.store.engines import read_address, write_engine
from app.store.schema import migrate
from tests.store.examples import ANN, attempt, minute, opened
from tests.store.test_regrades import regrade, verdict

pytestmark = pytest.mark.anyio


async def kept(url: str, *attempts: Attempt) -> None:
    """Stores attempts and closes the store."""
    async with opened(url) as store:
        for one in attempts:
            await store.record(one, {"of": one.version})


async def test_reading_changes_nothing_in_the_file(file_url: str, path: Path) -> None:
    first = attempt()
    await kept(file_url, first)
    before = hashlib.sha256(path.read_bytes()).hexdigest()
    with open_archive(file_url, write=False) as archive:
        assert archive.exercises() == ("fwd-alpha-bar",)
        assert archive.attempts("fwd-alpha-bar") == (first,)
        assert archive.contents(["v1"]) == {"v1": {"of": "v1"}}
        with pytest.raises(StoreError, match="read only"):
            archive.regrade(regrade(), [verdict(first, "wrong", 0.0)])
    assert hashlib.sha256(path.read_bytes()).hexdigest() == before
    assert {file.name for file in path.parent.iterdir()} == {path.name, f"{path.name}-lock"}


async def test_it_is_read_while_it_is_served(store: Store, url: str) -> None:
    await store.record(attempt())
    with open_archive(url, write=False) as archive:
        assert len(archive.attempts("fwd-alpha-bar")) == 1


async def test_a_regrade_is_there_when_the_store_is_started_again(url: str) -> None:
    first = attempt()
    await kept(url, first)
    with open_archive(url, write=True) as archive:
        archive.regrade(regrade(), [verdict(first, "wrong", 0.0)])
    async with opened(url) as store:
        found = await store.last_attempt(ANN, "fwd-alpha-bar", 0)
        assert found is not None
        assert found.verdict == "correct"
        assert found.standing.verdict == "wrong"
        assert (await store.record(first)).attempt == found  # a retry gets what holds now
        assert (await store.latest(ANN, ["fwd-alpha-bar"]))["fwd-alpha-bar"] == found
        assert await store.attempts(ANN, "fwd-alpha-bar") == (found,)


async def test_a_file_that_is_served_is_not_written(file_url: str) -> None:
    async with opened(file_url):
        with pytest.raises(StoreError, match="already using"), open_archive(file_url, write=True):
            pass


async def test_on_postgresql_a_server_may_run_beside_it(store: Store, url: str) -> None:
    if url.startswith("sqlite"):
        pytest.skip("one process writes a SQLite file")
    first = attempt()
    await store.record(first)
    with open_archive(url, write=True) as archive:
        archive.regrade(regrade(), [verdict(first, "wrong", 0.0)])
    await store.record(attempt(credit=0.5, verdict="close", seed=3))
    progress = (await store.progress(ANN))["fwd-alpha-bar"]
    assert (progress.attempts, progress.best, progress.solved_at) == (2, 0.5, None)


async def test_on_postgresql_what_is_answered_meanwhile_is_counted(store: Store, url: str) -> None:
    if url.startswith("sqlite"):
        pytest.skip("one process writes a SQLite file")
    firsts = [attempt(seed=n) for n in range(20)]
    for first in firsts:
        await store.record(first)

    def regraded_one_by_one() -> None:
        with open_archive(url, write=True) as archive:
            for first in firsts:
                archive.regrade(regrade(), [verdict(first, "wrong", 0.0)])

    async def answering() -> None:
        for n in range(100):
            await store.record(attempt(seed=n, verdict="close", credit=0.5, at=minute(1 + n)))

    await asyncio.gather(asyncio.to_thread(regraded_one_by_one), answering())
    found = (await store.progress(ANN))["fwd-alpha-bar"]
    assert (found.attempts, found.best, found.solved_at, found.last_seed) == (120, 0.5, None, 99)


@contextmanager
def failing(words: str, *, after: int = 0) -> Iterator[None]:
    """Statements with these words fail after the first few, on whatever connection."""
    met = count()

    def fail(*statement: object) -> None:
        if words in str(statement[2]) and next(met) >= after:
            raise RuntimeError("the power is gone")

    sa.event.listen(sa.Engine, "before_cursor_execute", fail)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", fail)


@pytest.mark.parametrize("words", ["INSERT INTO regraded", "UPDATE progress"])
async def test_a_regrade_that_is_interrupted_leaves_nothing(url: str, words: str) -> None:
    first = attempt()
    await kept(url, first)
    with open_archive(url, write=True) as archive:
        with pytest.raises(RuntimeError, match="the power is gone"), failing(words):
            archive.regrade(regrade(), [verdict(first, "wrong", 0.0)])
        assert archive.attempts("fwd-alpha-bar") == (first,)
        archive.regrade(regrade(), [verdict(first, "wrong", 0.0)])
        assert archive.attempts("fwd-alpha-bar")[0].standing.verdict == "wrong"


def test_a_database_from_before_there_were_regrades_is_read(file_url: str) -> None:
    address = read_address(file_url)
    engine = write_engine(address, wait=5)
    with engine.begin() as connection:
        migrate(connection, address)
        connection.exec_driver_sql("DROP TABLE regraded")
        connection.exec_driver_sql("DROP TABLE regrade")
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '0001'")
    engine.dispose()
    with open_archive(file_url, write=False) as archive:
        assert archive.attempts("fwd-alpha-bar") == ()
    with open_archive(file_url, write=True) as archive:
        assert archive.attempts("fwd-alpha-bar") == ()


@pytest.mark.parametrize("write", [True, False])
def test_a_missing_file_is_not_made(file_url: str, path: Path, write: bool) -> None:
    with pytest.raises(StoreError, match="there is no database"), open_archive(file_url, write=write):
        pass
    assert not path.exists()
