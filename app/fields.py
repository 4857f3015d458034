"""The input fields of each answer type, filled with what the learner typed and marked with its verdict."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

import numpy as np

from app.answers import Raw
from app.field_types import (
    Entry,
    Essay,
    Field,
    Lines,
    Matching,
    MatchRow,
    Options,
    PartField,
    Parts,
    Program,
    Row,
    Sequence,
)
from app.grading import Graded, LineEvidence, OptionsEvidence, PairsEvidence, asked_digits
from app.markdown import Markdown
from app.models import (
    BugLineQuestion,
    CategoriseQuestion,
    ChoiceQuestion,
    CodeQuestion,
    Exercise,
    ExpressionQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    MultipartQuestion,
    NumericQuestion,
    OrderingQuestion,
    Part,
    SelfCheckQuestion,
    VectorQuestion,
)
from app.variants import Shown, Variant, item_names, shown_items, shown_options, shown_pairs


def fields_of(variant: Variant, raw: Raw, graded: Graded | None, markdown: Markdown) -> Field:
    """The fields of an exercise, filled and marked."""
    exercise: Exercise = variant.exercise
    evidence = graded.evidence if graded else None
    match exercise:
        case NumericQuestion() | VectorQuestion() | ExpressionQuestion():
            return entry(exercise, variant, "answer", as_text(raw))
        case MultipartQuestion():
            return Parts(tuple(part_field(part, variant, raw, graded, markdown) for part in exercise.parts))
        case ChoiceQuestion() | MultiChoiceQuestion():
            return options(exercise, variant, "choice", raw, evidence, markdown)
        case MatchQuestion() | CategoriseQuestion():
            return matching(exercise, variant, raw, evidence, markdown)
        case OrderingQuestion():
            return sequence(exercise, variant, raw, markdown)
        case BugLineQuestion():
            return lines(exercise, raw, evidence, markdown)
        case CodeQuestion():
            source = as_text(raw) or exercise.starter
            return Program(source, exercise.starter, exercise.signatures)
        case SelfCheckQuestion():
            return essay(exercise, variant, raw, markdown)
        case _:
            assert_never(exercise)


def as_text(raw: Raw) -> str:
    """What a line or box shows for a stored raw answer."""
    if raw is None:
        return ""
    return raw if isinstance(raw, str) else str(raw)


def as_mapping(raw: Raw) -> Mapping[str, Raw]:
    """The raw answer by field, empty when it is something else."""
    return raw if isinstance(raw, dict) else {}


def as_texts(raw: Raw) -> tuple[str, ...]:
    """The raw answer as a list of texts."""
    if isinstance(raw, str):
        return (raw,)
    return tuple(str(one) for one in raw) if isinstance(raw, list) else ()


def entry(
    question: NumericQuestion | VectorQuestion | ExpressionQuestion, variant: Variant, name: str, value: str
) -> Entry:
    """The line for a number, a vector or a formula."""
    match question:
        case NumericQuestion():
            digits = asked_digits(question, variant)
            return Entry(name, value, "a number", "0.36 or 9/25", digits, question.unit)
        case VectorQuestion():
            shape = np.asarray(variant.key(question)).shape
            count = " × ".join(map(str, shape)) + (" numbers" if len(shape) == 1 else " array")
            return Entry(name, value, count, "0.5, −1.25", asked_digits(question, variant), None)
        case ExpressionQuestion():
            names = ", ".join(question.variables)
            return Entry(name, value, f"a formula in {names}", "", None, None)
        case _:
            assert_never(question)


def part_field(
    part: Part, variant: Variant, raw: Raw, graded: Graded | None, markdown: Markdown
) -> PartField:
    """A part with what was typed in it."""
    own = as_mapping(raw).get(part.id)
    told = next((one for one in graded.parts if one.id == part.id), None) if graded else None
    field: Field
    if isinstance(part, ChoiceQuestion | MultiChoiceQuestion):
        field = options(part, variant, f"answer.{part.id}", own, told.evidence if told else None, markdown)
    else:
        field = entry(part, variant, f"answer.{part.id}", as_text(own))
    return PartField(part.id, markdown.inline(variant.say(part.ask)), field, told)


def options(
    question: ChoiceQuestion | MultiChoiceQuestion,
    variant: Variant,
    name: str,
    raw: Raw,
    evidence: object,
    markdown: Markdown,
) -> Options:
    """The options in the order of the seed."""
    chosen = as_texts(raw)
    marks = {mark.id: mark for mark in evidence.options} if isinstance(evidence, OptionsEvidence) else {}

    def row(option: Shown) -> Row:
        mark = marks.get(option.id)
        say = markdown.inline(mark.say) if mark and mark.say else None
        told = mark.mark if mark else None
        return Row(option.id, markdown.inline(option.text), option.id in chosen, told, say)

    rows = tuple(row(option) for option in shown_options(question, variant))
    return Options(name, isinstance(question, MultiChoiceQuestion), rows)


def matching(
    question: MatchQuestion | CategoriseQuestion,
    variant: Variant,
    raw: Raw,
    evidence: object,
    markdown: Markdown,
) -> Matching:
    """Left items in order, right items lettered."""
    chosen = as_mapping(raw)
    marks = {mark.id: mark for mark in evidence.pairs} if isinstance(evidence, PairsEvidence) else {}
    lefts, rights = shown_pairs(question, variant)

    def row(left: Shown) -> MatchRow:
        mark = marks.get(left.id)
        verdict = None if mark is None else "right" if mark.right else "wrong"
        say = markdown.inline(mark.say) if mark and mark.say else None
        return MatchRow(left.id, markdown.inline(left.text), as_text(chosen.get(left.id)), verdict, say)

    letters = ((right.id, chr(ord("A") + number), right.text) for number, right in enumerate(rights))
    return Matching(
        tuple(row(left) for left in lefts),
        tuple((id_, letter, markdown.inline(text)) for id_, letter, text in letters),
    )


def sequence(question: OrderingQuestion, variant: Variant, raw: Raw, markdown: Markdown) -> Sequence:
    """The items as the learner arranged them, in drawn order at first."""
    texts = {item.id: markdown.inline(item.text) for item in shown_items(question, variant)}
    order, out = arranged(raw, tuple(texts), item_names(question, variant.exercise))
    return Sequence(
        tuple((id_, texts[id_]) for id_ in order),
        tuple((id_, texts[id_]) for id_ in out),
        bool(question.distractors),
    )


def arranged(
    raw: Raw, known: tuple[str, ...], names: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The items in order and those left out: each known one once, whatever was sent.

    A form sends both; a program may send a list, which leaves out what it does not name, and may use names.
    """
    ids = {name: id_ for id_, name in names.items()}
    placed: Mapping[str, Raw] = raw if isinstance(raw, dict) else {"order": raw}
    given = dict.fromkeys(ids.get(one, one) for one in as_texts(placed.get("order")))
    out = tuple(id_ for id_ in dict.fromkeys(as_texts(placed.get("out"))) if id_ in known)
    order = tuple(id_ for id_ in given if id_ in known and id_ not in out)
    rest = tuple(id_ for id_ in known if id_ not in order and id_ not in out)
    return (order, rest) if isinstance(raw, list) else (order + rest, out)


def lines(question: BugLineQuestion, raw: Raw, evidence: object, markdown: Markdown) -> Lines:
    """The program's lines, highlighted."""
    if isinstance(evidence, LineEvidence):
        chosen: int | None = evidence.line
    else:
        text = as_text(raw)
        chosen = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else None
    return Lines(tuple(enumerate(markdown.code_lines(question.code), 1)), chosen)


def essay(question: SelfCheckQuestion, variant: Variant, raw: Raw, markdown: Markdown) -> Essay:
    """The text, the model answer and its points."""
    written = as_mapping(raw)
    text = as_text(written.get("text")) if written else as_text(raw)
    ticked = as_texts(written.get("ticked"))
    points = tuple(
        (number, markdown.inline(variant.say(point)), str(number) in ticked)
        for number, point in enumerate(question.rubric)
    )
    return Essay(text, markdown.html(variant.say(question.model)), points)
