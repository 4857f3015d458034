"""The store as the rest of the program sees it: durable when a call returns."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Mapping
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

import sqlalchemy as sa

from app.store import codes, reads
from app.store.backups import backup
from app.store.changes import Changing, Identify, OpenHelp, RecordAttempt, SaveDraft
from app.store.engines import read_address
from app.store.errors import StoreError, explained
from app.store.opening import Opened, open_database
from app.store.reader import Reader
from app.store.records import Attempt, Correction, Draft, Help, History, Json, Progress, Recorded
from app.store.writer import Writer

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
Outcome = TypeVar("Outcome")

READERS = 4
RESUME = "resume"


class Store:
    """Attempts, progress, help, drafts and resume codes in one database.

    `secret` keys the resume codes. `wait` is how many seconds to wait for a lock that another program holds.
    Every method may raise StoreError; those that write may raise Busy.
    """

    def __init__(self, url: str, *, secret: bytes = b"", queue_limit: int = 2000, wait: float = 5.0) -> None:
        self._address = read_address(url)
        self._secret = secret
        self._limit = queue_limit
        self._wait = wait
        self._opened: Opened | None = None

    async def start(self) -> None:
        """Open the database and bring it up to date; on an error nothing is left half open or overwritten."""
        try:
            opened = await asyncio.to_thread(open_database, self._address, self._wait, READERS)
        except (sa.exc.SQLAlchemyError, OSError, StoreError) as error:
            raise self._explain(error) from error
        self._writer = Writer(opened.writing, self._explain, self._limit)
        self._reader = Reader(opened.reading, self._explain, READERS)
        self._writer.start()
        self._opened = opened

    async def close(self) -> None:
        """Write what waits, then let go of the database."""
        if (opened := self._opened) is None:
            return
        self._opened = None
        await self._writer.close()
        await asyncio.to_thread(self._reader.close)
        await asyncio.to_thread(opened.close)

    async def record(
        self, attempt: Attempt, content: Json = None, *, assisted: Attempt | None = None
    ) -> Recorded:
        """The stored attempt: this one, or what was stored under its key before.

        `content`: what the exercise says at this version; it is kept with the first attempt.
        `assisted`: what to store instead when the solution of these numbers was open; with it, the hints that
        were open are noted on what is stored.
        Raises KeyTaken when the key is another learner's.
        """
        return await self._write(RecordAttempt(attempt.learner, attempt, content, assisted))

    async def open_help(
        self, learner: UUID, exercise: str, seed: int, *, hints: int | None = None, solution: bool = False
    ) -> Help:
        """What is open after opening the first `hints` hints, the solution, or both."""
        return await self._write(OpenHelp(learner, exercise, seed, hints or 0, solution))

    async def save_draft(self, learner: UUID, draft: Draft) -> None:
        """Keep a draft, unless a newer one is kept."""
        await self._write(SaveDraft(learner, draft))

    async def resume_code(self, learner: UUID) -> str:
        """The code with which the learner finds their work on another device; always the same one."""
        code = codes.code_for(learner, self._secret)
        await self._write(Identify(learner, RESUME, codes.hashed(code)))
        return codes.grouped(code)

    async def learner_for(self, code: str) -> UUID | None:
        """Whose resume code was typed, None when nobody's."""
        typed = codes.read_code(code)
        return None if typed is None else await self._read(reads.learner_of, RESUME, codes.hashed(typed))

    async def progress(self, learner: UUID) -> Mapping[str, Progress]:
        """A learner's progress by exercise."""
        return await self._read(reads.progress, learner)

    async def corrections(self, learner: UUID) -> Mapping[str, Correction]:
        """The last regrade that changed a verdict of a learner, by exercise; most exercises have none."""
        return await self._read(reads.corrections, learner)

    async def attempt(self, key: UUID) -> Attempt | None:
        """The attempt stored under a key."""
        return (await self._read(reads.attempts_by_key, [key])).get(key)

    async def attempts(self, learner: UUID, exercise: str, limit: int = 20) -> tuple[Attempt, ...]:
        """A learner's attempts at an exercise, newest first."""
        return await self._read(reads.attempts, learner, exercise, limit)

    async def last_attempt(self, learner: UUID, exercise: str, seed: int) -> Attempt | None:
        """A learner's newest attempt at one variant."""
        return await self._read(reads.last_attempt, learner, exercise, seed)

    async def latest(self, learner: UUID, exercises: Collection[str]) -> Mapping[str, Attempt]:
        """A learner's newest attempt at each of these exercises, whatever its variant."""
        return await self._read(reads.latest, learner, exercises)

    async def draft(self, learner: UUID, exercise: str) -> Draft | None:
        """A learner's draft of an exercise."""
        return (await self.drafts(learner)).get(exercise)

    async def drafts(self, learner: UUID) -> Mapping[str, Draft]:
        """All drafts of a learner by exercise."""
        return await self._read(reads.drafts, learner)

    async def helps(self, learner: UUID, exercises: Collection[str]) -> Mapping[tuple[str, int], Help]:
        """What a learner has opened, by exercise and seed."""
        return await self._read(reads.helps, learner, exercises)

    async def history(self, learner: UUID, exercises: Collection[str]) -> History:
        """All that a page with these exercises shows of a learner, in one read."""
        return await self._read(reads.history, learner, exercises)

    async def version(self, name: str) -> object | None:
        """What an exercise said at a version, None when it was never attempted."""
        return await self._read(reads.version, name)

    async def ping(self) -> None:
        """Nothing, when the database answers."""
        await self._read(reads.ping)

    async def backup(self, target: Path) -> None:
        """Write a whole copy of the SQLite file; the store need not be started, and may be in use."""
        await asyncio.to_thread(backup, self._address, target)

    async def _read(
        self,
        question: Callable[Concatenate[sa.Connection, Arguments], Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        if self._opened is None:
            raise StoreError("the store is closed")
        return await self._reader.ask(question, *args, **kwargs)

    async def _write(self, change: Changing[Outcome]) -> Outcome:
        if self._opened is None:
            raise StoreError("the store is closed")
        return await self._writer.submit(change)

    def _explain(self, error: Exception) -> StoreError:
        return explained(error, str(self._address))
