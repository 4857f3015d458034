"""Author mode: a saved file is read again; faults are shown and the last good book stays in service."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.authoring import read_again
from app.faults import BadContent
from app.main import create_app
from tests.conftest import ADDRESS, BOOK, settings_for

FILE = "01-every-type/one-number.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the book to work on."""
    return Path(shutil.copytree(BOOK, tmp_path / "book"))


@pytest.fixture
def app(root: Path, tmp_path: Path) -> FastAPI:
    return create_app(settings_for(tmp_path / "data", root, author=True))


@pytest.fixture
def author(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=ADDRESS) as client:
        yield client


def until(condition: Callable[[], bool]) -> None:
    """Waits for what another thread does."""
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.05)


def test_a_saved_file_is_served_without_a_restart(author: TestClient, root: Path) -> None:
    path = root / FILE
    time.sleep(0.3)  # the watcher takes a moment to see its first change
    path.write_text(path.read_text("utf-8").replace("title: One number", "title: Another title"), "utf-8")
    until(lambda: "Another title" in author.get("/exercises/one-number").text)


def test_faults_are_shown_on_every_page_beside_the_last_good_book(
    author: TestClient, app: FastAPI, root: Path
) -> None:
    path = root / FILE
    good = path.read_text("utf-8")
    path.write_text(good.replace("answer: sqrt(a)", "anser: sqrt(a)"), "utf-8")
    assert author.portal
    author.portal.call(read_again, app.state.services)
    for page in ("/", "/exercises/one-number", "/nowhere"):
        text = author.get(page).text
        assert f"{FILE}:" in text
        assert "answer" in text
    assert author.get("/exercises/one-number").status_code == 200
    assert (
        author.post("/api/exercises/one-number/attempts", json={"answer": 2}).json()["verdict"] == "correct"
    )
    path.write_text(good, "utf-8")
    author.portal.call(read_again, app.state.services)
    assert "in the exercises</h2>" not in author.get("/").text


def test_an_author_may_begin_with_a_faulty_book(root: Path, tmp_path: Path) -> None:
    (root / "book.yaml").write_text("title: [", "utf-8")
    with TestClient(create_app(settings_for(tmp_path / "data", root, author=True))) as client:
        home = client.get("/")
        assert home.status_code == 200
        assert "book.yaml:" in home.text
        assert "There is no chapter yet." in home.text
    with pytest.raises(BadContent):
        create_app(settings_for(tmp_path / "data", root))


def test_a_folder_that_goes_away_leaves_the_book(author: TestClient, app: FastAPI, root: Path) -> None:
    shutil.rmtree(root)
    assert author.portal
    author.portal.call(read_again, app.state.services)
    assert author.get("/exercises/one-number").status_code == 200
    assert app.state.services.shelf.faults


def test_a_file_that_goes_away_while_it_is_read_leaves_the_book(
    author: TestClient, app: FastAPI, root: Path
) -> None:
    (root / FILE).unlink()
    (root / FILE).symlink_to(root / "nowhere")
    assert author.portal
    author.portal.call(read_again, app.state.services)
    assert author.get("/exercises/one-number").status_code == 200
    assert "one-number.yaml" in author.get("/").text


def test_readers_see_no_faults(client: TestClient) -> None:
    assert "in the exercises</h2>" not in client.get("/").text
