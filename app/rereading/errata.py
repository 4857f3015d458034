"""The faults of the books, each at its place in the pages, with the line of the file that is at fault."""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

from app.book import Workbook
from app.faults import Fault
from app.places import seen

LARGEST = 1024 * 1024  # bytes of a file that is quoted from
BEFORE = 1  # lines quoted before the one at fault
WIDEST = 100  # characters of a quoted line


@dataclass(frozen=True)
class Erratum:
    """A fault; `place` is `path:line:column` from the working directory, `address` opens it in an editor.

    `excerpt` are numbered lines of the file up to the one at fault, `caret` points at the column below it.
    """

    fault: Fault
    place: str
    address: str
    excerpt: tuple[tuple[int, str], ...] = ()
    caret: str = ""

    @property
    def mark(self) -> str:
        """Short letters that tell whether it is another."""
        return f"{zlib.crc32(str(self.fault).encode()):x}"


@dataclass(frozen=True)
class Errata:
    """All faults, and those that belong to an exercise or a chapter that is shown."""

    all: tuple[Erratum, ...] = ()
    exercises: Mapping[str, tuple[Erratum, ...]] = field(default_factory=dict)  # by id
    chapters: Mapping[str, tuple[Erratum, ...]] = field(default_factory=dict)  # by slug

    def __len__(self) -> int:
        return len(self.all)

    def of_exercise(self, id_: str) -> tuple[Erratum, ...]:
        """The faults in the file of an exercise, of which an earlier version is shown."""
        return self.exercises.get(id_, ())

    def of_chapter(self, slug: str) -> tuple[Erratum, ...]:
        """The faults of a chapter that belong to no exercise that is shown."""
        return self.chapters.get(slug, ())

    @property
    def elsewhere(self) -> tuple[Erratum, ...]:
        """The faults that belong to nothing that is shown."""
        placed = {
            one for group in (self.exercises, self.chapters) for found in group.values() for one in found
        }
        return tuple(one for one in self.all if one not in placed)


def errata(faults: Iterable[tuple[Path, Fault]], books: Sequence[Workbook]) -> Errata:
    """The faults at their places; each comes with the folder that its path is relative to."""
    told = [(erratum(root, fault), root) for root, fault in faults]
    by_root = {book.root: book for book in books}
    exercises: dict[str, list[Erratum]] = {}
    chapters: dict[str, list[Erratum]] = {}
    for one, root in told:
        kind, name = _owner(one.fault.path, by_root.get(root))
        if kind:
            (exercises if kind == "exercise" else chapters).setdefault(name, []).append(one)
    return Errata(tuple(one for one, _ in told), _frozen(exercises), _frozen(chapters))


def _frozen(groups: Mapping[str, list[Erratum]]) -> Mapping[str, tuple[Erratum, ...]]:
    return {name: tuple(found) for name, found in groups.items()}


def _owner(path: str, book: Workbook | None) -> tuple[str, str]:
    """Whose file it is: `exercise` and its id, `chapter` and its slug, or nobody's who is shown."""
    folder, _, file = path.partition("/")
    chapters = book.chapters if book else ()
    chapter = next((one for one in chapters if folder == f"{one.number:02d}-{one.slug}"), None)
    if chapter is None:
        return "", ""
    stem = file.removesuffix(".yaml")
    is_shown = file != stem and any(one.id == stem for one in chapter.exercises)
    return ("exercise", stem) if is_shown else ("chapter", chapter.slug)


def erratum(root: Path, fault: Fault) -> Erratum:
    """A fault with its place and its line, as far as the file can be read."""
    path = root / fault.path
    place = f"{seen(path)}:{fault.line}:{fault.column}"
    address = f"vscode://file{quote(path.resolve().as_posix())}:{fault.line}:{fault.column}"
    lines = _lines(path)
    if not lines:
        return Erratum(fault, place, address)
    line = min(fault.line, len(lines))  # a text that breaks off is at fault behind its last line
    first = max(1, line - BEFORE)
    start = max(0, fault.column - WIDEST * 3 // 4) if fault.column > WIDEST else 0
    excerpt = tuple((number, _cut(lines[number - 1], start)) for number in range(first, line + 1))
    shift = 1 if start else 0  # of the ellipsis
    return Erratum(fault, place, address, excerpt, _caret(lines[line - 1], start, fault.column, shift))


def _lines(path: Path) -> list[str]:
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return []
        return path.read_bytes().decode(errors="replace").splitlines()
    except OSError:
        return []


def _cut(line: str, start: int) -> str:
    shown = line[start : start + WIDEST]
    return f"{'…' if start else ''}{shown}{'…' if start + WIDEST < len(line) else ''}"


def _caret(line: str, start: int, column: int, shift: int) -> str:
    """Blanks as wide as what stands before the column, then a caret."""
    before = line[start : column - 1]
    return " " * shift + "".join(_blanks(before)) + "^"


def _blanks(text: str) -> Iterator[str]:
    for letter in text:
        if letter == "\t":
            yield "\t"
        elif not unicodedata.combining(letter):
            yield "  " if unicodedata.east_asian_width(letter) in "WF" else " "
