"""A symbol in a formula tells its meaning, under the pointer and with the focus."""

from __future__ import annotations

from playwright.sync_api import Page, expect


def test_a_symbol_under_the_pointer_tells_its_meaning_until_the_pointer_leaves(
    page: Page, server: str
) -> None:
    page.goto(f"{server}/chapters/noise-schedules")
    meaning = page.get_by_role("tooltip")
    page.locator(".prose [data-symbol=bar-alpha-t]").first.hover()
    expect(meaning).to_contain_text("share of the signal")
    meaning.hover()
    expect(meaning).to_be_visible()
    page.get_by_role("heading", level=1).hover()
    expect(meaning).to_be_hidden()


def test_a_formula_with_the_focus_tells_all_its_symbols_and_escape_ends_it(page: Page, server: str) -> None:
    page.goto(f"{server}/chapters/noise-schedules")
    formula = page.locator(".eq .katex[tabindex='0']").first
    formula.focus()
    meaning = page.get_by_role("tooltip")
    expect(meaning).to_contain_text("share of the signal")
    expect(meaning).to_contain_text("steps")
    expect(formula).to_have_attribute("aria-describedby", "meaning")
    page.keyboard.press("Escape")
    expect(meaning).to_be_hidden()


def test_the_chapters_own_meaning_is_told(page: Page, server: str) -> None:
    page.goto(f"{server}/chapters/noise-schedules")
    symbol = page.locator(".prose [data-symbol=s]:not(.mtight)").first
    symbol.scroll_into_view_if_needed()
    place = symbol.bounding_box()
    assert place
    page.mouse.move(
        place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    )  # boxes of formulas overlap
    expect(page.get_by_role("tooltip")).to_contain_text("offset of the cosine schedule")
