"""What a learner does without scripts: hints, solution, new numbers, moving, drafts, theme, resume."""

from __future__ import annotations

import re

import pytest
from httpx2 import Response
from starlette.testclient import TestClient

from app.actions import is_local, moved
from tests.conftest import Visitor
from tests.forms import Fields, FormReader, form_at, post, send
from tests.samples import ESSAY, EXTRA, GOOD, SAMPLES, TYPES

TYPED: dict[str, Fields] = {
    sample.exercise: sample.fields for sample in SAMPLES if sample.verdict == "correct" and sample.fields
}


def typed_part(fields: Fields) -> Fields:
    """The fields without the form's own; choices in any order, points to tick without the blank one."""
    own = {name: values for name, values in fields.items() if name not in ("key", "seed", "from")}
    return {
        name: sorted(filter(None, values)) if name in ("choice", "tick") else values
        for name, values in own.items()
    }


def save(client: TestClient, exercise: str, fields: Fields, seed: int = 0) -> Response:
    return client.put(f"/drafts/{exercise}", json={"seed": seed, "fields": fields})


@pytest.mark.parametrize("exercise", TYPES)
@pytest.mark.parametrize("action", ["solution", "hint"])
def test_what_is_typed_survives_asking_for_help(client: TestClient, exercise: str, action: str) -> None:
    before = form_at(client, exercise) | TYPED[exercise]
    assert send(client, exercise, TYPED[exercise], action=action).status_code == 303
    shown = form_at(client, exercise)
    if exercise == "own-words" and action == "hint":
        before.pop("tick")  # the points to tick are shown after comparing only
    assert typed_part(shown) == typed_part(before)


@pytest.mark.parametrize("exercise", TYPES)
def test_a_draft_comes_back_in_another_session(client: TestClient, visitor: Visitor, exercise: str) -> None:
    before = form_at(client, exercise) | TYPED[exercise]
    assert save(client, exercise, typed_part(before)).status_code == 204
    later = visitor()
    later.cookies = client.cookies
    shown = form_at(later, exercise)
    if exercise == "own-words":
        before.pop("tick")
    assert typed_part(shown) == typed_part(before)
    assert "Kept as you left it" in later.get(f"/exercises/{exercise}").text


@pytest.mark.parametrize("exercise", TYPES)
def test_an_answer_comes_back_with_its_verdict(client: TestClient, exercise: str) -> None:
    send(client, exercise, TYPED[exercise])
    page = client.get(f"/exercises/{exercise}").text
    shown = FormReader(page, exercise).fields
    assert typed_part(TYPED[exercise]).items() <= typed_part(shown).items()
    assert 'class="verdict" data-verdict="correct"' in page


def test_an_unreadable_answer_stays_in_its_field_and_comes_back_later(client: TestClient) -> None:
    response = send(client, "one-number", {"answer": ["zwei <b>"]})
    assert FormReader(response.text, "one-number").fields["answer"] == ["zwei <b>"]
    assert "zwei <b>" not in response.text
    assert form_at(client, "one-number")["answer"] == ["zwei <b>"]


def test_a_draft_typed_after_an_attempt_is_shown_without_its_verdict(client: TestClient) -> None:
    send(client, "one-number", {"answer": ["2"]})
    save(client, "one-number", {"answer": ["2.5"]})
    page = client.get("/exercises/one-number").text
    assert FormReader(page, "one-number").fields["answer"] == ["2.5"]
    assert 'class="verdict"' not in page


def test_a_draft_equal_to_the_attempt_keeps_its_verdict(client: TestClient) -> None:
    send(client, "one-number", {"answer": ["2"]})
    save(client, "one-number", {"answer": ["2"]})
    assert 'class="verdict" data-verdict="correct"' in client.get("/exercises/one-number").text


def test_an_attempt_after_a_draft_is_shown_with_its_verdict(client: TestClient) -> None:
    save(client, "one-number", {"answer": ["2.5"]})
    client.post("/exercises/one-number", data={"seed": "0", "answer": "17"})
    page = client.get("/exercises/one-number").text
    assert FormReader(page, "one-number").fields["answer"] == ["17"]
    assert 'class="verdict" data-verdict="wrong"' in page


def test_hints_open_one_by_one_and_stay_open(client: TestClient) -> None:
    assert "Which number times itself" not in client.get("/exercises/one-number").text
    send(client, "one-number", {}, action="hint")
    page = client.get("/exercises/one-number").text
    assert "Which number times itself" in page
    assert "hint" not in FormReader(page, "one-number").buttons
    send(client, "one-number", {}, action="hint")
    assert client.get("/exercises/one-number").status_code == 200


def test_new_numbers_empty_the_field_and_keep_the_old_numbers_in_reach(client: TestClient) -> None:
    send(client, "one-number", {"answer": ["17"]})
    response = send(client, "one-number", {}, action="new")
    target = response.headers["location"]
    assert re.fullmatch(r"/exercises/one-number\?seed=[1-9]\d*#x-one-number", target)
    assert form_at(client, "one-number", target)["answer"] == [""]
    assert form_at(client, "one-number")["seed"] != ["0"]
    assert form_at(client, "one-number", "/exercises/one-number?seed=0")["answer"] == ["17"]


def test_a_form_in_a_chapter_leads_back_to_its_place_there(client: TestClient) -> None:
    fields = form_at(client, "one-number", "/chapters/every-type")
    assert fields["from"] == ["chapter"]
    response = post(client, "one-number", fields | {"action": ["new"]})
    assert response.headers["location"] == "/chapters/every-type#x-one-number"
    assert form_at(client, "one-number", "/chapters/every-type")["seed"] != ["0"]


def test_a_run_shows_the_visible_cases_and_keeps_the_program(client: TestClient) -> None:
    program = "def double(x):\n    print('<here>')\n    return 3 * x"
    response = send(client, "small-program", {"code": [program]}, action="run")
    assert response.status_code == 200
    assert FormReader(response.text, "small-program").fields["code"] == [program]
    assert 'data-verdict="trial"' in response.text
    assert "&lt;here&gt;" in response.text
    assert "random array" not in response.text
    assert form_at(client, "small-program")["code"] == [program]
    assert client.get("/api/progress").json() == []


def test_a_run_answers_our_own_fetch_with_what_it_told_alone(client: TestClient) -> None:
    response = send(client, "small-program", {"code": [GOOD]}, action="run", fragment=True)
    assert (response.status_code, response.headers["x-trial"]) == (200, "1")
    assert 'data-verdict="trial"' in response.text
    assert "<form" not in response.text
    assert form_at(client, "small-program")["code"] == [GOOD]


@pytest.mark.parametrize("fragment", [True, False])
def test_an_empty_program_is_not_run_and_that_is_told(client: TestClient, fragment: bool) -> None:
    response = send(client, "small-program", {"code": [" "]}, action="run", fragment=fragment)
    assert response.status_code == 422
    assert "I could not read that" in response.text


def test_a_run_leaves_an_earlier_verdict_and_its_progress_alone(client: TestClient) -> None:
    send(client, "small-program", {"code": [GOOD]})
    before = client.get("/api/progress").json()
    send(client, "small-program", {"code": ["def double(x): return x"]}, action="run")
    assert client.get("/api/progress").json() == before
    send(client, "small-program", {"code": [GOOD]}, action="run")
    assert 'class="verdict" data-verdict="correct"' in client.get("/exercises/small-program").text


@pytest.mark.parametrize("fragment", [True, False])
def test_nothing_runs_where_no_program_is_asked_for(client: TestClient, fragment: bool) -> None:
    response = send(client, "one-number", {"answer": ["2"]}, action="run", fragment=fragment)
    assert response.status_code == 422
    assert "nothing to run" in response.text
    assert form_at(client, "one-number")["answer"] == ["2"]


def test_starting_again_gives_the_starter(client: TestClient) -> None:
    starter = form_at(client, "small-program")["code"]
    save(client, "small-program", {"code": [GOOD]})
    send(client, "small-program", {}, action="again")
    assert form_at(client, "small-program")["code"] == starter


@pytest.mark.parametrize(
    ("detail", "order", "out"),
    [
        ("b:-1", ["b", "a", "c"], ["x"]),
        ("b:1", ["a", "c", "b"], ["x"]),
        ("a:-1", ["a", "b", "c"], ["x"]),
        ("c:1", ["a", "b", "c"], ["x"]),
        ("b:out", ["a", "c"], ["x", "b"]),
        ("x:in", ["a", "b", "c", "x"], []),
        ("x:1", ["a", "b", "c"], ["x"]),
        ("nobody:out", ["a", "b", "c"], ["x"]),
        ("", ["a", "b", "c"], ["x"]),
    ],
)
def test_an_item_moves_one_place_or_in_and_out(detail: str, order: list[str], out: list[str]) -> None:
    assert moved(["a", "b", "c"], ["x"], detail) == (order, out)


def test_items_are_moved_by_buttons(client: TestClient) -> None:
    order = form_at(client, "sorted-steps")["order"]
    send(client, "sorted-steps", {}, action=f"move:{order[1]}:-1")
    assert form_at(client, "sorted-steps")["order"][:2] == [order[1], order[0]]
    send(client, "sorted-steps", {}, action=f"move:{EXTRA}:out")
    fields = form_at(client, "sorted-steps")
    assert (len(fields["order"]), fields["out"]) == (4, [EXTRA])


def test_comparing_shows_the_model_answer_beside_ones_own(client: TestClient) -> None:
    assert "Because variances add" not in client.get("/exercises/own-words").text
    send(client, "own-words", {"text": [ESSAY]}, action="compare")
    page = client.get("/exercises/own-words").text
    assert "Because variances add" in page
    assert FormReader(page, "own-words").fields["text"] == [ESSAY]


@pytest.mark.parametrize("action", ["fly", "move:a:1", "", "check me"])
def test_an_unknown_action_is_422_in_words(client: TestClient, action: str) -> None:
    response = send(client, "one-number", {}, action=action)
    assert response.status_code == 422
    assert "There is no action" in response.text


@pytest.mark.parametrize("seed", ["-1", "1.5", "seven", "2147483648", "9" * 400, "٣", "1e3"])
def test_a_seed_that_is_none_is_422_in_words(client: TestClient, seed: str) -> None:
    for response in (
        client.get("/exercises/one-number", params={"seed": seed}),
        client.post("/exercises/one-number", data={"seed": seed, "answer": "2"}),
    ):
        assert response.status_code == 422
        assert "A seed is a whole number from 0 to 2147483647" in response.text


@pytest.mark.parametrize("key", ["1", "not-a-key", "x" * 10_000])
def test_a_damaged_key_is_422_in_words(client: TestClient, key: str) -> None:
    response = client.post("/exercises/one-number", data={"key": key, "answer": "2"})
    assert response.status_code == 422
    assert "key is damaged" in response.text


@pytest.mark.parametrize(
    "body", [b"answer=\xff\xfe", b"&".join(b"a%d=1" % n for n in range(500)), b"answer=" + b"9" * 200_000]
)
def test_a_form_that_cannot_be_read_is_422(client: TestClient, body: bytes) -> None:
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert client.post("/exercises/one-number", content=body, headers=headers).status_code == 422


def test_a_multipart_form_is_415_in_words(client: TestClient) -> None:
    response = client.post("/exercises/one-number", files={"answer": b"2"})
    assert response.status_code == 415
    assert "urlencoded" in response.text


@pytest.mark.parametrize("answer", ["\0", "2\0", "%ED%A0%80", "\u202e2", "\U0001f600", "a" * 20_001])
def test_odd_characters_are_unreadable_and_never_a_failure(client: TestClient, answer: str) -> None:
    assert client.post("/exercises/one-number", data={"answer": answer}).status_code == 422
    assert client.get("/exercises/one-number").status_code == 200


def test_the_echo_says_how_a_number_is_read(client: TestClient) -> None:
    response = client.post("/exercises/one-number/read", data={"answer": "9/25"})
    assert response.status_code == 200
    assert "0.36" in response.text
    assert client.post("/exercises/two-parts/read", data={"answer": "1/3", "part": "b"}).text
    assert client.post("/exercises/one-number/read", data={"answer": ""}).text == ""
    assert client.post("/exercises/one-number/read", data={"answer": "<script>"}).text.count("<script") == 0


@pytest.mark.parametrize(
    "body",
    [
        {"seed": 0},
        {"seed": -1, "fields": {}},
        {"seed": 0, "fields": {"answer": "2"}},
        {"seed": 0, "fields": {}, "more": 1},
        {"seed": 2**31, "fields": {}},
        {"seed": 0, "fields": {str(n): ["x"] for n in range(401)}},
        [],
    ],
)
def test_a_draft_of_another_shape_is_422(client: TestClient, body: object) -> None:
    response = client.put("/drafts/one-number", json=body)
    assert response.status_code == 422
    assert response.json()["detail"]


@pytest.mark.parametrize("text", ['"\\ud800"', '"\\u0000"', '"\\u202e"'])
def test_a_draft_with_odd_characters_never_breaks_the_page(client: TestClient, text: str) -> None:
    body = f'{{"seed": 0, "fields": {{"answer": [{text}]}}}}'
    status = client.put(
        "/drafts/one-number", content=body, headers={"Content-Type": "application/json"}
    ).status_code
    assert status in (204, 422)
    assert client.get("/exercises/one-number").status_code == 200


def test_a_draft_of_no_exercise_is_404(client: TestClient) -> None:
    response = save(client, "one-numbr", {"answer": ["2"]})
    assert response.status_code == 404
    assert "'one-number'" in response.json()["detail"]


@pytest.mark.parametrize("address", ["/", "/chapters/x?y=1#z", "/%2e"])
def test_addresses_of_this_site_are_local(address: str) -> None:
    assert is_local(address)


@pytest.mark.parametrize("address", ["//evil.test", "/\\evil.test", "https://evil.test", "evil.test", ""])
def test_addresses_of_other_sites_are_not(client: TestClient, address: str) -> None:
    assert not is_local(address)
    response = client.post("/theme", data={"theme": "dark", "back": address})
    assert (response.status_code, response.headers["location"]) == (303, "/")


@pytest.mark.parametrize("address", ["/\t/evil.test", "/\n/evil.test", "/ /evil.test"])
def test_blanks_that_a_browser_drops_do_not_make_another_site(client: TestClient, address: str) -> None:
    location = client.post("/theme", data={"theme": "dark", "back": address}).headers["location"]
    assert not re.match(r"/\s*/", location)


def test_the_theme_is_remembered_and_an_unknown_one_is_none(client: TestClient) -> None:
    client.post("/theme", data={"theme": "dark"})
    assert 'data-theme="dark"' in client.get("/").text
    client.post("/theme", data={"theme": '"><script>'})
    assert "data-theme=" not in client.get("/").text.partition("<head>")[0]


def test_a_resume_code_brings_everything_to_another_device(visitor: Visitor) -> None:
    here, there = visitor(), visitor()
    send(here, "one-number", {"answer": ["2"]})
    save(here, "two-numbers", {"answer": ["2,"]})
    found = re.search(r"<code>([0-9A-Z-]{19})</code>", here.get("/progress").text)
    assert found
    response = there.post("/resume", data={"code": found[1].lower().replace("-", " ")})
    assert (response.status_code, response.headers["location"]) == (303, "/progress")
    assert there.get("/api/progress").json() == here.get("/api/progress").json()
    assert form_at(there, "two-numbers")["answer"] == ["2,"]


@pytest.mark.parametrize("code", ["", "0000", "7QK4-M2XD-90RB-TC5H", "\0", "x" * 5000])
def test_an_unknown_code_is_told_so(client: TestClient, code: str) -> None:
    response = client.post("/resume", data={"code": code})
    assert response.status_code == 422
    assert "No progress is kept under that code" in response.text
