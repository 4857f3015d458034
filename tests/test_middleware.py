"""A body limit, same-origin writes and security headers hold for every request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from app.middleware import BodyLimit, LoopbackNames, SameOrigin, SecurityHeaders, is_loopback_name


async def count(request: Request) -> PlainTextResponse:
    return PlainTextResponse(str(len(await request.body())))


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = Starlette(
        routes=[Route("/", count, methods=["GET", "POST", "PUT"])],
        middleware=[Middleware(SecurityHeaders), Middleware(SameOrigin), Middleware(BodyLimit, limit=1000)],
    )
    with TestClient(app, base_url="http://workbook.test") as client:
        yield client


def test_a_body_at_the_limit_passes_whole(client: TestClient) -> None:
    assert client.post("/", content=b"x" * 1000).text == "1000"


def test_a_body_over_the_limit_is_413_with_words(client: TestClient) -> None:
    answer = client.post("/", content=b"x" * 1001)
    assert answer.status_code == 413
    assert "too long" in answer.text


def test_a_body_that_hides_its_length_is_413_too(client: TestClient) -> None:
    answer = client.post("/", content=(b"x" * 300 for _ in range(10)))
    assert answer.status_code == 413


def test_a_body_in_pieces_arrives_whole(client: TestClient) -> None:
    assert client.post("/", content=(b"x" * 300 for _ in range(3))).text == "900"


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "http://evil.test"},
        {"origin": "null"},
        {"origin": "http://workbook.test:81"},
    ],
)
def test_writes_from_another_site_are_refused(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/", headers=headers).status_code == 403
    assert client.put("/", headers=headers).status_code == 403


@pytest.mark.parametrize(
    "headers",
    [{}, {"sec-fetch-site": "same-origin"}, {"sec-fetch-site": "none"}, {"origin": "http://workbook.test"}],
)
def test_writes_from_our_pages_and_from_programs_pass(client: TestClient, headers: dict[str, str]) -> None:
    assert client.post("/", headers=headers).status_code == 200


def test_reading_from_another_site_is_allowed(client: TestClient) -> None:
    assert client.get("/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


@pytest.mark.parametrize("status_path", ["/", "/nowhere"])
def test_every_answer_carries_a_strict_policy(client: TestClient, status_path: str) -> None:
    policy = client.get(status_path).headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "default-src 'self'" in policy
    assert client.get(status_path).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST:8000", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:8000"]
)
def test_this_computers_own_names_are_known(host: str) -> None:
    assert is_loopback_name(host)


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "localhost:x",
        "0.0.0.0",
    ],
)
def test_any_other_name_is_a_strangers(host: str) -> None:
    assert not is_loopback_name(host)


def test_a_name_that_a_stranger_lets_point_here_is_refused() -> None:
    app = Starlette(routes=[Route("/", count, methods=["POST"])], middleware=[Middleware(LoopbackNames)])
    with TestClient(app) as client:
        same_origin = {"Origin": "http://evil.example", "Sec-Fetch-Site": "same-origin"}
        assert client.post("http://evil.example/", headers=same_origin).status_code == 403
        assert client.post("http://localhost:8000/", headers=same_origin).status_code == 200
