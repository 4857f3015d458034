"""Counters name routes, types and verdicts; never learners or addresses."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from app.metrics import Metrics
from app.services import Services
from tests.forms import send
from tests.samples import GOOD


def value(services: Services, name: str, **labels: str) -> float:
    return services.metrics.registry.get_sample_value(name, labels) or 0


def test_answers_are_counted_by_type_and_verdict(client: TestClient, services: Services) -> None:
    def count(verdict: str) -> float:
        return value(services, "workbook_answers_total", type="numeric", verdict=verdict)

    before = [count(verdict) for verdict in ("correct", "mistake", "invalid")]
    for answer in ("2", "102", "two"):
        send(client, "one-number", {"answer": [answer]})
    assert [count(verdict) for verdict in ("correct", "mistake", "invalid")] == [one + 1 for one in before]


def test_grading_is_timed(client: TestClient, services: Services) -> None:
    before = value(services, "workbook_grading_seconds_count", type="numeric")
    send(client, "one-number", {"answer": ["2"]})
    assert value(services, "workbook_grading_seconds_count", type="numeric") == before + 1
    assert value(services, "workbook_grading_seconds_sum", type="numeric") > 0


@pytest.mark.parametrize(
    ("method", "path", "route", "status"),
    [
        ("GET", "/exercises/one-number?seed=3", "/exercises/{name}", "200"),
        ("GET", "/exercises/nobody", "/exercises/{name}", "404"),
        ("GET", "/api/exercises/one-number", "/api/exercises/{id}", "200"),
        ("HEAD", "/healthz", "/healthz", "200"),
        ("GET", "/wp-login.php", "none", "404"),
        ("BREW", "/coffee", "none", "404"),
    ],
)
def test_requests_are_counted_by_route(
    client: TestClient, services: Services, method: str, path: str, route: str, status: str
) -> None:
    labels = {"method": "other" if method == "BREW" else method, "route": route, "status": status}
    before = value(services, "workbook_http_requests_total", **labels)
    client.request(method, path)
    assert value(services, "workbook_http_requests_total", **labels) == before + 1


def test_no_label_grows_with_those_who_visit(client: TestClient, services: Services) -> None:
    for number in range(20):
        client.get(f"/nowhere/{number}")
        client.get(f"/exercises/x{number}")
    text = services.metrics.text().decode()
    assert "nowhere" not in text
    assert "x19" not in text


def test_runs_are_counted_by_how_they_end(client: TestClient, services: Services) -> None:
    def finished() -> float:
        return value(services, "workbook_runs_total", end="finished")

    before, turns = finished(), value(services, "workbook_run_waiting_seconds_count")
    send(client, "small-program", {"code": [GOOD]})
    assert finished() == before + 1
    assert value(services, "workbook_run_waiting_seconds_count") == turns + 1
    assert value(services, "workbook_runs_waiting") == 0
    assert value(services, "workbook_zygotes_total") >= 1
    assert value(services, "workbook_sandbox", level=services.runner.level) == 1


def test_two_applications_count_apart() -> None:
    one, other = Metrics(), Metrics()
    one.answered("numeric", "correct")
    assert b'verdict="correct"' in one.text()
    assert b'verdict="correct"' not in other.text()
