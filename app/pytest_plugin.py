"""pytest proves books: `pytest exercises/` has an item for each exercise, and one for each file around them.

Nothing is imported before a book is met, so that it costs nothing where there is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from app.check.session import Session
    from app.faults import Fault

CHAPTER = re.compile(r"\d\d-[a-z0-9-]+")
OF_A_BOOK = (re.compile(rb"^title\s*:", re.MULTILINE), re.compile(rb"^code_tolerance\s*:", re.MULTILINE))
SESSION = pytest.StashKey["Session"]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `pytest`."""
    group = parser.getgroup("workbook", "books of exercises")
    help_ = "How many variants of each exercise of a book are proved (default: 25)."
    group.addoption("--workbook-seeds", type=int, default=25, metavar="N", help=help_)


def pytest_configure(config: pytest.Config) -> None:
    """Refuses what cannot be."""
    if config.getoption("--workbook-seeds") < 1:
        raise pytest.UsageError("--workbook-seeds: at least 1.")


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> BookFile | None:
    """A file of a book; None for any other."""
    root = book_of(file_path)
    return None if root is None else BookFile.from_parent(parent, path=file_path)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Ends what runs programs."""
    if (session := config.stash.get(SESSION, None)) is not None:
        session.close()


# ---- what belongs to a book ---


def book_of(path: Path) -> Path | None:
    """The folder of the book that a file is an item of; None for a file that is none."""
    if path.suffix != ".yaml" and path.name != "lesson.md":
        return None
    if path.name == "book.yaml":
        return path.parent if is_book(path) else None
    if CHAPTER.fullmatch(path.parent.name) and is_book(path.parents[1] / "book.yaml"):
        return path.parents[1]
    return None


def is_item(path: Path) -> bool:
    """Whether a file is there and has an item of its own."""
    return path.is_file() and book_of(path) is not None


def is_book(path: Path) -> bool:
    """Whether a file is the book.yaml of a workbook: it gives a title and a tolerance for code."""
    try:
        text = path.read_bytes()
    except OSError:
        return False
    return all(key.search(text) for key in OF_A_BOOK)


# ---- items ---


class BookFile(pytest.File):
    """A file of a book."""

    def collect(self) -> Iterator[BookItem]:
        """The file as one item."""
        yield BookItem.from_parent(self, name=self.path.stem)


class Unproved(Exception):  # noqa: N818 - nothing went wrong in the check
    """What does not hold."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = faults


class BookItem(pytest.Item):
    """The proofs of a file of a book."""

    def runtest(self) -> None:
        """Raises Unproved with the faults of the file."""
        root = book_of(self.path)
        assert root is not None  # or it would not have been collected
        session = session_of(self.config)
        name = self.path.relative_to(root).as_posix()
        if faults := session.faults(root, name, lambda other: is_item(root / other)):
            raise Unproved(faults)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:  # type: ignore[override]  # no traceback is to be shown
        """The faults as lines that editors open, with the reason for each rule."""
        if not isinstance(excinfo.value, Unproved):
            return str(super().repr_failure(excinfo))
        return told(excinfo.value.faults, book_of(self.path) or self.path)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Where the item stands."""
        return self.path, 0, self.name


def told(faults: Sequence[Fault], root: Path) -> str:
    """Faults as text: each with its place and cure, then why the rules matter."""
    from dataclasses import replace

    from app.check.book import seen
    from app.check.rules import RULES

    lines = [str(replace(fault, path=seen(root / fault.path))) for fault in faults]
    reasons = dict.fromkeys(f"{RULES[fault.rule].title}: {RULES[fault.rule].why}" for fault in faults)
    return "\n".join([*lines, "", *reasons])


def session_of(config: pytest.Config) -> Session:
    """The one session of a run, begun with the first item."""
    if SESSION not in config.stash:
        config.stash[SESSION] = new_session(config.getoption("--workbook-seeds"))
    return config.stash[SESSION]


def new_session(seeds: int) -> Session:
    """A session by the WORKBOOK_… variables, with the checkers of courses loaded."""
    from app.assets import Assets
    from app.check import Checker
    from app.check.session import Session
    from app.courses import load_checkers
    from app.places import folder
    from app.settings import Settings

    settings = Settings()
    if faults := load_checkers(settings.checkers):
        pytest.exit("\n".join(map(str, faults)), returncode=pytest.ExitCode.USAGE_ERROR)
    katex = Assets(folder("static")).katex_source()
    return Session(Checker(katex, seeds, unprotected=settings.unprotected_code))
