"""Whether the program lives and is ready."""

from __future__ import annotations

from prometheus_client import CONTENT_TYPE_LATEST
from starlette.testclient import TestClient

from app.services import Services
from tests.samples import TYPES


def test_it_lives(client: TestClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok")


def test_it_is_ready_and_says_what_works(client: TestClient, services: Services) -> None:
    assert client.get("/readyz").json() == {
        "ready": True,
        "store": "ok",
        "sandbox": services.runner.level,
        "layers": dict(services.runner.layers),
        "frontend": services.assets.complete,
        "chapters": 1,
        "exercises": len(TYPES),
    }


def test_figures_come_in_the_form_that_prometheus_reads(client: TestClient) -> None:
    response = client.get("/metrics")
    assert response.headers["content-type"] == CONTENT_TYPE_LATEST
    assert "# TYPE workbook_answers_total counter" in response.text
    assert "process_resident_memory_bytes" in response.text
