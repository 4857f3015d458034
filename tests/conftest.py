"""What the tests of the web layer share: the small book with every answer type, served in process."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.main import create_app
from app.services import Services
from app.settings import Settings

BOOK = Path(__file__).parent / "browser" / "book"
ADDRESS = "http://workbook.test"
Visitor = Callable[[], TestClient]
collect_ignore = ["books", "browser/book"]  # books to be served, which the plugin would prove


def settings_for(data: Path, book: Path = BOOK, *, author: bool = False) -> Settings:
    """Settings that no variable of the environment changes."""
    return Settings(data=data, exercises=book, database=None, author=author, spares=2)


@pytest.fixture(scope="session")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> FastAPI:
    """The application over the small book; `visitor` starts it."""
    return create_app(settings_for(tmp_path_factory.mktemp("data")))


@pytest.fixture(scope="session")
def running(workbook: FastAPI) -> Iterator[TestClient]:
    """A client whose event loop runs store and runner."""
    with TestClient(workbook, base_url=ADDRESS, follow_redirects=False) as client:
        yield client


@pytest.fixture
def visitor(workbook: FastAPI, running: TestClient) -> Visitor:
    """Makes clients of people who were never here, on the same event loop."""
    return lambda: sibling(workbook, running)


def sibling(app: FastAPI, running: TestClient) -> TestClient:
    """Another client of an application that runs. A failure of the server is a 500, as over the network."""
    client = TestClient(app, base_url=ADDRESS, follow_redirects=False, raise_server_exceptions=False)
    client.portal = running.portal
    return client


@pytest.fixture
def client(visitor: Visitor) -> TestClient:
    """A learner who was never here."""
    return visitor()


@pytest.fixture
def services(workbook: FastAPI, running: TestClient) -> Services:
    """What the handlers share."""
    assert running.portal
    found = workbook.state.services
    assert isinstance(found, Services)
    return found
