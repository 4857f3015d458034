"""Whether the program lives and is ready."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.testclient import TestClient

from app.runner import LACKING
from app.services import Services
from tests.runner.lacking import LANDLOCK, SECCOMP, lacking
from tests.samples import GOOD, TYPES

ROOT = Path(__file__).resolve().parents[1]
BOOK = ROOT / "tests" / "browser" / "book"


def test_it_lives(client: TestClient) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.text) == (200, "ok")


def test_it_is_ready_and_says_what_works(client: TestClient, services: Services) -> None:
    assert client.get("/readyz").json() == {
        "ready": True,
        "store": "ok",
        "sandbox": services.runner.level,
        "layers": dict(services.runner.layers),
        "lacking": {} if services.runner.level == "full" else {"landlock": LACKING["landlock"]},
        "frontend": services.assets.complete,
        "chapters": 1,
        "exercises": len(TYPES),
    }


def test_figures_come_in_the_form_that_prometheus_reads(client: TestClient) -> None:
    response = client.get("/metrics")
    assert response.headers["content-type"] == CONTENT_TYPE_LATEST
    assert "# TYPE workbook_answers_total counter" in response.text
    assert "process_resident_memory_bytes" in response.text


@contextmanager
def served(calls: tuple[str, ...], data: Path, *options: str) -> Iterator[httpx.Client]:
    """A client of a workbook that runs on a kernel without those system calls."""
    serve = [sys.executable, "-m", "app.command", "serve", "--port", "0", "--data", str(data)]
    with subprocess.Popen(
        [*lacking(calls), *serve, "--exercises", str(BOOK), *options],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "COLUMNS": "200"},
    ) as process:
        try:
            assert process.stdout is not None
            address = re.search(r"http://\S+?:\d+", process.stdout.readline())
            assert address is not None
            with httpx.Client(base_url=address.group()) as client:
                yield client
        finally:
            process.terminate()


@pytest.mark.parametrize(
    ("calls", "options", "sandbox", "page", "status"),
    [
        (LANDLOCK, (), "seccomp", "in a sealed process", 200),
        (SECCOMP, (), "none", "none is run", 503),
        (SECCOMP, ("--unprotected-code",), "unprotected", "your own code on your own computer", 200),
        (SECCOMP, ("--unprotected-code", "--host", "0.0.0.0"), "none", "none is run", 503),
    ],
    ids=["no Landlock", "no seccomp", "unprotected", "unprotected for everybody"],
)
def test_readyz_page_and_verdicts_say_how_code_is_held(
    calls: tuple[str, ...], options: tuple[str, ...], sandbox: str, page: str, status: int, tmp_path: Path
) -> None:
    layer = "landlock" if calls == LANDLOCK else "seccomp"
    with served(calls, tmp_path, *options) as client:
        ready = client.get("/readyz").json()
        assert ready["sandbox"] == sandbox
        assert ready["layers"][layer] is False
        assert ready["lacking"][layer] == LACKING[layer]
        assert page in client.get("/exercises/small-program").text
        answer = client.post("/api/exercises/small-program/attempts", json={"answer": GOOD})
        assert answer.status_code == status, answer.text
        foreign_name = client.get("/readyz", headers={"Host": "elsewhere.example"})
        assert foreign_name.status_code == (403 if sandbox == "unprotected" else 200)
