"""What is said to wrong answers that are understood, and which slips are let through on purpose."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from app.expressions import Formula
from app.models.model import Model, Tag
from app.mutations import mutation_named
from app.prose import Template

MutationName = Annotated[str, AfterValidator(mutation_named)]


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
