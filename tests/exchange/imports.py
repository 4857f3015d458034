"""What the tests of importing share: a book to import into, and the exercises as they were written."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

from app.assets import Assets
from app.documents import read_document
from app.exchange.bank import Bank, BankQuestion
from app.exchange.importing import Into, Outcome, import_bank
from app.formulas import Renderer
from app.places import folder
from tests.checkout import ROOT

BANKS = Path(__file__).parent / "banks"
BOOK = ROOT / "tests" / "books" / "small"


@cache
def renderer() -> Renderer:
    """KaTeX where it is built, as in the command."""
    return Renderer(Assets(folder("static")).katex_source())


def small_book(root: Path) -> Path:
    """A copy of the small book; its first chapter."""
    shutil.copytree(BOOK, root / "book")
    return root / "book" / "01-first-steps"


def imported(bank: Bank, chapter: Path) -> Outcome:
    """What becomes of a bank in a chapter."""
    return import_bank(bank, "bank.xml", Into(chapter, 3, ("imported",), renderer()))


def exercise(chapter: Path, id_: str) -> dict[str, object]:
    """An exercise as it was written, as plain values."""
    value = read_document((chapter / f"{id_}.yaml").read_bytes(), f"{id_}.yaml").value
    assert isinstance(value, dict)
    return {str(key): one for key, one in value.items()}


def question_of(bank: Bank, name: str) -> BankQuestion:
    """The question of that name."""
    return next(one for one in bank.questions if one.name == name)
