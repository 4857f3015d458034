"""Every answer type can be answered: with a pointer, with the keyboard alone, and without JavaScript."""

from __future__ import annotations

import httpx
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.test_answers import both, card, check, type_code, verdict


def asked(server: str, name: str) -> dict[str, list[dict[str, str]]]:
    """What the JSON interface says of the exercise: items with ids and texts."""
    found: dict[str, list[dict[str, str]]] = httpx.get(f"{server}/api/exercises/{name}").json()["asked"]
    return found


def id_of(items: list[dict[str, str]], text: str) -> str:
    return next(item["id"] for item in items if text in item["text"])


def told(page: Page, name: str, expected: str) -> None:
    expect(verdict(page, name)).to_have_attribute("data-verdict", expected)


@both
def test_an_order_is_made_with_the_buttons(page: Page, types_server: str) -> None:
    items = asked(types_server, "sorted-steps")["items"]
    page.goto(f"{types_server}/exercises/sorted-steps")
    one = card(page, "sorted-steps")
    distractor = id_of(items, "whole chain")
    one.locator(f"li[data-item='{distractor}'] button[value$=':out']").click()
    expect(one.locator(f".sequence-out li[data-item='{distractor}']")).to_be_visible()
    for place, text in enumerate(("Draw clean", "Draw $t$", "Form", "Compare")):
        move_to(one, id_of(items, text), place)
    check(page, "sorted-steps")
    told(page, "sorted-steps", "correct")


def move_to(one: Locator, item: str, place: int) -> None:
    """Presses "up" until the item stands at the place."""
    for _ in range(6):
        order = one.locator(".sequence-items li").evaluate_all("rows => rows.map(row => row.dataset.item)")
        here = order.index(item)
        if here <= place:
            return
        one.locator(f"li[data-item='{item}'] button[value$=':-1']").click()
        expect(one.locator(".sequence-items li").nth(here - 1)).to_have_attribute("data-item", item)


def test_an_order_is_made_by_dragging(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/sorted-steps")
    one = card(page, "sorted-steps")
    one.locator("[data-order]").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    rows = one.locator(".sequence-items li")
    last = rows.last.get_attribute("data-item")
    grip, first = rows.last.locator(".grip").bounding_box(), rows.first.bounding_box()
    assert grip is not None
    assert first is not None
    page.mouse.move(grip["x"] + 8, grip["y"] + 12)
    page.mouse.down()
    for step in range(1, 21):
        page.mouse.move(grip["x"] + 8, grip["y"] + (first["y"] - 10 - grip["y"]) * step / 20)
    page.mouse.up()
    expect(rows.first).to_have_attribute("data-item", last or "")
    expect(one.locator("[data-say]")).to_contain_text("place 1")


def test_an_order_is_made_with_the_keyboard_and_the_focus_goes_along(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/sorted-steps")
    one = card(page, "sorted-steps")
    one.locator("[data-order]").scroll_into_view_if_needed()
    page.wait_for_load_state("networkidle")
    item = one.locator(".sequence-items li").nth(2).get_attribute("data-item")
    button = one.locator(f"li[data-item='{item}'] button[value$=':-1']")
    button.focus()
    page.keyboard.press("Enter")
    expect(one.locator(".sequence-items li").nth(1)).to_have_attribute("data-item", item or "")
    expect(button).to_be_focused()
    page.keyboard.press("Enter")
    expect(one.locator(".sequence-items li").nth(0)).to_have_attribute("data-item", item or "")
    expect(one.locator(f"li[data-item='{item}'] button[value$=':1']")).to_be_focused()


@both
@pytest.mark.parametrize(
    ("name", "wrong", "right"),
    [
        ("one-number", "102", "2"),
        ("two-numbers", "[2, 5]", "np.array([2, 4])"),
        ("one-formula", "sqrt(1-a1 a2)", "a2(1−a1) + 1 − a2"),
    ],
)
def test_a_line_is_typed(page: Page, types_server: str, name: str, wrong: str, right: str) -> None:
    page.goto(f"{types_server}/exercises/{name}")
    for text, expected in ((wrong, "mistake"), (right, "correct")):
        card(page, name).locator("input[name=answer]").fill(text)
        check(page, name)
        told(page, name, expected)
        expect(card(page, name).locator("input[name=answer]")).to_have_value(text)


@both
def test_options_are_chosen_with_the_keyboard(page: Page, types_server: str) -> None:
    options = asked(types_server, "many-choices")["options"]
    page.goto(f"{types_server}/exercises/many-choices")
    for text in ("$2$", "$4$"):
        card(page, "many-choices").locator(f"input[value='{id_of(options, text)}']").focus()
        page.keyboard.press("Space")
    check(page, "many-choices")
    told(page, "many-choices", "correct")


@both
def test_one_wrong_choice_is_answered_by_its_own_words(page: Page, types_server: str) -> None:
    options = asked(types_server, "one-choice")["options"]
    page.goto(f"{types_server}/exercises/one-choice")
    card(page, "one-choice").locator(f"input[value='{id_of(options, '$3$')}']").check()
    check(page, "one-choice")
    expect(card(page, "one-choice")).to_contain_text("Three is odd")


@both
def test_kinds_are_sorted(page: Page, types_server: str) -> None:
    found = asked(types_server, "sorted-kinds")
    page.goto(f"{types_server}/exercises/sorted-kinds")
    for left, right in (("$2$", "even"), ("$3$", "odd"), ("$4$", "even")):
        select = card(page, "sorted-kinds").locator(f"select[name='match.{id_of(found['left'], left)}']")
        select.select_option(id_of(found["right"], right))
    check(page, "sorted-kinds")
    told(page, "sorted-kinds", "correct")


@both
def test_a_program_shows_input_expected_and_got_and_what_it_printed(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/small-program")
    type_code(
        page, "small-program", "import numpy as np\n\ndef double(x):\n    print('hello')\n    return 3 * x\n"
    )
    check(page, "small-program")
    told(page, "small-program", "wrong")
    region = card(page, "small-program").locator("[data-feedback]")
    expect(region).to_contain_text("Expected")
    expect(region.locator(".printed pre")).to_contain_text("hello")
    type_code(page, "small-program", "def double(x):\n    return 2 * x\n")
    check(page, "small-program")
    told(page, "small-program", "correct")


def test_control_shift_enter_checks_and_escape_then_tab_leaves_the_editor(
    page: Page, types_server: str
) -> None:
    page.goto(f"{types_server}/exercises/small-program")
    type_code(page, "small-program", "def double(x):\n    return 2 * x\n")
    page.keyboard.press("Control+Shift+Enter")
    told(page, "small-program", "correct")
    editor = card(page, "small-program").locator(".cm-content")
    expect(editor).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Tab")
    expect(editor).not_to_be_focused()


def test_start_again_puts_the_starter_back(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/small-program")
    type_code(page, "small-program", "nonsense")
    card(page, "small-program").locator("[data-starter-button]").click()
    expect(card(page, "small-program").locator(".cm-content")).to_contain_text("def double(x)")
