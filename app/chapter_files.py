"""One folder as a chapter: its own file, lesson, cards and exercises, and whether they name each other."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from app.book import Chapter
from app.composer import PathTuple
from app.documents import Document, read_document
from app.evaluation import evaluate
from app.exercise_files import ExerciseFile, read_exercise
from app.faults import BadContent, Fault, did_you_mean
from app.formulas import Renderer
from app.lessons import (
    Block,
    ExerciseBlock,
    FigureBlock,
    FlashcardsBlock,
    NoteBlock,
    Prose,
    parse_lesson,
    position_in,
)
from app.markdown import heading_id
from app.models import BookFile, ChapterFile, FlashcardFile
from app.prose import Template
from app.rehearsal import names_in_formula, names_in_template, typeset
from app.slips import Slip, fault_at
from app.texts import Scope, texts_of
from app.typography import slips_in_formulas
from app.validation import validated
from app.values import EvaluationError, Value

M = TypeVar("M", bound=BaseModel)
FOLDER = re.compile(r"(\d\d)-([a-z0-9]+(?:-[a-z0-9]+)*)")
HEADING = re.compile(r"^#+[ \t]+(.+?)[ \t#]*$", re.MULTILINE)
NOT_EXERCISES = ("chapter.yaml", "flashcards.yaml")


@dataclass(frozen=True)
class Surroundings:
    """What a chapter is read with."""

    root: Path
    book: BookFile | None
    renderer: Renderer | None
    figures: Mapping[str, type[BaseModel]]

    def name(self, path: Path) -> str:
        """How a file is called in faults: by its path within the book."""
        return path.relative_to(self.root).as_posix()


@dataclass
class ChapterReader:
    """Reads one folder, and keeps every fault."""

    folder: Path
    around: Surroundings
    faults: list[Fault] = field(default_factory=list)
    files: dict[str, ExerciseFile] = field(default_factory=dict)  # by exercise id
    names: dict[str, Value] = field(default_factory=dict)

    def read(self) -> Chapter | None:
        """The chapter; None when a fault stands in the way."""
        chapter = self.described()
        stems = self.exercises()
        cards = self.cards()
        lesson = self.lesson()
        if chapter is not None:
            self.faults += unordered(chapter, stems)
        if lesson is not None:
            self.faults += self.misplaced(lesson, stems, bool(cards and cards.cards))
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
            names=self.names,
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
        self.faults += (fault_at(document, slip) for slip in self.computed(file))
        self.faults += (fault_at(document, slip) for slip in formulas_of(file, self.around.renderer))
        return file, document

    def computed(self, file: ChapterFile) -> Iterator[Slip]:
        """Computes `let` in order; what fails is a slip."""
        for name, formula in file.let.items():
            where = ("let", name)
            scope = Scope(frozenset(self.names), later=frozenset(file.let) - self.names.keys())
            slips = list(names_in_formula(where, formula, scope))
            yield from slips
            try:
                self.names[name] = evaluate(formula.node, self.names)
            except EvaluationError as error:
                if not slips:
                    yield Slip(where, f"this has no value: {error.message}", offset=0, rule="value")

    def exercises(self) -> list[str]:
        """The names of the exercise files; those that can be read are kept."""
        paths = [path for path in sorted(self.folder.glob("*.yaml")) if path.name not in NOT_EXERCISES]
        for path in paths:
            try:
                file = read_exercise(path, self.around.name(path), self.around.book, self.around.renderer)
                self.files[path.stem] = file
            except BadContent as slips:
                self.faults += slips.faults
            except OSError as error:
                self.fault(path.name, f"the file cannot be read: {error.strerror}")
        for path in sorted(self.folder.glob("*.yml")):
            self.fault(path.name, "exercises end in .yaml", "Rename the file.")
        if not paths:
            self.fault("", "this chapter has no exercise", "An exercise is a file NAME.yaml.")
        return [path.stem for path in paths]

    def cards(self) -> FlashcardFile | None:
        if not (self.folder / "flashcards.yaml").exists():
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
                self.faults += (fault_at(document, slip) for slip in self.shown(where, text))
        return file

    def shown(self, where: PathTuple, text: Template) -> list[Slip]:
        """What in a template names nothing; or else what has no value or cannot be typeset."""
        unnamed = list(names_in_template(where, text, Scope(frozenset(self.names))))
        return unnamed or list(typeset(where, text, self.names, self.around.renderer))

    def lesson(self) -> tuple[Block, ...] | None:
        """The blocks of lesson.md."""
        path = self.folder / "lesson.md"
        try:
            return parse_lesson(path.read_bytes(), self.around.name(path))
        except FileNotFoundError:
            self.fault(
                "", "this chapter has no lesson.md", "Add one, with ::exercise NAME where each belongs."
            )
        except OSError as error:
            self.fault("lesson.md", f"the file cannot be read: {error.strerror}")
        except BadContent as slips:
            self.faults += slips.faults
        return None

    def document(self, name: str) -> Document | None:
        """A YAML file of the folder, or None and its faults."""
        path = self.folder / name
        try:
            return read_document(path.read_bytes(), self.around.name(path))
        except FileNotFoundError:
            self.fault("", f"this chapter has no {name}")
        except OSError as error:
            self.fault(name, f"the file cannot be read: {error.strerror}")
        except BadContent as slips:
            self.faults += slips.faults
        return None

    def fault(self, file: str, message: str, cure: str = "", line: int = 1, column: int = 1) -> None:
        path = self.around.name(self.folder / file)
        self.faults.append(Fault(path, line, column, "chapter", message, cure))

    # ---- what the lesson names ---

    def misplaced(self, lesson: Iterable[Block], stems: Iterable[str], has_cards: bool) -> Iterator[Fault]:
        """What the lesson names that isn't there, names twice, or cannot be typeset."""
        path = self.around.name(self.folder / "lesson.md")
        placed: set[str] = set()
        yield from same_headings(lesson, path)
        for block in lesson:
            match block:
                case ExerciseBlock(id=id_):
                    if id_ not in stems:
                        told = unknown("exercise of this chapter", id_, stems)
                        yield Fault(path, block.line, len("::exercise ") + 1, "lesson", told)
                    elif id_ in placed:
                        yield Fault(
                            path, block.line, 1, "lesson", f"{id_!r} is placed a second time", "Keep one."
                        )
                    placed.add(id_)
                case FigureBlock():
                    yield from misdrawn(block, path, self.around.figures)
                case FlashcardsBlock() if not has_cards:
                    yield Fault(path, block.line, 1, "lesson", "this chapter has no flashcards.yaml")
                case Prose() | NoteBlock():
                    yield from self.prose(block, path)
                case _:
                    pass

    def prose(self, block: Prose | NoteBlock, path: str) -> Iterator[Fault]:
        """What in the prose of a lesson has no value or cannot be typeset."""
        for slip in self.shown((), block.text):
            line, column = position_in(block, slip.offset or 0)
            yield Fault(path, line, column, slip.rule, slip.message, slip.cure)


def same_headings(lesson: Iterable[Block], path: str) -> Iterator[Fault]:
    """Headings with the same words: links to them could not tell them apart."""
    seen: set[str] = set()
    for block in lesson:
        for found in HEADING.finditer(block.text.text) if isinstance(block, Prose) else ():
            line, column = position_in(block, found.start())
            if heading_id(found[1]) in seen:
                yield Fault(
                    path, line, column, "lesson", f"the heading {found[1]!r} stands here a second time"
                )
            seen.add(heading_id(found[1]))


def misdrawn(block: FigureBlock, path: str, figures: Mapping[str, type[BaseModel]]) -> Iterator[Fault]:
    """An unknown figure, or options it doesn't take."""
    if block.name not in figures:
        told = unknown("figure", block.name, figures)
        yield Fault(path, block.line, len("::figure ") + 1, "lesson", told)
        return
    try:
        figures[block.name].model_validate(dict(block.options))
    except ValidationError as error:
        for detail in error.errors():
            option = ".".join(map(str, detail["loc"]))
            yield Fault(path, block.line, 1, "lesson", f"the figure's {option!r}: {detail['msg']}")


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """`there is no figure 'x'; did you mean 'y'?`"""
    near = did_you_mean(name, known)
    return f"there is no {what} {name!r}{'; ' if near else ''}{near}"


def unordered(chapter: tuple[ChapterFile, Document], stems: Iterable[str]) -> Iterator[Fault]:
    """Where `order` and the files differ."""
    file, document = chapter
    for number, id_ in enumerate(file.order):
        spot = document.position(("order", number))
        if id_ not in stems:
            yield document.fault(spot, "order", unknown("exercise of this chapter", id_, stems))
        if id_ in file.order[:number]:
            yield document.fault(spot, "order", f"{id_!r} stands in the order twice")
    for id_ in stems:
        if id_ not in file.order:
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


def formulas_of(model: object, renderer: Renderer | None, where: PathTuple = ()) -> Iterator[Slip]:
    """The slips in the formulas of plain texts, such as goals and symbols."""
    match model:
        case str() if renderer is not None and "$" in model:
            for slip in slips_in_formulas(model, model, renderer):
                yield Slip(where, slip.message, slip.cure, slip.offset, rule="formula")
        case BaseModel():
            for name, value in model:
                yield from formulas_of(value, renderer, (*where, name))
        case tuple():
            for number, item in enumerate(model):
                yield from formulas_of(item, renderer, (*where, number))
        case _:
            pass
