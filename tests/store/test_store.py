"""The store as the program uses it, on real databases."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, timedelta, timezone

import pytest

from app.identifiers import uuid7
from app.store import Draft, Help, KeyTaken, Progress, Store, StoreError
from tests.store import postgresql
from tests.store.examples import ANN, BEN, attempt, minute, opened

pytestmark = pytest.mark.anyio


async def test_an_attempt_comes_back_as_it_was_recorded(store: Store) -> None:
    given = attempt(
        answer={"text": "x\u0000\ud800é", "n": [1.0, 2, None, True]}, tag="took-the-root", hints=2
    )
    recorded = await store.record(given)
    assert recorded.new
    assert recorded.attempt == given
    assert await store.attempt(given.key) == given


async def test_a_moment_of_another_zone_is_the_same_moment(store: Store) -> None:
    given = attempt(at=minute(0).astimezone(timezone(timedelta(hours=-7))))
    await store.record(given)
    stored = await store.attempt(given.key)
    assert stored is not None
    assert (stored.at, stored.at.tzinfo) == (given.at, UTC)


@pytest.mark.parametrize("answer", [None, 0.25, "1/3", False, [], {}])
async def test_every_kind_of_answer_is_kept(store: Store, answer: object) -> None:
    given = attempt(answer=answer)
    await store.record(given)
    assert await store.attempt(given.key) == given


async def test_a_retry_gets_the_stored_attempt(store: Store) -> None:
    first = attempt(verdict="wrong", credit=0.0)
    await store.record(first)
    again = await store.record(attempt(key=first.key, verdict="correct"))
    assert not again.new
    assert again.attempt == first
    assert (await store.progress(ANN))["fwd-alpha-bar"].attempts == 1


async def test_a_key_of_another_learner_is_refused_and_tells_nothing(store: Store) -> None:
    first = attempt(answer="a secret")
    await store.record(first)
    with pytest.raises(KeyTaken) as refused:
        await store.record(attempt(key=first.key, learner=BEN))
    assert "secret" not in str(refused.value)
    assert await store.progress(BEN) == {}
    assert await store.attempt(first.key) == first


async def test_200_at_once_that_share_keys_are_stored_once_each(store: Store) -> None:
    keys = [uuid7() for _ in range(40)]
    attempts = [attempt(key=keys[n % 40], seed=n, exercise=f"e{n % 4}") for n in range(200)]
    recorded = await asyncio.gather(*map(store.record, attempts))
    new = [(given, told.attempt) for given, told in zip(attempts, recorded, strict=True) if told.new]
    assert len(new) == 40
    assert all(given == stored for given, stored in new)
    for key in keys:
        told = {each.attempt.seed for each in recorded if each.attempt.key == key}
        stored = await store.attempt(key)
        assert stored is not None
        assert told == {stored.seed}
    assert sum(each.attempts for each in (await store.progress(ANN)).values()) == 40


async def test_progress_follows_the_attempts(store: Store) -> None:
    steps = [
        (attempt(at=minute(0), verdict="wrong", credit=0.0), 0.0, None, False),
        (attempt(at=minute(1), verdict="correct", credit=0.5, helped=True), 0.5, minute(1), True),
        (attempt(at=minute(2), verdict="correct", credit=1.0, seed=7), 1.0, minute(1), False),
        (attempt(at=minute(3), verdict="mistake", credit=0.0, seed=9, helped=True), 1.0, minute(1), False),
    ]
    for count, (step, best, solved_at, helped) in enumerate(steps, 1):
        await store.record(step)
        assert await store.progress(ANN) == {
            "fwd-alpha-bar": Progress(
                "fwd-alpha-bar", count, best, solved_at, helped, step.verdict, step.seed, step.at
            )
        }


async def test_learners_see_only_their_own(store: Store) -> None:
    await store.record(attempt())
    await store.save_draft(ANN, Draft("fwd-alpha-bar", 0, {"answer": ["1"]}, minute(0)))
    await store.open_help(ANN, "fwd-alpha-bar", 0, hints=1)
    assert await store.progress(BEN) == {}
    assert await store.attempts(BEN, "fwd-alpha-bar") == ()
    assert await store.last_attempt(BEN, "fwd-alpha-bar", 0) is None
    assert await store.latest(BEN, ["fwd-alpha-bar"]) == {}
    assert await store.drafts(BEN) == {}
    assert await store.helps(BEN, ["fwd-alpha-bar"]) == {}


async def test_attempts_are_told_newest_first(store: Store) -> None:
    made = [attempt(at=minute(n), seed=n % 2) for n in range(5)]
    other = attempt(exercise="other", at=minute(9))
    for each in (*made, other):
        await store.record(each)
    assert await store.attempts(ANN, "fwd-alpha-bar") == tuple(reversed(made))
    assert await store.attempts(ANN, "fwd-alpha-bar", limit=2) == (made[4], made[3])
    assert await store.last_attempt(ANN, "fwd-alpha-bar", 1) == made[3]
    assert await store.last_attempt(ANN, "fwd-alpha-bar", 2) is None
    assert await store.latest(ANN, {"fwd-alpha-bar", "other", "never"}) == {
        "fwd-alpha-bar": made[4],
        "other": other,
    }
    assert await store.latest(ANN, []) == {}


async def test_an_exercise_version_is_kept_with_the_first_attempt(store: Store) -> None:
    assert await store.version("v1") is None
    await store.record(attempt(), {"prompt": "β"})
    await store.record(attempt(), {"prompt": "a version never changes"})
    assert await store.version("v1") == {"prompt": "β"}


async def test_help_once_opened_stays_open(store: Store) -> None:
    assert await store.open_help(ANN, "e", 3, hints=2) == Help(2, solution=False)
    assert await store.open_help(ANN, "e", 3, hints=1) == Help(2, solution=False)
    assert await store.open_help(ANN, "e", 3, solution=True) == Help(2, solution=True)
    assert await store.open_help(ANN, "e", 3, hints=3) == Help(3, solution=True)
    assert await store.open_help(ANN, "e", 4, hints=1) == Help(1, solution=False)
    assert await store.helps(ANN, {"e", "f"}) == {
        ("e", 3): Help(3, solution=True),
        ("e", 4): Help(1, solution=False),
    }


async def test_an_older_draft_never_replaces_a_newer_one(store: Store) -> None:
    newer = Draft("e", 1, {"answer": ["newer"]}, minute(2))
    await store.save_draft(ANN, newer)
    await store.save_draft(ANN, Draft("e", 0, {"answer": ["older"]}, minute(1)))
    assert await store.draft(ANN, "e") == newer
    newest = Draft("e", 5, {"choice": ["a", "b"]}, minute(3))
    await store.save_draft(ANN, newest)
    assert await store.draft(ANN, "e") == newest


async def test_of_drafts_in_one_batch_the_newest_stays(store: Store) -> None:
    drafts = [Draft("e", 0, {"answer": [str(n)]}, minute(n)) for n in (3, 9, 1, 8, 0)]
    await asyncio.gather(*(store.save_draft(ANN, draft) for draft in drafts))
    assert await store.drafts(ANN) == {"e": drafts[1]}


async def test_a_resume_code_finds_its_learner_however_it_is_typed(store: Store) -> None:
    code = await store.resume_code(ANN)
    assert code == await store.resume_code(ANN)
    assert code != await store.resume_code(BEN)
    assert await store.learner_for(code) == ANN
    assert (
        await store.learner_for(f" {code.lower().replace('-', ' ').replace('0', 'o').replace('1', 'l')}")
        == ANN
    )
    assert await store.learner_for("0000-0000-0000-0000") is None
    assert await store.learner_for("no code at all") is None


async def test_a_moment_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(StoreError):
        await store.record(attempt(at=minute(0).replace(tzinfo=None)))


async def test_what_is_stored_survives_a_restart(url: str) -> None:
    given = attempt()
    async with opened(url) as store:
        await store.record(given, {"prompt": "β"})
        code = await store.resume_code(ANN)
    async with opened(url) as store:
        await store.ping()
        assert await store.attempt(given.key) == given
        assert await store.learner_for(code) == ANN
        assert not (await store.record(given)).new


async def test_a_code_outlives_a_new_secret(url: str) -> None:
    async with opened(url, secret=b"old" * 11) as store:
        old = await store.resume_code(ANN)
    async with opened(url, secret=b"new" * 11) as store:
        new = await store.resume_code(ANN)
        assert new != old
        assert (await store.learner_for(old), await store.learner_for(new)) == (ANN, ANN)


async def test_a_store_that_is_not_started_or_closed_says_so(url: str) -> None:
    store = Store(url)
    with pytest.raises(StoreError, match="closed"):
        await store.ping()
    await store.start()
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.record(attempt())


async def test_closing_writes_what_waits(url: str) -> None:
    attempts = [attempt() for _ in range(50)]
    store = Store(url)
    await store.start()
    waiting = [asyncio.ensure_future(store.record(each)) for each in attempts]
    await asyncio.sleep(0)
    await store.close()
    assert all(each.new for each in await asyncio.gather(*waiting))


@pytest.mark.skipif(not postgresql.is_available(), reason="PostgreSQL is not tested: none is installed here")
async def test_two_processes_may_write_one_postgresql_database(postgresql_server: str) -> None:
    with postgresql.fresh_database(postgresql_server) as url:
        stores = [Store(url), Store(url), Store(url)]
        await asyncio.gather(*(store.start() for store in stores))
        attempts = [attempt(exercise=f"e{n % 5}") for n in range(60)]
        recorded = await asyncio.gather(*(store.record(each) for each in attempts for store in stores))
        counted = await stores[0].progress(ANN)
        await asyncio.gather(*(store.close() for store in stores))
    assert sum(each.new for each in recorded) == 60
    assert sum(each.attempts for each in counted.values()) == 60


async def test_the_history_is_what_the_single_questions_tell(store: Store) -> None:
    await store.record(attempt(exercise="e"))
    await store.record(attempt(exercise="other"))
    await store.open_help(ANN, "e", 3, hints=2)
    await store.save_draft(ANN, Draft("f", 1, {"answer": ["1"]}, minute(5)))
    history = await store.history(ANN, {"e", "f"})
    assert history.progress == await store.progress(ANN)
    assert history.latest == await store.latest(ANN, {"e", "f"})
    assert set(history.latest) == {"e"}
    assert history.drafts == await store.drafts(ANN)
    assert history.helps == {("e", 3): Help(2, False)}
    assert (await store.history(BEN, {"e", "f"})).progress == {}


async def test_what_is_stored_depends_on_what_was_open_at_that_moment(store: Store) -> None:
    await store.open_help(ANN, "e", 0, hints=2)
    alone = attempt(exercise="e", seed=0, credit=1.0, helped=False)
    assisted = replace(alone, credit=0.5, helped=True)
    recorded = await store.record(alone, assisted=assisted)
    assert recorded.attempt == replace(alone, hints=2)
    await store.open_help(ANN, "e", 0, solution=True)
    later = replace(alone, key=uuid7())
    recorded = await store.record(later, assisted=replace(assisted, key=later.key))
    assert recorded.attempt == replace(assisted, key=later.key, hints=2)
    other = replace(alone, key=uuid7(), seed=7)
    assert (await store.record(other, assisted=replace(assisted, key=other.key, seed=7))).attempt == other
