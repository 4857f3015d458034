"""All books of the shelf, and the checkers of courses, read again after a change."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.courses import read_checkers
from app.editions import Edition
from app.faults import Fault
from app.figures import FIGURES
from app.formulas import Renderer
from app.functions import FUNCTIONS, Function
from app.library import clashes, same_titles
from app.rereading.books import BookReader, content_of
from app.rereading.errata import Errata, errata

HERE = Path()


@dataclass(frozen=True)
class Shelved:
    """The editions to serve, as far as the books are good, what is not, and the functions of the courses."""

    editions: tuple[Edition, ...]
    errata: Errata
    functions: Mapping[str, Function]

    def use_functions(self) -> None:
        """Makes the functions those in use: to be called as these editions take the place of others."""
        FUNCTIONS.use(self.functions)


class Rereader:
    """Reads the books in some folders as often as they change.

    `under_way` is held from reading to shelving: one reading at a time, and the last one last.
    """

    def __init__(
        self,
        roots: Sequence[Path],
        checkers: Sequence[Path],
        renderer: Renderer,
    ) -> None:
        self.under_way = asyncio.Lock()
        self._readers = {root: BookReader(root, renderer, FIGURES) for root in roots}
        self._checkers = checkers
        self._renderer = renderer
        self._files: tuple[tuple[Path, str], ...] | None = None  # of checkers
        self._functions: Mapping[str, Function] = {}  # that they define, as they last were good
        self._faulty_checkers: tuple[Fault, ...] = ()
        self._editions: dict[Path, Edition] = {}

    def read(self) -> Shelved:
        """What there is now. Whatever is faulty stays as it was last good.

        Books are read with the functions of now; what is being served keeps those that are in use.
        """
        self._read_checkers()
        with FUNCTIONS.apart(self._functions):
            editions, found = self._read_books()
        functions = self._functions
        if found:  # exercises that stay as they were may call functions that are gone
            functions = {**FUNCTIONS.courses, **functions}
        return Shelved(editions, errata(sorted(set(found)), [one.book for one in editions]), functions)

    def _read_books(self) -> tuple[tuple[Edition, ...], list[tuple[Path, Fault]]]:
        """The editions, and all faults with the folder that they are told of."""
        found = [(HERE, fault) for fault in (*self._faulty_checkers, *clashes(list(self._readers)))]
        for root, reader in self._readers.items():
            book, faults = reader.read()
            found += ((root, fault) for fault in faults)
            if book is not None:
                self._editions[root] = Edition(book, self._renderer, self._editions.get(root))
        editions = tuple(self._editions[root] for root in self._readers if root in self._editions)
        found += ((HERE, fault) for fault in same_titles([edition.book for edition in editions]))
        return editions, found

    def _read_checkers(self) -> None:
        files = tuple((path, content_of(path)) for path in _modules(self._checkers))
        if files == self._files:
            return
        is_first, self._files = self._files is None, files
        course = read_checkers(self._checkers)
        self._faulty_checkers = course.told
        if course.faults:
            return
        self._functions = course.functions
        if not is_first:
            for reader in self._readers.values():
                reader.forget()


def _modules(folders: Iterable[Path]) -> list[Path]:
    """The files of checkers."""
    return [path for folder in folders for path in sorted(folder.glob("*.py"))]
