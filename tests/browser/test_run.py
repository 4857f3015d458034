"""A student runs the visible cases: nothing is spent, and nothing moves under their hands."""

from __future__ import annotations

from typing import TypedDict

import httpx
import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.test_answers import both, card, type_code, verdict
from tests.browser.test_pages import violations

NAME = "small-program"
RIGHT = "def double(x):\n    return 2 * x\n"
WRONG = "def double(x):\n    print('hello')\n    return 3 * x\n"
LONG = "".join(f"# line {number}\n" for number in range(60)) + "# " + "wide " * 60 + "\n" + WRONG


class Place(TypedDict):
    """Where a student is in a page: the window, the program, the caret and what is selected."""

    window: float
    across: float
    editor: float
    selected: str
    focused: bool


def place(page: Page) -> Place:
    found: Place = page.evaluate(
        """() => ({
            window: scrollY,
            across: document.querySelector('.cm-scroller').scrollLeft,
            editor: document.querySelector('.cm-editor').getBoundingClientRect().top,
            selected: String(getSelection()),
            focused: document.activeElement.matches('.cm-content'),
        })"""
    )
    return found


def run(page: Page) -> None:
    card(page, NAME).locator("button[name=action][value=run]").click()


def attempts(context: BrowserContext, server: str) -> int:
    cookies = {cookie["name"]: cookie["value"] for cookie in context.cookies()}
    return len(httpx.get(f"{server}/api/progress", cookies=cookies).json())


@both
def test_a_run_shows_prints_and_cases_and_spends_nothing(
    page: Page, context: BrowserContext, types_server: str
) -> None:
    page.goto(f"{types_server}/exercises/{NAME}")
    for source, outcome in ((WRONG, "wrong"), (RIGHT, "pass")):
        type_code(page, NAME, source)
        run(page)
        expect(verdict(page, NAME).locator(".cases > li")).to_have_attribute("data-outcome", outcome)
        expect(verdict(page, NAME)).to_have_attribute("data-verdict", "trial")
        expect(verdict(page, NAME).locator(".printed pre")).to_have_text(["hello\n"] * (source == WRONG))
    page.goto(f"{types_server}/exercises/{NAME}")
    expect(card(page, NAME).locator("textarea[name=code]")).to_have_value(RIGHT)
    assert attempts(context, types_server) == 0


@both
def test_a_program_that_is_empty_is_told_so(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/{NAME}")
    type_code(page, NAME, " ")
    run(page)
    expect(verdict(page, NAME)).to_have_attribute("data-verdict", "invalid")


@pytest.mark.parametrize("keys", ["Control+Enter", "Control+Shift+Enter"])
def test_neither_run_nor_check_moves_caret_selection_scroll_or_undo(
    page: Page, types_server: str, keys: str
) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{types_server}/exercises/{NAME}")
    type_code(page, NAME, LONG)
    page.locator(".cm-line", has_text="line 30").click()
    page.keyboard.type("!")
    page.keyboard.press("Shift+Home")
    page.locator(".cm-scroller").evaluate("part => part.scrollLeft = 40")
    page.evaluate("scrollBy(0, 120)")
    before = place(page)
    assert before["across"] == 40
    assert before["selected"] == "# line 30!"
    page.keyboard.press(keys)
    expect(verdict(page, NAME)).to_be_visible()
    assert place(page) == before
    page.keyboard.press("Control+z")
    expect(page.locator(".cm-line", has_text="line 30")).to_have_text("# line 30")


def test_the_head_of_the_verdict_peeks_in_under_a_long_program(page: Page, types_server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{types_server}/exercises/{NAME}")
    type_code(page, NAME, LONG)
    page.locator(".cm-line", has_text="line 5").last.click()
    page.keyboard.press("Control+Home")
    page.keyboard.press("Control+Enter")
    expect(verdict(page, NAME).locator(".verdict-heading")).to_be_in_viewport()
    expect(verdict(page, NAME).locator(".cases")).not_to_be_in_viewport()
    verdict(page, NAME).locator(".verdict-heading").click()
    expect(verdict(page, NAME).locator(".cases")).to_be_in_viewport()


def test_the_caret_is_never_under_the_bar_or_the_peeking_verdict(page: Page, types_server: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 500})
    page.goto(f"{types_server}/exercises/{NAME}")
    type_code(page, NAME, LONG)
    page.keyboard.press("Control+Enter")
    expect(verdict(page, NAME)).to_be_visible()
    for key in ("Control+Home", *["ArrowDown"] * 40, *["ArrowUp"] * 25):
        page.keyboard.press(key)
    covered = """() => {
        const caret = document.querySelector('.cm-cursor').getBoundingClientRect();
        const bar = document.querySelector('.top').getBoundingClientRect().bottom;
        const peek = document.querySelector('[data-feedback]').getBoundingClientRect().top;
        return [caret.top - bar, peek - caret.bottom];
    }"""
    page.wait_for_function("() => document.querySelector('.cm-cursor')")
    assert min(page.evaluate(covered)) >= 0


def test_without_the_code_editor_the_keys_work_in_the_text_area(page: Page, types_server: str) -> None:
    page.route("**/vendor/editor-*.js", lambda route: route.abort())
    page.goto(f"{types_server}/exercises/{NAME}")
    area = card(page, NAME).locator("textarea[name=code]")
    area.fill(RIGHT)
    expect(card(page, NAME).locator("button[value=run] kbd").first).to_be_visible()
    area.press("Control+Enter")
    expect(verdict(page, NAME)).to_have_attribute("data-verdict", "trial")
    expect(area).to_be_focused()
    area.press("Control+Shift+Enter")
    expect(verdict(page, NAME)).to_have_attribute("data-verdict", "correct")
    expect(area).to_be_focused()


def test_a_second_press_is_ignored_and_late_typing_makes_the_result_an_earlier_one(
    page: Page, types_server: str
) -> None:
    held: list[Route] = []
    page.goto(f"{types_server}/exercises/{NAME}")
    type_code(page, NAME, RIGHT)
    page.route(f"**/exercises/{NAME}", lambda route: held.append(route))
    page.keyboard.press("Control+Enter")
    page.keyboard.press("Control+Enter")
    button = card(page, NAME).locator("button[value=run]")
    expect(button).to_have_attribute("aria-busy", "true")
    expect(card(page, NAME).locator("[data-under-way]")).to_have_text("Your program is running…")
    page.keyboard.type("# more")
    (route,) = held
    route.continue_()
    expect(verdict(page, NAME).locator(".stale-note")).to_be_visible()
    expect(button).not_to_have_attribute("aria-busy", "true")
    expect(page.locator(".cm-content")).to_contain_text("# more")
    expect(card(page, NAME).locator("[data-saved]")).to_have_text("Kept.")
    expect(card(page, NAME).locator("[data-under-way]")).to_have_text("")


def test_an_edit_marks_the_result_as_that_of_an_earlier_version(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/{NAME}")
    type_code(page, NAME, RIGHT)
    page.keyboard.press("Control+Enter")
    expect(verdict(page, NAME)).to_be_visible()
    expect(verdict(page, NAME).locator(".stale-note")).to_be_hidden()
    page.keyboard.type("#")
    expect(verdict(page, NAME).locator(".stale-note")).to_be_visible()
    page.keyboard.press("Control+Enter")
    expect(verdict(page, NAME).locator(".stale-note")).to_be_hidden()


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_server_says_when_to_try_again_and_loses_nothing(
    page: Page, types_server: str, status: int
) -> None:
    busy = '<div class="verdict" data-verdict="invalid" role="alert"><p>One moment, please</p></div>'
    headers = {"Retry-After": "7", "Content-Type": "text/html; charset=utf-8"}
    page.goto(f"{types_server}/exercises/{NAME}")
    type_code(page, NAME, RIGHT)
    page.route(f"**/exercises/{NAME}", lambda route: route.fulfill(status=status, headers=headers, body=busy))
    page.keyboard.press("Control+Enter")
    expect(card(page, NAME).locator("[data-feedback]")).to_contain_text("Try again in 7 seconds.")
    expect(page.locator(".cm-content")).to_contain_text("return 2 * x")
    expect(page.locator(".cm-content")).to_be_focused()


def test_a_network_that_is_gone_loses_nothing(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/{NAME}")
    type_code(page, NAME, RIGHT)
    page.route(f"**/exercises/{NAME}", lambda route: route.abort())
    page.keyboard.press("Control+Enter")
    expect(card(page, NAME).locator("[data-feedback]")).to_contain_text("did not answer")
    expect(card(page, NAME).locator("[data-saved]")).to_have_text("Kept.")
    page.unroute(f"**/exercises/{NAME}")
    page.reload()
    expect(card(page, NAME).locator("textarea[name=code]")).to_have_value(RIGHT)


@pytest.mark.parametrize(
    "source",
    [RIGHT, WRONG, "def double(x):\n    return 1 / 0\n", "def double(x)\n", "while True: pass\n"],
    ids=["right", "wrong", "exception", "syntax", "loop"],
)
def test_axe_finds_nothing_in_a_run(injectable: Page, types_server: str, source: str) -> None:
    injectable.goto(f"{types_server}/exercises/{NAME}")
    type_code(injectable, NAME, source)
    run(injectable)
    expect(verdict(injectable, NAME)).to_have_attribute("data-verdict", "trial")
    assert violations(injectable) == []


def test_axe_finds_nothing_in_numbers_and_curves(injectable: Page, server: str) -> None:
    injectable.goto(f"{server}/exercises/sch-cosine-code")
    type_code(injectable, "sch-cosine-code", "def cosine_alpha_bar(t, T, s=0.008):\n    return t * 2.0\n")
    injectable.keyboard.press("Control+Enter")
    one = verdict(injectable, "sch-cosine-code")
    expect(one.locator(".curve svg.plot")).to_have_count(1)
    one.locator(".curve summary").click()
    expect(one.locator(".curve tbody tr")).to_have_count(11)
    expect(one.locator(".numbers tbody tr")).to_have_count(4)
    assert violations(injectable) == []


def test_a_box_that_is_enhanced_twice_at_once_gets_one_editor(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/{NAME}")
    editors = page.evaluate(
        """async () => {
            const { editor } = await import('/static/js/editor.js');
            const box = document.createElement('div');
            box.append(document.createElement('textarea'));
            document.querySelector('.exercise form').append(box);
            await Promise.all([editor(box), editor(box)]);
            return box.querySelectorAll('.cm-content').length;
        }"""
    )
    assert editors == 1
