"""A few threads that read, each question on a connection of its own."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Concatenate, ParamSpec, TypeVar

import sqlalchemy as sa

from app.store.errors import StoreError

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")


class Reader:
    """Answers questions, at most `threads` at a time."""

    def __init__(self, engine: sa.Engine, explain: Callable[[Exception], StoreError], threads: int) -> None:
        self._engine = engine
        self._explain = explain
        self._threads = ThreadPoolExecutor(threads, thread_name_prefix="store-reader")

    def close(self) -> None:
        """Stop, when the questions under way are answered."""
        self._threads.shutdown()

    async def ask(
        self,
        question: Callable[Concatenate[sa.Connection, Arguments], Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        """The answer to a question of `app.store.reads`. Raises StoreError."""

        def answer() -> Answer:
            try:
                with self._engine.connect() as connection:
                    return question(connection, *args, **kwargs)
            except sa.exc.SQLAlchemyError as error:
                raise self._explain(error) from error

        return await asyncio.get_running_loop().run_in_executor(self._threads, answer)
