"""Exercises on paper: sheets with the numbers of a seed and the keys to them, as pages and as files."""

from app.worksheets.offprints import Press
from app.worksheets.printing import router
from app.worksheets.sheets import Topic, keys_of, sheet_of

__all__ = ["Press", "Topic", "keys_of", "router", "sheet_of"]
