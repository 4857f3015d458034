"""Runs of the visible cases take their turns as answers do, and what was typed survives a refusal."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.runner.turns import BURST
from tests.forms import form_at, post
from tests.samples import GOOD


@pytest.fixture
def hasty(client: TestClient) -> TestClient:
    """A student who has run as many programs at once as one may."""
    client.get("/exercises/small-program")
    for _ in range(BURST):
        response = client.post("/api/exercises/small-program/run", json={"answer": GOOD})
        assert response.status_code == 200
    return client


def test_who_runs_too_often_is_told_when_to_come_back(hasty: TestClient) -> None:
    response = hasty.post("/api/exercises/small-program/run", json={"answer": GOOD})
    assert response.status_code == 429
    assert 1 <= int(response.headers["retry-after"]) <= 3
    assert hasty.get("/api/progress").json() == []


@pytest.mark.parametrize("fragment", [True, False])
def test_what_was_typed_is_kept_when_a_run_is_refused(hasty: TestClient, fragment: bool) -> None:
    fields = form_at(hasty, "small-program") | {"code": ["# my work"], "action": ["run"]}
    assert post(hasty, "small-program", fields, fragment=fragment).status_code == 429
    assert form_at(hasty, "small-program")["code"] == ["# my work"]


def test_a_run_that_could_not_be_read_takes_no_turn(hasty: TestClient) -> None:
    response = hasty.post("/api/exercises/small-program/run", json={"answer": ""})
    assert response.status_code == 200
    assert response.json()["evidence"] is None
