"""One row of the table of slips: what it does to a key, a formula or a program, and what is asked then."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.nodes import Node
from app.values import Value

Array = npt.NDArray[np.float64]
OfKey = Callable[[Array], Array | None]
OfNode = Callable[[Node, Mapping[str, Value]], Iterator[Node]]
OfProgram = Callable[[ast.AST], Iterator[ast.AST]]


@dataclass(frozen=True)
class Mutation:
    """A slip that people make, and how to make it on purpose.

    `key` makes it in a finished number or array (None where that makes no sense). `formula` gives what may
    stand for one node of a formula, whose names have the values given; `program` what for one of Python's.
    """

    name: str
    does: str  # for authors: what is changed
    say: str  # for a student: what to ask
    key: OfKey | None = None
    formula: OfNode | None = None
    program: OfProgram | None = None
    whole: bool = False  # `key` is also done to formulas that students are asked for, as a whole
    everywhere: bool = False  # a formula is changed at all its places at once
    on_small: bool = False  # told of keys such as 2 or [4, 6] too, where other slips would be guesses
    each: bool = True  # done to every entry by itself, so that it can happen in some entries only

    @property
    def tag(self) -> str:
        """The tag of an attempt that shows it."""
        return f"auto-{self.name}"
