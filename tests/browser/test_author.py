"""Author mode in a browser: saving shows at once, faults stand in their place, the author's page."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import ROOT, serving
from tests.browser.test_pages import violations

BOOK = ROOT / "tests" / "browser" / "book"
FOLDER = "01-every-type"


@dataclass(frozen=True)
class Desk:
    """An author's server and the files of its book."""

    address: str
    root: Path

    def file(self, name: str) -> Path:
        return self.root / FOLDER / name

    def change(self, name: str, old: str, new: str) -> None:
        """Saves a file with something replaced, or nothing where it is not there any more."""
        path = self.file(name)
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")


@pytest.fixture(scope="module")
def server_and_book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    root = Path(shutil.copytree(BOOK, tmp_path_factory.mktemp("author") / "book"))
    data = tmp_path_factory.mktemp("data")
    with serving(data, "--author", "--exercises", str(root)) as address:
        yield Desk(address, root)


@pytest.fixture
def desk(server_and_book: Desk) -> Iterator[Desk]:
    """The server, with the book as it was afterwards."""
    yield server_and_book
    shutil.copytree(BOOK, server_and_book.root, dirs_exist_ok=True)
    known = {path.name for path in (BOOK / FOLDER).iterdir()}
    for path in (server_and_book.root / FOLDER).iterdir():
        if path.name not in known:
            path.unlink()


def live(page: Page) -> None:
    """Waits until the page follows the files."""
    expect(page.locator("[data-live]")).to_have_text("Live")


# ---- live reload ---


def test_an_open_page_follows_and_keeps_what_is_typed(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/exercises/one-number")
    live(page)
    field = page.locator("input[name=answer]")
    field.fill("1.41")
    field.evaluate("field => field.setSelectionRange(1, 3)")
    desk.change("one-number.yaml", "What is the square root", "Tell the square root")
    expect(page.locator(".prompt")).to_contain_text("Tell the square root")
    expect(field).to_have_value("1.41")
    expect(field).to_be_focused()
    assert field.evaluate("field => [field.selectionStart, field.selectionEnd]") == [1, 3]


def test_a_program_that_is_being_written_stays_when_another_exercise_changes(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/chapters/every-type")
    live(page)
    box = page.locator("#x-small-program")
    box.scroll_into_view_if_needed()
    box.locator(".cm-content").click()
    page.keyboard.type("# mine")
    place = page.evaluate("scrollY")
    desk.change("own-words.yaml", "title: Own words", "title: Words of your own")
    expect(page.locator("#x-own-words h3")).to_contain_text("Words of your own")
    expect(box.locator(".cm-content")).to_contain_text("# mine")
    expect(box.locator(".cm-content")).to_be_focused()
    assert page.evaluate("scrollY") == place


def test_more_pages_than_a_browser_grants_connections_follow(context: BrowserContext, desk: Desk) -> None:
    pages = [context.new_page() for _ in range(8)]
    for page in pages:
        page.goto(f"{desk.address}/exercises/two-numbers")
    live(pages[-1])
    desk.change("two-numbers.yaml", "title: Two numbers", "title: A pair")
    for page in pages:
        expect(page.locator("h1")).to_have_text("A pair")
    pages[0].close()  # it held the stream
    live(pages[-1])
    desk.change("two-numbers.yaml", "title: A pair", "title: Both")
    expect(pages[-1].locator("h1")).to_have_text("Both")


def test_a_page_finds_the_server_again(page: Page, tmp_path: Path) -> None:
    book = Path(shutil.copytree(BOOK, tmp_path / "book"))
    options = ("--author", "--exercises", str(book))
    with serving(tmp_path / "data", *options) as address:
        page.goto(f"{address}/exercises/one-number")
        live(page)
        page.locator("input[name=answer]").fill("1.73")
    expect(page.locator("[data-live]")).to_have_text("The server is away")
    path = book / FOLDER / "one-number.yaml"
    path.write_text(path.read_text("utf-8").replace("title: One number", "title: Meanwhile"), "utf-8")
    with serving(tmp_path / "data", *options, "--port", address.rpartition(":")[2]):
        expect(page.locator("h1")).to_have_text("Meanwhile")
        expect(page.locator("input[name=answer]")).to_have_value("1.73")


@pytest.mark.parametrize("context", [False], indirect=True, ids=["no-js"])
def test_without_scripts_the_pages_work_by_hand(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/author/exercises/one-number?seed=3")
    expect(page.locator("[data-live]")).to_have_text("By hand")
    page.locator("input[name=answer]").fill("17")
    page.get_by_role("button", name="Try this answer").click()
    expect(page.locator("[data-state=fired]")).to_contain_text("Wrong")
    page.get_by_label("Seed after").click()
    expect(page.locator("input[name=seed]").first).to_have_value("4")
    page.get_by_role("link", name="Show the table").click()
    expect(page.locator("[data-row]")).to_have_count(50)


# ---- faults ---


def test_a_fault_stands_on_its_card_and_goes_when_it_is_mended(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/chapters/every-type")
    live(page)
    desk.change("one-number.yaml", "answer: sqrt(a)", "answer: sqrt(b)")
    card = page.locator("#x-one-number")
    faults = card.locator("[data-faults]")
    expect(faults).to_contain_text("b")
    expect(faults.locator("code").first).to_have_text(re.compile(r"one-number\.yaml:9:\d+$"))
    expect(faults.locator(".excerpt")).to_contain_text("answer: sqrt(b)")
    expect(faults.locator(".caret")).to_contain_text("^")
    expect(card.locator(".prompt")).to_contain_text("What is the square root")
    desk.change("two-parts.yaml", "title: Two parts", "title: Two halves")
    expect(page.locator("#x-two-parts h3")).to_contain_text("Two halves")
    desk.change("one-number.yaml", "answer: sqrt(b)", "answer: sqrt(a)")
    expect(faults).to_have_count(0)


def test_a_new_faulty_exercise_and_a_faulty_lesson_stand_on_the_chapter(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/chapters/every-type")
    live(page)
    desk.file("brand-new.yaml").write_text("id: brand-new\ntype: numerc\n", "utf-8")
    faults = page.locator("[data-faults=chapter]")
    expect(faults).to_contain_text("did you mean 'numeric'?")
    desk.change("lesson.md", "", "::exercise nowhere\n\n")
    expect(faults).to_contain_text("lesson.md:1:")


def test_axe_finds_nothing_among_faults_and_on_the_authors_pages(injectable: Page, desk: Desk) -> None:
    desk.change("one-number.yaml", "answer: sqrt(a)", "answer: sqrt(b)")
    desk.file("brand-new.yaml").write_text("id: brand-new\n", "utf-8")
    injectable.goto(f"{desk.address}/exercises/one-number")
    expect(injectable.locator("#x-one-number [data-faults]")).to_be_visible()
    assert violations(injectable) == []
    injectable.goto(f"{desk.address}/author")
    expect(injectable.locator("main .excerpt")).to_have_count(3)
    assert violations(injectable) == []
    injectable.goto(f"{desk.address}/author/exercises/two-parts")
    injectable.locator("[name='answer.a']").fill("7")
    injectable.get_by_role("button", name="Try this answer").click()
    expect(injectable.locator(".ladder").first).to_be_visible()
    expect(injectable.locator("[data-row]")).to_have_count(1)
    assert violations(injectable) == []


# ---- the author's page ---


def test_the_seed_is_scrubbed_by_slider_keys_and_number(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/author/exercises/one-number?seed=2")
    slider = page.get_by_label("Seed, on a slider")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("[data-at-seed] h2").first).to_contain_text("seed 3")
    expect(page).to_have_url(re.compile(r"seed=3$"))
    page.keyboard.press("Alt+ArrowLeft")
    expect(page.locator("[data-at-seed] h2").first).to_contain_text("seed 2")
    page.get_by_label("Seed", exact=True).fill("1234")
    expect(page.locator("[data-at-seed] h2").first).to_contain_text("seed 1234")
    page.locator("[data-to='7']").click()
    expect(page).to_have_url(re.compile(r"seed=7$"))
    expect(page.frame_locator("iframe").first.locator("input[name=seed]")).to_have_value("7")


def test_an_answer_that_is_tried_tells_the_rule_and_is_not_stored(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/author/exercises/one-number?seed=0")
    for answer, verdict, rung, told in (
        ("2", "correct", "Right", "accepts 1.996 to 2.004"),
        ("102", "mistake", "Known mistakes", "halved"),
        ("-2", "mistake", "Near-misses", "auto-sign"),
        ("17", "wrong", "Wrong", "nothing above"),
        ("two", "invalid", "Unreadable", ""),
    ):
        page.locator("input[name=answer]").fill(answer)
        page.keyboard.press("Enter")
        fired = page.locator("[data-state=fired]")
        expect(fired.locator("b")).to_have_text(rung)
        expect(fired).to_contain_text(told)
        expect(page.locator("[data-feedback] .verdict")).to_have_attribute("data-verdict", verdict)
        expect(page.locator("input[name=answer]")).to_have_value(answer)
    page.goto(f"{desk.address}/exercises/one-number")
    expect(page.locator(".trail")).not_to_contain_text("attempt")


def test_a_program_that_is_tried_tells_the_hidden_cases(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/author/exercises/small-program")
    page.locator(".cm-content").click()
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("def double(x):\n    return x ** 2\n")
    page.get_by_role("button", name="Try this answer").click()
    fired = page.locator("[data-state=fired]")
    expect(fired).to_contain_text("Known wrong programs")
    expect(fired.locator(".hit")).to_contain_text("squared this one")
    expect(page.locator(".ladder")).to_contain_text("a random array (hidden)")


def test_previews_stand_in_frames_of_both_widths(page: Page, desk: Desk) -> None:
    page.goto(f"{desk.address}/author/exercises/one-number")
    page.locator("iframe").first.scroll_into_view_if_needed()
    phone, wide = (page.frame_locator("iframe").nth(place) for place in (0, 1))
    assert phone.locator("html").evaluate("() => innerWidth") == 390
    assert wide.locator("html").evaluate("() => innerWidth") == 1280
    page.locator("[data-look=dark]").click()
    expect(phone.locator("html")).to_have_attribute("data-theme", "dark")
    desk.change("one-number.yaml", "What is the square root", "Within the frame tell the root")
    expect(phone.locator(".prompt")).to_contain_text("Within the frame")


def test_no_page_of_the_author_is_wider_than_the_window(page: Page, desk: Desk) -> None:
    for path in ("/author", "/author/exercises/two-parts", "/author/exercises/small-program"):
        page.goto(desk.address + path)
        page.wait_for_load_state()
        for width in (320, 390, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)
