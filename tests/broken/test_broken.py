"""Every slip of the corpus is told by the command: once, at its place, in words, with a cure."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest
from typer.testing import CliRunner

from app.command import app
from tests.broken import chapters, formulas, grammar, markup, programs, prose, questions, shapes, writing
from tests.broken.specimens import EXERCISES, Broken, write_book

MODULES = (grammar, writing, shapes, formulas, prose, markup, questions, programs, chapters)
FAULT = re.compile(r"^(?P<path>[^:\n]+):(?P<line>\d+):(?P<column>\d+): (?P<told>.+)$", re.MULTILINE)

Told = tuple[str, int, int, str]  # path, line, column and words


def told_of(*books: Path) -> list[Told]:
    """What the command says of the books, which is nothing but faults in them."""
    result = CliRunner().invoke(app, ["check", "--seeds", "2", *map(str, books)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return [
        (found["path"], int(found["line"]), int(found["column"]), found["told"])
        for found in FAULT.finditer(result.stdout)
    ]


def misfit(case: Broken, faults: list[Told]) -> bool:
    """Whether a case is told otherwise than it should be."""
    meant = [fault for fault in faults if case.says in fault[3]]
    there = case.place is None or (case.path, *case.place) in {fault[:3] for fault in meant}
    return len(faults) != case.count or not meant or not there


def test_the_book_that_is_spoiled_is_sound(tmp_path: Path) -> None:
    assert told_of(write_book(tmp_path / "book", *EXERCISES)) == []


@pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__.rpartition(".")[2])
def test_a_slip_is_told_once_at_its_place_in_words(module: ModuleType, tmp_path: Path) -> None:
    cases: tuple[Broken, ...] = module.CASES
    books = [case.write(tmp_path / f"book-{number}") for number, case in enumerate(cases)]
    by_book: dict[str, list[Told]] = {book.name: [] for book in books}
    for path, line, column, words in told_of(*books):
        book, within = path[path.index("book-") :].split("/", 1)
        by_book[book].append((within, line, column, words))
    told = zip(cases, by_book.values(), strict=True)
    assert [(str(case), faults) for case, faults in told if misfit(case, faults)] == []
