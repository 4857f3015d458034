"""What the author of an exercise knows besides: computed names, the key and what it accepts, mistakes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import assert_never

import numpy as np

from app.evaluation import evaluate
from app.explained.asked import Valued, told_cases
from app.explained.sections import DIGITS, Section, Table, indented, listed, numbered
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
    MultipartQuestion,
    NumericQuestion,
    Option,
    OrderingQuestion,
    Question,
    SelfCheckQuestion,
    VectorQuestion,
)
from app.numerals import plain
from app.solutions import one_order
from app.values import EvaluationError, Value
from app.variants import Variant


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
                yield from (indented(one) for one in keyed(part, variant, variant.part_names()))
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
    yield from told_cases("Hidden case", question.cases.hidden)
    mutants = ((one.tag, variant.say(one.say).strip()) for one in question.mutants)
    yield from _table(("wrong program", "what is told"), mutants)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> Iterator[Table]:
    """The table, unless it has no rows."""
    if found := tuple(rows):
        yield Table(head, found)
