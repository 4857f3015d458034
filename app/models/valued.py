"""Questions answered by a value: a number, an array, a formula."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from app.expressions import Formula
from app.models.feedback import Acceptances, Mistake
from app.models.model import WHOLE, Model, Name, Real
from app.models.tolerance import Tolerance


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
