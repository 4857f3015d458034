"""Every page opens, with and without a learner, by GET and by HEAD, and says what it should."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from tests.conftest import Visitor
from tests.forms import send
from tests.samples import TYPES

PAGES = ("/", "/chapters/every-type", "/exercises/one-number", "/notation", "/progress", "/docs")


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens_for_newcomers_and_for_learners(client: TestClient, path: str) -> None:
    for _ in range(2):
        response = client.get(path)
        assert response.status_code == 200
        assert response.headers["content-type"] == "text/html; charset=utf-8"
        assert response.headers["cache-control"] == "no-store"
        assert "Undefined" not in response.text
        send(client, "one-number", {"answer": ["2"]})


@pytest.mark.parametrize("path", [*PAGES, "/healthz", "/api/exercises", "/static/icon.svg"])
def test_head_is_get_without_the_body(client: TestClient, path: str) -> None:
    asked, headed = client.get(path), client.head(path)
    assert headed.status_code == 200
    assert headed.content == b""
    assert headed.headers["content-type"] == asked.headers["content-type"]


def test_head_of_nothing_is_404(client: TestClient) -> None:
    assert client.head("/nowhere").status_code == 404


@pytest.mark.parametrize("path", ["/chapters/every-type", "/exercises/one-number", "/progress"])
def test_a_trailing_slash_leads_to_the_page(client: TestClient, path: str) -> None:
    response = client.get(path + "/")
    assert response.status_code == 307
    assert response.headers["location"] == f"http://workbook.test{path}"


@pytest.mark.parametrize("name", ["1", "01-every-type"])
def test_a_chapter_is_found_by_number_and_folder_too(client: TestClient, name: str) -> None:
    response = client.get(f"/chapters/{name}")
    assert (response.status_code, response.headers["location"]) == (308, "/chapters/every-type")


def test_browsers_find_an_icon_and_crawlers_their_rules(client: TestClient) -> None:
    assert client.get("/favicon.ico").headers["location"] == "/static/icon.svg"
    robots = client.get("/robots.txt")
    assert robots.headers["content-type"].startswith("text/plain")
    assert robots.text.startswith("User-agent: *")


def test_a_chapter_has_every_exercise_once_and_in_order(client: TestClient) -> None:
    page = client.get("/chapters/every-type").text
    assert re.findall(r'<section class="exercise" id="x-([a-z-]+)"', page) == list(TYPES)


def test_exercises_lead_to_their_neighbours(client: TestClient) -> None:
    first, second, last = (client.get(f"/exercises/{name}").text for name in (*TYPES[:2], TYPES[-1]))
    assert 'rel="prev"' not in first
    assert f'href="/exercises/{TYPES[1]}" rel="next"' in first
    assert f'href="/exercises/{TYPES[0]}" rel="prev"' in second
    assert 'rel="next"' not in last


def test_home_leads_newcomers_to_the_first_chapter_and_others_to_where_they_were(client: TestClient) -> None:
    assert "Begin with chapter 1" in client.get("/").text
    send(client, "two-numbers", {"answer": ["2, 4"]})
    home = client.get("/").text
    assert "/exercises/two-numbers?seed=0" in home
    assert "1 of 12 exercises solved" in home


def test_a_seed_in_the_address_shows_its_numbers_though_others_were_answered(client: TestClient) -> None:
    send(client, "one-number", {"answer": ["17"]})
    page = client.get("/exercises/one-number?seed=5").text
    assert 'name="seed" value="5"' in page
    assert 'class="verdict"' not in page


def test_progress_lists_attempts_and_gives_a_code_once_there_is_something_to_keep(client: TestClient) -> None:
    assert "Once you have answered" in client.get("/progress").text
    send(client, "one-number", {"answer": ["17"]})
    first, again = (re.search(r"<code>([0-9A-Z-]{19})</code>", client.get("/progress").text) for _ in "ab")
    assert first
    assert again
    assert first[1] == again[1]


def test_what_one_learner_does_is_seen_by_nobody_else(visitor: Visitor) -> None:
    one, other = visitor(), visitor()
    send(one, "one-number", {"answer": ["17.125"]})
    assert "17.125" in one.get("/exercises/one-number").text
    assert "17.125" not in other.get("/exercises/one-number").text
    assert other.get("/api/progress").json() == []
