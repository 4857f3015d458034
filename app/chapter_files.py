"""One folder as a chapter: its own file, lesson, cards and exercises, and whether they name each other."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from pathlib import Path

from pydantic import BaseModel

from app.book import Chapter
from app.documents import Document, read_document, read_source
from app.exercise_files import ExerciseFile, read_exercise
from app.faults import BadContent, Fault, nearest
from app.formulas import Renderer
from app.lessons import MOST_FAULTS, Block, ExerciseBlock, FlashcardsBlock, parse_lesson
from app.links import Places
from app.models import BookFile, ChapterFile, FlashcardFile
from app.placements import LessonRules, Names, computed, formulas_of, unknown
from app.plain_scalars import faults_in_writing, prose_in
from app.plain_texts import empty
from app.prose import Template
from app.slips import Slip, fault_at
from app.strays import is_beside, unread_files
from app.texts import texts_of
from app.validation import validated

FOLDER = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")
NOT_EXERCISES = ("chapter.yaml", "flashcards.yaml")
KEYS = {
    "chapter.yaml": "title, summary, goals, prerequisites, minutes and order",
    "flashcards.yaml": "cards",
}


ReadExercise = Callable[[Path, str, BookFile | None, Renderer | None], ExerciseFile]


@dataclass(frozen=True)
class Surroundings:
    """What a chapter is read with; `read_exercise` may be one that remembers what has not changed."""

    root: Path
    book: BookFile | None
    renderer: Renderer | None
    figures: Mapping[str, type[BaseModel]]
    read_exercise: ReadExercise = read_exercise

    @cached_property
    def places(self) -> Places:
        """What pages the book has."""
        return Places.of(self.root)

    def name(self, path: Path) -> str:
        """How a file is called in faults: by its path within the book."""
        name = path.relative_to(self.root).as_posix()
        # It must fit into one line of a report, whatever the file system takes for a name.
        return name if name.isprintable() else name.encode("unicode_escape", "surrogatepass").decode()


@dataclass
class ChapterReader:
    """Reads one folder, and keeps every fault."""

    folder: Path
    around: Surroundings
    faults: list[Fault] = field(default_factory=list)
    files: dict[str, ExerciseFile] = field(default_factory=dict)  # by exercise id
    names: Names = field(default_factory=Names)

    def read(self) -> Chapter | None:
        """The chapter; None when a fault stands in the way."""
        if not os.access(self.folder, os.R_OK | os.X_OK):
            self.fault("", "this folder may not be read", "Let everybody read it: chmod a+rx.")
            return None
        chapter = self.described()
        stems = self.exercises()
        cards = self.cards()
        lesson = self.lesson()
        if chapter is not None:
            self.faults += unordered(chapter, stems)
        if lesson is not None:
            has_cards = any(self.folder.glob("flashcards.y*ml"))  # sound or not
            path = self.around.name(self.folder / "lesson.md")
            around = self.around
            rules = LessonRules(
                path, stems, has_cards, self.names, around.renderer, around.figures, around.places
            )
            self.faults += islice(rules.faults_in(lesson), MOST_FAULTS)
        if self.faults or chapter is None or lesson is None:
            return None
        return self.made(chapter[0], lesson, cards)

    def made(self, file: ChapterFile, lesson: tuple[Block, ...], cards: FlashcardFile | None) -> Chapter:
        number, slug = FOLDER.fullmatch(self.folder.name).groups()  # type: ignore[union-attr]  # its reader saw to it
        return Chapter(
            number=int(number),
            slug=slug,
            title=file.title,
            summary=file.summary,
            goals=file.goals,
            prerequisites=file.prerequisites,
            minutes=file.minutes,
            symbols=file.symbols,
            references=file.references,
            exercises=tuple(self.files[id_].exercise for id_ in file.order),
            lesson=completed(lesson, file.order, cards is not None),
            flashcards=cards.cards if cards else (),
            names=self.names.values,
        )

    # ---- the files ---

    def described(self) -> tuple[ChapterFile, Document] | None:
        """chapter.yaml, with `let` computed and its formulas seen."""
        if (document := self.document("chapter.yaml")) is None:
            return None
        try:
            file = validated(ChapterFile, document)
        except BadContent as slips:
            self.faults += slips.faults
            return None
        self.names, slips_in_let = computed(file)
        self.faults += (fault_at(document, slip) for slip in slips_in_let)
        self.faults += (fault_at(document, slip) for slip in formulas_of(file, self.around.renderer))
        self.faults += faults_in_writing(document, prose_in(document))
        return file, document

    def exercises(self) -> list[str]:
        """The names of the exercise files; those that can be read are kept."""
        paths = [path for path in sorted(self.folder.glob("*.yaml")) if is_exercise(path)]
        for path in paths:
            try:
                file = self.around.read_exercise(
                    path, self.around.name(path), self.around.book, self.around.renderer
                )
                self.files[path.stem] = file
                self.faults += self.dead_links(file.document, file.exercise)
            except BadContent as slips:
                self.faults += slips.faults
            except OSError as error:
                self.unreadable(path.name, error)
        for path, told, cure in unread_files(self.folder):
            self.fault(path.name, told, cure)
        if not paths:
            self.fault("", "this chapter has no exercise", "An exercise is a file NAME.yaml.")
        return [path.stem for path in paths]

    def cards(self) -> FlashcardFile | None:
        if not os.path.lexists(self.folder / "flashcards.yaml"):
            return None
        if (document := self.document("flashcards.yaml")) is None:
            return None
        try:
            file = validated(FlashcardFile, document)
        except BadContent as slips:
            self.faults += slips.faults
            return None
        for where, text in texts_of(file):
            if isinstance(text, Template):
                slips_in_text = self.names.slips(where, text, self.around.renderer)
                self.faults += (fault_at(document, slip) for slip in (*slips_in_text, *empty(where, text)))
        self.faults += faults_in_writing(document, (where for where, _ in texts_of(file)))
        self.faults += (fault_at(document, slip) for slip in same_fronts(file))
        self.faults += self.dead_links(document, file)
        return file

    def dead_links(self, document: Document, file: BaseModel) -> Iterator[Fault]:
        """The links in the texts of a file that lead to no page of the book."""
        for where, text in texts_of(file):
            if isinstance(text, Template):
                for link in self.around.places.dead_links(text.text):
                    slip = Slip(where, link.message, link.cure, link.offset, rule="link")
                    yield fault_at(document, slip)

    def lesson(self) -> tuple[Block, ...] | None:
        """The blocks of lesson.md."""
        path = self.folder / "lesson.md"
        try:
            return parse_lesson(read_source(path), self.around.name(path))
        except OSError as error:
            self.absent("lesson.md", error, "Add one, with ::exercise NAME where each belongs.")
        except BadContent as slips:
            self.faults += slips.faults
        return None

    def document(self, name: str) -> Document | None:
        """A YAML file of the folder, or None and its faults."""
        path = self.folder / name
        try:
            return read_document(read_source(path), self.around.name(path))
        except OSError as error:
            self.absent(name, error, f"Write one, with {KEYS[name]}.")
        except BadContent as slips:
            self.faults += slips.faults
        return None

    def absent(self, name: str, error: OSError, cure: str) -> None:
        """Tells that a file cannot be read, is called otherwise, or is not there."""
        if os.path.lexists(self.folder / name):
            self.unreadable(name, error)
        elif near := nearest(name, [path.name for path in self.folder.iterdir() if is_beside(path)]):
            self.fault("", f"this chapter has no {name}, but {near!r}", f"Rename it to {name}.")
        else:
            self.fault("", f"this chapter has no {name}", cure)

    def unreadable(self, file: str, error: OSError) -> None:
        cure = "Put a file of plain text in its place that everybody may read, or take it away."
        self.fault(file, f"the file cannot be read: {error.strerror}", cure)

    def fault(self, file: str, message: str, cure: str = "", line: int = 1, column: int = 1) -> None:
        path = self.around.name(self.folder / file)
        self.faults.append(Fault(path, line, column, "chapter", message, cure))


def same_fronts(file: FlashcardFile) -> Iterator[Slip]:
    """Cards that ask the same."""
    fronts = [" ".join(card.front.text.split()) for card in file.cards]
    for number, front in enumerate(fronts):
        if front and front in fronts[:number]:
            message = f"card {fronts.index(front) + 1} has the same front"
            yield Slip(("cards", number, "front"), message, "Ask otherwise, or take one out.", rule="meaning")


def is_exercise(path: Path) -> bool:
    """Whether a file of a chapter is meant as an exercise; what editors put beside theirs is not."""
    return path.name.lower() not in NOT_EXERCISES and path.name[0] not in ".#~"


def unordered(chapter: tuple[ChapterFile, Document], stems: Iterable[str]) -> Iterator[Fault]:
    """Where `order` and the files differ."""
    file, document = chapter
    for number, id_ in enumerate(file.order):
        spot = document.position(("order", number))
        if id_ not in stems:
            message = unknown("exercise of this chapter", id_, stems)
            yield document.fault(spot, "order", message, f"Write {id_}.yaml, or take the name out.")
        if id_ in file.order[:number]:
            yield document.fault(spot, "order", f"{id_!r} stands in the order twice", "Keep one.")
    meant = {nearest(id_, list(stems)) for id_ in file.order if id_ not in stems}
    for id_ in stems:
        if id_ not in file.order and id_ not in meant:
            cure = "Add it where it is to be read."
            yield document.fault(
                document.position(("order",), key=True), "order", f"{id_!r} is missing", cure
            )


def completed(lesson: tuple[Block, ...], order: Iterable[str], has_cards: bool) -> tuple[Block, ...]:
    """The lesson with the exercises that it doesn't place after it, and the cards last."""
    placed = {block.id for block in lesson if isinstance(block, ExerciseBlock)}
    rest = tuple(ExerciseBlock(id_) for id_ in order if id_ not in placed)
    if lesson and isinstance(lesson[-1], FlashcardsBlock):
        return (*lesson[:-1], *rest, lesson[-1])
    is_shown = any(isinstance(block, FlashcardsBlock) for block in lesson)
    return (*lesson, *rest, *((FlashcardsBlock(),) if has_cards and not is_shown else ()))
