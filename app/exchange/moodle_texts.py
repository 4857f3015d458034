r"""Our prose as HTML for Moodle: formulas between `\(…\)` with our macros written out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from app.formulas import MACROS, Renderer
from app.markdown import Markdown

CLASSED = re.compile(r"\\htmlClass\{\w+\}\{#1\}")
MEANINGS: Mapping[str, str] = {name: CLASSED.sub("#1", meaning) for name, meaning in MACROS.items()}
MACRO = re.compile("|".join(rf"{re.escape(name)}(?![A-Za-z])" for name in MEANINGS))
SPAN = re.compile(r"</?span[^<>]*>")
TAG = re.compile(r"<[^<>]*>")
UNSOUND = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Delimited(Renderer):
    r"""A formula as its LaTeX between `\(…\)` or `\[…\]`, for a page that typesets it itself."""

    def __init__(self) -> None:
        super().__init__(None)

    def html(self, latex: str, display: bool = False) -> Markup:
        """The LaTeX without our own macros."""
        left, right = (r"\[", r"\]") if display else (r"\(", r"\)")
        return escape(f"{left}{without_macros(latex)}{right}")


class Words:
    """Markdown of exercises as Moodle shows it."""

    def __init__(self) -> None:
        self._markdown = Markdown(Delimited())

    def block(self, text: str) -> str:
        """Paragraphs, lists, tables and code."""
        return _sound(SPAN.sub("", self._markdown.html(text))).strip()

    def line(self, text: str) -> str:
        """One line, without a paragraph around it."""
        return _sound(SPAN.sub("", self._markdown.inline(text)))

    def plain(self, text: str) -> str:
        """One line without any tag, for where Moodle takes no HTML."""
        return Markup(TAG.sub("", self.line(text))).unescape()


def _sound(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return UNSOUND.sub("", text)


def without_macros(latex: str) -> str:
    """The LaTeX with our macros written out, also within each other."""
    written, end = "", 0
    while found := MACRO.search(latex, end):
        meaning, after = MEANINGS[found[0]], found.end()
        if "#1" in meaning:
            argument, after = _argument(latex, after)
            meaning = meaning.replace("#1", without_macros(argument))
        written += f"{latex[end : found.start()]}{{{meaning}}}"
        end = after
    return written + latex[end:]


def _argument(latex: str, start: int) -> tuple[str, int]:
    """The argument that begins at `start`, without its braces, and where it ends."""
    start += len(latex[start:]) - len(latex[start:].lstrip())
    if not latex.startswith("{", start):
        found = re.compile(r"\\[A-Za-z]+|\\?.").match(latex, start)
        return (found[0], found.end()) if found else ("", start)
    depth = 0
    for brace in re.compile(r"\\.|[{}]", re.DOTALL).finditer(latex, start):
        depth += {"{": 1, "}": -1}.get(brace[0], 0)
        if not depth:
            return latex[start + 1 : brace.start()], brace.end()
    return latex[start:], len(latex)
