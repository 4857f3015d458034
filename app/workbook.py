"""The book read from its folder, or every fault of every file at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from pydantic import BaseModel

from app.book import Chapter, Workbook
from app.chapter_files import FOLDER, ChapterReader, Surroundings
from app.documents import read_document, read_source
from app.exercise_files import ExerciseFile
from app.faults import BadContent, Fault
from app.formulas import Renderer
from app.models import BookFile
from app.placements import formulas_of
from app.plain_scalars import faults_in_writing, prose_in
from app.slips import fault_at
from app.validation import validated

__all__ = ["Chapter", "Workbook", "read_workbook"]

NO_FIGURES: Mapping[str, type[BaseModel]] = MappingProxyType({})


def read_workbook(
    root: Path, *, renderer: Renderer | None = None, figures: Mapping[str, type[BaseModel]] = NO_FIGURES
) -> Workbook:
    """The book in a folder.

    `figures` are the models of the options of each figure that a lesson may name. With a `renderer`, every
    formula is tried. Raises BadContent with all faults; their paths are relative to `root`.
    """
    if not root.is_dir():
        cure = "Give the folder that holds book.yaml."
        raise BadContent([Fault(str(root), 1, 1, "book", "there is no such folder", cure)])
    faults: list[Fault] = []
    book = book_file(root, renderer, faults)
    around = Surroundings(root, book, renderer, figures)
    chapters: list[Chapter | None] = []
    files: dict[str, ExerciseFile] = {}
    for folder in chapter_folders(root, faults):
        reader = ChapterReader(folder, around)
        chapters.append(reader.read())
        faults += reader.faults
        faults += same_ids(reader.files, files)
        files |= reader.files
    if faults or book is None:
        raise BadContent(faults)
    return bound(root, book, [chapter for chapter in chapters if chapter is not None], files)


def bound(
    root: Path, book: BookFile, chapters: Sequence[Chapter], files: Mapping[str, ExerciseFile]
) -> Workbook:
    """The chapters as the book that the file describes; `files` are their exercises by id."""
    return Workbook(
        title=book.title,
        summary=book.summary,
        symbols=book.symbols,
        chapters=tuple(chapters),
        documents={id_: file.document for id_, file in files.items()},
        root=root,
    )


def book_file(root: Path, renderer: Renderer | None, faults: list[Fault]) -> BookFile | None:
    """book.yaml, or None and its faults, which are added to those given."""
    try:
        document = read_document(read_source(root / "book.yaml"), "book.yaml")
        book = validated(BookFile, document)
    except OSError as error:
        cure = "It holds title, summary, tolerance and code_tolerance."
        faults.append(Fault("book.yaml", 1, 1, "book", f"the file cannot be read: {error.strerror}", cure))
    except BadContent as slips:
        faults += slips.faults
    else:
        faults += (fault_at(document, slip) for slip in formulas_of(book, renderer))
        faults += faults_in_writing(document, prose_in(document))
        return book
    return None


def chapter_folders(root: Path, faults: list[Fault]) -> list[Path]:
    """The folders of chapters, in order."""
    folders = [path for path in sorted(root.iterdir()) if path.is_dir() and path.name[0] not in "._"]
    named = [path for path in folders if FOLDER.fullmatch(path.name)]
    for path in folders:
        if path not in named:
            cure = (
                "Name the folder by a number of two digits and words joined by hyphens: 01-forward-process."
            )
            faults.append(Fault(path.name, 1, 1, "book", "this is not a chapter's name", cure))
    strays = [path.name for path in sorted(root.glob("*.y*ml")) if path.name != "book.yaml"]
    faults += (
        Fault(name, 1, 1, "book", "this file is in no chapter", "Move it into one.") for name in strays
    )
    if not named:
        faults.append(
            Fault("book.yaml", 1, 1, "book", "the book has no chapter", "A chapter is a folder NN-name.")
        )
    faults += _same_names(named)
    return named


def _same_names(folders: list[Path]) -> Iterator[Fault]:
    """Chapters that share their number or their name."""
    for part, what in ((0, "number"), (1, "name")):
        seen: dict[str, str] = {}
        for folder in folders:
            found = FOLDER.fullmatch(folder.name)
            word = found.groups()[part] if found else folder.name
            if word in seen:
                message = f"the {what} {word!r} is also that of {seen[word]}"
                yield Fault(folder.name, 1, 1, "book", message, "Give each chapter its own.")
            seen.setdefault(word, folder.name)


def same_ids(files: Mapping[str, ExerciseFile], earlier: Mapping[str, ExerciseFile]) -> Iterator[Fault]:
    """Exercises whose id is taken by an earlier chapter."""
    for id_ in files.keys() & earlier.keys():
        document, other = files[id_].document, earlier[id_].document.path
        message = f"the id {id_!r} is also that of {other}"
        yield document.fault(document.position(("id",)), "id", message, "Rename one of them.")
