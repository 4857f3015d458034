"""Templates to responses: escaping, unknown names, times in words, the frame's numbers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from jinja2 import UndefinedError
from starlette.testclient import TestClient

from app.rendering import TITLES, ago, environment
from tests.forms import send


def test_what_a_template_is_given_is_escaped() -> None:
    assert environment().from_string("{{ name }}").render(name="<b>") == "&lt;b&gt;"


def test_a_name_that_nobody_gives_is_an_error() -> None:
    with pytest.raises(UndefinedError):
        environment().from_string("{{ name }}").render()


def test_every_template_compiles() -> None:
    made = environment()
    for name in made.list_templates():
        made.get_template(name)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-5, "just now"),
        (59, "just now"),
        (61, "1 minute ago"),
        (7300, "2 hours ago"),
        (86400, "1 day ago"),
        (3 * 86400, "3 days ago"),
    ],
)
def test_moments_are_told_in_words(seconds: int, words: str) -> None:
    assert ago(datetime.now(UTC) - timedelta(seconds=seconds)) == words


def test_the_frame_counts_what_is_solved(client: TestClient) -> None:
    assert 'data-solved="0" data-of="12"' in client.get("/notation").text
    send(client, "one-number", {"answer": ["2"]})
    assert 'data-solved="1" data-of="12"' in client.get("/notation").text


def test_every_status_we_send_has_a_title(client: TestClient) -> None:
    assert {400, 403, 404, 405, 409, 413, 415, 422, 500, 503} <= TITLES.keys()
    assert TITLES[404] in client.get("/nowhere").text
