"""How far an answer may lie from its key."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import Field, model_validator

from app.models.model import REAL, WHOLE, Model


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
