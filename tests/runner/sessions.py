"""A runner with an event loop of its own, for tests that are not coroutines."""

import asyncio
import sys
from collections.abc import Coroutine, Iterator, Set
from contextlib import contextmanager
from typing import Any, TypeVar

from app.runner import Call, Job, Report, Runner, Value
from app.runner.child.answer import answer
from app.runner.child.frames import HEADER
from app.runner.child.layers import LAYERS
from app.runner.exchange import frame_of, report_of

T = TypeVar("T")
ALL = frozenset(LAYERS)


class Session:
    """Runs jobs one after the other."""

    def __init__(self, runner: Runner, loop: asyncio.Runner) -> None:
        self.runner = runner
        self._loop = loop

    def wait(self, coroutine: Coroutine[Any, Any, T]) -> T:
        """What the coroutine returns."""
        return self._loop.run(coroutine)

    def run(self, source: str, *arguments: Value, seconds: float = 1.0) -> Report:
        """The report of one call of `f` in the source."""
        return self.wait(self.runner.run(Job(source, (Call("f", arguments),), seconds=seconds)))


@contextmanager
def session(
    *, layers: Set[str] = ALL, unprotected: bool = False, spares: int = 2, queue_limit: int = 64
) -> Iterator[Session]:
    """A started runner, closed in the end."""
    with asyncio.Runner() as loop:
        runner = Runner(spares=spares, queue_limit=queue_limit, unprotected=unprotected, layers=layers)
        loop.run(runner.start())
        try:
            yield Session(runner, loop)
        finally:
            loop.run(runner.close())


def in_process(job: Job) -> Report:
    """The report of a harmless job, answered in this very process."""
    streams = sys.stdout, sys.stderr
    try:
        return report_of(answer(frame_of(job)[HEADER.size :]), job)
    finally:
        sys.stdout, sys.stderr = streams
        sys.modules.pop("answer", None)
