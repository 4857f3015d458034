"""A question of several parts, which share their numbers."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from app.models.model import REAL, MisfitError, Model, Name
from app.models.picked import ChoiceQuestion, MultiChoiceQuestion
from app.models.valued import ExpressionQuestion, NumericQuestion, VectorQuestion
from app.prose import Template


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
