"""Every failure in words: a page, a fragment or JSON, and never a second failure on top."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from httpx2 import Response
from jinja2 import DictLoader
from starlette.testclient import TestClient

from app.main import create_app
from app.runner import Runner
from app.runner.turns import BURST
from app.services import Services
from app.store import Store
from tests.conftest import ADDRESS, settings_for
from tests.forms import form_at, post
from tests.samples import GOOD, SQUARE


@pytest.fixture
def app(tmp_path: Path) -> FastAPI:
    """An application of the test's own, to be broken."""
    return create_app(settings_for(tmp_path / "data"))


@pytest.fixture
def broken(app: FastAPI) -> Iterator[TestClient]:
    """Its client; what the server raises is a 500."""
    with TestClient(app, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False) as client:
        yield client


def answered(client: TestClient, answer: object = 2, exercise: str = "one-number") -> Response:
    return client.post(f"/api/exercises/{exercise}/attempts", json={"answer": answer})


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/chapters/every-typ", 404),
        ("GET", "/exercises/one-numbr", 404),
        ("GET", "/exercises/one-number?seed=x", 422),
        ("POST", "/exercises/one-numbr", 404),
        ("DELETE", "/exercises/one-number", 405),
        ("PUT", "/", 405),
        ("GET", "/static/nothing.css", 404),
        ("GET", "/%ff%00", 404),
        ("GET", "/exercises/" + "x" * 5000, 404),
    ],
)
def test_a_failure_is_a_page_a_fragment_or_json(
    client: TestClient, method: str, path: str, status: int
) -> None:
    page = client.request(method, path)
    assert page.status_code == status
    assert page.text.startswith("<!doctype html>")
    fragment = client.request(method, path, headers={"X-Fragment": "1"})
    assert fragment.status_code == status
    assert fragment.text.startswith('<div class="verdict"')
    assert "content-security-policy" in page.headers
    if status == 405:
        assert page.headers["allow"]


def test_programs_get_json(client: TestClient) -> None:
    assert client.get("/api/nowhere").json()["detail"] == "There is no page at this address."
    assert client.delete("/api/exercises").json()["detail"] == "This address cannot be used in that way."


def test_a_body_over_the_limit_is_413_for_everyone(client: TestClient) -> None:
    long = {"answer": "9" * 300_000}
    page = client.post("/exercises/one-number", data=long)
    fragment = client.post("/exercises/one-number", data=long, headers={"X-Fragment": "1"})
    program = client.post("/api/exercises/one-number/attempts", json=long)
    assert page.status_code == fragment.status_code == program.status_code == 413
    assert page.headers["content-type"] == fragment.headers["content-type"] == "text/html; charset=utf-8"
    assert "256 KiB" in page.text
    assert "256 KiB" in fragment.text
    assert "256 KiB" in program.json()["detail"]
    assert client.get("/api/progress").json() == []


def test_another_sites_page_is_refused_with_403(client: TestClient) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    page = client.post("/exercises/one-number", data={"answer": "2"}, headers=headers)
    program = client.post("/api/exercises/one-number/attempts", json={"answer": 2}, headers=headers)
    assert page.status_code == program.status_code == 403
    assert "another site" in page.text
    assert "another site" in program.json()["detail"]


def services_of_app(app: FastAPI) -> Services:
    found = app.state.services
    assert isinstance(found, Services)
    return found


def test_a_full_queue_of_programs_is_503_and_keeps_what_was_typed(app: FastAPI, broken: TestClient) -> None:
    services = services_of_app(app)
    full = Runner(spares=1, queue_limit=0)
    app.state.services = replace(services, runner=full)  # as if everybody handed in at once
    fields = form_at(broken, "small-program") | {"code": [SQUARE]}
    response = post(broken, "small-program", fields)
    assert response.status_code == 503
    assert int(response.headers["retry-after"]) >= 1
    assert "try again" in response.text
    assert form_at(broken, "small-program")["code"] == [SQUARE]
    assert answered(broken, GOOD, "small-program").status_code == 503
    assert broken.get("/api/progress").json() == []


def test_a_newcomer_turned_away_finds_what_was_typed_too(app: FastAPI, broken: TestClient) -> None:
    app.state.services = replace(services_of_app(app), runner=Runner(spares=1, queue_limit=0))
    assert post(broken, "small-program", {"code": [SQUARE]}).status_code == 503
    assert form_at(broken, "small-program")["code"] == [SQUARE]


def test_a_learner_who_hands_in_too_many_programs_is_429_and_keeps_what_was_typed(broken: TestClient) -> None:
    fields = form_at(broken, "small-program") | {"code": [SQUARE]}
    assert post(broken, "small-program", fields).status_code == 303
    statuses = {answered(broken, GOOD, "small-program").status_code for _ in range(BURST)}
    assert statuses <= {200, 429}
    response = post(broken, "small-program", form_at(broken, "small-program") | {"code": ["# mine"]})
    assert response.status_code == 429
    assert int(response.headers["retry-after"]) >= 1
    assert "no attempt was used" in response.text
    assert form_at(broken, "small-program")["code"] == ["# mine"]
    program = answered(broken, GOOD, "small-program")
    assert program.status_code == 429
    assert int(program.headers["retry-after"]) >= 1
    assert "try again in" in program.json()["detail"]
    broken.cookies.clear()
    assert answered(broken, GOOD, "small-program").status_code == 200


def test_where_no_code_runs_it_is_503_in_words(app: FastAPI, broken: TestClient) -> None:
    app.state.services = replace(services_of_app(app), runner=Runner())  # never started: level none
    response = answered(broken, GOOD, "small-program")
    assert response.status_code == 503
    assert "Code cannot be checked here" in response.json()["detail"]
    assert ".." not in response.json()["detail"]
    page = post(broken, "small-program", form_at(broken, "small-program") | {"code": [GOOD]})
    assert page.status_code == 503
    assert "Programs cannot be run safely on this machine" in page.text


def test_a_full_queue_of_the_store_is_503_with_a_time(app: FastAPI, broken: TestClient) -> None:
    services = services_of_app(app)
    assert broken.portal
    tiny = Store(services.settings.database_url.replace("workbook", "other"), queue_limit=1)
    broken.portal.call(tiny.start)
    app.state.services = replace(services, store=tiny)

    async def crowd() -> list[int]:
        async with AsyncClient(transport=ASGITransport(app), base_url=ADDRESS) as client:
            replies = await asyncio.gather(
                *(client.post("/api/exercises/one-number/attempts", json={"answer": 2}) for _ in range(60))
            )
        late = [reply for reply in replies if reply.status_code == 503]
        assert all(int(reply.headers["retry-after"]) >= 1 and reply.json()["detail"] for reply in late)
        return [reply.status_code for reply in replies]

    statuses = broken.portal.call(crowd)
    broken.portal.call(tiny.close)
    assert set(statuses) == {200, 503}


def test_a_closed_store_is_503_everywhere_and_home_still_opens_for_newcomers(
    app: FastAPI, broken: TestClient
) -> None:
    answered(broken)
    assert broken.portal
    broken.portal.call(services_of_app(app).store.close)
    for path in ("/", "/chapters/every-type", "/exercises/one-number", "/progress", "/docs", "/notation"):
        response = broken.get(path)
        assert response.status_code == 503, path
        assert response.headers["retry-after"] == "5"
        assert response.text.startswith("<!doctype html>")
    assert answered(broken).status_code == 503
    assert broken.get("/readyz").status_code == 503
    assert broken.get("/healthz").text == "ok"
    broken.cookies.clear()
    assert broken.get("/").status_code == 200


def test_a_defect_is_a_500_page_that_tells_nothing_of_the_program(app: FastAPI, broken: TestClient) -> None:
    templates = services_of_app(app).templates
    loader = templates.loader
    assert loader
    templates.loader = DictLoader(
        {
            name: "{{ nobody.knows }}" if name == "home.html" else loader.get_source(templates, name)[0]
            for name in templates.list_templates()
        }
    )
    response = broken.get("/")
    assert response.status_code == 500
    assert response.text.startswith("<!doctype html>")
    assert "our fault" in response.text
    assert "nobody" not in response.text
    assert "content-security-policy" in response.headers
    assert broken.get("/chapters/every-type").status_code == 200


def test_an_error_whose_page_cannot_be_drawn_is_told_in_plain_text(app: FastAPI, broken: TestClient) -> None:
    services_of_app(app).templates.loader = DictLoader({})
    page = broken.get("/nowhere")
    assert (page.status_code, page.text) == (404, "There is no page at this address.")
    defect = broken.get("/")
    assert defect.status_code == 500
    assert defect.text.startswith("This is our fault")


def test_an_author_sees_what_broke(tmp_path: Path) -> None:
    book = Path(shutil.copytree(settings_for(tmp_path).exercises[0], tmp_path / "book"))
    app = create_app(settings_for(tmp_path / "data", book, author=True))
    services_of_app(app).templates.loader = DictLoader({"home.html": "{{ nobody.knows }}"})
    with TestClient(app, base_url=ADDRESS, raise_server_exceptions=False) as client:
        assert "UndefinedError: 'nobody' is undefined" in client.get("/").text
