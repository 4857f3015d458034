"""The pictures of the README are made here; with WORKBOOK_SCREENSHOTS=1 they are renewed."""

from __future__ import annotations

import os
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT

IMAGES = ROOT / "docs" / "images"


def keep(page: Page, name: str, tmp_path: Path, **clip: float) -> None:
    """Takes the picture, into docs/images/ when asked to, and sees that it shows something."""
    folder = IMAGES if os.environ.get("WORKBOOK_SCREENSHOTS") == "1" else tmp_path
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=path, animations="disabled", clip=clip or None)  # type: ignore[arg-type]  # a FloatRect
    with Image.open(path) as picture:
        assert len(picture.convert("RGB").getcolors(1 << 24) or ()) > 200
    assert (IMAGES / f"{name}.png").is_file()


def test_the_picture_of_a_lesson(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(f"{server}/chapters/forward-process")
    page.wait_for_load_state("networkidle")
    keep(page, "lesson", tmp_path)


def test_the_picture_of_an_answer(page: Page, server: str, tmp_path: Path) -> None:
    page.goto(f"{server}/exercises/fwd-closed-form")
    page.locator("input[name=answer]").fill("-0.46")
    page.locator("button[value=check]").click()
    expect(page.locator(".verdict")).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.mouse.click(1200, 500)
    keep(page, "answer", tmp_path, x=272, y=56, width=1008, height=620)
