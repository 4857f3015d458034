"""One book read again and again: what did not change is remembered, what is faulty stays as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from pydantic import BaseModel

from app.book import Chapter, Workbook
from app.chapter_files import ChapterReader, Surroundings, unordered
from app.exercise_files import ExerciseFile, read_exercise
from app.faults import BadContent, Fault
from app.formulas import Renderer
from app.lessons import Block, ExerciseBlock, FlashcardsBlock
from app.models import BookFile, ChapterFile, Exercise, FlashcardFile
from app.placements import LessonRules, Names
from app.rehearsal import slips_in_names, slips_in_rehearsal
from app.workbook import book_file, bound, chapter_folders, same_ids

LARGEST = 1024 * 1024  # bytes of a file that is remembered


@dataclass
class _Good:
    """The last good version of each file of a chapter."""

    file: ChapterFile | None = None
    names: Names = field(default_factory=Names)
    lesson: tuple[Block, ...] | None = None
    cards: FlashcardFile | None = None


@dataclass(frozen=True)
class _Read:
    """A folder as it was read: the chapter as far as it is good, its files, and all faults."""

    chapter: Chapter | None
    files: Mapping[str, ExerciseFile]
    faults: tuple[Fault, ...]


Fingerprint = tuple[tuple[str, str], ...]  # names of files and what they hold


class BookReader:
    """Reads the book in a folder as often as it changes."""

    def __init__(self, root: Path, renderer: Renderer | None, figures: Mapping[str, type[BaseModel]]) -> None:
        self.root = root
        self._renderer = renderer
        self._figures = figures
        self._book: BookFile | None = None
        self._read: dict[tuple[str, str], ExerciseFile | tuple[Fault, ...]] = {}  # by path and content
        self._sound: dict[str, ExerciseFile] = {}  # the last good version, by path
        self._unproved: set[str] = set()  # of these, those that were good with other functions
        self._good: dict[str, _Good] = {}  # by folder
        self._chapters: dict[str, tuple[Fingerprint, _Read]] = {}  # by folder

    def forget(self) -> None:
        """Forgets what was read, but not what was good: formulas may call other functions now."""
        self._read.clear()
        self._chapters.clear()
        self._unproved = set(self._sound)

    def read(self) -> tuple[Workbook | None, tuple[Fault, ...]]:
        """The book as far as it is good, and all faults. None before there was a good book.yaml.

        Faults name files relative to the folder. What is faulty stays in the book as it was when it last was
        good; an exercise, lesson or chapter that never was is left out.
        """
        faults: list[Fault] = []
        if not self.root.is_dir():
            return None, (Fault("book.yaml", 1, 1, "book", "there is no such folder", "Is it renamed?"),)
        book = book_file(self.root, self._renderer, faults)
        if book is not None and book != self._book:
            self._book = book
            self.forget()  # exercises inherit its tolerance
        if self._book is None:
            return None, tuple(sorted(set(faults)))
        chapters: list[Chapter] = []
        files: dict[str, ExerciseFile] = {}
        for folder in chapter_folders(self.root, faults):
            read = self._folder(folder, self._book)
            faults += (*read.faults, *same_ids(read.files, files))
            if read.chapter is not None:
                chapters.append(_without(read.chapter, files))
                files = {**read.files, **files}
        return bound(self.root, self._book, chapters, files), tuple(sorted(set(faults)))

    # ---- a chapter ---

    def _folder(self, folder: Path, book: BookFile) -> _Read:
        """The chapter in a folder, read again only when one of its files is another."""
        mark = fingerprint(folder)
        before = self._chapters.get(folder.name)
        if before is not None and before[0] == mark:
            return before[1]
        read = self._chapter(folder, book)
        if (
            mark is not None and fingerprint(folder) == mark
        ):  # else it changed meanwhile, and will be read once more
            self._chapters[folder.name] = mark, read
        return read

    def _chapter(self, folder: Path, book: BookFile) -> _Read:
        around = Surroundings(self.root, book, self._renderer, self._figures, self._exercise)
        reader, good = ChapterReader(folder, around), self._good.setdefault(folder.name, _Good())
        described, order = reader.described(), list[Fault]()
        stems = reader.exercises()
        if described is not None:
            order = list(unordered(described, stems))
        if described is not None and not _concerning("chapter.yaml", reader.faults):
            good.file, good.names = described[0], reader.names
        reader.names = good.names
        has_cards = self._cards(reader, good)
        self._lesson(reader, good, stems, has_cards=has_cards)
        files = self._files(reader, folder, stems)
        faults = (*reader.faults, *order)
        if good.file is None:
            return _Read(None, files, faults)
        ids = tuple(dict.fromkeys(one for one in (*good.file.order, *files) if one in files))
        reader.files = dict(files)
        lesson = tuple(_placed(good.lesson or (), files, has_cards=good.cards is not None))
        chapter = reader.made(good.file.model_copy(update={"order": ids}), lesson, good.cards)
        return _Read(chapter, files, faults)

    def _cards(self, reader: ChapterReader, good: _Good) -> bool:
        """Whether the chapter has flashcards, good or not; the good ones are kept."""
        cards = reader.cards()
        has_cards = (reader.folder / "flashcards.yaml").exists()
        if not _concerning("flashcards.yaml", reader.faults):
            good.cards = cards
        return has_cards

    def _lesson(self, reader: ChapterReader, good: _Good, stems: list[str], *, has_cards: bool) -> None:
        """Keeps the lesson if it is good; of the first one, the blocks that are."""
        lesson = reader.lesson()
        if lesson is None:
            return
        path = reader.around.name(reader.folder / "lesson.md")
        places = reader.around.places
        rules = LessonRules(path, stems, has_cards, good.names, self._renderer, self._figures, places)
        found = list(rules.faults_in(lesson))
        reader.faults += found
        if not found:
            good.lesson = lesson
        elif good.lesson is None:
            good.lesson = tuple(block for block in lesson if not list(rules.faults_in((block,))))

    def _files(self, reader: ChapterReader, folder: Path, stems: list[str]) -> dict[str, ExerciseFile]:
        """The exercises of a chapter by id, a faulty one as it was last good."""
        found: dict[str, ExerciseFile] = {}
        for stem in stems:
            name = reader.around.name(folder / f"{stem}.yaml")
            if stem in reader.files:
                self._sound[name] = reader.files[stem]
            elif name in self._unproved and not is_sound(self._sound[name].exercise):
                del self._sound[name]
            self._unproved.discard(name)
            if name in self._sound:
                found[stem] = self._sound[name]
        return found

    def _exercise(
        self, path: Path, name: str, book: BookFile | None, renderer: Renderer | None
    ) -> ExerciseFile:
        """The exercise in a file as `read_exercise` gives it, remembered by what the file holds."""
        content = content_of(path)
        known = self._read.get((name, content)) if content else None
        if isinstance(known, ExerciseFile):
            return known
        if known is not None:
            raise BadContent(known)
        try:
            file = read_exercise(path, name, book, renderer)
        except BadContent as slips:
            self._remember(path, name, content, slips.faults)
            raise
        self._remember(path, name, content, file)
        return file

    def _remember(self, path: Path, name: str, content: str, read: ExerciseFile | tuple[Fault, ...]) -> None:
        if content and content_of(path) == content:  # it did not change meanwhile
            self._read = {key: one for key, one in self._read.items() if key[0] != name}
            self._read[(name, content)] = read


def is_sound(exercise: Exercise) -> bool:
    """Whether an exercise can be shown with the functions that there are now."""
    return not any(slips_in_names(exercise)) and not any(slips_in_rehearsal(exercise, None))


def content_of(path: Path) -> str:
    """A hash of what a file holds; empty when it cannot be read or is too large to be remembered."""
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            return ""
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError:
        return ""


def fingerprint(folder: Path) -> Fingerprint | None:
    """What tells whether a folder has changed; None where it cannot be told."""
    try:
        paths = sorted(path for path in folder.iterdir() if path.suffix in (".yaml", ".yml", ".md"))
    except OSError:
        return None
    marks = tuple((path.name, content_of(path)) for path in paths)
    return marks if all(content for _, content in marks) else None


def _concerning(file: str, faults: list[Fault]) -> bool:
    return any(fault.path.endswith(f"/{file}") for fault in faults)


def _placed(
    lesson: tuple[Block, ...], files: Mapping[str, ExerciseFile], *, has_cards: bool
) -> Iterator[Block]:
    """The blocks of a lesson whose exercises and cards are there."""
    for block in lesson:
        match block:
            case ExerciseBlock(id=id_) if id_ not in files:
                continue
            case FlashcardsBlock() if not has_cards:
                continue
            case _:
                yield block


def _without(chapter: Chapter, taken: Mapping[str, ExerciseFile]) -> Chapter:
    """The chapter without exercises whose id an earlier chapter has."""
    if not any(one.id in taken for one in chapter.exercises):
        return chapter
    own = tuple(one for one in chapter.exercises if one.id not in taken)
    lesson = tuple(one for one in chapter.lesson if not (isinstance(one, ExerciseBlock) and one.id in taken))
    return replace(chapter, exercises=own, lesson=lesson)
