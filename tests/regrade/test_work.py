"""Which exercises are gone through, and who is said to have done it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.library import read_library
from app.regrade import NoSuchExercise, Rules, attempts_to_grade, exercises_of
from app.regrade.work import operator
from app.store import open_archive
from app.workbook import Workbook
from tests.store.examples import attempt, opened

BOOK = Path(__file__).parents[1] / "books" / "small"


@pytest.fixture(scope="module")
def book() -> Workbook:
    """The small book."""
    return read_library(BOOK, None)


def test_without_ids_every_exercise_is_meant(book: Workbook) -> None:
    assert {one.id for one in exercises_of([book], [])} == set(book.documents)


def test_ids_are_taken_in_their_order_and_once(book: Workbook) -> None:
    named = exercises_of([book], ["more-bug", "step-root", "more-bug"])
    assert [one.id for one in named] == ["more-bug", "step-root"]
    with pytest.raises(NoSuchExercise) as caught:
        exercises_of([book], ["step-root", "missing"])
    assert caught.value.args[0] == "missing"


@pytest.mark.anyio
@pytest.mark.parametrize("anyio_backend", ["asyncio"])
async def test_exercises_without_old_attempts_are_no_work(book: Workbook, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'workbook.db'}"
    old = attempt(exercise="step-root", version="of old")
    current = attempt(exercise="more-bug", version=book.exercise("more-bug").version)
    async with opened(url) as store:
        await store.record(old)
        await store.record(current)
    with open_archive(url, write=False) as archive:
        every = exercises_of([book], [])
        assert [(one.id, found) for one, found in attempts_to_grade(archive, every, Rules())] == [
            ("step-root", (old,))
        ]
        assert len(attempts_to_grade(archive, every, Rules(current=True))) == 2


def test_the_operator_has_a_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "dana")
    assert operator() == "dana"
