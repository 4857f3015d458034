"""The book as it is shipped, read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.library import read_library
from app.workbook import Workbook

BOOK = Path(__file__).parents[2] / "exercises"


@pytest.fixture(scope="session")
def book() -> Workbook:
    """The workbook, read without typesetting its formulas."""
    return read_library(BOOK, None)
