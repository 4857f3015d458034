"""The shapes an author writes in YAML: one class per exercise type, a tagged union over `type`.

A question (what can be asked and graded) is separate from an exercise (a question with an id, a title and
hints), so that a part of a multipart exercise is the same question without the wrapping.

The text below a field says to authors what it means: editors and the reference show it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
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
from pydantic_core import PydanticKnownError

from app.expressions import Formula
from app.mutations import mutation_named
from app.prose import Template

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=40)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Tag = Id
MutationName = Annotated[str, AfterValidator(mutation_named)]


def _written_as(kind: Literal["int_type", "float_type"]) -> BeforeValidator:
    """Refuses `true` and `'1'`, which pydantic would read as 1, as the JSON schema does."""

    def number(value: object) -> object:
        if isinstance(value, bool | str):
            raise PydanticKnownError(kind)
        return value

    return BeforeValidator(number)


WHOLE, REAL = _written_as("int_type"), _written_as("float_type")  # last, so that the schema has the bounds
Whole = Annotated[int, WHOLE]
Real = Annotated[float, REAL]
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

    rel: Annotated[float, Field(ge=0, lt=1), REAL] | None = None
    """How far off relative to the key: 0.005 accepts half a percent. It allows nothing near 0: add `abs`
    there.
    """
    abs: Annotated[float, Field(ge=0), REAL] | None = None
    """How far off in the unit of the answer."""
    digits: Annotated[int, Field(ge=1, le=15), WHOLE] | None = None
    """So many significant digits must be right. Not together with `rel` or `abs`."""

    @model_validator(mode="after")
    def _one_kind(self) -> Self:
        if self.digits is not None and (self.rel is not None or self.abs is not None):
            raise ValueError("give either digits, or rel and abs, not both")
        if self.digits is None and self.rel is None and self.abs is None:
            raise ValueError("give rel, abs or digits")
        return self


class IntegerParameter(Model):
    """A whole number lo..hi in steps."""

    bounds: tuple[Whole, Whole] = Field(alias="int")
    """The smallest and the largest whole number, both included: `[300, 900]`."""
    step: Annotated[int, Field(ge=1), WHOLE] = 1
    """Only lo, lo + step, lo + 2·step, … are drawn."""
    default: Whole | None = None
    """The number shown first, at seed 0. Without it seed 0 is drawn as every other."""


class RealParameter(Model):
    """A decimal number lo..hi in steps; the shown number is the exact decimal."""

    bounds: tuple[Real, Real] = Field(alias="float")
    """The smallest and the largest number, both included: `[0.1, 0.9]`."""
    step: Annotated[float, Field(gt=0), REAL]
    """Only lo, lo + step, lo + 2·step, … are drawn, so that the number shown is exact."""
    default: Real | None = None
    """The number shown first, at seed 0. Without it seed 0 is drawn as every other."""


class ChoiceParameter(Model):
    """One of the listed values."""

    choice: Annotated[list[Constant], Field(min_length=1)]
    """The values to draw from: numbers, texts, or lists of numbers."""
    default: Constant | None = None
    """The value shown first, at seed 0. Without it seed 0 is drawn as every other."""


class VectorParameter(Model):
    """A vector of `length` decimals, each lo..hi in steps."""

    bounds: tuple[Real, Real] = Field(alias="vector")
    """The smallest and the largest entry, both included: `[-2, 2]`."""
    length: Annotated[int, Field(ge=1, le=64), WHOLE]
    """How many entries."""
    step: Annotated[float, Field(gt=0), REAL]
    """Entries are lo, lo + step, lo + 2·step, …"""
    default: list[Real] | None = None
    """The vector shown first, at seed 0. Without it seed 0 is drawn as every other."""


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
    """Authors and year: `Ho et al. 2020`."""
    arxiv: str | None = None
    """The number of the paper at arXiv, in quotes: `"2006.11239"`."""
    equation: str | None = None
    """The number of the equation, in quotes: `"4"`."""
    url: str | None = None
    """A page to link to."""


class Mistake(Model):
    """A wrong answer that is understood: the formula it comes from and what to say to its author."""

    if_: Formula = Field(alias="if")
    """The wrong answer, as an expression in the same names as the key."""
    tag: Tag
    """A short name of the mistake, for statistics: `took-the-root`."""
    say: Template
    """What the student is told who gave this answer: name the slip, not the answer."""


class Accepted(Model):
    """Slips that a question lets through on purpose: the check then says nothing about them."""

    mutations: Annotated[tuple[MutationName, ...], Field(min_length=1)]
    """Names of mutations, as the check gives them: `[off-by-one]`."""
    why: Annotated[str, StringConstraints(min_length=1)]
    """Why a student who makes this slip is right all the same, or cannot be told apart."""


Acceptances = Annotated[tuple[Accepted, ...], Field(exclude=True)]  # no part of what students are asked

# ---- questions: what is asked and how it is graded -------------------------------------------------------


class NumericQuestion(Model):
    """One number."""

    answer: Formula
    """The key: an expression in the parameters and the names of `let`."""
    tolerance: Tolerance | None = None
    """How far an answer may lie from the key; the book's when it is left out."""
    digits: Annotated[int, Field(ge=1, le=15), WHOLE] | None = None
    """So many significant digits the student is asked for; computed from the tolerance when left out."""
    unit: str | None = None
    """The unit, shown behind the box: `GiB`. The answer is a plain number in it."""
    mistakes: tuple[Mistake, ...] = ()
    """Known wrong answers, each with its own message. The first one that matches is told."""
    accepts: Acceptances = ()
    """Slips that are let through on purpose, each with a reason."""


class VectorQuestion(Model):
    """An array of numbers of any shape."""

    answer: Formula
    """The key: an expression with an array as its value, or a list of expressions."""
    tolerance: Tolerance | None = None
    """How far each entry may lie from its key; the book's when it is left out."""
    digits: Annotated[int, Field(ge=1, le=15), WHOLE] | None = None
    """So many significant digits the student is asked for; computed from the tolerance when left out."""
    mistakes: tuple[Mistake, ...] = ()
    """Known wrong answers, each with its own message. The first one that matches is told."""
    accepts: Acceptances = ()
    """Slips that are let through on purpose, each with a reason."""


class Option(Model):
    """One option; `say` is told when it was chosen wrongly, or rightly, or missed."""

    id: Id | None = None
    """A name of the option that stays when its text changes; only needed by programs that answer."""
    text: Template
    """What the student reads."""
    correct: StrictBool | Formula = False
    """`true`, or a condition on the numbers such as `t < 500`; in a part it may name `parts.ID`."""
    say: Template
    """What is told about this option: why it is right, or what is wrong with it."""


class ChoiceQuestion(Model):
    """Exactly one option is right."""

    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    """The options, in any order: they are shuffled by the seed. Exactly one is `correct`."""

    @model_validator(mode="after")
    def _one_right(self) -> Self:
        right = sum(option.correct is True for option in self.options)
        if right != 1 and not any(isinstance(option.correct, Formula) for option in self.options):
            raise MisfitError(f"exactly one option must say `correct: true`, found {right}", "options")
        return self


class MultiChoiceQuestion(Model):
    """Any number of options is right."""

    options: Annotated[tuple[Option, ...], Field(min_length=2)]
    """The options, in any order: they are shuffled by the seed. At least one is `correct`."""

    @model_validator(mode="after")
    def _some_right(self) -> Self:
        if all(option.correct is False for option in self.options):
            raise MisfitError("at least one option must say `correct: true`", "options")
        return self


class ExpressionQuestion(Model):
    """A formula, compared with the key at random points of the domain."""

    variables: Annotated[dict[Name, tuple[Real, Real]], Field(min_length=1)]
    """The variables of the formula, each with the range that points are drawn from: `{a1: [0.3, 0.99]}`."""
    answer: Formula
    """The key: a formula in the variables."""
    also: tuple[Formula, ...] = ()
    """Other right ways to write it. The check proves them equal to the key."""
    mistakes: tuple[Mistake, ...] = ()
    """Known wrong formulas, each with its own message. The first one that matches is told."""
    accepts: Acceptances = ()
    """Slips that are let through on purpose, each with a reason."""


class Pair(Model):
    """A left item and the right item it belongs to."""

    left: Template
    """The item that the student is to place."""
    right: Template
    """Where it belongs."""
    say: Template | None = None
    """What is told when it was placed wrongly."""


class MatchQuestion(Model):
    """Every left item has its own right item."""

    pairs: Annotated[tuple[Pair, ...], Field(min_length=2)]
    """The items and what belongs to each; no two may share a right item."""
    extra: tuple[Template, ...] = ()
    """Right items that belong to nothing."""


class CategoriseQuestion(Model):
    """Several left items may share a right item."""

    pairs: Annotated[tuple[Pair, ...], Field(min_length=2)]
    """The items and the category of each."""
    extra: tuple[Template, ...] = ()
    """Categories that stay empty."""


class Distractor(Model):
    """An item that belongs nowhere in the order."""

    text: Template
    """What the student reads."""
    say: Template
    """Why it belongs nowhere."""


def _in_pairs(before: object) -> object:
    """Refuses names without the list around each pair, once for all of them."""
    if isinstance(before, list) and before and all(isinstance(name, str) for name in before):
        raise ValueError("each pair of names needs a list of its own within the list")
    return before


class OrderingQuestion(Model):
    """Items and the pairs that must stand in order: every linear extension is right."""

    items: Annotated[dict[Name, Template], Field(min_length=2)]
    """The items by short names: `{draw: Draw the data, noise: Add noise}`."""
    before: Annotated[tuple[tuple[Name, Name], ...], Field(min_length=1), BeforeValidator(_in_pairs)]
    """Pairs of names that must stand in this order: `[[draw, noise]]`. Any order that keeps them is right."""
    distractors: tuple[Distractor, ...] = ()
    """Items that belong nowhere in the order."""
    reasons: dict[str, Template] = {}
    """Why one item comes before another, by its pair: `{"draw before noise": …}`."""


class BugLineQuestion(Model):
    """A program with one wrong line; `shows` is false for it and true for the healed one."""

    code: str
    """The program, with one wrong line."""
    line: Annotated[int, Field(ge=1), WHOLE]
    """The number of the wrong line, counted from 1."""
    fix: str
    """The line as it should read, indented as in the program."""
    shows: str
    """An assertion in Python that fails for the program and holds once the line is mended. The check runs
    both.
    """
    reasons: dict[int, Template] = {}
    """Why other lines are right, by their number: told to a student who picks one of them."""

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
    """The wrong program, complete."""
    tag: Tag
    """A short name of the mistake: `broadcast-last-axis`."""
    say: Template
    """What the student is told whose program returns the same values."""


CaseValue = Scalar | list[Scalar] | list[list[Scalar]] | list[list[list[Scalar]]]


class Case(BaseModel):
    """One call: the arguments by name beside the reserved keys below.

    A list becomes a float64 array; a value in `draw` is an expression such as `normal(4, 3)`.
    """

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)
    __pydantic_extra__: dict[str, CaseValue]

    label: str | None = None
    """What the case is about; of a hidden case a student sees only this."""
    call: Name | None = None
    """Which function is called, where the exercise asks for several."""
    n: Annotated[int, Field(ge=1, le=1000), WHOLE] = 1
    """So many calls, each with numbers drawn afresh."""
    draw: dict[Name, Formula] = {}
    """Arguments drawn afresh for each submission: `{x: "normal(4, 3)"}`, or a function from `models`."""
    raises: str | None = None
    """The exception that must come instead of a value: `ValueError`."""
    hint: Template | None = None
    """What is told when the case fails."""

    @property
    def given(self) -> dict[str, CaseValue]:
        """The arguments written as plain values."""
        return self.__pydantic_extra__


class Cases(Model):
    """Visible cases show input, expected and got; hidden ones a label and a hint."""

    visible: Annotated[tuple[Case, ...], Field(min_length=1)]
    """Cases shown with their input, the expected value and what the program returned."""
    hidden: tuple[Case, ...] = ()
    """Cases of which only the label and the hint are shown."""


class Property(Model):
    """What every value that a function returns must fulfil; it names the arguments and `result`."""

    holds: Formula
    """A condition that must be true, in the arguments and `result`."""
    tag: Tag
    """A short name of what is broken: `not-falling`."""
    say: Template
    """What the student is told when it does not hold."""
    call: Name | None = None
    """The function it is about, where there are several."""


Signature = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]\w*\(.*\)$")]


class CodeQuestion(Model):
    """One or more Python functions, graded by what they return: by a reference, by properties, or by both.

    A function without a reference is judged by its properties alone.
    """

    function: Signature | tuple[Signature, ...]
    """The signature of what the student writes, `noise(x0, t)`, or a list of them, the main one first."""
    starter: str
    """The program in the editor at the start. It must fail."""
    reference: Formula | dict[Name, Formula] = {}
    """What a call must return: a checker's name, or an expression in the arguments; for several functions a
    mapping from their names.
    """
    properties: tuple[Property, ...] = ()
    """What every returned value must fulfil. They say why a value is wrong, or judge alone where there is no
    reference.
    """
    count_calls: StrictBool = False
    """Whether functions given as inputs must be called as often as the reference calls them."""
    cases: Cases
    """The calls that are made: visible and hidden ones."""
    mutants: tuple[Mutant, ...] = ()
    """Known wrong programs, which must fail, each with its own message."""
    tolerance: Tolerance | None = None
    """How far returned numbers may lie from the reference; the book's `code_tolerance` when left out."""
    seconds: Annotated[float, Field(gt=0, le=10), REAL] = 1.0
    """The time limit. The solution must need less than a third of it."""
    plot: StrictBool = False
    """Whether a run draws the 1-D arrays that visible cases return, beside the expected ones."""
    accepts: Acceptances = ()
    """Slips that are let through on purpose, each with a reason."""

    @property
    def signatures(self) -> tuple[str, ...]:
        """The signatures of the functions the student writes, the main one first."""
        return (self.function,) if isinstance(self.function, str) else self.function


class SelfCheckQuestion(Model):
    """A text, compared by the student with a model answer, point by point."""

    model: Template
    """The model answer, shown after the student has written one."""
    rubric: Annotated[tuple[Template, ...], Field(min_length=1)]
    """The points that the student ticks off: one sentence each."""


# ---- parts -----------------------------------------------------------------------------------------------


class PartBase(Model):
    """What every part of a multipart exercise has."""

    id: Name
    """The name of the part: `a`. Later parts and texts call its value `parts.a`."""
    ask: Template
    """The question of this part."""
    points: Annotated[float, Field(gt=0), REAL] = 1
    """The weight of the part in the credit."""


class NumericPart(PartBase, NumericQuestion):
    """A part that asks for one number."""

    type: Literal["numeric"] = "numeric"


class VectorPart(PartBase, VectorQuestion):
    """A part that asks for an array of numbers."""

    type: Literal["vector"]


class ChoicePart(PartBase, ChoiceQuestion):
    """A part that asks for one option."""

    type: Literal["choice"]


class MultiChoicePart(PartBase, MultiChoiceQuestion):
    """A part that asks for all options that hold."""

    type: Literal["multi-choice"]


class ExpressionPart(PartBase, ExpressionQuestion):
    """A part that asks for a formula."""

    type: Literal["expression"]


Part = Annotated[
    NumericPart | VectorPart | ChoicePart | MultiChoicePart | ExpressionPart, Field(discriminator="type")
]


class MultipartQuestion(Model):
    """Several questions; a later key may name `parts.ID`, and is then graded with the student's own value."""

    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    """The questions, in order."""

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


# ---- the book around the exercises -----------------------------------------------------------------------


class Symbol(Model):
    """A row of the notation table."""

    symbol: str
    """The symbol in TeX, between dollars."""
    shape: str = ""
    """Its shape or type."""
    meaning: str
    """What it stands for."""


class ChapterFile(Model):
    """chapter.yaml: what a chapter is called, what it teaches, and its exercises in order."""

    title: str
    """The heading of the chapter."""
    summary: str
    """One or two sentences under the title."""
    goals: Annotated[tuple[str, ...], Field(min_length=1)]
    """What the student can do afterwards."""
    prerequisites: str
    """What to know before."""
    minutes: Annotated[int, Field(ge=1), WHOLE]
    """How long it takes."""
    symbols: tuple[Symbol, ...] = ()
    """The notation of the chapter, as a table."""
    references: str | None = None
    """Where to read on."""
    let: dict[Name, Formula] = {}
    """Numbers that the lesson and the flashcards quote."""
    order: Annotated[tuple[Id, ...], Field(min_length=1)]
    """The ids of all exercises of the chapter, in reading order."""


class Flashcard(Model):
    """A question to recall and its answer."""

    front: Template
    """The question."""
    back: Template
    """The answer."""


class FlashcardFile(Model):
    """flashcards.yaml: the chapter's cards."""

    cards: Annotated[tuple[Flashcard, ...], Field(min_length=1)]
    """The cards, in order."""


class BookFile(Model):
    """exercises/book.yaml: the title and what exercises inherit."""

    title: str
    """The title of the book."""
    summary: str
    """One or two sentences under the title."""
    tolerance: Tolerance
    """How far numbers may lie from their keys, unless an exercise says otherwise."""
    code_tolerance: Tolerance
    """How far numbers that programs return may lie from the reference, unless an exercise says otherwise."""
    symbols: tuple[Symbol, ...] = ()
    """The rows that the page of notation has besides the chapters' own."""
