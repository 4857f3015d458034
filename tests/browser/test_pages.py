"""Pages can be used by everybody: axe in both themes and widths, nothing wider than the window."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT

AXE = ROOT / "static" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PAGES = (
    "/",
    "/chapters/map-and-toolkit",
    "/chapters/forward-process",
    "/chapters/noise-schedules",
    "/exercises/fwd-snr",
    "/exercises/fwd-abar-code",
    "/contents",
    "/concepts/alpha-bar",
    "/notation",
    "/progress",
    "/docs",
    "/nothing-here",
)
CARDS = (
    "one-number",
    "two-parts",
    "many-choices",
    "sorted-steps",
    "matched-pairs",
    "wrong-line",
    "small-program",
    "own-words",
)


THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
WIDTHS = (390, 1280)


def violations(page: Page) -> list[str]:
    """What axe finds in both themes and widths, one line each."""
    page.add_script_tag(content=AXE.read_text(encoding="utf-8"))
    return [
        f"{theme} {width}: {line}"
        for theme in THEMES
        for width in WIDTHS
        for line in violations_at(page, theme, width)
    ]


def violations_at(page: Page, theme: Literal["light", "dark"], width: int) -> list[str]:
    """What axe finds with one theme and width."""
    page.emulate_media(color_scheme=theme)
    page.set_viewport_size({"width": width, "height": 900})
    found = page.evaluate(f"axe.run({{runOnly: {json.dumps(RULES)}, resultTypes: ['violations']}})")
    return [
        f"{one['id']}: {one['help']} at {node['target']} {node['html'][:160]}"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(injectable: Page, server: str, path: str) -> None:
    injectable.goto(server + path)
    injectable.wait_for_load_state("networkidle")
    assert violations(injectable) == []


@pytest.mark.parametrize("name", CARDS)
def test_axe_finds_nothing_in_cards_that_were_answered(
    injectable: Page, types_server: str, name: str
) -> None:
    page = injectable
    page.goto(f"{types_server}/exercises/{name}")
    for line in page.locator(".entry input").all():
        line.fill("7")
    for box in page.locator("input[type=checkbox], input[type=radio]").all():
        box.check(force=True)
    if page.locator("textarea[name=text]").count():
        page.locator("textarea[name=text]").fill("Variances add.")
        page.locator("button[value=compare]").click()
        page.locator("input[name=tick][type=checkbox]").first.check()
    for select in page.locator("select").all():
        select.select_option(index=1)
    page.locator("button[value=check]").click()
    expect(page.locator("[data-feedback] .verdict")).to_be_visible()
    assert violations(page) == []


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_wider_than_the_window(page: Page, server: str, path: str) -> None:
    page.goto(server + path)
    page.wait_for_load_state("networkidle")
    for width in (320, 390, 820, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_policy_forbids_scripts_in_the_page_and_nothing_breaks_it(page: Page, server: str) -> None:
    for path in PAGES[:-1]:
        response = page.goto(server + path)
        assert response is not None
        assert "script-src 'self';" in response.headers["content-security-policy"]
        assert not re.search(r"<script(?![^>]*\bsrc=)", response.text())
        page.wait_for_load_state("networkidle")


@pytest.mark.parametrize("context", [True, False], indirect=True, ids=["js", "no-js"])
def test_the_theme_is_switched_and_stays(page: Page, server: str) -> None:
    page.goto(f"{server}/notation")
    page.locator("[data-theme-form] button").click()
    expect(page.locator("html")).to_have_attribute("data-theme", re.compile("dark|light"))
    chosen = page.locator("html").get_attribute("data-theme")
    page.goto(f"{server}/")
    expect(page.locator("html")).to_have_attribute("data-theme", chosen or "")


@pytest.mark.parametrize("context", [True, False], indirect=True, ids=["js", "no-js"])
def test_the_contents_open_as_a_sheet_on_a_phone(page: Page, server: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(f"{server}/")
    page.get_by_role("button", name="Contents", exact=True).click()
    sheet = page.locator("#contents")
    expect(sheet).to_be_visible()
    sheet.get_by_role("link", name=re.compile("Noise schedules")).click()
    expect(page.locator("h1")).to_contain_text("Noise schedules")


def test_progress_moves_to_another_device_by_its_code(page: Page, browser: Browser, server: str) -> None:
    page.goto(f"{server}/exercises/fwd-closed-form")
    page.locator("input[name=answer]").fill("-0.5")
    page.locator("button[value=check]").click()
    expect(page.locator(".verdict")).to_have_attribute("data-verdict", "correct")
    page.goto(f"{server}/progress")
    code = page.locator(".resume-code code").inner_text()
    other = browser.new_context().new_page()
    other.goto(f"{server}/progress")
    other.locator("input[name=code]").fill(code.lower())
    other.get_by_role("button", name="Open that progress here").click()
    expect(other.locator("tr", has_text="Jump straight")).to_contain_text("yes")
    other.context.close()


def test_a_first_visit_is_small(browser: Browser, server: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    sizes: dict[str, int] = {}
    page.on(
        "response", lambda answer: sizes.update({answer.url: int(answer.request.sizes()["responseBodySize"])})
    )
    page.goto(f"{server}/chapters/forward-process")
    page.wait_for_load_state("networkidle")
    scripts = sum(size for url, size in sizes.items() if ".js" in url)
    assert scripts <= 40 * 1024
    assert sum(sizes.values()) <= 250 * 1024
    context.close()


def test_a_page_prints_without_controls(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(f"{server}/chapters/noise-schedules")
    page.emulate_media(media="print")
    expect(page.locator(".top")).to_be_hidden()
    expect(page.locator(".exercise .actions").first).to_be_hidden()
    page.pdf(path=tmp_path / "page.pdf")
    assert (tmp_path / "page.pdf").stat().st_size > 20_000
