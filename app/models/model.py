"""What all models share: frozen, strict about numbers, and faults that say where they are."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints
from pydantic_core import PydanticKnownError

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", max_length=40)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64)]
Tag = Id


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
