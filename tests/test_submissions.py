"""One grading path: every answer type, by form and by JSON, to the same verdict, stored once."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.services import Services
from app.submissions import Submission, Told, graded_of, submit
from app.variants import variant_of
from tests.conftest import Visitor
from tests.forms import form_at, post, send
from tests.samples import SAMPLES, Sample

samples = pytest.mark.parametrize("sample", SAMPLES, ids=str)


def shown_verdict(html: str) -> str:
    """The verdict in the feedback region of a card."""
    region = html.partition("data-feedback")[2]
    return region.partition('data-verdict="')[2].partition('"')[0]


def attempts(client: TestClient, exercise: str) -> int:
    found = {one["exercise"]: one for one in client.get("/api/progress").json()}
    return int(found[exercise]["attempts"]) if exercise in found else 0


def attempted(client: TestClient, exercise: str, **body: object) -> Response:
    return client.post(f"/api/exercises/{exercise}/attempts", json=body)


@samples
def test_a_form_gets_its_verdict_and_uses_an_attempt_only_when_it_can_be_read(
    client: TestClient, sample: Sample
) -> None:
    response = send(client, sample.exercise, sample.fields)
    if sample.verdict == "invalid":
        assert response.status_code == 422
        assert shown_verdict(response.text) == "invalid"
        assert "No attempt was used." in response.text
        assert attempts(client, sample.exercise) == 0
    else:
        assert response.status_code == 303
        page = client.get(response.headers["location"]).text
        assert shown_verdict(page) == sample.verdict
        assert attempts(client, sample.exercise) == 1


@samples
def test_json_gets_the_same_verdict(client: TestClient, sample: Sample) -> None:
    response = attempted(client, sample.exercise, answer=sample.answer)
    assert response.status_code == 200
    told = response.json()
    assert told["verdict"] == sample.verdict, told
    assert told["message"]
    assert (told["credit"] == 1) == (sample.verdict == "correct")
    assert attempts(client, sample.exercise) == (sample.verdict != "invalid")


@samples
def test_a_fragment_is_the_card_that_the_page_would_show(client: TestClient, sample: Sample) -> None:
    fragment = send(client, sample.exercise, sample.fields, fragment=True)
    assert fragment.status_code == (422 if sample.verdict == "invalid" else 200)
    assert fragment.text.lstrip().startswith("<section")
    assert fragment.headers["x-location"] == f"/exercises/{sample.exercise}?seed=0"
    assert shown_verdict(fragment.text) == sample.verdict
    if sample.verdict != "invalid":
        page = client.get(fragment.headers["x-location"]).text
        assert without_key(fragment.text) in without_key(page)


def without_key(html: str) -> str:
    """The HTML without the key of its form, which is new each time, and without blanks between lines."""
    return "\n".join(line.strip() for line in html.splitlines() if line.strip() and 'name="key"' not in line)


def test_the_same_form_sent_twice_is_one_attempt_with_one_verdict(client: TestClient) -> None:
    fields = form_at(client, "one-number") | {"answer": ["17"]}
    first, second = post(client, "one-number", fields), post(client, "one-number", fields | {"answer": ["2"]})
    assert first.status_code == second.status_code == 303
    assert attempts(client, "one-number") == 1
    assert shown_verdict(client.get("/exercises/one-number").text) == "wrong"


@pytest.mark.parametrize("exercise", ["one-number", "small-program"])
def test_json_with_the_same_key_gets_the_stored_verdict_whatever_it_answers(
    client: TestClient, exercise: str
) -> None:
    wrong, right, invalid = (
        next(one.answer for one in SAMPLES if (one.exercise, one.verdict) == (exercise, verdict))
        for verdict in ("wrong", "correct", "invalid")
    )
    key = str(uuid4())
    first = attempted(client, exercise, answer=wrong, key=key).json()
    assert first["key"] == key
    assert attempted(client, exercise, answer=right, key=key).json() == first
    assert attempted(client, exercise, answer=invalid, key=key).json() == first
    assert attempts(client, exercise) == 1


def test_the_key_of_another_learner_is_refused_and_tells_nothing(visitor: Visitor) -> None:
    one, other, key = visitor(), visitor(), str(uuid4())
    attempted(one, "one-number", answer="102", key=key)
    response = attempted(other, "one-number", answer=2, key=key)
    assert response.status_code == 409
    assert "102" not in response.text
    assert "half" not in response.text
    assert attempts(other, "one-number") == 0
    fields = form_at(other, "one-number") | {"answer": ["2"], "key": [key]}
    assert post(other, "one-number", fields).status_code == 409


def test_the_key_of_another_learner_tells_nothing_where_nothing_is_stored(visitor: Visitor) -> None:
    one, other, key = visitor(), visitor(), str(uuid4())
    attempted(one, "one-number", answer="102", key=key)
    told = attempted(other, "one-number", answer="two", key=key).json()
    assert told["verdict"] == "invalid"
    assert "half" not in told["message"]


def test_a_key_is_for_one_exercise_and_its_numbers(client: TestClient) -> None:
    key = str(uuid4())
    attempted(client, "one-number", answer=2, key=key)
    assert attempted(client, "two-numbers", answer=[2, 4], key=key).status_code == 409
    assert attempted(client, "one-number", answer=2, key=key, seed=7).status_code == 409
    assert attempts(client, "two-numbers") == 0


def test_with_the_solution_open_an_answer_counts_half_and_that_is_recorded(client: TestClient) -> None:
    send(client, "one-number", {}, action="solution")
    told = attempted(client, "one-number", answer=2).json()
    assert (told["verdict"], told["credit"]) == ("correct", 0.5)
    progress = client.get("/api/progress").json()[0]
    assert (progress["best"], progress["helped"]) == (0.5, True)
    assert "counts half" in client.get("/exercises/one-number").text


def test_new_numbers_earn_the_whole_again(client: TestClient) -> None:
    send(client, "one-number", {}, action="solution")
    response = send(client, "one-number", {}, action="new")
    seed = int(response.headers["location"].partition("seed=")[2].partition("#")[0])
    a = client.get(f"/api/exercises/one-number?seed={seed}").json()["params"]["a"]
    told = attempted(client, "one-number", answer=f"sqrt({a})", seed=seed).json()
    assert (told["verdict"], told["credit"]) == ("correct", 1)


def test_comparing_with_the_model_answer_costs_nothing(client: TestClient) -> None:
    essay = next(one for one in SAMPLES if one.exercise == "own-words" and one.verdict == "correct")
    send(client, "own-words", {"text": essay.fields["text"]}, action="compare")
    assert attempted(client, "own-words", answer=essay.answer).json()["credit"] == 1


def test_what_the_exercise_said_is_kept_with_the_attempt(
    client: TestClient, services: Services, running: TestClient
) -> None:
    attempted(client, "one-number", answer=2)
    version = services.shelf.exercise("one-number").version
    assert running.portal
    content = running.portal.call(services.store.version, version)
    assert isinstance(content, dict)
    assert content["answer"] == "sqrt(a)"


def test_two_at_once_with_one_key_are_one_attempt(services: Services, running: TestClient) -> None:
    variant = variant_of(services.shelf.exercise("small-program"), 0)
    submission = Submission(uuid4(), uuid4(), variant, "def double(x):\n    return x")

    async def both() -> list[Told]:
        told = await asyncio.gather(*(submit(submission, services) for _ in range(2)))
        return [one for one in told if isinstance(one, Told)]

    assert running.portal
    first, second = running.portal.call(both)
    assert first.attempt == second.attempt
    assert running.portal.call(services.store.attempts, submission.learner, "small-program") == (
        first.attempt,
    )


def test_feedback_in_words_of_another_program_leaves_the_verdict(
    services: Services, running: TestClient
) -> None:
    variant = variant_of(services.shelf.exercise("one-number"), 0)
    assert running.portal
    told = running.portal.call(submit, Submission(uuid4(), uuid4(), variant, "102"), services)
    assert isinstance(told, Told)
    graded = graded_of(replace(told.attempt, feedback={"verdict": "from the future"}))
    assert (graded.verdict, graded.tag, graded.message) == ("mistake", "halved", "")
