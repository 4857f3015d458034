"""What a request names: the learner of a signed cookie, an exercise, a seed, a form, a key."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from fastapi import HTTPException
from itsdangerous import URLSafeSerializer
from starlette.testclient import TestClient

from app.requests import COOKIE, encodable, first, key_of, nearest, seed_of
from app.services import Services
from tests.conftest import Visitor
from tests.forms import send


def test_a_newcomer_gets_a_cookie_that_scripts_cannot_read_and_keeps_it(client: TestClient) -> None:
    response = client.get("/")
    cookie = response.headers["set-cookie"]
    assert cookie.startswith("learner=")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Max-Age=63072000" in cookie
    assert "set-cookie" not in client.get("/").headers


def test_one_request_names_a_newcomer_once(client: TestClient, services: Services) -> None:
    response = send(client, "one-number", {"answer": ["2"]}, fragment=True)
    assert response.headers.get_list("set-cookie") == []
    client.cookies.clear()
    response = client.post("/exercises/one-number", data={"answer": "2"}, headers={"X-Fragment": "1"})
    (cookie,) = response.headers.get_list("set-cookie")
    learner = services.learners.learner_of(cookie.partition("=")[2].partition(";")[0])
    assert learner
    assert 'data-verdict="correct"' in response.text
    assert [one["exercise"] for one in client.get("/api/progress").json()] == ["one-number"]


@pytest.mark.parametrize(
    "forged",
    [
        "x",
        "",
        "a.b.c",
        "\u00e9".encode().decode("latin-1"),
        str(URLSafeSerializer("guess", salt="workbook.learner").dumps([1, "0" * 32])),
        "A" * 5000,
    ],
)
def test_a_forged_cookie_is_that_of_a_newcomer(visitor: Visitor, forged: str) -> None:
    one = visitor()
    send(one, "one-number", {"answer": ["2"]})
    response = visitor().get("/", headers={b"Cookie": f"{COOKIE}={forged}".encode("latin-1")})
    assert response.status_code == 200
    assert "Begin with chapter 1" in response.text
    assert "learner=" in response.headers["set-cookie"]


def test_a_seed_is_a_whole_number_in_range() -> None:
    assert [seed_of(given) for given in (None, "", "0", "7", 7, "2147483647", "007")] == [
        0,
        0,
        0,
        7,
        7,
        2**31 - 1,
        7,
    ]
    for wrong in ("-1", "x", "1.0", "2147483648", 2**31, -1, "٣", "9" * 11, " 1"):
        with pytest.raises(HTTPException) as told:
            seed_of(wrong)
        assert told.value.status_code == 422


def test_a_key_is_a_uuid_or_made() -> None:
    given = uuid4()
    assert key_of(str(given)) == given
    assert isinstance(key_of(""), UUID)
    assert key_of("") != key_of("")
    with pytest.raises(HTTPException):
        key_of("x")


def test_a_near_name_is_suggested() -> None:
    assert nearest("fwd-alpa", ["fwd-alpha", "sch-cosine"]) == " Did you mean 'fwd-alpha'?"
    assert nearest("zzz", ["fwd-alpha"]) == ""


def test_the_first_value_of_a_field_counts() -> None:
    assert first({"answer": ["1", "2"]}, "answer") == "1"
    assert first({}, "answer", "none") == "none"


def test_what_no_page_could_show_again_is_refused() -> None:
    assert encodable({"a": ["x", 1.5, None]}) == {"a": ["x", 1.5, None]}
    with pytest.raises(ValueError, match="half a character"):
        encodable({"a": ["\ud800"]})
    deep: list[object] = []
    for _ in range(100_000):
        deep = [deep]
    with pytest.raises(ValueError, match="too deeply"):
        encodable(deep)
    while deep:  # Python 3.11 takes such a list down recursively
        deep = deep.pop()  # type: ignore[assignment]  # each holds a list
