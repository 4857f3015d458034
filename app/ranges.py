"""Lists of two numbers that were meant as ranges: `n: [1, 5]` is one list for every seed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from app.expressions import Formula
from app.models import Exercise
from app.nodes import Call, Index, Name, Node, walk
from app.texts import texts_of

Range = tuple[str, list[int | float]]  # the name of a parameter, and its two numbers


def ranges_meant(exercise: Exercise) -> Iterator[Range]:
    """The parameters that are two numbers, the smaller first, and are calculated with as if they were one.

    A list is meant where an entry is taken, the whole is given to a function, or a text shows it.
    """
    nodes = [node for formula in _calculations(exercise) for node in walk(formula.node)]
    lists = {name.name for node in nodes for name in _taken_as_list(node) if isinstance(name, Name)}
    used = {node.name for node in nodes if isinstance(node, Name)}
    for name, value in exercise.params.items():
        if name in used - lists and (bounds := _bounds(value)):
            yield name, bounds


def range_cure(meant: Range) -> str:
    """How the range is written."""
    name, bounds = meant
    kind, step = ("int", "") if all(isinstance(one, int) for one in bounds) else ("float", ", step: 0.1")
    return f"Is a number between the two meant? Write `{name}: {{{kind}: {bounds}{step}}}`."


def _calculations(exercise: Exercise) -> Iterator[Formula]:
    """The formulas, but for the names that texts merely show."""
    for _, text in texts_of(exercise):
        if isinstance(text, Formula):
            yield text
        else:
            shown = (insertion.formula for insertion in text.expressions)
            yield from (formula for formula in shown if not isinstance(formula.node, Name))


def _taken_as_list(node: Node) -> Sequence[Node]:
    match node:
        case Call():
            return (*node.arguments, *(value for _, value in node.keywords))
        case Index():
            return (node.base,)
        case _:
            return ()


def _bounds(value: object) -> list[int | float]:
    """The two numbers of a list, the smaller first; empty for anything else."""
    match value:
        case [int() | float() as lo, int() | float() as hi] if lo < hi and not isinstance(lo, bool):
            return [lo, hi]
        case _:
            return []
