"""Worksheets as files that open anywhere: styles and fonts are within the page."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from jinja2 import Environment
from markupsafe import Markup

from app.assets import Assets
from app.worksheets.sheets import Keys, Sheet

FACE = re.compile(r"@font-face\s*\{[^}]*\}")
FONT = re.compile(r"url\(([^)]*?([\w-]+)\.woff2)\)")
IMPORT = re.compile(r'@import url\("([^"]+)"\);')
RARE = {  # fonts of KaTeX that few formulas need, and what shows that a page has one
    "AMS": "amsrm|mathbb|textbb",
    "Caligraphic": "mathcal",
    "Fraktur": "mathfrak|textfrak",
    "SansSerif": "mathsf|textsf|mathboldsf",
    "Script": "mathscr|textscr",
    "Typewriter": "mathtt|texttt",
    "Main-BoldItalic": "boldsymbol|textit",
    "Math-BoldItalic": "boldsymbol",
    "Main-Italic": "mathit|textit",
}


@dataclass(frozen=True)
class Press:
    """Makes files of sheets and keys."""

    assets: Assets
    templates: Environment

    def sheet(self, sheet: Sheet) -> str:
        """The sheet; its number and its numbers stand at the foot of each page."""
        which = "" if sheet.number is None else f"Sheet {sheet.number} · "
        numbers = f"numbers no. {sheet.seed}" if sheet.seed else "numbers of the book"
        foot = footer(f"{sheet.title} · {which}{numbers}")
        return self.made("worksheet.html", foot, sheet=sheet, chapter=None, chosen=())

    def keys(self, keys: Sequence[Keys]) -> str:
        """The key to one sheet or to many."""
        return self.made("worksheet-keys.html", footer(f"Key: {keys[0].sheet.title}"), keys=keys)

    def made(self, template: str, foot: str, **names: object) -> str:
        """The page with all it needs within."""
        render = self.templates.get_template(template).render
        given = {"assets": self.assets, "author": False, **names}
        body = render(styles="", footer="", **given)
        return render(styles=Markup(self.styles(body)), footer=Markup(foot), **given)  # our own files

    def styles(self, page: str) -> str:
        """All style sheets in one, with the fonts that the page needs."""
        return FACE.sub(self._face(page), self._css)

    def _face(self, page: str) -> Callable[[re.Match[str]], str]:
        def inlined(found: re.Match[str]) -> str:
            font = FONT.search(found[0])
            if font is None or not is_needed(font[2], page):
                return ""
            data = base64.b64encode((self._folder / font[1]).read_bytes()).decode()
            return found[0].replace(font[0], f"url(data:font/woff2;base64,{data})")

        return inlined

    @property
    def _folder(self) -> Path:
        """Where addresses in the built style sheet lead from."""
        return self.assets.static / "vendor"

    @cached_property
    def _css(self) -> str:
        static = self.assets.static
        name = self.assets.files.get("page.css")
        whole = (static / "vendor" / name).read_text("utf-8") if name else "\n".join(unbuilt(static / "css"))
        return f"{whole}\n{(static / 'css' / 'worksheet.css').read_text('utf-8')}"


def unbuilt(folder: Path) -> Iterator[str]:
    """The style sheets as they are written, where none was built."""
    layers = (folder / "layers.css").read_text("utf-8")
    yield IMPORT.sub("", layers)
    for name in IMPORT.findall(layers):
        yield (folder / name).read_text("utf-8")


def is_needed(font: str, page: str) -> bool:
    """Whether a page has what only this font shows."""
    for name, classes in RARE.items():
        if font.startswith(f"KaTeX_{name}"):
            return re.search(rf'class="[^"]*\b(?:{classes})\b', page) is not None
    return True


def footer(text: str) -> str:
    """A rule that writes a text at the foot of every printed page."""
    escaped = re.sub(r"[^A-Za-z0-9 .,]", lambda found: f"\\{ord(found[0]):x} ", text)
    return (
        f'@page {{ @bottom-left {{ content: "{escaped}"; font: 9pt system-ui, sans-serif; color: #333 }} }}'
    )
