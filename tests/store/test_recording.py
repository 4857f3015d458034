"""Attempts recorded together make the same progress as one after another."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

import pytest
import sqlalchemy as sa

from app.store import Attempt, KeyTaken, Progress, Recorded
from app.store.changes import RecordAttempt
from app.store.engines import read_address, write_engine
from app.store.reads import progress
from app.store.schema import migrate
from app.store.writes import apply
from tests.store.examples import ANN, BEN, attempt, minute

RESULTS = [("wrong", 0.0, False), ("correct", 0.5, True), ("close", 0.5, False), ("correct", 1.0, True)]


@pytest.fixture
def connection(url: str) -> Iterator[sa.Connection]:
    """A transaction on a database with our tables."""
    address = read_address(url)
    engine = write_engine(address, wait=5)
    with engine.begin() as connection:
        migrate(connection, address)
        yield connection
    engine.dispose()


def record(connection: sa.Connection, *attempts: Attempt) -> list[object]:
    """What became of attempts that arrive in one batch."""
    return list(apply(connection, [RecordAttempt(each.learner, each, None, None) for each in attempts]))


def made(exercise: str, order: tuple[int, ...]) -> list[Attempt]:
    """The results, each at its own minute, in the order of their arrival."""
    return [
        attempt(exercise=exercise, seed=n, at=minute(n), verdict=verdict, credit=credit, helped=helped)
        for n, (verdict, credit, helped) in ((n, RESULTS[n]) for n in order)
    ]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_progress_does_not_depend_on_batches_or_their_order(connection: sa.Connection, count: int) -> None:
    expected = {
        1: Progress("", 1, 0.0, None, False, "wrong", 0, minute(0)),
        2: Progress("", 2, 0.5, minute(1), True, "correct", 1, minute(1)),
        3: Progress("", 3, 0.5, minute(1), False, "close", 2, minute(2)),
        4: Progress("", 4, 1.0, minute(1), True, "correct", 3, minute(3)),
    }[count]
    orders = list(permutations(range(count)))
    for place, order in enumerate(orders):
        record(connection, *made(f"together-{place}", order))
        for each in made(f"alone-{place}", order):
            record(connection, each)
    kept = progress(connection, ANN)
    assert len(kept) == 2 * len(orders)
    assert {name: vars(each) | {"exercise": ""} for name, each in kept.items()} == dict.fromkeys(
        kept, vars(expected)
    )


def test_of_two_with_one_key_in_a_batch_the_first_is_stored(connection: sa.Connection) -> None:
    first = attempt()
    second, foreign = attempt(key=first.key, seed=1), attempt(key=first.key, learner=BEN)
    outcomes = record(connection, first, second, foreign)
    assert outcomes[:2] == [Recorded(first, True), Recorded(first, False)]
    assert isinstance(outcomes[2], KeyTaken)
    assert progress(connection, ANN)[first.exercise].attempts == 1
    assert progress(connection, BEN) == {}
