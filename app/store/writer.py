"""The one thread that writes: whatever waits in the queue is committed together.

While one batch is being made durable the next gathers by itself: nobody waits for company, and the cost
of a commit is shared by all who arrive during the one before.
"""

from __future__ import annotations

import asyncio
import queue
import sqlite3
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, TypeVar

import sqlalchemy as sa

from app.store.changes import Change, Changing, Result
from app.store.errors import Busy, StoreError
from app.store.writes import apply

BATCH_LIMIT = 256
Outcome = TypeVar("Outcome")


@dataclass(frozen=True)
class Job:
    """A change and who waits for its outcome, whose type only `submit` knows."""

    change: Change
    waiting: asyncio.Future[Any]


class Writer:
    """Commits changes in batches, from `start` to `close`."""

    def __init__(self, engine: sa.Engine, explain: Callable[[Exception], StoreError], limit: int) -> None:
        self._engine = engine
        self._explain = explain
        self._queue: queue.Queue[Job | None] = queue.Queue(limit)
        self._thread = threading.Thread(target=self._run, name="store-writer", daemon=True)
        self._closing = False

    def start(self) -> None:
        """Begin to write; outcomes are told on the running event loop."""
        self._loop = asyncio.get_running_loop()
        self._thread.start()

    async def close(self) -> None:
        """Write what waits, then stop."""
        self._closing = True
        await asyncio.to_thread(self._queue.put, None)
        await asyncio.to_thread(self._thread.join)

    async def submit(self, change: Changing[Outcome]) -> Outcome:
        """The outcome of a change, once it is durable.

        Raises Busy when too much waits, and StoreError (a KeyTaken among them) when it cannot be stored.
        """
        if self._closing or not self._thread.is_alive():
            raise StoreError("the store is closed")
        waiting: asyncio.Future[Outcome] = self._loop.create_future()
        try:
            self._queue.put_nowait(Job(change, waiting))  # type: ignore[arg-type]  # every Changing is a Change
        except queue.Full:
            raise Busy from None
        return await waiting

    def _run(self) -> None:
        while batch := self._next_batch():
            try:
                outcomes: Sequence[Result | StoreError] = self._write([job.change for job in batch])
            except Exception as error:
                outcomes = [self._explain(error)] * len(batch)
            with suppress(RuntimeError):  # the loop is closed: nobody waits, but the queue is still written
                self._loop.call_soon_threadsafe(_tell, batch, outcomes)

    def _next_batch(self) -> list[Job]:
        """What waits, at least one job; empty when the queue has come to its end."""
        job = self._queue.get()
        batch: list[Job] = []
        while job is not None:
            batch.append(job)
            if len(batch) == BATCH_LIMIT or self._queue.empty():
                return batch
            job = self._queue.get()
        if batch:
            self._queue.put(None)  # the end is for the next round
        return batch

    def _write(self, changes: Sequence[Change]) -> Sequence[Result | StoreError]:
        """The outcomes of a batch; an error that concerns the database as a whole is raised."""
        try:
            return self._together(changes)
        except Exception as error:
            if is_general(error):
                raise
            return self._one_by_one(changes)  # a bad row, or a broken connection: repeating is harmless

    def _together(self, changes: Sequence[Change]) -> Sequence[Result]:
        with self._engine.begin() as connection:
            return apply(connection, changes)

    def _one_by_one(self, changes: Sequence[Change]) -> Sequence[Result | StoreError]:
        """A change that cannot be stored fails alone; the others share one commit."""
        with self._engine.begin() as connection:
            return [self._alone(connection, change) for change in changes]

    def _alone(self, connection: sa.Connection, change: Change) -> Result | StoreError:
        try:
            with connection.begin_nested():
                return apply(connection, [change])[0]
        except Exception as error:
            if is_lost(error) or is_general(error):
                raise
            return self._explain(error)


def is_lost(error: Exception) -> bool:
    """Whether the connection broke, as when PostgreSQL restarts."""
    return isinstance(error, sa.exc.DBAPIError) and error.connection_invalidated


def is_general(error: Exception) -> bool:
    """Whether every change would fail the same way: SQLite's file is locked, full, unreadable."""
    return isinstance(error, sa.exc.OperationalError) and isinstance(error.orig, sqlite3.Error)


def _tell(batch: Sequence[Job], outcomes: Sequence[Result | StoreError]) -> None:
    """On the event loop: wake those who wait. Somebody who gave up has their change stored all the same."""
    for job, outcome in zip(batch, outcomes, strict=True):
        if job.waiting.done():
            continue
        if isinstance(outcome, StoreError):
            job.waiting.set_exception(outcome)
        else:
            job.waiting.set_result(outcome)
