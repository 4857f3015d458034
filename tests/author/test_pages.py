"""The author's pages over HTTP: whole pages for people, fragments for our own fetch."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.commands.serve import shortcomings
from app.main import create_app
from app.settings import Settings
from tests.conftest import ADDRESS, BOOK, settings_for
from tests.samples import DRAW, EXTRA, NOISE, SAMPLES, Sample

FRAGMENT = {"X-Fragment": "1"}
PANEL = "/author/exercises/one-number"


@pytest.fixture(scope="module")
def author(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """An author's server, with an exercise that has no numbers at some seeds."""
    root = Path(shutil.copytree(BOOK, tmp_path_factory.mktemp("author") / "book"))
    number = (root / "01-every-type" / "one-number.yaml").read_text("utf-8")
    rare = number.replace("id: one-number", "id: rare-number").replace("answer:", "require: a == 4\nanswer:")
    (root / "01-every-type" / "rare-number.yaml").write_text(
        rare.replace("{int: [2, 9], default: 4}", "{int: [2, 90000], default: 4}"), "utf-8"
    )
    settings = settings_for(tmp_path_factory.mktemp("data"), root, author=True)
    with TestClient(create_app(settings), base_url=ADDRESS) as client:
        yield client


def test_the_desk_lists_every_exercise_and_fault(author: TestClient) -> None:
    text = author.get("/author").text
    assert text.count('href="/author/exercises/') == 13
    assert "&#39;rare-number&#39; is missing" in text


def test_the_page_of_an_exercise_has_its_key_mistakes_and_places(author: TestClient) -> None:
    text = author.get(f"{PANEL}?seed=0").text
    assert 'class="author-key">2<' in text
    assert "<code>a / 2 + 100</code></dt><dd>102</dd>" in text
    assert "{rel: 0.002}" in text
    assert "1.996 to 2.004" in text
    assert re.search(r'vscode://file/\S+/one-number\.yaml:9:1">answer<', text)


def test_what_changes_with_the_seed_comes_alone_to_our_own_fetch(author: TestClient) -> None:
    part = author.get(f"{PANEL}?seed=3", headers=FRAGMENT).text
    assert "<html" not in part
    assert "Try an answer at seed 3" in part


def test_a_seed_without_numbers_is_told_on_the_page(author: TestClient) -> None:
    shown = author.get("/author/exercises/rare-number?seed=5")
    assert shown.status_code == 200
    assert "Seed 5 has no numbers" in shown.text
    tried = author.post("/author/exercises/rare-number", data={"seed": "5", "answer": "2"})
    assert tried.status_code == 422


@pytest.mark.parametrize(("path", "status"), [("nothing-here", 404), ("one-number?seed=x", 422)])
def test_what_is_not_there_is_told_in_words(author: TestClient, path: str, status: int) -> None:
    assert author.get(f"/author/exercises/{path}").status_code == status


def test_all_seeds_are_a_page_and_a_part_of_one(author: TestClient) -> None:
    whole = author.get(f"{PANEL}/seeds?n=20").text
    assert whole.count("data-row=") == 20
    assert "<h1>All seeds</h1>" in whole
    part = author.get(f"{PANEL}/seeds?n=7&near=1", headers=FRAGMENT).text
    assert "<html" not in part
    assert "auto-sign" in part
    assert author.get(f"{PANEL}/seeds?n=100000", headers=FRAGMENT).text.count("data-row=") == 200
    rare = author.get("/author/exercises/rare-number/seeds?n=6&only=problems", headers=FRAGMENT).text
    assert rare.count("data-row=") == 5
    assert "No numbers for seed 1" in rare


def test_the_check_says_what_does_not_hold(author: TestClient) -> None:
    assert "All holds over 50 seeds." in author.get(f"{PANEL}/check", headers=FRAGMENT).text
    assert "All holds over 5 seeds." in author.get("/author/exercises/small-program/check?n=5").text
    rare = author.get("/author/exercises/rare-number/check?n=6", headers=FRAGMENT).text
    assert re.search(r"rare-number\.yaml:\d+:\d+", rare)


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.exercise != "small-program"], ids=str)
def test_an_answer_of_every_type_can_be_tried_and_nothing_is_stored(
    author: TestClient, sample: Sample
) -> None:
    page = f"/author/exercises/{sample.exercise}"
    told = author.post(page, data={"seed": "0", **sample.fields}, headers=FRAGMENT)
    assert told.status_code == 200
    assert f'class="verdict" data-verdict="{sample.verdict}"' in told.text
    assert 'data-state="fired"' in told.text
    assert author.get("/api/progress").json() == []


def test_an_item_can_be_moved_and_left_out_before_an_order_is_tried(author: TestClient) -> None:
    fields = {"order": [DRAW, NOISE, EXTRA], "action": f"move:{EXTRA}:out"}
    moved = author.post("/author/exercises/sorted-steps", data=fields, headers=FRAGMENT).text
    assert f'name="out" value="{EXTRA}"' in moved
    assert "data-verdict" not in moved
    assert moved.index(f'value="{DRAW}"') < moved.index(f'value="{NOISE}"')


def test_pages_may_stand_in_frames_of_our_own_only(author: TestClient) -> None:
    headers = author.get("/exercises/one-number").headers
    assert "frame-ancestors 'self'" in headers["content-security-policy"]
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_a_preview_asks_for_its_theme(author: TestClient) -> None:
    assert 'data-theme="dark"' in author.get("/exercises/one-number?theme=dark").text
    assert "data-theme=" not in author.get('/exercises/one-number?theme="><b>').text.partition("<head>")[0]


def test_the_command_says_when_others_may_read_the_keys(tmp_path: Path) -> None:
    def lines(host: str, *, author: bool) -> list[str]:
        return shortcomings("", "full", Settings(data=tmp_path, host=host, author=author))

    assert "anybody who reaches 0.0.0.0" in lines("0.0.0.0", author=True)[0]
    assert lines("0.0.0.0", author=False) == []
    assert lines("127.0.0.1", author=True) == []
