"""A program with a slip made at one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from app.mutations import MUTATIONS, Mutation
from app.mutations.mutation import OfProgram
from app.mutations.program_arrays import fix_sizes, keep_kind_of
from app.mutations.program_flow import first_entries, fix_inputs
from app.mutations.trees import changed_once

MOST = 150  # of one program


@dataclass(frozen=True)
class ProgramMutant:
    """A slip at one place of a program: its line, its character in the text, and what the program becomes."""

    mutation: Mutation
    line: int
    offset: int
    change: str
    source: str


@dataclass(frozen=True)
class Example:
    """Inputs of a first case: the plain values for each function, and the shapes of arrays.

    `alike` are the names of inputs in whose shape the result comes, one for each function.
    """

    values: Mapping[str, Mapping[str, bool | float | str]] = field(default_factory=dict)
    shapes: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    alike: tuple[str, ...] = ()


NO_EXAMPLE = Example()


def program_mutants(source: str, example: Example = NO_EXAMPLE) -> tuple[ProgramMutant, ...]:
    """Every slip that a program gives room for, each program once; of more than MOST, some all over it."""
    tree = ast.parse(source)
    found: dict[str, ProgramMutant] = {}
    own = ast.unparse(tree)
    for mutation in MUTATIONS:
        for one in _made(mutation, tree, source, example):
            if one.source != own:
                found.setdefault(one.source, one)
    mutants = tuple(found.values())
    return mutants[:: -(-len(mutants) // MOST)] if len(mutants) > MOST else mutants


def _made(mutation: Mutation, tree: ast.Module, source: str, example: Example) -> Iterator[ProgramMutant]:
    for change in _changes(mutation, example):
        for old, new, changed in changed_once(tree, change):
            line, column = getattr(old, "lineno", 1), getattr(old, "col_offset", 0)
            yield ProgramMutant(mutation, line, _offset(source, line, column), _words(old, new), changed)


def _changes(mutation: Mutation, example: Example) -> Iterator[OfProgram]:
    if mutation.program is not None:
        yield mutation.program
    if mutation.name == "fixed-input":
        yield fix_inputs(example.values)
        yield first_entries(example.shapes)
    if mutation.name == "kept-kind":
        yield keep_kind_of(example.alike)
    if mutation.name == "fixed-size":
        yield fix_sizes(example.shapes)


def _words(old: ast.AST, new: ast.AST) -> str:
    """What stood there and what stands there now, or the line that a function begins with."""
    if isinstance(new, ast.FunctionDef):
        return f"`{new.name}` begins with `{_short(ast.unparse(new.body[0]))}`"
    return f"`{_short(ast.unparse(old))}` -> `{_short(ast.unparse(new))}`"


def _short(text: str) -> str:
    """One line of code, cut."""
    first = " ".join(text.split())
    return first if len(first) <= 60 else first[:59] + "…"


def _offset(source: str, line: int, column: int) -> int:
    """The character of the text at a line, and a byte of it, as Python counts them."""
    lines = source.splitlines(keepends=True)
    own = lines[line - 1].encode()[:column].decode(errors="ignore")
    return sum(map(len, lines[: line - 1])) + len(own)
