"""The JSON interface: what a program may see, what it is told, and that it never sees a key."""

from __future__ import annotations

import json

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.api import said
from tests.samples import GOOD, TYPES


def raw_attempt(client: TestClient, body: bytes, content_type: str = "application/json") -> tuple[int, str]:
    response = client.post(
        "/api/exercises/one-number/attempts", content=body, headers={"Content-Type": content_type}
    )
    return response.status_code, response.json().get("verdict") or response.json()["detail"]


def test_the_list_is_in_reading_order(client: TestClient) -> None:
    listed = client.get("/api/exercises").json()
    assert [one["id"] for one in listed] == list(TYPES)
    assert listed[0] == {
        "id": "one-number",
        "book": "Every type",
        "chapter": 1,
        "type": "numeric",
        "title": "One number",
        "difficulty": 1,
        "tags": ["test"],
    }


def test_an_exercise_shows_its_numbers_for_the_seed(client: TestClient) -> None:
    shown = client.get("/api/exercises/one-number?seed=5").json()
    a = shown["params"]["a"]
    assert shown["prompt"] == f"What is the square root of {a}?"
    assert f"square root of {a}?" in shown["prompt_html"]
    assert (shown["seed"], shown["place"], shown["variants"], shown["hints"]) == (5, "1.1", True, 1)


@pytest.mark.parametrize("seed", ["-1", "2147483648", "x", "1.5", "9" * 5000])
def test_a_seed_that_is_none_is_422_in_words(client: TestClient, seed: str) -> None:
    response = client.get("/api/exercises/one-number", params={"seed": seed})
    assert response.status_code == 422
    assert response.json()["detail"].startswith("seed: ")
    assert response.json()["slips"][0]["where"] == ["query", "seed"]


def test_an_unknown_exercise_is_404_and_names_the_nearest(client: TestClient) -> None:
    for response in (
        client.get("/api/exercises/one-nmber"),
        client.post("/api/exercises/one-nmber/attempts", json={"answer": 1}),
    ):
        assert response.status_code == 404
        assert response.json() == {
            "detail": "There is no exercise 'one-nmber'. Did you mean 'one-number'?",
            "slips": [],
        }


@pytest.mark.parametrize(
    "answer", ["NaN", "Infinity", "-Infinity", "1e999", "9" * 4000, '"\\u0000"', "[[[]]]"]
)
def test_what_is_no_number_is_invalid(client: TestClient, answer: str) -> None:
    assert raw_attempt(client, f'{{"answer": {answer}}}'.encode()) == (200, "invalid")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"", 422),
        (b"{", 422),
        (b"[]", 422),
        (b"null", 422),
        (b"{}", 422),
        (b'{"answer": 1, "more": 2}', 422),
        (b'{"answer": 1, "seed": -1}', 422),
        (b'{"answer": 1, "seed": 0.5}', 422),
        (b'{"answer": 1, "seed": true}', 422),
        (b'{"answer": 1, "seed": 1e400}', 422),
        (b'{"answer": 1, "key": "x"}', 422),
        (b'{"answer": "\\ud800"}', 422),
        (b'{"answer": {"\\ud800": 1}}', 422),
        (b'{"\\ud800": 1}', 422),
        (b'{"answer": ' + b"9" * 5000 + b"}", 400),
        (b'{"answer": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", 400),
        (b'{"answer": "\xff"}', 400),
    ],
)
def test_a_body_that_does_not_fit_is_told_so_in_words(client: TestClient, body: bytes, status: int) -> None:
    told, words = raw_attempt(client, body)
    assert told == status
    assert len(words) > 10


@pytest.mark.parametrize("depth", [100, 500, 900, 990])
def test_deep_nesting_is_refused_or_unreadable(client: TestClient, depth: int) -> None:
    for opened, closed in (("[", "]"), ('{"a":', "}")):
        body = f'{{"answer": {opened * depth}1{closed * depth}}}'
        status, _ = raw_attempt(client, body.encode())
        assert status in (200, 400, 422)


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/x-www-form-urlencoded", "image/png", "x"]
)
def test_a_body_of_another_type_is_422(client: TestClient, content_type: str) -> None:
    assert raw_attempt(client, b'{"answer": 2}', content_type)[0] == 422


def test_a_multipart_answer_tells_of_each_part(client: TestClient) -> None:
    told = client.post("/api/exercises/two-parts/attempts", json={"answer": {"a": 70.5, "b": 71.5}}).json()
    assert [(part["id"], part["verdict"], part["carried"]) for part in told["parts"]] == [
        ("a", "wrong", False),
        ("b", "correct", True),
    ]
    assert told["credit"] == 0.5


def run(client: TestClient, answer: object, exercise: str = "small-program") -> Response:
    return client.post(f"/api/exercises/{exercise}/run", json={"seed": 0, "answer": answer})


def test_a_run_tells_of_the_visible_cases_and_is_no_attempt(client: TestClient) -> None:
    told = run(client, "def double(x):\n    print('here')\n    return 3 * x").json()
    assert set(told) == {"heading", "message", "evidence", "numbers"}
    assert told["numbers"][0]["got"] == {
        "shape": "(2,)",
        "dtype": "float64",
        "least": "-6",
        "mean": "-1.5",
        "most": "3",
    }
    (case,) = told["evidence"]["cases"]
    assert (case["visible"], case["outcome"], case["expected"], case["got"]) == (
        True,
        "wrong",
        "[2., -4.]",
        "[3., -6.]",
    )
    assert told["evidence"]["output"] == "here\n"
    assert client.get("/api/progress").json() == []


def test_a_run_that_is_right_earns_nothing(client: TestClient) -> None:
    assert [case["outcome"] for case in run(client, GOOD).json()["evidence"]["cases"]] == ["pass"]
    assert client.get("/api/progress").json() == []


@pytest.mark.parametrize("answer", [None, "", "   ", 7, ["x"], "x" * 70_000])
def test_a_program_that_cannot_be_read_is_told_kindly(client: TestClient, answer: object) -> None:
    response = run(client, answer)
    assert response.status_code == 200
    assert response.json()["evidence"] is None
    assert len(response.json()["message"]) > 20


@pytest.mark.parametrize("exercise", [one for one in TYPES if one != "small-program"])
def test_nothing_runs_where_no_program_is_asked_for(client: TestClient, exercise: str) -> None:
    response = run(client, GOOD, exercise)
    assert response.status_code == 422
    assert "nothing to run" in response.json()["detail"]


def test_progress_is_that_of_the_cookie(client: TestClient) -> None:
    assert client.get("/api/progress").json() == []
    client.post("/api/exercises/one-number/attempts", json={"answer": 17})
    client.post("/api/exercises/one-number/attempts", json={"answer": 2})
    (one,) = client.get("/api/progress").json()
    assert (one["exercise"], one["attempts"], one["best"], one["last_verdict"]) == (
        "one-number",
        2,
        1,
        "correct",
    )
    assert one["solved_at"]
    assert one["regraded"] is None


def test_heading_and_message_are_one_text() -> None:
    assert said("Right.", "Well done.") == "Right. Well done."
    assert said("Right.", "") == "Right."


KEYS = {
    "one-number": ("sqrt(a)", "halved", "one hundred more"),
    "two-numbers": ("2 * x", "squared and added"),
    "two-parts": ("a ** 2", "parts.a"),
    "one-formula": ("1 - a1", "standard deviation"),
    "one-choice": ("Three is odd", '"correct"'),
    "many-choices": ("Two is even", "Five is odd", '"correct"'),
    "sorted-steps": ("closed form jumps", "draw", "loss"),
    "wrong-line": ("cumprod", "What one step keeps"),
    "small-program": ("return 2 *", "np.asarray", "That is the square", "random array"),
    "own-words": ("variances add", "names the variance", "names the root"),
}


@pytest.mark.parametrize("exercise", TYPES)
def test_no_reading_shows_what_only_the_key_tells(client: TestClient, exercise: str) -> None:
    texts = [
        client.get(f"/api/exercises/{exercise}").text,
        client.get("/api/exercises").text,
        client.get(f"/exercises/{exercise}").text,
        client.get(f"/exercises/{exercise}", headers={"X-Fragment": "1"}).text,
        client.get("/chapters/every-type").text,
    ]
    for secret in KEYS.get(exercise, ()):
        assert not [text for text in texts if secret in text], secret
    assert set(json.loads(texts[0])) == {
        *("id", "book", "chapter", "type", "title", "difficulty", "tags", "place", "seed", "variants"),
        *("prompt", "prompt_html", "params", "hints", "asked"),
    }
