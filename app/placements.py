"""Whether what a lesson shows and places is there: numbers, formulas, exercises, figures and cards."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel

from app.composer import PathTuple
from app.documents import Document
from app.evaluation import evaluate
from app.faults import BadContent, Fault, with_guess
from app.formulas import Renderer
from app.lessons import (
    Block,
    ExerciseBlock,
    FigureBlock,
    FlashcardsBlock,
    NoteBlock,
    Prose,
    position_in,
)
from app.links import Places
from app.markdown import heading_id
from app.markup import slips_in_markup
from app.models import ChapterFile
from app.plain_texts import slips_in_plain_text
from app.prose import Template
from app.rehearsal import names_in_formula, names_in_template, typeset, without_value
from app.reserved import taken
from app.slips import Slip
from app.texts import Scope
from app.typography import slips_in_formulas
from app.validation import validated
from app.values import EvaluationError, Value

HEADING = re.compile(r"^#+[ \t]+(.+?)[ \t#]*$", re.MULTILINE)


@dataclass(frozen=True)
class Names:
    """What a chapter's `let` computes. A faulty one leaves texts that depend on it unjudged."""

    values: Mapping[str, Value] = field(default_factory=dict)
    known: frozenset[str] | None = None  # None: chapter.yaml could not be read
    is_complete: bool = False

    def slips(self, where: PathTuple, text: Template, renderer: Renderer | None) -> list[Slip]:
        """What in a template names nothing, has no value, or would not be shown as it was meant."""
        if self.known is None:
            return []
        unnamed = list(names_in_template(where, text, Scope(self.known)))
        shown = typeset(where, text, self.values, renderer) if self.is_complete and not unnamed else ()
        strays = slips_in_markup(text.text, self.known)
        markup = (Slip(where, one.message, one.cure, one.offset, rule="markup") for one in strays)
        return [*unnamed, *shown, *markup]


def computed(file: ChapterFile) -> tuple[Names, list[Slip]]:
    """The names that `let` computes in order, and the slips of formulas that have no value."""
    values: dict[str, Value] = {}
    slips: list[Slip] = list(taken("let", file.let))
    done: set[str] = set()
    for name, formula in file.let.items():
        scope = Scope(frozenset(done), later=frozenset(file.let) - done)
        unnamed = list(names_in_formula(("let", name), formula, scope))
        slips += unnamed
        done.add(name)
        if slips:
            continue
        try:
            values[name] = evaluate(formula.node, values)
        except EvaluationError as error:
            slips.append(without_value(("let", name), formula, values, error))
    return Names(values, frozenset(file.let), not slips), slips


@dataclass(frozen=True)
class LessonRules:
    """What a lesson may name."""

    path: str
    stems: Collection[str]
    has_cards: bool
    names: Names
    renderer: Renderer | None
    figures: Mapping[str, type[BaseModel]]
    places: Places

    def faults_in(self, lesson: Iterable[Block]) -> Iterator[Fault]:
        """What the lesson names that isn't there, names twice, or cannot be typeset."""
        lesson = tuple(lesson)
        yield from same_headings(lesson, self.path)
        placed: set[str] = set()
        anchors = anchors_of(lesson)
        cards = 0
        for block in lesson:
            match block:
                case ExerciseBlock(id=id_):
                    yield from self.misplaced(block, placed)
                    placed.add(id_)
                case FigureBlock():
                    yield from self.misdrawn(block)
                case FlashcardsBlock() if not self.has_cards:
                    cure = "Write flashcards.yaml, or take the line out."
                    yield self.fault(block.line, 1, "this chapter has no flashcards.yaml", cure)
                case FlashcardsBlock():
                    cards += 1
                    if cards == 2:
                        yield self.fault(block.line, 1, "the cards are placed a second time", "Keep one.")
                case Prose() | NoteBlock():
                    yield from self.misprinted(block, anchors)
                case _:
                    pass

    def fault(self, line: int, column: int, message: str, cure: str = "") -> Fault:
        return Fault(self.path, line, column, "lesson", message, cure)

    def misplaced(self, block: ExerciseBlock, placed: Collection[str]) -> Iterator[Fault]:
        """An exercise that isn't in the chapter, or stands in the lesson already."""
        if block.id not in self.stems:
            told = unknown("exercise of this chapter", block.id, self.stems)
            cure = f"Write {block.id}.yaml, or take the line out."
            yield self.fault(block.line, len("::exercise ") + 1, told, cure)
        elif block.id in placed:
            yield self.fault(block.line, 1, f"{block.id!r} is placed a second time", "Keep one.")

    def misprinted(self, block: Prose | NoteBlock, anchors: Collection[str]) -> Iterator[Fault]:
        """What in the prose has no value, cannot be typeset, or leads nowhere."""
        for slip in self.names.slips((), block.text, self.renderer):
            line, column = position_in(block, slip.offset or 0)
            yield Fault(self.path, line, column, slip.rule, slip.message, slip.cure)
        for link in self.places.dead_links(block.text.text, anchors):
            line, column = position_in(block, link.offset)
            yield Fault(self.path, line, column, "link", link.message, link.cure)

    def misdrawn(self, block: FigureBlock) -> Iterator[Fault]:
        """An unknown figure, options it doesn't take, or a caption that cannot be typeset."""
        if block.name not in self.figures:
            told = unknown("figure", block.name, self.figures)
            cure = "" if "did you mean" in told else f"There are {', '.join(sorted(self.figures))}."
            yield self.fault(block.line, len("::figure ") + 1, told, cure)
            return
        if block.document is not None:
            yield from self.unfit(self.figures[block.name], block.document)
        for slip in self.names.slips((), block.caption, self.renderer):
            yield self.fault(block.line, 1, f"in the caption: {slip.message}", slip.cure)

    def unfit(self, figure: type[BaseModel], options: Document) -> Iterator[Fault]:
        """What of a figure's options it doesn't take, or cannot be drawn with."""
        try:
            drawn = validated(figure, options)
        except BadContent as slips:
            yield from slips.faults
            return
        try:
            getattr(drawn, "draw", str)()
        except (ArithmeticError, LookupError, TypeError, ValueError, MemoryError) as error:
            message = f"the figure cannot be drawn with these options: {error}"
            yield self.fault(options.position(())[0], options.position(())[1], message, "Change the options.")


ANCHORS = ("goals", "cards", "main")  # of every chapter's page


def anchors_of(lesson: Iterable[Block]) -> frozenset[str]:
    """The ids that links within a lesson may name."""
    texts = (block.text.text for block in lesson if isinstance(block, Prose | NoteBlock))
    return frozenset(
        {heading_id(found[1]) for text in texts for found in HEADING.finditer(text)} | set(ANCHORS)
    )


def same_headings(lesson: Iterable[Block], path: str) -> Iterator[Fault]:
    """Headings with the same words: links to them could not tell them apart."""
    seen: set[str] = set()
    for block in lesson:
        if not isinstance(block, Prose):
            continue
        for found in HEADING.finditer(block.text.text):
            line, column = position_in(block, found.start())
            if heading_id(found[1]) in seen:
                yield Fault(
                    path,
                    line,
                    column,
                    "lesson",
                    f"the heading {found[1]!r} stands here a second time",
                    "Change its words, so that links can tell the two apart.",
                )
            seen.add(heading_id(found[1]))


def unknown(what: str, name: str, known: Iterable[str]) -> str:
    """`there is no figure 'x'; did you mean 'y'?`"""
    return with_guess(f"there is no {what} {name!r}", name, known)


def formulas_of(model: object, renderer: Renderer | None, where: PathTuple = ()) -> Iterator[Slip]:
    """What in plain texts, such as goals and symbols, is empty or shown otherwise than it was meant."""
    match model:
        case str() if not model.strip() or "{{" in model:
            yield from slips_in_plain_text(where, model)
        case str():
            formulas = slips_in_formulas(model, model, renderer) if renderer and "$" in model else ()
            for slip in formulas:
                yield Slip(where, slip.message, slip.cure, slip.offset, rule="formula")
            for stray in slips_in_markup(model):
                yield Slip(where, stray.message, stray.cure, stray.offset, rule="markup")
        case BaseModel():
            for name, value in model:
                if name in model.model_fields_set:
                    yield from formulas_of(value, renderer, (*where, name))
        case tuple():
            for number, item in enumerate(model):
                yield from formulas_of(item, renderer, (*where, number))
        case _:
            pass
