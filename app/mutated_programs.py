"""A program with a slip made at one place."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from app.mutations import MUTATIONS, Mutation
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


def program_mutants(source: str) -> tuple[ProgramMutant, ...]:
    """Every slip that a program gives room for, each program once; of more than MOST, some all over it."""
    tree = ast.parse(source)
    found: dict[str, ProgramMutant] = {}
    own = ast.unparse(tree)
    for mutation in MUTATIONS:
        for one in _made(mutation, tree, source):
            if one.source != own:
                found.setdefault(one.source, one)
    mutants = tuple(found.values())
    return mutants[:: -(-len(mutants) // MOST)] if len(mutants) > MOST else mutants


def _made(mutation: Mutation, tree: ast.Module, source: str) -> Iterator[ProgramMutant]:
    if mutation.program is None:
        return
    for old, new, changed in changed_once(tree, mutation.program):
        line, column = getattr(old, "lineno", 1), getattr(old, "col_offset", 0)
        change = f"`{_short(ast.unparse(old))}` -> `{_short(ast.unparse(new))}`"
        yield ProgramMutant(mutation, line, _offset(source, line, column), change, changed)


def _short(text: str) -> str:
    """One line of code, cut."""
    first = " ".join(text.split())
    return first if len(first) <= 60 else first[:59] + "…"


def _offset(source: str, line: int, column: int) -> int:
    """The character of the text at a line, and a byte of it, as Python counts them."""
    lines = source.splitlines(keepends=True)
    own = lines[line - 1].encode()[:column].decode(errors="ignore")
    return sum(map(len, lines[: line - 1])) + len(own)
