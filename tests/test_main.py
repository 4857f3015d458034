"""Everything wired: one secret for cookies and codes, data kept over a restart, a bad start is told."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.store import StoreError
from app.store.codes import code_for, grouped
from tests.broken.specimens import write_book
from tests.conftest import ADDRESS, settings_for
from tests.forms import FormReader, send


def test_everything_is_as_it_was_after_a_restart(tmp_path: Path) -> None:
    with TestClient(create_app(settings_for(tmp_path)), base_url=ADDRESS, follow_redirects=False) as first:
        send(first, "one-number", {"answer": ["102"]})
        first.put("/drafts/two-numbers", json={"seed": 0, "fields": {"answer": ["2,"]}})
        before = [
            first.get(path).text for path in ("/exercises/one-number", "/exercises/two-numbers", "/progress")
        ]
        cookies = first.cookies
    with TestClient(create_app(settings_for(tmp_path)), base_url=ADDRESS, cookies=cookies) as second:
        after = [
            second.get(path).text for path in ("/exercises/one-number", "/exercises/two-numbers", "/progress")
        ]
    assert [without_key(text) for text in after] == [without_key(text) for text in before]
    assert FormReader(after[1], "two-numbers").fields["answer"] == ["2,"]


def without_key(html: str) -> str:
    return re.sub(r'name="key" value="[^"]+"', "", html)


def test_resume_codes_are_made_with_the_secret_of_the_installation(tmp_path: Path) -> None:
    with TestClient(create_app(settings_for(tmp_path)), base_url=ADDRESS) as client:
        send(client, "one-number", {"answer": ["2"]})
        cookies = client.cookies
        code = re.search(r"<code>([0-9A-Z-]{19})</code>", client.get("/progress").text)
        learner = client.app.state.services.learners  # type: ignore[attr-defined]  # the application's state
        found = learner.learner_of(cookies["learner"])
    assert code
    assert code[1] != grouped(code_for(found, b""))


def test_without_a_database_nothing_starts(tmp_path: Path) -> None:
    settings = settings_for(tmp_path).model_copy(update={"database": f"sqlite:///{tmp_path}"})
    with pytest.raises(StoreError), TestClient(create_app(settings)):
        pass


def test_pages_are_compressed_and_carry_the_policy(client: TestClient) -> None:
    response = client.get("/chapters/every-type", headers={"Accept-Encoding": "gzip"})
    assert response.headers["content-encoding"] == "gzip"
    assert "script-src 'self'" in response.headers["content-security-policy"]
    assert response.text.endswith("</html>") or response.text.endswith("</html>\n")


def test_what_is_no_public_file_is_not_served(client: TestClient) -> None:
    for path in ("/static/package.json", "/static/../app/main.py", "/static/%2e%2e/app/main.py", "/static/"):
        assert client.get(path).status_code == 404, path


def test_one_exercise_is_not_several(tmp_path: Path) -> None:
    book = write_book(tmp_path / "book", "choice")
    settings = Settings(data=tmp_path, exercises=(book,), database=None, spares=1)
    with TestClient(create_app(settings), base_url=ADDRESS) as client:
        for path in ("/", "/chapters/only"):
            assert "<span>1 exercise</span>" in client.get(path).text
