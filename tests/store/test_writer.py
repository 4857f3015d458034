"""The writing thread: batches, bad rows, too many at once, databases that go away."""

from __future__ import annotations

import asyncio
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from app.identifiers import uuid7
from app.store import Busy, Draft, Store, StoreError
from tests.store import postgresql
from tests.store.examples import ANN, BEN, attempt, keys_of, minute, opened

pytestmark = pytest.mark.anyio


@contextmanager
def locked(path: Path) -> Iterator[sqlite3.Connection]:
    """Another program's write lock on the file."""
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield other


BAD = {
    "a credit above 1": {"credit": 2.0},
    "a credit that is no number": {"credit": float("nan")},
    "an answer that JSON cannot hold": {"answer": {"x": float("inf")}},
    "an answer that is no JSON at all": {"answer": object()},
    "a text that UTF-8 cannot hold": {"tag": "\ud800"},
    "a seed that no column holds": {"seed": 2**70},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
async def test_a_bad_row_fails_alone(store: Store, bad: dict[str, object]) -> None:
    good = [attempt(exercise=f"e{n}") for n in range(20)]
    poison = attempt(learner=BEN, version="never stored", **bad)
    outcomes = await asyncio.gather(
        *(store.record(each, {}) for each in (*good[:10], poison, *good[10:])), return_exceptions=True
    )
    failed = [n for n, outcome in enumerate(outcomes) if isinstance(outcome, BaseException)]
    assert failed == [10]
    assert isinstance(outcomes[10], StoreError)
    assert "\n" not in str(outcomes[10])
    assert await keys_of(store, [each.key for each in (*good, poison)]) == {each.key for each in good}
    assert await store.progress(BEN) == {}
    assert await store.version("never stored") is None
    assert (await store.record(attempt(learner=BEN))).new


async def test_changes_of_every_kind_share_a_batch(file_url: str, path: Path) -> None:
    async with opened(file_url) as store:
        with locked(path) as other:
            first = asyncio.ensure_future(store.ping())
            changes = [
                asyncio.ensure_future(store.record(attempt())),
                asyncio.ensure_future(store.save_draft(BEN, Draft("e", 0, {}, minute(0)))),
                asyncio.ensure_future(store.open_help(BEN, "e", 0, hints=1)),
                asyncio.ensure_future(store.record(attempt(credit=-1.0))),
                asyncio.ensure_future(store.resume_code(ANN)),
            ]
            await first
            other.execute("ROLLBACK")
        outcomes = await asyncio.gather(*changes, return_exceptions=True)
        assert [isinstance(outcome, StoreError) for outcome in outcomes] == [n == 3 for n in range(5)]
        assert await store.draft(BEN, "e") == Draft("e", 0, {}, minute(0))
        assert len(await store.helps(BEN, ["e"])) == 1


async def test_too_many_at_once_are_turned_away_and_the_others_stored(file_url: str, path: Path) -> None:
    attempts = [attempt(exercise=f"e{n % 7}") for n in range(600)]
    async with opened(file_url, queue_limit=50, wait=60) as store:
        with locked(path) as other:
            waiting = [asyncio.ensure_future(store.record(each)) for each in attempts]
            while not any(each.done() for each in waiting):
                await asyncio.sleep(0)
            other.execute("ROLLBACK")
        outcomes = await asyncio.gather(*waiting, return_exceptions=True)
        busy = [outcome for outcome in outcomes if isinstance(outcome, Busy)]
        assert 0 < len(busy) <= 550
        assert all(each.retry_after == 1 for each in busy)
        accepted = {
            each.key
            for each, outcome in zip(attempts, outcomes, strict=True)
            if not isinstance(outcome, Exception)
        }
        assert len(accepted) == 600 - len(busy)
        assert await keys_of(store, [each.key for each in attempts]) == accepted
        assert sum(each.attempts for each in (await store.progress(ANN)).values()) == len(accepted)


async def test_reading_goes_on_while_another_program_writes(file_url: str, path: Path) -> None:
    given = attempt()
    async with opened(file_url) as store:
        await store.record(given)
        with locked(path):
            assert await store.attempt(given.key) == given


async def test_a_file_locked_too_long_fails_the_answer_in_one_line(file_url: str, path: Path) -> None:
    async with opened(file_url, wait=0.05) as store:
        with locked(path), pytest.raises(StoreError, match=r"workbook\.db is locked by another program"):
            await store.record(attempt())
        assert (await store.record(attempt())).new


async def test_a_full_disk_fails_the_answer_and_loses_none(file_url: str, path: Path) -> None:
    before, too_much, after = attempt(), attempt(answer="x" * 100_000), attempt()
    async with opened(file_url) as store:
        await store.record(before)
        limits = resource.getrlimit(resource.RLIMIT_FSIZE)
        used = path.with_name("workbook.db-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (used + 8192, limits[1]))
        try:
            with pytest.raises(StoreError, match="the disk is full"):
                await store.record(too_much)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        await store.record(after)
        keys = [before.key, too_much.key, after.key]
        assert await keys_of(store, keys) == {before.key, after.key}
    async with opened(file_url) as store:
        assert await keys_of(store, keys) == {before.key, after.key}


async def test_closing_writes_what_waits_behind_a_lock(file_url: str, path: Path) -> None:
    attempts = [attempt() for _ in range(20)]
    async with opened(file_url) as store:
        with locked(path) as other:
            waiting = [asyncio.ensure_future(store.record(attempts[0]))]
            await asyncio.sleep(0.1)  # so that the writer waits for the lock with the first
            waiting += [asyncio.ensure_future(store.record(each)) for each in attempts[1:]]
            closing = asyncio.ensure_future(store.close())
            await asyncio.sleep(0.1)  # so that the end is in the queue behind the attempts
            other.execute("ROLLBACK")
        await closing
        assert all(each.new for each in await asyncio.gather(*waiting))


async def test_somebody_who_gave_up_has_their_answer_stored(file_url: str, path: Path) -> None:
    given = attempt()
    async with opened(file_url) as store:
        with locked(path) as other:
            waiting = asyncio.ensure_future(store.record(given))
            await asyncio.sleep(0)
            waiting.cancel()
            other.execute("ROLLBACK")
        assert (await store.record(attempt())).new
        assert await store.attempt(given.key) == given


@pytest.mark.skipif(not postgresql.is_available(), reason="PostgreSQL is not tested: none is installed here")
async def test_a_connection_lost_in_the_middle_of_a_batch_is_made_again(postgresql_server: str) -> None:
    with postgresql.fresh_database(postgresql_server) as url:
        engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
        given = [attempt(key=uuid7(), seed=n) for n in range(5)]
        waits = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
        others = "FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
        async with opened(url) as store:
            with engine.connect() as operator, engine.connect() as other:
                other.exec_driver_sql("BEGIN")
                other.exec_driver_sql("LOCK TABLE attempt")
                waiting = [asyncio.ensure_future(store.record(each)) for each in given]
                while not operator.scalar(waits):
                    await asyncio.sleep(0.01)
                held = other.connection.dbapi_connection
                assert held is not None
                pid = other.scalar(sa.text("SELECT pg_backend_pid()"))
                operator.exec_driver_sql(f"SELECT pg_terminate_backend(pid) {others} AND pid <> {pid}")
                other.exec_driver_sql("ROLLBACK")
            recorded = await asyncio.gather(*waiting)
            assert all(each.new for each in recorded)
            assert (await store.progress(ANN))["fwd-alpha-bar"].attempts == 5
        engine.dispose()
