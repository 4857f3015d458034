"""What a student sees of an exercise at a seed, and what its author knows besides, as plain text.

Formulas stay in TeX, as they are typed; numbers are filled in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import assert_never

import numpy as np

from app.evaluation import evaluate
from app.grading import asked_digits
from app.grading.tolerances import comparing, tolerance_of
from app.models import (
    BugLineQuestion,
    CategoriseQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    MatchQuestion,
    Mistake,
    MultiChoiceQuestion,
    Multipart,
    MultipartQuestion,
    NumericQuestion,
    Option,
    OrderingQuestion,
    Part,
    Question,
    SelfCheckQuestion,
    VectorQuestion,
)
from app.numerals import plain
from app.solutions import one_order
from app.values import EvaluationError, Value
from app.variants import Shown, Variant, shown_items, shown_options, shown_pairs

DIGITS = 6  # significant digits of a value in a table
LONGEST = 40  # characters of an entry in a table of seeds
LONG = 16  # numbers that are shown one by one
Valued = NumericQuestion | VectorQuestion


@dataclass(frozen=True)
class Table:
    """Rows of texts under a head; without a head a list of pairs."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Section:
    """A heading and what stands under it."""

    title: str
    body: tuple[str | Table, ...]


def seen_by_student(variant: Variant) -> Iterator[Section]:
    """The numbers, the question, what is to be answered, and the hints. Raises EvaluationError."""
    exercise = variant.exercise
    if exercise.params:
        yield Section("Numbers", (listed(variant, exercise.params),))
    yield Section("Question", (variant.say(exercise.prompt).strip(),))
    yield Section("Answer", tuple(asked(exercise, variant)))
    if exercise.hints:
        yield Section("Hints", tuple(numbered(variant.say(hint) for hint in exercise.hints)))


def known_to_author(variant: Variant) -> Iterator[Section]:
    """Computed names, the key and what it accepts, the mistakes, the solution. Raises EvaluationError."""
    exercise = variant.exercise
    if exercise.let:
        yield Section("Computed", (listed(variant, exercise.let),))
    yield Section("Key", tuple(keyed(exercise, variant, variant.names)))
    solution = exercise.solution if not isinstance(exercise, SelfCheckQuestion) else None
    if isinstance(solution, str):
        yield Section("Solution", (solution.rstrip(),))
    elif solution is not None:
        yield Section("Solution", (variant.say(solution).strip(),))
    if exercise.explanation is not None:
        yield Section("Explanation", (variant.say(exercise.explanation).strip(),))


# ---- what is asked ---


def asked(question: Question, variant: Variant) -> Iterator[str | Table]:
    """What there is to answer, in the order of the seed."""
    match question:
        case NumericQuestion():
            yield f"One number{_unit(question)}{_digits(question, variant)}."
        case VectorQuestion():
            shape = " × ".join(map(str, np.asarray(variant.key(question)).shape)) or "1"
            yield f"Numbers of the shape {shape}{_digits(question, variant)}."
        case ExpressionQuestion():
            yield f"A formula in {', '.join(question.variables)}."
        case ChoiceQuestion():
            yield from (f"( ) {one.text.strip()}" for one in shown_options(question, variant))
        case MultiChoiceQuestion():
            yield from (f"[ ] {one.text.strip()}" for one in shown_options(question, variant))
        case MatchQuestion() | CategoriseQuestion():
            left, right = shown_pairs(question, variant)
            yield Table(("place these", "at one of these"), tuple(_beside(left, right)))
        case OrderingQuestion():
            more = " (some belong nowhere)" if question.distractors else ""
            yield f"Put in order{more}:"
            yield from (f"- {one.text.strip()}" for one in shown_items(question, variant))
        case BugLineQuestion():
            yield "\n".join(f"{row:>3}  {line}" for row, line in enumerate(question.code.splitlines(), 1))
        case CodeQuestion():
            yield f"A program with {', '.join(question.signatures)}, which begins as"
            yield question.starter.rstrip()
            yield from _cases("Visible case", question.cases.visible)
        case SelfCheckQuestion():
            yield f"A text, to be compared with the model answer on {len(question.rubric)} points."
        case MultipartQuestion():
            for part in question.parts:
                yield f"({part.id}) {variant.say(part.ask).strip()}"
                yield from (_indented(one) for one in asked(part, variant))
        case _:
            assert_never(question)


def _unit(question: NumericQuestion) -> str:
    return f" in {question.unit}" if question.unit else ""


def _digits(question: Valued, variant: Variant) -> str:
    digits = asked_digits(question, variant)
    return f" with {digits} significant digits" if digits else ""


def _beside(left: Sequence[Shown], right: Sequence[Shown]) -> Iterator[tuple[str, str]]:
    for row in range(max(len(left), len(right))):
        yield tuple(side[row].text.strip() if row < len(side) else "" for side in (left, right))  # type: ignore[misc]  # two sides


def _cases(title: str, cases: Iterable[object]) -> Iterator[str]:
    for number, case in enumerate(cases, 1):
        written = case.model_dump(mode="json", exclude_defaults=True)  # type: ignore[attr-defined]  # a case is a model
        yield f"{title} {number}: {', '.join(f'{name}: {value}' for name, value in written.items())}"


# ---- the key ---


def keyed(question: Question, variant: Variant, names: Mapping[str, Value]) -> Iterator[str | Table]:
    """The key of a question, and how it is told from other answers."""
    match question:
        case NumericQuestion() | VectorQuestion():
            yield from valued(question, variant, names)
        case ExpressionQuestion():
            yield question.answer.text
            yield from (f"also: {one.text}" for one in question.also)
            yield from _table(("mistake", "formula", "what is told"), _formulas(question.mistakes, variant))
        case ChoiceQuestion() | MultiChoiceQuestion():
            yield Table(("", "option", "what is told"), tuple(_options(question.options, variant)))
        case MatchQuestion() | CategoriseQuestion():
            rows = ((pair.left, pair.right, pair.say) for pair in question.pairs)
            yield Table(
                ("item", "belongs to", "what is told"),
                tuple(tuple(variant.say(one).strip() for one in row) for row in rows),
            )
        case OrderingQuestion():
            yield from numbered(variant.say(question.items[name]) for name in one_order(question))
            yield f"Pairs that must stand so: {', '.join(' before '.join(pair) for pair in question.before)}."
            yield from (
                f"Nowhere: {variant.say(one.text).strip()} ({variant.say(one.say).strip()})"
                for one in question.distractors
            )
            yield from (f"{pair}: {variant.say(why).strip()}" for pair, why in question.reasons.items())
        case BugLineQuestion():
            yield f"Line {question.line}, which should read: {question.fix.strip()}"
            yield f"It shows in: {question.shows}"
            yield from (f"Line {row}: {variant.say(why).strip()}" for row, why in question.reasons.items())
        case CodeQuestion():
            yield from _program(question, variant)
        case SelfCheckQuestion():
            yield variant.say(question.model).strip()
            yield from (f"[ ] {variant.say(point).strip()}" for point in question.rubric)
        case MultipartQuestion():
            for part in question.parts:
                yield f"({part.id})"
                yield from (_indented(one) for one in keyed(part, variant, variant.part_names()))
        case _:
            assert_never(question)


def valued(question: Valued, variant: Variant, names: Mapping[str, Value]) -> Iterator[str | Table]:
    """The key of a number or an array, what is accepted for it, and the values of the mistakes."""
    key = variant.key(question, names)
    far = comparing(tolerance_of(question)).bound(np.asarray(key, dtype=float))
    low, high = np.asarray(key) - far, np.asarray(key) + far
    yield f"{question.answer.text} = {plain(key, 10)}"
    yield f"accepted: {plain(_value(low), DIGITS)} to {plain(_value(high), DIGITS)}"
    rows = (
        (one.tag, one.if_.text, told_value(one, key, names), variant.say(one.say, **_own(one, key)).strip())
        for one in question.mistakes
    )
    yield from _table(("mistake", "formula", "value", "what is told"), rows)


def told_value(mistake: Mistake, key: Value, names: Mapping[str, Value]) -> str:
    """The value of a mistake, or why there is none."""
    try:
        return plain(evaluate(mistake.if_.node, {"answer": key, **names}), DIGITS)
    except EvaluationError as problem:
        return f"none: {problem.message}"


def _own(mistake: Mistake, key: Value) -> dict[str, Value]:
    return {"answer": key} if "answer" in mistake.say.names else {}


def _value(number: object) -> Value:
    array = np.asarray(number, dtype=float)
    return array if array.ndim else float(array)


def _formulas(mistakes: Iterable[Mistake], variant: Variant) -> Iterator[tuple[str, ...]]:
    return ((one.tag, one.if_.text, variant.say(one.say).strip()) for one in mistakes)


def _options(options: Iterable[Option], variant: Variant) -> Iterator[tuple[str, ...]]:
    for one in options:
        is_right = variant.holds(one, variant.part_names())
        yield ("right" if is_right else "", variant.say(one.text).strip(), variant.say(one.say).strip())


def _program(question: CodeQuestion, variant: Variant) -> Iterator[str | Table]:
    if question.reference:
        reference = question.reference
        written = reference if isinstance(reference, dict) else {"": reference}
        yield from (f"Reference{f' of {name}' if name else ''}: {one}" for name, one in written.items())
    properties = ((one.tag, one.holds.text, variant.say(one.say).strip()) for one in question.properties)
    yield from _table(("property", "must hold", "what is told"), properties)
    yield from _cases("Hidden case", question.cases.hidden)
    mutants = ((one.tag, variant.say(one.say).strip()) for one in question.mutants)
    yield from _table(("wrong program", "what is told"), mutants)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[Table]:
    """The table, unless it has no rows."""
    if found := tuple(rows):
        yield Table(head, found)


# ---- seed by seed ---


def seed_table(variants: Sequence[Variant]) -> Table:
    """The parameters, keys and mistakes of an exercise at each seed: a row each, or a column for few.

    Raises EvaluationError.
    """
    exercise = variants[0].exercise
    keys = [head for head, _ in row_of(variants[0])]
    rows = [
        (
            str(one.seed),
            *(short(plain(one.names[name], DIGITS)) for name in exercise.params),
            *(short(value) for _, value in row_of(one)),
        )
        for one in variants
    ]
    table = [("seed", *exercise.params, *keys), *rows]
    if len(table[0]) > len(table):
        table = list(zip(*table, strict=True))
    return Table(table[0], tuple(table[1:]))


def row_of(variant: Variant) -> list[tuple[str, str]]:
    """Key and mistakes of a variant, by the heads of their columns."""
    exercise = variant.exercise
    if isinstance(exercise, Multipart):
        return [
            (f"({part.id}) {head}", value)
            for part in exercise.parts
            for head, value in cells(part, variant, variant.part_names())
        ]
    return cells(exercise, variant, variant.names)


def cells(question: Question | Part, variant: Variant, names: Mapping[str, Value]) -> list[tuple[str, str]]:
    """Key and mistakes of one question."""
    match question:
        case NumericQuestion() | VectorQuestion():
            key = variant.key(question, names)
            mistakes = [(one.tag, told_value(one, key, names)) for one in question.mistakes]
            return [("key", plain(key, DIGITS)), *mistakes]
        case ChoiceQuestion() | MultiChoiceQuestion():
            right = (
                variant.say(one.text).strip()
                for one in question.options
                if variant.holds(one, variant.part_names())
            )
            return [("key", "; ".join(right))]
        case ExpressionQuestion():
            return [("key", question.answer.text)]
        case _:
            return [("key", "the same for every seed")]


# ---- words ---


def short(text: str) -> str:
    """The text in one line, shortened."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"


def listed(variant: Variant, names: Iterable[str]) -> Table:
    """Names and their values."""
    return Table((), tuple((name, brief(variant.names[name])) for name in names))


def brief(value: Value) -> str:
    """A value as text; of a long row of numbers both ends, and how many there are."""
    if not isinstance(value, np.ndarray) or value.ndim != 1 or value.size <= LONG:
        return plain(value, DIGITS)
    first = ", ".join(plain(one, DIGITS) for one in value[:3].tolist())
    return f"[{first}, …, {plain(value[-1].item(), DIGITS)}], {value.size} numbers"


def numbered(texts: Iterable[str]) -> Iterator[str]:
    return (f"{number}. {text.strip()}" for number, text in enumerate(texts, 1))


def _indented(one: str | Table) -> str | Table:
    return one if isinstance(one, Table) else "\n".join(f"    {line}" for line in one.splitlines())
