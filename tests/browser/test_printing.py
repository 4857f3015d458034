"""Worksheets as a browser prints them: pages, words, fonts."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader
from typer.testing import CliRunner

from app.assets import Assets
from app.command import app
from app.places import folder
from tests.browser.conftest import ROOT

SIZES = {"A4": (595, 842), "Letter": (612, 792)}


def printed(page: Page, size: str) -> PdfReader:
    return PdfReader(BytesIO(page.pdf(format=size)))


def words(pdf: PdfReader) -> list[str]:
    """The text of each page, in one line."""
    return [" ".join(page.extract_text().split()) for page in pdf.pages]


def fonts(pdf: PdfReader) -> dict[str, bool]:
    """The fonts of all pages, and whether each is embedded; a Type 3 font is always."""
    found: dict[str, bool] = {}
    for page in pdf.pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # a dictionary in every page with text
            font = font.get_object()
            inner = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
            descriptor = inner.get("/FontDescriptor", {})
            descriptor = descriptor.get_object() if descriptor else {}
            embedded = any(key in descriptor for key in ("/FontFile", "/FontFile2", "/FontFile3"))
            found[str(font.get("/BaseFont", "drawn"))] = embedded or font["/Subtype"] == "/Type3"
    return found


@pytest.mark.parametrize("size", SIZES)
def test_a_sheet_prints_on_paper_of_either_size(types_server: str, page: Page, size: str) -> None:
    page.goto(f"{types_server}/print/chapters/every-type?seed=4")
    pdf = printed(page, size)
    box = pdf.pages[0].mediabox
    assert (float(box.width), float(box.height)) == pytest.approx(SIZES[size], abs=1.5)
    text = words(pdf)
    assert 3 <= len(text) <= 6
    assert "Name" in text[0]
    assert "Numbers no. 4" in text[0]
    assert "What is the square root of" in text[0]
    assert "Why is the noise scaled by a root?" in text[-1]
    assert f"{len(text)} / {len(text)}" in text[-1]
    assert "Show" not in text[0]  # the form for other numbers is for the screen
    assert all(fonts(pdf).values())


def test_an_exercise_is_not_torn_and_nothing_is_cut(types_server: str, page: Page) -> None:
    page.goto(f"{types_server}/print/chapters/every-type?seed=4")
    text = words(printed(page, "A4"))
    for first, last in (
        ("Two parts", "One more than that"),
        ("Wrong line", "It should read"),
        ("Sorted steps", "whole chain"),
    ):
        assert [first in one for one in text] == [last in one for one in text]
    page.emulate_media(media="print")
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_paper_is_white_in_the_dark(types_server: str, page: Page) -> None:
    page.emulate_media(media="print", color_scheme="dark")
    page.goto(f"{types_server}/print/chapters/every-type")
    colours = page.evaluate(
        "[document.body, document.documentElement, document.querySelector('pre')]"
        ".map(one => getComputedStyle(one).backgroundColor)"
    )
    assert set(colours) <= {"rgb(255, 255, 255)"}
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(0, 0, 0)"


def test_files_print_without_a_server(tmp_path: Path, page: Page) -> None:
    book = ROOT / "tests" / "browser" / "book"
    made = ["export", "worksheet", "every-type", "--output", str(tmp_path), "--exercises", str(book)]
    assert CliRunner().invoke(app, [*made, "--seed", "5"]).exit_code == 0
    page.context.set_offline(True)
    texts = {}
    for name in ("worksheet.html", "keys.html"):
        page.goto((tmp_path / name).as_uri())
        pdf = printed(page, "A4")
        texts[name] = words(pdf)[0]
        assert all(fonts(pdf).values())
        if Assets(folder("static")).complete:
            assert any("KaTeX" in font for font in fonts(pdf))
    assert "numbers no. 5" in texts["worksheet.html"]
    assert "Every type Key: 1 Every answer type" in texts["keys.html"]
