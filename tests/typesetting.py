"""The renderers that tests share."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from app.formulas import Renderer

STATIC = Path(__file__).parents[1] / "static"
MATHML = Renderer(None)


def katex() -> Renderer:
    """KaTeX, where the front end's packages are installed; the test is skipped elsewhere."""
    if (found := _katex()) is None:
        pytest.skip("KaTeX is not installed")
    return found


@cache
def _katex() -> Renderer | None:
    places = [STATIC / "node_modules" / "katex" / "dist" / "katex.min.js"]
    places += sorted((STATIC / "vendor").glob("katex.min*.js"))
    return next((Renderer(place) for place in places if place.is_file()), None)
