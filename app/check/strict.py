"""What an exercise should not lack on the day it is published, and may while it is written."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence

from app import numerals
from app.check.seeds import numbers_at
from app.check.undetermined import undetermined
from app.composer import PathTuple
from app.models import (
    Code,
    Exercise,
    Expression,
    ExpressionQuestion,
    Multipart,
    Numeric,
    NumericQuestion,
    Ordering,
    Vector,
    VectorQuestion,
)
from app.prose import Template
from app.ranges import range_cure, ranges_meant
from app.slips import Slip
from app.texts import texts_of
from app.values import EvaluationError, Value
from app.variants import NoVariant, Variant, has_variants, variant_of

SEEDS = 40  # that are tried for other numbers
FEWEST = 4  # variants among them

Calculated = NumericQuestion | VectorQuestion | ExpressionQuestion


def unpublishable(exercise: Exercise) -> Iterator[Slip]:
    """What `--strict` finds in an exercise that holds otherwise."""
    yield from lacking(exercise)
    yield from unfinished(exercise)
    yield from free_items(exercise)
    yield from constant_ranges(exercise)
    variants = variants_of(exercise) if has_variants(exercise) else []
    yield from few(variants)
    yield from typed_numbers(variants)
    yield from undetermined(exercise, [numbers_at(exercise, seed) for seed in range(SEEDS)])


# ---- what is not there ---


def lacking(exercise: Exercise) -> Iterator[Slip]:
    """Help and feedback that a student would miss."""
    if isinstance(exercise, Numeric | Vector | Multipart | Expression) and exercise.solution is None:
        yield _whole("no-solution", "there is no `solution`", "Show the way to the key.")
    if not exercise.hints:
        yield _whole("no-hints", "there are no `hints`", "Say what to look at first, then the first step.")
    if isinstance(exercise, Code) and not exercise.mutants:
        yield _whole("no-mutants", "there are no `mutants`", "Write the wrong program that you expect most.")
    for where, question in _questions(exercise):
        if isinstance(question, Calculated) and not question.mistakes:
            message, cure = "there are no `mistakes`", "Write down the wrong formula that you expect most."
            yield Slip(where, message, cure, rule="no-mistakes")


def _whole(rule: str, message: str, cure: str) -> Slip:
    return Slip((), message, cure, rule=rule)


def _questions(exercise: Exercise) -> Iterator[tuple[PathTuple, object]]:
    if isinstance(exercise, Multipart):
        yield from ((("parts", number), part) for number, part in enumerate(exercise.parts))
    else:
        yield (), exercise


# ---- what is still there ---

NOTE = re.compile(r"\b(TODO|FIXME|XXX)\b")


def unfinished(exercise: Exercise) -> Iterator[Slip]:
    """An author's notes to himself in what students read."""
    for where, text in texts_of(exercise):
        if isinstance(text, Template) and (found := NOTE.search(text.text)):
            message = f"{found[0]} stands in a text"
            yield Slip(where, message, "Do it, or take it out.", found.start(), rule="unfinished")


def free_items(exercise: Exercise) -> Iterator[Slip]:
    """Items of an order that no pair names."""
    if isinstance(exercise, Ordering):
        named = {name for pair in exercise.before for name in pair}
        for name in exercise.items.keys() - named:
            message, cure = f"no pair names {name!r}", "Say in `before` what it stands before or after."
            yield Slip(("items", name), message, cure, key=True, rule="free-item")


# ---- the numbers ---


def constant_ranges(exercise: Exercise) -> Iterator[Slip]:
    """Lists of two numbers that look like ranges, where neither an answer nor an input is a list."""
    asked = exercise.parts if isinstance(exercise, Multipart) else (exercise,)
    if any(isinstance(one, VectorQuestion | Code) for one in asked):
        return
    for meant in ranges_meant(exercise):
        message = f"{meant[0]!r} is one list of two numbers for every seed"
        yield Slip(("params", meant[0]), message, range_cure(meant), key=True, rule="constant-range")


def variants_of(exercise: Exercise) -> list[Variant]:
    """The exercise at the first seeds that have numbers, the book's own first."""
    variants = []
    for seed in range(SEEDS):
        try:
            variants.append(variant_of(exercise, seed))
        except (NoVariant, EvaluationError):
            continue  # the proofs tell it
    return variants


def few(variants: Sequence[Variant]) -> Iterator[Slip]:
    """Parameters that hardly vary."""
    count = len({repr([one.plain(name) for name in one.exercise.params]) for one in variants})
    if 0 < count < FEWEST:
        message = f"{SEEDS} seeds bring {count} different sets of numbers"
        cure = "Widen the ranges or weaken `require`; or make the numbers constants."
        yield Slip(("params",), message, cure, key=True, rule="few-variants")


DECIMAL = re.compile(r"(?<![\w.,])\d+\.\d+(?![\w.]*\d)")
TOLD_AFTERWARDS = ("solution", "explanation")  # a prompt may quote a number of the literature
LEAST_DIGITS = 3  # 0.5 and 2.0 stand in prose for many reasons, 0.0783 for one


def typed_numbers(variants: Sequence[Variant]) -> Iterator[Slip]:
    """Decimals written by hand that are a computed value at seed 0, where other seeds have another."""
    if len(variants) < FEWEST:
        return
    values = [_values(one) for one in variants]
    for where, text in texts_of(variants[0].exercise):
        if where[0] not in TOLD_AFTERWARDS or not isinstance(text, Template):
            continue
        for start, word in _decimals(text):
            name = next((name for name, value in values[0].items() if _says(word, value)), None)
            if name is not None and not all(_says(word, other.get(name, math.nan)) for other in values):
                message = f"{word} is {name} with the book's own numbers; other seeds have another value"
                cure = f"Write {{{{ {name} | sig({_digits(word)}) }}}}."
                yield Slip(where, message, cure, start, rule="typed-number")


def _decimals(text: Template) -> Iterator[tuple[int, str]]:
    """The decimals outside of {{ }} with enough digits to be told from others, and where they stand."""
    at = 0
    for piece in text.pieces:
        if isinstance(piece, str):
            at = text.text.index(piece, at)
            for found in DECIMAL.finditer(piece):
                if _digits(found[0]) >= LEAST_DIGITS:
                    yield at + found.start(), found[0]
            at += len(piece)


def _digits(word: str) -> int:
    """How many significant digits a decimal has."""
    return len(word.replace(".", "").lstrip("0"))


def _values(variant: Variant) -> dict[str, float]:
    """The numbers of a variant by how prose can name them: parameters, `let`, parts, the key."""
    found: dict[str, Value] = dict(variant.names)
    try:
        found |= variant.part_names()
        if isinstance(variant.exercise, NumericQuestion):
            found["answer"] = variant.key(variant.exercise)
    except EvaluationError:
        pass  # the proofs tell it
    return {name: float(value) for name, value in found.items() if isinstance(value, int | float)}


def _says(word: str, value: float) -> bool:
    """Whether a decimal is the value, rounded to as many digits."""
    return math.isfinite(value) and numerals.plain(value, _digits(word)) == numerals.plain(
        float(word), _digits(word)
    )
