"""The table of slips, in order of plausibility: where two give the same number, the first is told.

One row serves three ends: the check proves that cases and tolerances notice the slip, students who made it
are asked the row's question, and `workbook mutants` lists what was tried.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.faults import with_guess
from app.mutations.formula_rows import FORMULA_ROWS
from app.mutations.key_rows import KEY_ROWS
from app.mutations.mutation import Mutation
from app.mutations.program_rows import PROGRAM_ROWS

MUTATIONS: tuple[Mutation, ...] = (*KEY_ROWS, *FORMULA_ROWS, *PROGRAM_ROWS)
BY_NAME: Mapping[str, Mutation] = {one.name: one for one in MUTATIONS}


def mutation_named(name: str) -> str:
    """The name, if there is such a mutation. Raises ValueError, with the nearest name, if there is none."""
    if name in BY_NAME:
        return name
    raise ValueError(with_guess(f"no mutation is called {name!r}", name, BY_NAME))
