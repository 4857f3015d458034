"""What a regrade writes: new verdicts beside the old ones, and the progress that follows from them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.identifiers import uuid7
from app.store import Attempt, Correction, NewVerdict, Progress, Regrade, Regraded, StoreError
from app.store.changes import RecordAttempt
from app.store.engines import read_address, write_engine
from app.store.reads import attempts_by_key, corrections, progress
from app.store.regrades import apply_regrade, as_it_stands, attempts_at, contents, exercises_attempted
from app.store.schema import migrate
from app.store.writes import apply
from tests.store.examples import ANN, BEN, attempt, minute

NUMBERS = count()


@pytest.fixture
def connection(url: str) -> Iterator[sa.Connection]:
    """A transaction on a database with our tables."""
    address = read_address(url)
    engine = write_engine(address, wait=5)
    with engine.begin() as connection:
        migrate(connection, address)
        yield connection
    engine.dispose()


def record(connection: sa.Connection, *attempts: Attempt) -> None:
    """Stores attempts as they are."""
    apply(connection, [RecordAttempt(each.learner, each, {"of": each.version}, None) for each in attempts])


def regrade(exercise: str = "fwd-alpha-bar", **changed: object) -> Regrade:
    """A regrade as of version v2, an hour after noon."""
    usual = Regrade(uuid7(), minute(60), "root", "the key was squared", exercise, "v2", 1, 1, 0, 0)
    return replace(usual, **changed)  # type: ignore[arg-type]  # the fields are named by the tests


def verdict(of: Attempt, verdict: str, credit: float, tag: str | None = None) -> NewVerdict:
    """A new verdict on an attempt."""
    return NewVerdict(of, verdict, credit, tag, {"heading": verdict})


def stored(connection: sa.Connection, of: Attempt) -> Attempt:
    """The attempt as it is read."""
    return attempts_by_key(connection, [of.key])[of.key]


def rows(connection: sa.Connection, table: str) -> Sequence[object]:
    """All of a table."""
    return connection.execute(sa.text(f"SELECT * FROM {table}")).all()


def test_the_attempt_stays_and_the_new_verdict_holds(connection: sa.Connection) -> None:
    first = attempt(verdict="wrong", credit=0.0, tag="slip")
    record(connection, first)
    before = rows(connection, "attempt")
    apply_regrade(connection, regrade(), [verdict(first, "correct", 1.0)])
    assert rows(connection, "attempt") == before
    read = stored(connection, first)
    assert replace(read, regraded=None) == first
    assert read.standing is read.regraded
    assert read.regraded == Regraded(
        "v2", "correct", 1.0, None, {"heading": "correct"}, minute(60), "the key was squared", 1
    )
    assert progress(connection, ANN)["fwd-alpha-bar"] == Progress(
        "fwd-alpha-bar", 1, 1.0, first.at, False, "correct", 0, first.at
    )


def test_of_two_regrades_the_later_holds_and_both_are_kept(connection: sa.Connection) -> None:
    first = attempt()
    record(connection, first)
    apply_regrade(connection, regrade(), [verdict(first, "wrong", 0.0)])
    apply_regrade(
        connection, regrade(version="v3"), [verdict(stored(connection, first), "mistake", 0.0, "slip")]
    )
    read = stored(connection, first)
    assert (read.standing.version, read.standing.verdict, read.standing.tag) == ("v3", "mistake", "slip")
    told = connection.execute(
        sa.text("SELECT number, old_version, old_verdict, verdict FROM regraded ORDER BY number")
    )
    assert told.all() == [(1, "v1", "correct", "wrong"), (2, "v2", "wrong", "mistake")]
    assert len(rows(connection, "regrade")) == 2


def test_the_last_regrade_that_changed_a_verdict_is_told_by_exercise(connection: sa.Connection) -> None:
    first, other = attempt(), attempt(exercise="fwd-snr")
    record(connection, first, other)
    assert corrections(connection, ANN) == {}
    apply_regrade(connection, regrade(), [verdict(first, "wrong", 0.0)])
    apply_regrade(
        connection,
        regrade(at=minute(90), reason="it was wrong again"),
        [verdict(stored(connection, first), "correct", 1.0)],
    )
    assert corrections(connection, ANN) == {"fwd-alpha-bar": Correction(minute(90), "it was wrong again")}
    assert corrections(connection, BEN) == {}


def test_an_attempt_that_was_regraded_since_it_was_read_is_refused(connection: sa.Connection) -> None:
    first = attempt()
    record(connection, first)
    apply_regrade(connection, regrade(), [verdict(first, "wrong", 0.0)])
    with pytest.raises(StoreError, match="run it again"), connection.begin_nested():
        apply_regrade(connection, regrade(), [verdict(first, "close", 0.5)])
    assert stored(connection, first).standing.verdict == "wrong"


def test_other_learners_and_exercises_keep_their_progress(connection: sa.Connection) -> None:
    mine, bens, elsewhere = attempt(), attempt(learner=BEN), attempt(exercise="other")
    record(connection, mine, bens, elsewhere)
    before = progress(connection, BEN), progress(connection, ANN)["other"]
    apply_regrade(connection, regrade(), [verdict(mine, "wrong", 0.0)])
    assert (progress(connection, BEN), progress(connection, ANN)["other"]) == before
    assert progress(connection, ANN)["fwd-alpha-bar"].solved_at is None


def test_what_was_attempted_is_found(connection: sa.Connection) -> None:
    late, early, other = attempt(at=minute(5), learner=BEN), attempt(), attempt(exercise="z", version="v9")
    record(connection, late, early, other)
    assert exercises_attempted(connection) == ("fwd-alpha-bar", "z")
    assert attempts_at(connection, "fwd-alpha-bar") == (early, late)
    assert contents(connection, ["v9", "v1", "missing"]) == {"v9": {"of": "v9"}, "v1": {"of": "v1"}}


RESULTS = st.sampled_from(
    [("wrong", 0.0), ("mistake", 0.0), ("close", 0.5), ("correct", 0.5), ("correct", 1.0)]
)
ANSWERS = st.lists(
    st.tuples(st.sampled_from([ANN, BEN]), RESULTS, st.booleans(), st.none() | RESULTS, st.integers(0, 9)),
    min_size=1,
    max_size=8,
)


@given(answers=ANSWERS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_progress_after_a_regrade_is_that_of_answers_graded_so_at_once(
    connection: sa.Connection, answers: list[tuple[object, tuple[str, float], bool, tuple[str, float], int]]
) -> None:
    exercise, fresh = f"regraded-{next(NUMBERS)}", f"graded-so-{next(NUMBERS)}"
    made = [
        attempt(
            exercise=exercise,
            learner=who,
            verdict=told,
            credit=credit,
            helped=helped,
            at=minute(10 * at + n),
            seed=n,
        )
        for n, (who, (told, credit), helped, _, at) in enumerate(answers)
    ]
    record(connection, *made)
    new = [verdict(one, *now) for one, (_, _, _, now, _) in zip(made, answers, strict=True) if now]
    if new:
        apply_regrade(connection, regrade(exercise), new)
    so_at_once = [replace(as_it_stands(stored(connection, one)), key=uuid7(), exercise=fresh) for one in made]
    for one in so_at_once:
        record(connection, one)
    for learner in (ANN, BEN):
        kept = progress(connection, learner)
        assert (exercise in kept) == (fresh in kept)
        if exercise in kept:
            assert replace(kept[exercise], exercise=fresh) == kept[fresh]
