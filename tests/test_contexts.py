"""What templates see: where a learner stands, also when the exercise is no longer what it was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from app.contexts import KINDS, Tally, filled, last_seed, tally
from app.grading import Graded
from app.models import EXERCISE_TYPES, Numeric
from app.services import Services
from app.store import Attempt, Draft, Json, Progress
from tests.forms import FormReader, send
from tests.samples import SAMPLES, TYPES, Sample
from tests.served_books import served_with

NOON = datetime(2025, 3, 1, 12, tzinfo=UTC)
LATER = NOON + timedelta(minutes=1)
RIGHT = [sample for sample in SAMPLES if sample.verdict == "correct"]


def attempt(answer: str = "2", seed: int = 0, at: datetime = NOON) -> Attempt:
    graded: Json = {"verdict": "correct", "credit": 1.0, "heading": "Right."}
    return Attempt(
        key=uuid4(),
        learner=uuid4(),
        exercise="one-number",
        version="v",
        seed=seed,
        answer=answer,
        verdict="correct",
        credit=1.0,
        tag=None,
        feedback=graded,
        hints=0,
        helped=False,
        at=at,
    )


def draft(answer: str = "3", seed: int = 0, at: datetime = LATER) -> Draft:
    return Draft("one-number", seed, {"answer": [answer]}, at)


@pytest.fixture
def number(services: Services) -> Numeric:
    found = services.shelf.exercise("one-number")
    assert isinstance(found, Numeric)
    return found


def test_every_type_has_a_word_for_what_to_do() -> None:
    assert KINDS.keys() == EXERCISE_TYPES.keys()


def test_the_newer_of_attempt_and_draft_fills_the_fields(number: Numeric) -> None:
    right = Graded("correct", 1.0, heading="Right.")
    assert filled(number, 0, None, None) == (None, None, None)
    assert filled(number, 0, attempt(), None) == ("2", right, None)
    assert filled(number, 0, None, draft()) == ("3", None, LATER)
    assert filled(number, 0, attempt(), draft()) == ("3", None, LATER)
    assert filled(number, 0, attempt(), draft("2")) == ("2", right, LATER)
    assert filled(number, 0, attempt(at=LATER), draft(at=NOON)) == ("2", right, None)
    assert filled(number, 0, attempt(), draft(seed=7)) == ("2", right, None)


def test_the_last_numbers_are_those_of_the_newer_one(number: Numeric) -> None:
    assert last_seed(number, None, None) == 0
    assert last_seed(number, attempt(seed=3), None) == 3
    assert last_seed(number, attempt(seed=3), draft(seed=4)) == 4
    assert last_seed(number, attempt(seed=3, at=LATER), draft(seed=4, at=NOON)) == 3


def test_numbers_that_are_no_more_give_way_to_the_books(number: Numeric) -> None:
    assert last_seed(number, attempt(seed=2**31), None) == 0


def test_a_tally_is_whole_only_when_all_is_solved(number: Numeric) -> None:
    solved = Progress("one-number", 1, 1.0, NOON, False, "correct", 0, NOON)
    tried = Progress("one-number", 1, 0.0, None, False, "wrong", 0, NOON)
    assert tally([number], {"one-number": solved}) == Tally(1, 1)
    assert tally([number], {"one-number": tried}) == Tally(0, 1)
    assert [Tally(199, 200).percent, Tally(200, 200).percent, Tally(0, 0).percent] == [99, 100, 0]


@pytest.mark.parametrize("sample", RIGHT, ids=str)
@pytest.mark.parametrize("kept", ["attempt", "draft"])
def test_what_was_answered_breaks_no_page_when_the_exercise_is_of_another_type_now(
    client: TestClient, services: Services, sample: Sample, kept: str
) -> None:
    if kept == "attempt":
        client.post(f"/api/exercises/{sample.exercise}/attempts", json={"answer": sample.answer})
    else:
        client.put(f"/drafts/{sample.exercise}", json={"seed": 0, "fields": sample.fields})
    for other in TYPES:
        changed = services.shelf.exercise(other).model_copy(update={"id": sample.exercise})
        with served_with(services, changed):
            for page in (f"/exercises/{sample.exercise}", "/chapters/every-type"):
                assert client.get(page).status_code == 200, (other, page)


def test_an_exercise_taken_out_of_the_book_breaks_no_page(client: TestClient, services: Services) -> None:
    send(client, "two-numbers", {"answer": ["2, 4"]})
    send(client, "one-number", {"answer": ["2"]})
    with served_with(services, services.shelf.exercise("two-numbers")):
        home = client.get("/").text
        assert "/exercises/two-numbers?seed=0" in home
        assert "one-number" not in home
        assert client.get("/progress").status_code == 200
        assert client.get("/exercises/one-number").status_code == 404
    with served_with(services, services.shelf.exercise("one-choice")):
        assert "Begin with chapter 1" in client.get("/").text


def test_numbers_that_an_exercise_lost_break_no_page(client: TestClient, services: Services) -> None:
    seed = next(
        seed
        for seed in range(1, 50)
        if client.get(f"/api/exercises/one-number?seed={seed}").json()["params"]["a"] != 4
    )
    client.post("/api/exercises/one-number/attempts", json={"answer": 17, "seed": seed})
    number = services.shelf.exercise("one-number")
    only_four = Numeric.model_validate(
        number.model_dump(mode="json", by_alias=True) | {"require": "a == 4", "params": {"a": 4}}
    )
    never = Numeric.model_validate(
        number.model_dump(mode="json", by_alias=True) | {"require": "seed_zero == 1", "let": {"seed_zero": 0}}
    )
    with served_with(services, only_four):
        assert client.get("/chapters/every-type").status_code == 200
        assert client.get("/").status_code == 200
    with served_with(services, never):
        assert client.get(f"/exercises/one-number?seed={seed}").status_code == 422


def test_the_verdict_told_stays_though_the_exercise_is_corrected(
    client: TestClient, services: Services
) -> None:
    send(client, "one-number", {"answer": ["102"]})
    before = client.get("/exercises/one-number").text
    number = services.shelf.exercise("one-number")
    corrected = Numeric.model_validate(
        number.model_dump(mode="json", by_alias=True) | {"title": "Corrected", "mistakes": []}
    )
    with served_with(services, corrected):
        after = client.get("/exercises/one-number").text
    assert "one hundred more than half" in before
    assert "one hundred more than half" in after
    assert FormReader(after, "one-number").fields["answer"] == ["102"]
