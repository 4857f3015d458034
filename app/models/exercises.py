"""Exercises: a question with an id, a title and hints, one class per type, a tagged union over `type`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, StringConstraints

from app.expressions import Formula
from app.models.model import WHOLE, Id, Model, Name, Tag
from app.models.parameters import Parameter
from app.models.parts import MultipartQuestion
from app.models.picked import (
    CategoriseQuestion,
    ChoiceQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    OrderingQuestion,
    SelfCheckQuestion,
)
from app.models.programs import BugLineQuestion, CodeQuestion
from app.models.valued import ExpressionQuestion, NumericQuestion, VectorQuestion
from app.prose import Template


class Source(Model):
    """Where the equation stands in the literature."""

    paper: str
    """Authors and year: `Ho et al. 2020`."""
    arxiv: str | None = None
    """The number of the paper at arXiv, in quotes: `"2006.11239"`."""
    equation: str | None = None
    """The number of the equation, in quotes: `"4"`."""
    url: str | None = None
    """A page to link to."""


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


Conditions = Annotated[
    tuple[Formula, ...], BeforeValidator(_listed, json_schema_input_type=Formula | tuple[Formula, ...])
]


class ExerciseBase(Model):
    """What every exercise has."""

    id: Id
    """The name of the exercise, also that of its file: lower-case words joined by hyphens. It is taken once
    in the book.
    """
    title: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    """The heading."""
    difficulty: Annotated[int, Field(ge=1, le=5), WHOLE]
    """From 1 (one step) to 5 (a project)."""
    tags: Annotated[tuple[Tag, ...], Field(min_length=1)]
    """What it is about, for searching and reviewing."""
    params: dict[Name, Parameter] = {}
    """The numbers that change with the seed, by name; a plain value is the same for every seed."""
    require: Conditions = ()
    """A condition on the numbers, or a list of them: draws that break one are not shown."""
    let: dict[Name, Formula] = {}
    """Values computed from the parameters, by name, in order. Keys, mistakes and texts may use them."""
    prompt: Template
    """The question: markdown with `$…$` for TeX and `{{ … }}` for numbers."""
    hints: tuple[Template, ...] = ()
    """Help in steps, shown one after the other."""
    explanation: Template | None = None
    """What to take away, shown once it is solved."""
    source: Source | None = None
    """Where the equation stands in the literature."""

    @cached_property
    def version(self) -> str:
        """A hash of all that is written in it, so that an attempt can name what it answered."""
        content = json.dumps(self.model_dump(mode="json", by_alias=True), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


class Solved(Model):
    """A worked solution in prose; optional where the key says it all."""

    solution: Template | None = None
    """The worked solution, shown on request."""


class Numeric(ExerciseBase, NumericQuestion, Solved):
    """One number to compute."""

    type: Literal["numeric"]


class Vector(ExerciseBase, VectorQuestion, Solved):
    """An array of numbers to compute."""

    type: Literal["vector"]


class Multipart(ExerciseBase, MultipartQuestion, Solved):
    """Several questions that share their numbers; a later one may build on an earlier answer."""

    type: Literal["multipart"]


class Choice(ExerciseBase, ChoiceQuestion, Solved):
    """One option to pick."""

    type: Literal["choice"]


class MultiChoice(ExerciseBase, MultiChoiceQuestion, Solved):
    """All options that hold to pick."""

    type: Literal["multi-choice"]


class Expression(ExerciseBase, ExpressionQuestion, Solved):
    """A formula to derive, compared with the key at random points."""

    type: Literal["expression"]


class Match(ExerciseBase, MatchQuestion, Solved):
    """Items to pair, each with its own partner."""

    type: Literal["match"]


class Categorise(ExerciseBase, CategoriseQuestion, Solved):
    """Items to sort into categories."""

    type: Literal["categorise"]


class Ordering(ExerciseBase, OrderingQuestion, Solved):
    """Steps to put in order."""

    type: Literal["ordering"]


class BugLine(ExerciseBase, BugLineQuestion, Solved):
    """The wrong line of a program to find."""

    type: Literal["bug-line"]


class Code(ExerciseBase, CodeQuestion):
    """A program to write, run against visible and hidden cases."""

    type: Literal["code"]
    solution: str
    """A program that passes every case."""


class SelfCheck(ExerciseBase, SelfCheckQuestion):
    """A text to write, compared with a model answer point by point."""

    type: Literal["self-check"]


Exercise = Annotated[
    Numeric
    | Vector
    | Multipart
    | Choice
    | MultiChoice
    | Expression
    | Match
    | Categorise
    | Ordering
    | BugLine
    | Code
    | SelfCheck,
    Field(discriminator="type"),
]

EXERCISE_TYPES: Mapping[str, type[Exercise]] = {
    "numeric": Numeric,
    "vector": Vector,
    "multipart": Multipart,
    "choice": Choice,
    "multi-choice": MultiChoice,
    "expression": Expression,
    "match": Match,
    "categorise": Categorise,
    "ordering": Ordering,
    "bug-line": BugLine,
    "code": Code,
    "self-check": SelfCheck,
}

Question = (
    NumericQuestion
    | VectorQuestion
    | MultipartQuestion
    | ChoiceQuestion
    | MultiChoiceQuestion
    | ExpressionQuestion
    | MatchQuestion
    | CategoriseQuestion
    | OrderingQuestion
    | BugLineQuestion
    | CodeQuestion
    | SelfCheckQuestion
)
