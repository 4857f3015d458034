"""Whether a text can be typeset: its formulas as the reader will see them, told where they were written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.formulas import FormulaError, Renderer
from app.prose import PLACES


@dataclass(frozen=True)
class TexSpan:
    """A formula in a text, and where its LaTeX begins."""

    latex: str
    display: bool
    start: int


@dataclass(frozen=True)
class TexSlip:
    """What is wrong with a formula, and at which character of the author's text."""

    offset: int
    message: str
    cure: str = ""


def formulas_in(text: str) -> list[TexSpan]:
    """The formulas of a markdown text, in order."""
    spans = []
    for found in PLACES.finditer(text):
        if maths := found["maths"]:
            width = 2 if maths.startswith("$$") else 1
            spans.append(TexSpan(maths[width:-width], width == 2, found.start() + width))
    return spans


def slips_in_formulas(shown: str, written: str, renderer: Renderer) -> Iterator[TexSlip]:
    """The slips in the formulas of a text as shown; `written` is its source, with the templates in it.

    A formula without templates is told to the character, one with templates at its beginning.
    """
    spans, sources = formulas_in(shown), formulas_in(written)
    for number, span in enumerate(spans):
        try:
            renderer.check(span.latex, span.display)
        except FormulaError as error:
            source = sources[number] if len(sources) == len(spans) else TexSpan("", False, 0)
            exact = error.position if source.latex == span.latex else 0
            cure = "" if source.latex == span.latex else f"With its numbers it reads {span.latex.strip()}"
            yield TexSlip(source.start + exact, f"KaTeX: {error.message[:200]}", cure)
    if (lonely := PLACES.sub(_blank, shown).find("$")) >= 0:
        cure = r"Close the formula, without a space inside its dollar signs, or write \$ for the sign."
        yield TexSlip(lonely if shown == written else 0, "this dollar sign has no partner", cure)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
