"""Questions answered by choosing among what is shown: options, pairs, an order, the points of a rubric."""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, StrictBool, model_validator

from app.expressions import Formula
from app.models.model import Id, MisfitError, Model, Name
from app.prose import Template


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


class SelfCheckQuestion(Model):
    """A text, compared by the student with a model answer, point by point."""

    model: Template
    """The model answer, shown after the student has written one."""
    rubric: Annotated[tuple[Template, ...], Field(min_length=1)]
    """The points that the student ticks off: one sentence each."""
