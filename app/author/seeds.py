"""Every seed of an exercise in a table: its numbers, key and mistakes, and what the check says of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy.typing as npt

from app import numerals
from app.author.keyed import Keyed, keyed, value_of, written
from app.basis import Basis
from app.check.exercises import prove
from app.faults import capitalised
from app.formulas import Renderer
from app.grading import near_values, slip_values
from app.grading.tolerances import equal, tolerance_of
from app.models import ChoiceQuestion, Exercise, MultiChoiceQuestion, Multipart
from app.values import EvaluationError
from app.variants import NoVariant, Variant, has_variants, variant_of

USUAL, MOST = 50, 200  # seeds


@dataclass(frozen=True)
class Cell:
    """A value in the table; `is_accepted`: it is no key and would be taken for one."""

    text: str
    is_accepted: bool = False

    def beside(self, other: Cell) -> Cell:
        """Two values of one slip."""
        return Cell(f"{self.text} / {other.text}", self.is_accepted or other.is_accepted)


NONE = Cell("–")


@dataclass(frozen=True)
class Row:
    """One seed; the columns of near-misses come last."""

    seed: int
    params: tuple[str, ...]
    values: tuple[Cell, ...]
    problems: tuple[str, ...]
    near: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Table:
    """The seeds of an exercise in order, and the titles of the columns."""

    params: tuple[str, ...]
    values: tuple[str, ...]
    near: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def problematic(self) -> tuple[Row, ...]:
        """The rows with something wrong."""
        return tuple(row for row in self.rows if row.problems)


def seeds_table(exercise: Exercise, count: int, renderer: Renderer, *, near: bool = False) -> Table:
    """The table of seeds 0 to `count` - 1; of seed 0 alone where nothing is drawn. Computed once.

    With `near`, it also has the values of the slips that are looked for unasked.
    """
    return _table(Basis.of(exercise), count if has_variants(exercise) else 1, renderer, near)


@lru_cache(maxsize=64)
def _table(basis: Basis, count: int, renderer: Renderer, with_near: bool) -> Table:
    exercise = basis.exercise
    values = [title for one in keyed(exercise) for title in _titles(one)]
    values += [f"({name}) right" if name else "right" for name, _ in _optional(exercise)]
    found = [_near_cells(exercise, seed) if with_near else {} for seed in range(count)]
    near = tuple(dict.fromkeys(title for cells in found for title in cells))
    rows = (
        replace(_row(exercise, seed, renderer), near=tuple(cells.get(title, NONE) for title in near))
        for seed, cells in enumerate(found)
    )
    return Table(tuple(exercise.params), tuple(values), near, tuple(rows))


def _titles(one: Keyed) -> Iterator[str]:
    yield one.titled("key")
    for mistake in one.question.mistakes:
        yield one.titled(mistake.tag)


def _row(exercise: Exercise, seed: int, renderer: Renderer) -> Row:
    failed = (proof.slip for proof in prove(exercise, seed, renderer) if proof is not None)
    problems = tuple(capitalised(f"{slip.message}. {slip.cure}".rstrip()) for slip in failed)
    try:
        variant = variant_of(exercise, seed)
        params = tuple(numerals.plain(variant.names[name], 8) for name in exercise.params)
        values = (*_values(variant), *(Cell(text) for text in _right(variant)))
        return Row(seed, params, values, problems)
    except (NoVariant, EvaluationError):
        return Row(seed, (), (), problems)


def _values(variant: Variant) -> Iterator[Cell]:
    for one in keyed(variant.exercise):
        key = one.key(variant)
        yield Cell(written(key))
        for mistake in one.question.mistakes:
            value = value_of(mistake, key, variant)
            accepted = value is not None and equal(value, key, tolerance_of(one.question))
            yield Cell(written(value), accepted)


# ---- options that hold by the numbers ---

Optional = ChoiceQuestion | MultiChoiceQuestion


def _optional(exercise: Exercise) -> Iterator[tuple[str, Optional]]:
    """The questions with options, by the id of their part; empty for the exercise itself."""
    if isinstance(exercise, Optional):
        yield "", exercise
    elif isinstance(exercise, Multipart):
        for part in exercise.parts:
            if isinstance(part, Optional):
                yield part.id, part


def _right(variant: Variant) -> Iterator[str]:
    """Which options hold, by their numbers in the file."""
    names = variant.part_names()
    for _, question in _optional(variant.exercise):
        yield ", ".join(
            f"option {number}" for number, one in enumerate(question.options, 1) if variant.holds(one, names)
        )


# ---- near-misses ---


def near_of(one: Keyed, variant: Variant) -> Iterator[tuple[str, str, npt.ArrayLike]]:
    """Tag, words and value of every slip that is looked for unasked. Raises EvaluationError."""
    for miss, near in near_values(one.key(variant)):
        yield miss.tag, miss.say, near
    for slip, value in slip_values(one.question, variant):
        yield slip.tag, slip.say, value


def _near_cells(exercise: Exercise, seed: int) -> dict[str, Cell]:
    """The values of slips at a seed by their titles, in the order in which they are looked for."""
    cells: dict[str, Cell] = {}
    try:
        variant = variant_of(exercise, seed)
        for one in keyed(exercise):
            key, tolerance = one.key(variant), tolerance_of(one.question)
            for tag, _, value in near_of(one, variant):
                title, told = one.titled(tag), Cell(written(value), equal(value, key, tolerance))
                cells[title] = cells[title].beside(told) if title in cells else told
    except (NoVariant, EvaluationError):
        pass  # the row tells that the seed has no numbers
    return cells
