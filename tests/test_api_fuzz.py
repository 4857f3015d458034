"""Whatever a program sends, the JSON interface answers as its OpenAPI description says, and never breaks."""

from __future__ import annotations

import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

import pytest
import schemathesis
import uvicorn
from fastapi import FastAPI
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from pydantic import JsonValue
from schemathesis.config import SchemathesisConfig
from starlette.testclient import TestClient

from app.main import create_app
from tests.conftest import settings_for
from tests.samples import BAD, DRAW, ESSAY, EVEN, EXTRA, FIVE, FOUR, GOOD, LOSS, MIX, NOISE, THREE, TWO, TYPES

KNOWN = (
    *("a", "b", "order", "out", "text", "ticked", "0", "1", "4"),
    *(TWO, THREE, EVEN, FOUR, FIVE, DRAW, NOISE, MIX, LOSS, EXTRA),
)
ATTEMPTS = "/api/exercises/{id}/attempts"
RUN = "/api/exercises/{id}/run"
OPERATIONS = (
    ("/api/exercises", "GET"),
    ("/api/exercises/{id}", "GET"),
    (ATTEMPTS, "POST"),
    (RUN, "POST"),
    ("/api/progress", "GET"),
    ("/healthz", "GET"),
    ("/readyz", "GET"),
    ("/metrics", "GET"),
)
modes = pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(st.characters(), max_size=20),
    st.text("0123456789.,e+-*/^() a1x", max_size=12),
    st.sampled_from([*KNOWN, GOOD, BAD, ESSAY]),
)
ANSWERS: st.SearchStrategy[JsonValue] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(KNOWN) | st.text(max_size=5), inner)
    ),
    max_leaves=8,
)
few = settings(
    max_examples=25,
    deadline=None,
    database=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Request(Protocol):
    """A generated request."""

    path_parameters: dict[str, object]

    def call_and_validate(self) -> object:
        """Sends it; raises when the response is not as described."""


@contextmanager
def served(app: FastAPI) -> Iterator[str]:
    """The address of the application behind a real server, on a thread of its own."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


@pytest.fixture(scope="module")
def api(tmp_path_factory: pytest.TempPathFactory) -> Iterator[schemathesis.BaseSchema]:
    """The description of a running application."""
    app = create_app(settings_for(tmp_path_factory.mktemp("data")))
    with served(app) as address:
        schema = schemathesis.openapi.from_dict(app.openapi(), config=SchemathesisConfig(seed=1))
        schema.config.update(base_url=address)
        yield schema


def test_all_operations_are_tried(api: schemathesis.BaseSchema) -> None:
    found = {
        (path, method.upper()) for path, methods in api.raw_schema["paths"].items() for method in methods
    }
    assert found == set(OPERATIONS)


TRIED = [
    pytest.param(path, method, mode, id=f"{method}-{path}-{mode.value}")
    for path, method in OPERATIONS
    for mode in schemathesis.GenerationMode
    if mode is schemathesis.GenerationMode.POSITIVE or "{" in path  # others take nothing that could be wrong
]


@pytest.mark.parametrize(("path", "method", "mode"), TRIED)
def test_every_operation_keeps_to_its_description(
    api: schemathesis.BaseSchema, path: str, method: str, mode: schemathesis.GenerationMode
) -> None:
    @seed(1)
    @few
    @given(api[path][method].as_strategy(generation_mode=mode))
    def call(case: Request) -> None:
        case.call_and_validate()

    call()


@modes
@pytest.mark.parametrize("exercise", TYPES)
def test_every_answer_type_keeps_to_the_description(
    api: schemathesis.BaseSchema, exercise: str, mode: schemathesis.GenerationMode
) -> None:
    @seed(2)
    @few
    @given(api[ATTEMPTS]["POST"].as_strategy(generation_mode=mode))
    def attempt(case: Request) -> None:
        case.path_parameters["id"] = exercise
        case.call_and_validate()

    attempt()


@modes
def test_a_run_keeps_to_the_description(
    api: schemathesis.BaseSchema, mode: schemathesis.GenerationMode
) -> None:
    @seed(5)
    @few
    @given(api[RUN]["POST"].as_strategy(generation_mode=mode))
    def run(case: Request) -> None:
        case.path_parameters["id"] = "small-program"
        case.call_and_validate()

    run()


@pytest.mark.parametrize("exercise", TYPES)
def test_any_json_is_answered_by_a_verdict_or_words_and_the_page_still_shows(
    client: TestClient, exercise: str
) -> None:
    @seed(3)
    @few
    @given(ANSWERS)
    def attempt(answer: JsonValue) -> None:
        body = json.dumps({"answer": answer})
        response = client.post(
            f"/api/exercises/{exercise}/attempts", content=body, headers={"Content-Type": "application/json"}
        )
        assert response.status_code in (200, 422), response.text
        assert response.json().get("message") or response.json()["detail"]
        assert client.get(f"/exercises/{exercise}").status_code == 200

    attempt()


@pytest.mark.parametrize("exercise", TYPES)
def test_any_draft_is_kept_or_refused_and_the_page_still_shows(client: TestClient, exercise: str) -> None:
    names = st.sampled_from(["answer", "answer.a", "choice", "order", "out", "line", "code", "text", "tick"])
    values = st.lists(st.sampled_from(KNOWN) | st.text(st.characters(), max_size=8), max_size=6)

    @seed(4)
    @few
    @given(st.dictionaries(names | st.text(max_size=4) | st.just(f"match.{TWO}"), values, max_size=4))
    def save(fields: dict[str, list[str]]) -> None:
        body = json.dumps({"seed": 0, "fields": fields})
        response = client.put(
            f"/drafts/{exercise}", content=body, headers={"Content-Type": "application/json"}
        )
        assert response.status_code in (204, 422)
        assert client.get(f"/exercises/{exercise}").status_code == 200

    save()
