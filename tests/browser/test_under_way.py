"""What is done while an answer is under way is not lost when the new card comes."""

from __future__ import annotations

import time

import pytest
from playwright.sync_api import Page, Route, expect


@pytest.fixture
def slow(page: Page) -> Page:
    """A page whose answers take half a second."""

    def delay(route: Route) -> None:
        if route.request.method == "POST" and not route.request.url.endswith("/read"):
            time.sleep(0.5)
        route.continue_()

    page.route("**/exercises/**", delay)
    return page


def test_what_is_typed_meanwhile_stays_with_its_caret_and_the_verdict_steps_back(
    slow: Page, types_server: str
) -> None:
    slow.goto(f"{types_server}/exercises/one-number")
    field = slow.locator("input[name=answer]")
    field.fill("2")
    field.press("Enter")
    field.press("1")
    expect(slow.locator(".verdict")).to_be_visible()
    expect(field).to_have_value("21")
    expect(field).to_be_focused()
    assert field.evaluate("part => part.selectionStart") == 2
    expect(slow.locator(".exercise")).to_have_attribute("data-stale", "")
    expect(slow.locator("[data-saved]")).to_have_text("Kept.")
    slow.reload()
    expect(field).to_have_value("21")


def test_the_code_editor_goes_on_in_the_new_card(slow: Page, types_server: str) -> None:
    slow.goto(f"{types_server}/exercises/small-program")
    editor = slow.locator(".cm-content")
    editor.click()
    slow.keyboard.press("Control+Home")
    slow.keyboard.press("Enter")
    slow.keyboard.press("ArrowUp")
    slow.keyboard.type("# one")
    slow.keyboard.press("Control+Shift+Enter")
    slow.keyboard.type(" two")
    expect(slow.locator(".verdict")).to_be_visible()
    expect(editor).to_be_focused()
    slow.keyboard.type(" three")
    expect(slow.locator(".cm-line").first).to_have_text("# one two three")
    expect(slow.locator(".cm-editor")).to_have_count(1)
    slow.get_by_role("button", name="Start again").click()
    expect(slow.locator(".cm-line").first).not_to_contain_text("three")
    slow.keyboard.press("Control+z")
    expect(slow.locator(".cm-line").first).to_have_text("# one two three")


def test_the_focus_stays_with_an_item_that_is_left_out(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/sorted-steps")
    item = page.locator(".sequence-items li").first.get_attribute("data-item")
    page.locator(f"button[value='move:{item}:out']").press("Enter")
    expect(page.locator(f"button[value='move:{item}:in']")).to_be_focused()


def test_who_leaves_at_once_finds_the_typing_on_another_device(page: Page, types_server: str) -> None:
    page.goto(f"{types_server}/exercises/one-number")
    page.locator("input[name=answer]").fill("1.25")
    page.goto(f"{types_server}/notation")
    page.evaluate("localStorage.clear()")
    page.goto(f"{types_server}/exercises/one-number")
    expect(page.locator("input[name=answer]")).to_have_value("1.25")
