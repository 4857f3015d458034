"""The pages to print: everybody gets the sheet, only an author the key."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from tests.conftest import ADDRESS, settings_for

SHEET = "/print/chapters/every-type"
SECRETS = (
    "Because variances add",
    "return 2 * ",
    "np.cumprod(alphas)",
    "Four is even",
    "The answer is",
    "Yes.",
)


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(settings_for(tmp_path_factory.mktemp("data"), author=True))
    with TestClient(app, base_url=ADDRESS, follow_redirects=False) as client:
        yield client


def test_a_sheet_asks_everything_and_tells_nothing(client: TestClient) -> None:
    page = client.get(SHEET, params={"seed": 4})
    assert page.status_code == 200
    for words in ("What is the square root of", "Put one training step in order", "Name", "Numbers no. 4"):
        assert words in page.text
    for secret in SECRETS:
        assert secret not in page.text
    assert "<nav" not in page.text
    assert "<script" not in page.text
    assert "<style" not in page.text


@pytest.mark.parametrize("query", ["", "?seed=0", "?seed=4&exercise=one-number", "?author=1"])
def test_the_key_is_not_to_be_had_from_a_public_server(client: TestClient, query: str) -> None:
    page = client.get(f"{SHEET}/keys{query}")
    assert page.status_code == 404
    assert not any(secret in page.text for secret in SECRETS)


def test_a_public_sheet_does_not_even_name_the_key(client: TestClient) -> None:
    assert "/keys" not in client.get(SHEET).text


def test_an_author_gets_the_key_to_the_same_numbers(author: TestClient) -> None:
    sheet = author.get(SHEET, params={"seed": 4, "exercise": "one-number"})
    assert "/print/chapters/every-type/keys?seed=4&amp;exercise=one-number" in sheet.text
    keys = author.get(f"{SHEET}/keys", params={"seed": 4, "exercise": "one-number"})
    assert keys.status_code == 200
    assert "The answer is" in keys.text


def test_chosen_exercises_stand_in_the_order_of_the_book(client: TestClient) -> None:
    text = client.get(SHEET, params={"exercise": ["own-words", "one-number"]}).text
    assert text.count('class="paper-item"') == 2
    assert text.index("One number") < text.index("Own words")


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        (f"{SHEET}?exercise=nothing", 404, "no exercise &#39;nothing&#39;"),
        ("/print/chapters/nowhere", 404, "no chapter"),
        (f"{SHEET}?seed=x", 422, "A seed is a whole number"),
        (f"{SHEET}?seed=99999999999", 422, "A seed is a whole number"),
    ],
)
def test_what_is_not_there_is_told(client: TestClient, path: str, status: int, said: str) -> None:
    page = client.get(path)
    assert page.status_code == status
    assert said in page.text


def test_the_chapter_leads_to_its_sheet(client: TestClient) -> None:
    assert f'href="{SHEET}"' in client.get("/chapters/every-type").text


def test_the_style_of_paper_is_served(client: TestClient) -> None:
    assert client.get("/static/css/worksheet.css").status_code == 200


def test_a_chapter_may_be_named_by_its_number(client: TestClient) -> None:
    assert client.get("/print/chapters/1").status_code == 200
