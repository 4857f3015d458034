"""Programs graded in the real runner."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Protocol

import pytest

from app.answers import CodeAnswer
from app.grading import Graded, grade_code
from app.runner import Runner
from tests.grading.examples import CODE, variant


class Grading(Protocol):
    """Grades a program as the answer to an exercise written as YAML."""

    def __call__(self, source: str, text: str = CODE, seed: int | None = None) -> Graded:
        """The verdict."""
        ...


@pytest.fixture(scope="module")
def told() -> Iterator[Grading]:
    """Grades a program in the real runner."""
    with asyncio.Runner() as loop:
        runner = Runner(spares=2, unprotected=True)
        loop.run(runner.start())

        def graded(source: str, text: str = CODE, seed: int | None = None) -> Graded:
            return loop.run(grade_code(variant(text), CodeAnswer(source), runner, seed=seed))

        yield graded
        loop.run(runner.close())
