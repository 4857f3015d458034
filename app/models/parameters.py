"""The numbers of an exercise that change with the seed, each kind known by its key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from pydantic import Discriminator, Field
from pydantic import Tag as Kind

from app.models.model import REAL, WHOLE, Constant, Model, Real, Whole


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
