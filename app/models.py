"""The shapes an author writes in YAML: one class per exercise type, a tagged union over `type`.

A question (what can be asked and graded) is separate from an exercise (a question with an id, a title and
hints), so that a part of a multipart exercise is the same question without the wrapping.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StrictBool,
    StringConstraints,
    model_validator,
)
from pydantic import Tag as Kind

from app.expressions import Formula
from app.prose import Template

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=40)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Tag = Id
Scalar = bool | int | float | str
Constant = Scalar | list[Scalar] | list[list[Scalar]]


class Model(BaseModel):
    """Frozen, and an unknown key is an error; so are nan and infinity."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True, allow_inf_nan=False)


class MisfitError(ValueError):
    """A value of the right type that does not fit its neighbours; `where` is the path to it."""

    def __init__(self, message: str, *where: str | int) -> None:
        super().__init__(message)
        self.where = where


class Tolerance(Model):
    """How far an answer may lie from the key: max(abs, rel·|key|), or `digits` significant digits."""

    rel: float | None = Field(default=None, ge=0, lt=1)
    abs: float | None = Field(default=None, ge=0)
    digits: int | None = Field(default=None, ge=1, le=15)

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.digits is not None and (self.rel is not None or self.abs is not None):
            raise ValueError("give either digits, or rel and abs, not both")
        if self.digits is None and self.rel is None and self.abs is None:
            raise ValueError("give rel, abs or digits")
        return self


class IntegerParameter(Model):
    """A whole number lo..hi in steps."""

    bounds: tuple[int, int] = Field(alias="int")
    step: Annotated[int, Field(ge=1)] = 1
    default: int | None = None


class RealParameter(Model):
    """A decimal number lo..hi in steps; the shown number is the exact decimal."""

    bounds: tuple[float, float] = Field(alias="float")
    step: Annotated[float, Field(gt=0)]
    default: float | None = None


class ChoiceParameter(Model):
    """One of the listed values."""

    choice: Annotated[list[Constant], Field(min_length=1)]
    default: Constant | None = None


class VectorParameter(Model):
    """A vector of `length` decimals, each lo..hi in steps."""

    bounds: tuple[float, float] = Field(alias="vector")
    length: Annotated[int, Field(ge=1, le=64)]
    step: Annotated[float, Field(gt=0)]
    default: list[float] | None = None


DRAWN = ("int", "float", "choice", "vector")


def kind_of_parameter(value: object) -> str:
    """Which kind of parameter a YAML value is meant to be; a plain value is a constant."""
    match value:
        case IntegerParameter():
            return "int…"
        case RealParameter():
            return "float…"
        case ChoiceParameter():
            return "choice…"
        case VectorParameter():
            return "vector…"
        case Mapping():
            return f"{next((kind for kind in DRAWN if kind in value), 'int')}…"
        case _:
            return "constant…"


Parameter = Annotated[
    Annotated[IntegerParameter, Kind("int…")]
    | Annotated[RealParameter, Kind("float…")]
    | Annotated[ChoiceParameter, Kind("choice…")]
    | Annotated[VectorParameter, Kind("vector…")]
    | Annotated[Constant, Kind("constant…")],
    Discriminator(kind_of_parameter),
]


class Source(Model):
    """Where the equation stands in the literature."""

    paper: str
    arxiv: str | None = None
    equation: str | None = None
    url: str | None = None


class Mistake(Model):
    """A wrong answer that is understood: the formula it comes from and what to say to its author."""

    if_: Formula = Field(alias="if")
    tag: Tag
    say: Template


# ---- questions: what is asked and how it is graded -------------------------------------------------------


class NumericQuestion(Model):
    """One number."""

    answer: Formula
    tolerance: Tolerance | None = None
    digits: Annotated[int, Field(ge=1, le=15)] | None = None  # asked for in words; computed when absent
    unit: str | None = None
    mistakes: tuple[Mistake, ...] = ()


class VectorQuestion(Model):
    """An array of numbers of any shape."""

    answer: Formula
    tolerance: Tolerance | None = None
    digits: Annotated[int, Field(ge=1, le=15)] | None = None
    mistakes: tuple[Mistake, ...] = ()


class Option(Model):
    """One option; `say` is told when it was chosen wrongly, or rightly, or missed."""

    id: Id | None = None
    text: Template
    correct: StrictBool | Formula = False  # a condition on the numbers; in a part, on earlier parts too
    say: Template


class ChoiceQuestion(Model):
    """Exactly one option is right."""

    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _one_right(self) -> Self:
        right = sum(option.correct is True for option in self.options)
        if right != 1 and not any(isinstance(option.correct, Formula) for option in self.options):
            raise MisfitError(f"exactly one option must say `correct: true`, found {right}", "options")
        return self


class MultiChoiceQuestion(Model):
    """Any number of options is right."""

    options: Annotated[tuple[Option, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _some_right(self) -> Self:
        if all(option.correct is False for option in self.options):
            raise MisfitError("at least one option must say `correct: true`", "options")
        return self


class ExpressionQuestion(Model):
    """A formula, compared with the key at random points of the domain."""

    variables: Annotated[dict[Name, tuple[float, float]], Field(min_length=1)]
    answer: Formula
    also: tuple[Formula, ...] = ()  # other right ways to write it, proved equal by the check
    mistakes: tuple[Mistake, ...] = ()


class Pair(Model):
    """A left item and the right item it belongs to."""

    left: Template
    right: Template
    say: Template | None = None


class MatchQuestion(Model):
    """Every left item has its own right item."""

    pairs: Annotated[tuple[Pair, ...], Field(min_length=2)]
    extra: tuple[Template, ...] = ()


class CategoriseQuestion(Model):
    """Several left items may share a right item."""

    pairs: Annotated[tuple[Pair, ...], Field(min_length=2)]
    extra: tuple[Template, ...] = ()


class Distractor(Model):
    """An item that belongs nowhere in the order."""

    text: Template
    say: Template


class OrderingQuestion(Model):
    """Items and the pairs that must stand in order: every linear extension is right."""

    items: Annotated[dict[Name, Template], Field(min_length=2)]
    before: Annotated[tuple[tuple[Name, Name], ...], Field(min_length=1)]
    distractors: tuple[Distractor, ...] = ()
    reasons: dict[str, Template] = {}  # "draw before noise": why


class BugLineQuestion(Model):
    """A program with one wrong line; `shows` is false for it and true for the healed one."""

    code: str
    line: Annotated[int, Field(ge=1)]
    fix: str
    shows: str
    reasons: dict[int, Template] = {}

    @model_validator(mode="after")
    def _line_is_there(self) -> Self:
        lines = self.code.splitlines()
        if self.line > len(lines):
            raise MisfitError(f"line is {self.line}, but the program has {len(lines)} lines", "line")
        if outside := [number for number in self.reasons if not 1 <= number <= len(lines)]:
            message = f"reasons name line {outside[0]}, but the program has {len(lines)} lines"
            raise MisfitError(message, "reasons", outside[0])
        return self


class Mutant(Model):
    """A known wrong program. It must fail, and its message is the feedback for outputs equal to its own."""

    code: str
    tag: Tag
    say: Template


CaseValue = Scalar | list[Scalar] | list[list[Scalar]] | list[list[list[Scalar]]]


class Case(BaseModel):
    """One call: the arguments by name beside the reserved keys below.

    A list becomes a float64 array; a value in `draw` is an expression such as `normal(4, 3)`.
    """

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)
    __pydantic_extra__: dict[str, CaseValue]

    label: str | None = None
    call: Name | None = None
    n: Annotated[int, Field(ge=1, le=1000)] = 1
    draw: dict[Name, Formula] = {}
    raises: str | None = None
    hint: Template | None = None

    @property
    def given(self) -> dict[str, CaseValue]:
        """The arguments written as plain values."""
        return self.__pydantic_extra__


class Cases(Model):
    """Visible cases show input, expected and got; hidden ones a label and a hint."""

    visible: Annotated[tuple[Case, ...], Field(min_length=1)]
    hidden: tuple[Case, ...] = ()


class Property(Model):
    """What every value that a function returns must fulfil; it names the arguments and `result`."""

    holds: Formula
    tag: Tag
    say: Template
    call: Name | None = None  # the function it is about, where there are several


Signature = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*\(.*\)$")]


class CodeQuestion(Model):
    """One or more Python functions, graded by what they return: by a reference, by properties, or by both.

    A function without a reference is judged by its properties alone.
    """

    function: Signature | tuple[Signature, ...]
    starter: str
    reference: Formula | dict[Name, Formula] = {}  # a checker's name, or a formula in the argument names
    properties: tuple[Property, ...] = ()
    count_calls: bool = False  # functions given as inputs are called as often as by the reference
    cases: Cases
    mutants: tuple[Mutant, ...] = ()
    tolerance: Tolerance | None = None
    seconds: Annotated[float, Field(gt=0, le=10)] = 1.0
    plot: bool = False  # a run draws the 1-D arrays that visible cases return, beside the expected ones

    @property
    def signatures(self) -> tuple[str, ...]:
        """The signatures of the functions the student writes, the main one first."""
        return (self.function,) if isinstance(self.function, str) else self.function


class SelfCheckQuestion(Model):
    """A text, compared by the student with a model answer, point by point."""

    model: Template
    rubric: Annotated[tuple[Template, ...], Field(min_length=1)]


# ---- parts -----------------------------------------------------------------------------------------------


class PartBase(Model):
    """What every part of a multipart exercise has."""

    id: Name
    ask: Template
    points: Annotated[float, Field(gt=0)] = 1


class NumericPart(PartBase, NumericQuestion):
    type: Literal["numeric"] = "numeric"


class VectorPart(PartBase, VectorQuestion):
    type: Literal["vector"]


class ChoicePart(PartBase, ChoiceQuestion):
    type: Literal["choice"]


class MultiChoicePart(PartBase, MultiChoiceQuestion):
    type: Literal["multi-choice"]


class ExpressionPart(PartBase, ExpressionQuestion):
    type: Literal["expression"]


Part = Annotated[
    NumericPart | VectorPart | ChoicePart | MultiChoicePart | ExpressionPart, Field(discriminator="type")
]


class MultipartQuestion(Model):
    """Several questions; a later key may name `parts.ID`, and is then graded with the student's own value."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _distinct(self) -> Self:
        ids = [part.id for part in self.parts]
        for number, name in enumerate(ids):
            if name in ids[:number]:
                raise MisfitError(f"two parts have the id {name!r}", "parts", number, "id")
        return self


# ---- exercises -------------------------------------------------------------------------------------------


def _listed(value: object) -> object:
    return value if isinstance(value, list | tuple) else [value]


Conditions = Annotated[
    tuple[Formula, ...], BeforeValidator(_listed, json_schema_input_type=Formula | tuple[Formula, ...])
]


class ExerciseBase(Model):
    """What every exercise has."""

    id: Id
    title: Annotated[str, StringConstraints(min_length=1, max_length=120)]
    difficulty: Annotated[int, Field(ge=1, le=5)]
    tags: Annotated[tuple[Tag, ...], Field(min_length=1)]
    params: dict[Name, Parameter] = {}
    require: Conditions = ()  # a draw of the parameters is rejected unless all hold
    let: dict[Name, Formula] = {}
    prompt: Template
    hints: tuple[Template, ...] = ()
    explanation: Template | None = None  # the insight, shown once it is solved
    source: Source | None = None

    @cached_property
    def version(self) -> str:
        """A hash of all that is written in it, so that an attempt can name what it answered."""
        content = json.dumps(self.model_dump(mode="json", by_alias=True), sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()[:16]


class Solved(Model):
    """A worked solution in prose; optional where the key says it all."""

    solution: Template | None = None


class Numeric(ExerciseBase, NumericQuestion, Solved):
    type: Literal["numeric"]


class Vector(ExerciseBase, VectorQuestion, Solved):
    type: Literal["vector"]


class Multipart(ExerciseBase, MultipartQuestion, Solved):
    type: Literal["multipart"]


class Choice(ExerciseBase, ChoiceQuestion, Solved):
    type: Literal["choice"]


class MultiChoice(ExerciseBase, MultiChoiceQuestion, Solved):
    type: Literal["multi-choice"]


class Expression(ExerciseBase, ExpressionQuestion, Solved):
    type: Literal["expression"]


class Match(ExerciseBase, MatchQuestion, Solved):
    type: Literal["match"]


class Categorise(ExerciseBase, CategoriseQuestion, Solved):
    type: Literal["categorise"]


class Ordering(ExerciseBase, OrderingQuestion, Solved):
    type: Literal["ordering"]


class BugLine(ExerciseBase, BugLineQuestion, Solved):
    type: Literal["bug-line"]


class Code(ExerciseBase, CodeQuestion):
    type: Literal["code"]
    solution: str  # a program that passes


class SelfCheck(ExerciseBase, SelfCheckQuestion):
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


# ---- the book around the exercises -----------------------------------------------------------------------


class Symbol(Model):
    """A row of the notation table."""

    symbol: str
    shape: str = ""
    meaning: str


class ChapterFile(Model):
    """chapter.yaml"""

    title: str
    summary: str  # one or two sentences under the title
    goals: Annotated[tuple[str, ...], Field(min_length=1)]
    prerequisites: str
    minutes: Annotated[int, Field(ge=1)]
    symbols: tuple[Symbol, ...] = ()
    references: str | None = None
    let: dict[Name, Formula] = {}  # numbers the lesson quotes
    order: Annotated[tuple[Id, ...], Field(min_length=1)]  # exercise ids in reading order


class Flashcard(Model):
    """A question to recall and its answer."""

    front: Template
    back: Template


class FlashcardFile(Model):
    """flashcards.yaml"""

    cards: Annotated[tuple[Flashcard, ...], Field(min_length=1)]


class BookFile(Model):
    """exercises/book.yaml: the title and what exercises inherit."""

    title: str
    summary: str
    tolerance: Tolerance
    code_tolerance: Tolerance
    symbols: tuple[Symbol, ...] = ()  # the notation page's own rows
