"""Worksheets as files: nothing in them leads elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.assets import Assets
from app.formulas import Renderer
from app.library import read_library
from app.markdown import Markdown
from app.places import folder
from app.rendering import environment
from app.worksheets import Press, Topic, keys_of, sheet_of
from app.worksheets.offprints import footer, is_needed
from tests.checkout import ROOT

ASSETS = Assets(folder("static"))
PRESS = Press(ASSETS, environment())
RENDERER = Renderer(ASSETS.katex_source())
BOOK = read_library(ROOT / "tests" / "browser" / "book", None)
TOPIC = Topic(BOOK.title, BOOK.chapters[0].title, BOOK.chapters[0].exercises)


def test_a_sheet_and_its_key_need_nothing_else() -> None:
    markdown = Markdown(RENDERER)
    sheet = sheet_of(TOPIC, 3, markdown).numbered(7)
    for page in (PRESS.sheet(sheet), PRESS.keys([keys_of(sheet, markdown)])):
        addresses = re.findall(r'(?:src|href|action)="([^"]*)"|url\(([^)]{0,80})', page)
        assert all(one.startswith(("data:", "https://")) for pair in addresses for one in pair if one)
        assert "@import" not in page
        assert "<script" not in page


def test_the_foot_tells_sheet_and_numbers() -> None:
    page = PRESS.sheet(sheet_of(TOPIC, 3, Markdown(RENDERER)).numbered(7))
    assert r"Sheet 7 \b7  numbers no. 3" in page


def test_a_title_cannot_break_out_of_the_style() -> None:
    assert "</style>" not in footer('a"</style><script>')
    assert '"' not in footer('a"b').split('content: "')[1].split('"; font')[0]


def test_rare_fonts_come_only_where_they_are_shown() -> None:
    assert not is_needed("KaTeX_Fraktur-Bold-74444efd", "<p>x</p>")
    assert is_needed("KaTeX_Fraktur-Bold-74444efd", '<span class="mord mathfrak">g</span>')
    assert is_needed("KaTeX_Main-Regular-c2342cd8", "<p>x</p>")


def test_without_a_build_the_written_styles_are_within(tmp_path: Path) -> None:
    (tmp_path / "css").symlink_to(folder("static") / "css")
    styles = Press(Assets(tmp_path), environment()).styles("")
    assert "@import" not in styles
    assert ".paper-item" in styles
    assert "--serif" in styles


@pytest.mark.skipif(not ASSETS.complete, reason="the front-end parts are not built")
def test_fonts_of_formulas_are_within() -> None:
    page = PRESS.sheet(sheet_of(TOPIC, 0, Markdown(RENDERER)))
    assert page.count("data:font/woff2;base64,") > 5
    assert re.search(r"@font-face\s*\{[^}]*KaTeX_Fraktur", page) is None
