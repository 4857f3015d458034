"""The book with everything that knows about it: figures by name, formulas rendered."""

from __future__ import annotations

from pathlib import Path

from app.figures import FIGURES
from app.formulas import Renderer
from app.workbook import Workbook, read_workbook


def read_library(root: Path, renderer: Renderer | None) -> Workbook:
    """The book in a folder. Raises BadContent with every fault."""
    return read_workbook(root, renderer=renderer, figures=FIGURES)
