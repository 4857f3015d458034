"""All books in use, with what knows about them: checkers of courses, figures by name, formulas rendered."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from app.chapter_files import FOLDER, NOT_EXERCISES
from app.courses import load_checkers
from app.faults import BadContent, Fault
from app.figures import FIGURES
from app.formulas import Renderer
from app.functions import FUNCTIONS
from app.places import seen
from app.workbook import Workbook, read_workbook


@dataclass(frozen=True)
class Reading:
    """What the folders in use hold: the sound books in their order, and all faults of all of them.

    Paths in faults are as seen from the working directory.
    """

    books: tuple[Workbook, ...]
    faults: tuple[Fault, ...]


def read_library(root: Path, renderer: Renderer | None) -> Workbook:
    """The book in one folder. Raises BadContent with every fault, by paths relative to the folder."""
    return read_workbook(root, renderer=renderer, figures=FIGURES)


def read_books(roots: Sequence[Path], checkers: Sequence[Path], renderer: Renderer | None) -> Reading:
    """The books in these folders, read with the functions of these folders of checkers.

    Faults of checkers are told alone, for without their functions no book can be judged. Functions that are
    gone stay callable while anything is faulty, for books that were read before and are still being served.
    """
    before = FUNCTIONS.courses
    if faults := load_checkers(checkers):
        return Reading((), faults)
    books: list[Workbook] = []
    found = [*clashes(roots)]
    for root in roots:
        try:
            books.append(read_library(root, renderer))
        except BadContent as slips:
            found += (replace(one, path=seen(root / one.path)) for one in slips.faults)
    found += same_titles(books)
    if found:
        FUNCTIONS.use({**before, **FUNCTIONS.courses})
    return Reading(tuple(books), tuple(sorted(set(found))))


def clashes(roots: Sequence[Path]) -> Iterator[Fault]:
    """Exercises and chapters of a book that are named as those of an earlier one, by the names of files."""
    taken: dict[tuple[str, str], Path] = {}
    for root in roots:
        own = {(what, name): path for what, name, path in named(root)}
        for what, name in own.keys() & taken.keys():
            message = f"the {what} {name!r} is also that of {seen(taken[what, name])}, in another book"
            yield Fault(seen(own[what, name]), 1, 1, "book", message, "Rename one of them.")
        taken = own | taken


def named(root: Path) -> Iterator[tuple[str, str, Path]]:
    """The exercises and chapters of a book: what it is, its name in addresses, its file or folder."""
    for folder in sorted(root.glob("*/")):
        if chapter := FOLDER.fullmatch(folder.name):
            yield "chapter name", chapter[2], folder
            for path in sorted(folder.glob("*.yaml")):
                if path.name not in NOT_EXERCISES:
                    yield "exercise id", path.stem, path


def same_titles(books: Sequence[Workbook]) -> Iterator[Fault]:
    """Books that could not be told apart."""
    first: dict[str, Workbook] = {}
    for book in books:
        if (earlier := first.setdefault(book.title, book)) is not book:
            path = seen(book.root / "book.yaml")
            message = f"the title {book.title!r} is also that of {seen(earlier.root / 'book.yaml')}"
            yield Fault(path, 1, 1, "book", message, "Give each book its own.")
