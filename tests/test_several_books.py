"""Two books on one shelf as readers meet them: each with its own chapters, symbols and marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.courses import load_checkers
from app.main import create_app
from app.settings import Settings
from tests.conftest import ADDRESS, sibling

BOOKS = Path(__file__).parent / "books"
ROOTS = (BOOKS / "small", BOOKS / "course" / "exercises")


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FastAPI]:
    checkers = (BOOKS / "course" / "checkers",)
    settings = Settings(
        data=tmp_path_factory.mktemp("data"), exercises=ROOTS, checkers=checkers, database=None, spares=1
    )
    yield create_app(settings)
    load_checkers(())


@pytest.fixture(scope="module")
def running(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        yield client


@pytest.fixture
def reader(app: FastAPI, running: TestClient) -> TestClient:
    """Somebody who was never here."""
    return sibling(app, running)


def part(page: str, begin: str, end: str) -> str:
    """What stands between two words of a page."""
    return page.split(begin, 1)[1].split(end, 1)[0]


def side(page: str) -> str:
    """The chapters beside the page."""
    return part(page, '<nav class="side"', "</nav>")


def main(page: str) -> str:
    return part(page, "<main", "</main>")


def test_the_home_page_has_each_book_with_its_chapters(reader: TestClient) -> None:
    page = reader.get("/").text
    assert "<title>Workbook</title>" in page
    small, course = main(page).split('id="book-2"')
    assert "A small book" in small
    assert "/chapters/first-steps" in small
    assert "/chapters/waves" not in small
    assert "Waves and their energy" in course
    assert "/chapters/first-steps" not in course
    assert 'data-of="10"' in page


def test_a_page_of_a_book_has_its_title_its_chapters_and_its_marks(reader: TestClient) -> None:
    for address in ("/chapters/waves", "/exercises/wave-height"):
        page = reader.get(address).text
        assert " · Waves</title>" in page
        assert 'data-of="2"' in page
        assert "/chapters/waves" in side(page)
        assert "/chapters/first-steps" not in side(page)
        assert '<a href="/#book-1">A small book</a>' in side(page)


def test_before_and_after_stay_within_the_book(reader: TestClient) -> None:
    for address in ("/chapters/second-steps", "/chapters/waves", "/exercises/wave-energy"):
        assert 'rel="next"' not in reader.get(address).text
    assert 'rel="prev"' not in reader.get("/chapters/waves").text
    assert 'href="/exercises/wave-energy" rel="next"' in reader.get("/exercises/wave-height").text


def test_places_are_said_within_the_book(reader: TestClient) -> None:
    assert '<span class="place">1.1</span> How high' in reader.get("/exercises/wave-height").text
    contents = main(reader.get("/contents").text)
    assert contents.count('<span class="place">1.1</span>') == 2
    assert contents.index("/exercises/step-root") < contents.index('id="book-2"')
    assert contents.index('id="book-2"') < contents.index("/exercises/wave-height")


def test_prerequisites_lead_to_the_chapter_of_the_same_book(reader: TestClient) -> None:
    assert 'href="/chapters/waves">chapter 1</a>' in reader.get("/chapters/waves").text


def test_a_concept_of_both_books_is_shown_by_book(reader: TestClient) -> None:
    page = main(reader.get("/concepts/wave").text)
    assert "Where the books meet it" in page
    assert "A small book" not in page
    assert page.index("Waves</h2>") < page.index("/exercises/wave-height")
    assert reader.get("/concepts/nothing").status_code == 404


def test_notation_is_that_of_each_book(reader: TestClient) -> None:
    small, course = main(reader.get("/notation").text).split('id="book-2"')
    assert "a number" in small
    assert "where the wave is measured" in course
    assert "the amplitude of a wave" in course
    assert "where the wave is measured" not in small


def test_a_symbol_means_what_its_book_says(reader: TestClient) -> None:
    assert "where the wave is measured" in reader.get("/chapters/waves/meanings").text
    assert "where the wave is measured" not in reader.get("/chapters/first-steps/meanings").text


def test_captions_of_tables_differ_by_book(reader: TestClient) -> None:
    for address in ("/notation", "/progress"):
        labels = re.findall(r'role="region" aria-label="([^"]+)"', reader.get(address).text)
        assert len(labels) == len(set(labels)) > 1


def test_what_is_solved_counts_in_its_book_and_in_all(reader: TestClient) -> None:
    answer = reader.get("/api/exercises/wave-height").json()["params"]["A"] * 0.479425538604203
    told = reader.post("/api/exercises/wave-height/attempts", json={"answer": answer}).json()
    assert told["verdict"] == "correct"
    slip = reader.post("/api/exercises/wave-height/attempts", json={"answer": answer / 3}).json()
    assert slip["tag"] == "no-amplitude"
    assert 'data-solved="1" data-of="2"' in reader.get("/chapters/waves").text
    assert 'data-solved="0" data-of="8"' in reader.get("/chapters/first-steps").text
    assert 'data-solved="1" data-of="10"' in reader.get("/").text
    progress = main(reader.get("/progress").text)
    assert 'Waves <span class="quiet">1 / 2</span>' in progress
    assert 'A small book <span class="quiet">0 / 8</span>' in progress
    assert 'href="/exercises/wave-height?seed=0"' in reader.get("/").text


def test_a_program_is_judged_by_the_checker_of_its_course(reader: TestClient) -> None:
    program = "def energy(heights):\n    return (heights * heights).sum()\n"
    told = reader.post("/api/exercises/wave-energy/attempts", json={"answer": program}).json()
    assert told["verdict"] == "correct"


def test_a_program_cannot_see_the_checkers_of_a_course(reader: TestClient) -> None:
    program = "import waves\ndef energy(heights):\n    return waves.energy(heights)\n"
    told = reader.post("/api/exercises/wave-energy/attempts", json={"answer": program}).json()
    assert told["verdict"] != "correct"


def test_each_book_has_its_own_tolerance(reader: TestClient) -> None:
    for exercise, answer, verdict in (
        ("wave-height", 1.438277 * 1.008, "correct"),
        ("step-root", 3.024, "wrong"),
    ):
        told = reader.post(f"/api/exercises/{exercise}/attempts", json={"answer": answer}).json()
        assert told["verdict"] == verdict


def test_programs_are_told_the_book(reader: TestClient) -> None:
    books = [one["book"] for one in reader.get("/api/exercises").json()]
    assert books == ["A small book"] * 8 + ["Waves"] * 2
    assert reader.get("/api/exercises/wave-height").json()["book"] == "Waves"


def test_a_number_that_two_chapters_have_is_asked_back(reader: TestClient) -> None:
    told = reader.get("/chapters/1")
    assert told.status_code == 404
    assert "&#39;first-steps&#39; or &#39;waves&#39;" in told.text
    assert reader.get("/chapters/2").headers["location"] == "/chapters/second-steps"
    assert reader.get("/chapters/01-waves").headers["location"] == "/chapters/waves"


def test_what_is_mistyped_is_looked_for_in_all_books(reader: TestClient) -> None:
    assert "wave-height" in reader.get("/exercises/wave-hight").text
    assert "first-steps" in reader.get("/chapters/first-step").text


def test_every_page_is_found_from_home(reader: TestClient) -> None:
    for address in ("/", "/contents", "/notation", "/progress", "/docs", "/nowhere"):
        page = reader.get(address).text
        assert "/chapters/first-steps" in side(page)
        assert "/chapters/waves" in side(page)


def test_monitoring_counts_all_books(reader: TestClient) -> None:
    told = reader.get("/readyz").json()
    assert (told["chapters"], told["exercises"]) == (3, 10)
