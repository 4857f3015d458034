"""Author mode: a saved file is read again; what is faulty stays as it was, with its fault beside it."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.author import read_again
from app.faults import BadContent
from app.main import create_app
from tests.conftest import ADDRESS, BOOK, settings_for

FOLDER = "01-every-type"
FILE = f"{FOLDER}/one-number.yaml"


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
    end = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, "it never came true"
        time.sleep(0.02)


def retitle(path: Path, title: str) -> str:
    """The text of an exercise with another title."""
    lines = path.read_text("utf-8").splitlines(keepends=True)
    return "".join(f"title: {title}\n" if line.startswith("title:") else line for line in lines)


def shows(author: TestClient, text: str, page: str = "/exercises/one-number") -> Callable[[], bool]:
    return lambda: text in author.get(page).text


def test_a_saved_file_is_served_without_a_restart(author: TestClient, root: Path) -> None:
    (root / FILE).write_text(retitle(root / FILE, "Another title"), "utf-8")
    until(shows(author, "Another title"))


def test_a_file_that_takes_the_place_of_another_is_served(author: TestClient, root: Path) -> None:
    for number in range(3):  # as vim and VS Code save
        new = root / FOLDER / ".one-number.yaml.tmp"
        new.write_text(retitle(root / FILE, f"Title {number}"), "utf-8")
        new.replace(root / FILE)
        until(shows(author, f"Title {number}"))


def test_of_two_saves_at_once_the_last_is_served(author: TestClient, root: Path) -> None:
    first, last = retitle(root / FILE, "First title"), retitle(root / FILE, "Last title")
    (root / FILE).write_text(first, "utf-8")
    (root / FILE).write_text(last, "utf-8")
    until(shows(author, "Last title"))


def test_a_new_chapter_and_a_renamed_one_are_served(author: TestClient, root: Path) -> None:
    new = Path(shutil.copytree(root / FOLDER, root / "02-copied"))
    for path in new.glob("*-*.yaml"):
        path.unlink()
    number = (root / FILE).read_text("utf-8").replace("id: one-number", "id: copied-number")
    (new / "copied-number.yaml").write_text(number, "utf-8")
    (new / "chapter.yaml").write_text(
        "title: Copied\nsummary: A copy.\ngoals: [Copy.]\nprerequisites: Nothing.\nminutes: 5\n"
        "order: [copied-number]\n",
        "utf-8",
    )
    (new / "lesson.md").write_text("Some text.\n", "utf-8")
    until(lambda: author.get("/exercises/copied-number").status_code == 200)
    new.rename(root / "03-renamed")
    until(lambda: author.get("/chapters/renamed").status_code == 200)
    assert author.get("/chapters/copied").status_code == 404


def test_a_book_that_is_replaced_by_another_folder_is_followed(author: TestClient, root: Path) -> None:
    shutil.copytree(root, root.with_name("other"))
    root.rename(root.with_name("old"))
    until(lambda: len(author.app.state.services.shelf.errata) > 0)  # type: ignore[attr-defined]  # it is the FastAPI app
    assert author.get("/exercises/one-number").status_code == 200
    root.with_name("other").rename(root)
    until(lambda: len(author.app.state.services.shelf.errata) == 0)  # type: ignore[attr-defined]  # as above
    (root / FILE).write_text(retitle(root / FILE, "In the other folder"), "utf-8")
    until(shows(author, "In the other folder"))


def reread(author: TestClient, app: FastAPI) -> None:
    """Reads now, as a change would."""
    assert author.portal
    author.portal.call(read_again, app.state.services)


def test_a_fault_concerns_only_what_is_faulty(author: TestClient, app: FastAPI, root: Path) -> None:
    path, other = root / FILE, root / FOLDER / "own-words.yaml"
    good = path.read_text("utf-8")
    path.write_text(good.replace("answer: sqrt(a)", "anser: sqrt(a)"), "utf-8")
    other.write_text(retitle(other, "Mended meanwhile"), "utf-8")
    reread(author, app)
    page = author.get("/exercises/one-number").text
    assert f"{FILE}:9:1" in page
    assert "did you mean &#39;answer&#39;?" in page
    assert '<span class="excerpt-number">9</span>anser: sqrt(a)' in page
    assert "What is the square root of" in page
    assert author.get("/exercises/own-words").text.count("Mended meanwhile") > 1
    assert "anser" not in author.get("/exercises/own-words").text
    answered = author.post("/api/exercises/one-number/attempts", json={"answer": 2})
    assert answered.json()["verdict"] == "correct"
    path.write_text(good, "utf-8")
    reread(author, app)
    assert "data-faults" not in author.get("/exercises/one-number").text


def test_a_new_exercise_that_is_faulty_is_told_of_in_its_chapter(
    author: TestClient, app: FastAPI, root: Path
) -> None:
    (root / FOLDER / "brand-new.yaml").write_text("id: brand-new\n", "utf-8")
    reread(author, app)
    page = author.get("/chapters/every-type").text
    assert 'data-faults="chapter"' in page
    assert "brand-new.yaml:1:1" in page
    assert author.get("/exercises/brand-new").status_code == 404


def test_what_belongs_nowhere_is_told_of_on_every_page(author: TestClient, app: FastAPI, root: Path) -> None:
    (root / "book.yaml").write_text("title: [", "utf-8")
    reread(author, app)
    for page in ("/", "/exercises/one-number", "/nowhere"):
        text = author.get(page).text
        assert 'data-faults="top"' in text
        assert "book.yaml:2:1" in text


def test_an_author_may_begin_with_a_faulty_book(root: Path, tmp_path: Path) -> None:
    (root / "book.yaml").write_text("title: [", "utf-8")
    with TestClient(create_app(settings_for(tmp_path / "data", root, author=True))) as client:
        home = client.get("/")
        assert home.status_code == 200
        assert "book.yaml:" in home.text
    with pytest.raises(BadContent):
        create_app(settings_for(tmp_path / "data", root))


def test_a_folder_that_goes_away_leaves_the_book(author: TestClient, app: FastAPI, root: Path) -> None:
    shutil.rmtree(root)
    reread(author, app)
    assert author.get("/exercises/one-number").status_code == 200
    assert app.state.services.shelf.errata


def test_a_file_that_cannot_be_read_leaves_the_exercise(author: TestClient, app: FastAPI, root: Path) -> None:
    (root / FILE).unlink()
    (root / FILE).symlink_to(root / "nowhere")
    reread(author, app)
    page = author.get("/exercises/one-number")
    assert page.status_code == 200
    assert "one-number.yaml:1:1" in page.text


def test_a_file_of_five_megabytes_is_refused_in_words(author: TestClient, app: FastAPI, root: Path) -> None:
    (root / FILE).write_bytes(b"a: b\n" * 1_000_000)
    reread(author, app)
    page = author.get("/exercises/one-number").text
    assert "The file is longer than" in page
    assert len(page) < 100_000


def test_readers_see_no_faults_and_no_pages_of_authors(client: TestClient) -> None:
    home = client.get("/").text
    assert "data-faults" not in home
    assert "author" not in home
    assert "frame-ancestors 'none'" in client.get("/").headers["content-security-policy"]
    for path in ("", "/news", "/exercises/one-number", "/exercises/one-number/seeds"):
        assert client.get(f"/author{path}").status_code == 404
    assert client.post("/author/exercises/one-number", data={"answer": "2"}).status_code == 404
