"""Attempts to store, and stores to keep them in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.identifiers import uuid7
from app.store import Attempt, Store

NOON = datetime(2025, 3, 1, 12, 0, 0, 123456, tzinfo=UTC)
ANN, BEN = uuid7(), uuid7()


def minute(n: int) -> datetime:
    """n minutes after noon."""
    return NOON + timedelta(minutes=n)


def attempt(**changed: object) -> Attempt:
    """A correct answer of Ann's at noon, under a key of its own."""
    usual = Attempt(
        key=uuid7(),
        learner=ANN,
        exercise="fwd-alpha-bar",
        version="v1",
        seed=0,
        answer={"a": 0.5, "b": [1.0, None]},
        verdict="correct",
        credit=1.0,
        tag=None,
        feedback={"heading": "Right"},
        hints=0,
        helped=False,
        at=NOON,
    )
    return replace(usual, **changed)  # type: ignore[arg-type]  # the fields are named by the tests


@asynccontextmanager
async def opened(
    url: str, *, secret: bytes = b"s" * 32, queue_limit: int = 2000, wait: float = 5.0
) -> AsyncIterator[Store]:
    """A started store."""
    store = Store(url, secret=secret, queue_limit=queue_limit, wait=wait)
    await store.start()
    try:
        yield store
    finally:
        await store.close()


async def keys_of(store: Store, keys: list[UUID]) -> set[UUID]:
    """Which of these keys are stored."""
    return {key for key in keys if await store.attempt(key) is not None}
