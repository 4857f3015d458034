"""All books of the shelf, and the checkers of courses, read again after a change."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.courses import load_checkers
from app.editions import Edition
from app.faults import Fault
from app.figures import FIGURES
from app.formulas import Renderer
from app.functions import FUNCTIONS
from app.library import clashes, same_titles
from app.rereading.books import BookReader, content_of
from app.rereading.errata import Errata, errata
from app.variants import forget_variants

HERE = Path()


@dataclass(frozen=True)
class Shelved:
    """The editions to serve, as far as the books are good, and what is not."""

    editions: tuple[Edition, ...]
    errata: Errata


class Rereader:
    """Reads the books in some folders as often as they change.

    `under_way` is held from reading to shelving: one reading at a time, and the last one last.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        checkers: Sequence[Path],
        renderer: Renderer,
        forget: Callable[[], None] = lambda: None,
    ) -> None:
        self.under_way = asyncio.Lock()
        self._readers = {root: BookReader(root, renderer, FIGURES) for root in roots}
        self._checkers = checkers
        self._renderer = renderer
        self._forget = forget
        self._functions: tuple[tuple[Path, str], ...] | None = None  # the files of checkers
        self._faulty_checkers: tuple[Fault, ...] = ()
        self._editions: dict[Path, Edition] = {}

    def read(self) -> Shelved:
        """What there is now. Whatever is faulty stays as it was last good."""
        before = FUNCTIONS.courses
        self._read_checkers()
        found = [(HERE, fault) for fault in (*self._faulty_checkers, *clashes(list(self._readers)))]
        for root, reader in self._readers.items():
            book, faults = reader.read()
            found += ((root, fault) for fault in faults)
            if book is not None:
                self._editions[root] = Edition(book, self._renderer, self._editions.get(root))
        editions = tuple(self._editions[root] for root in self._readers if root in self._editions)
        books = [edition.book for edition in editions]
        found += ((HERE, fault) for fault in same_titles(books))
        if found:  # exercises that stay as they were may call functions that are gone
            FUNCTIONS.use({**before, **FUNCTIONS.courses})
        return Shelved(editions, errata(sorted(set(found)), books))

    def _read_checkers(self) -> None:
        files = tuple((path, content_of(path)) for path in _modules(self._checkers))
        if files == self._functions:
            return
        is_first, self._functions = self._functions is None, files
        self._faulty_checkers = load_checkers(self._checkers)
        if not is_first and not self._faulty_checkers:
            forget_variants()
            self._forget()
            for reader in self._readers.values():
                reader.forget()


def _modules(folders: Iterable[Path]) -> list[Path]:
    """The files of checkers."""
    return [path for folder in folders for path in sorted(folder.glob("*.py"))]
