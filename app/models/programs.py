"""Questions about programs: the wrong line of one, and functions to write, with their cases."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StringConstraints, model_validator

from app.expressions import Formula
from app.models.feedback import Acceptances
from app.models.model import REAL, WHOLE, MisfitError, Model, Name, Scalar, Tag
from app.models.tolerance import Tolerance
from app.prose import Template


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
