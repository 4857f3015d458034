"""What is computed from an exercise is remembered by all that it depends on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.functions import FUNCTIONS, Function
from app.models import Exercise


@dataclass(frozen=True, eq=False)
class Basis:
    """An exercise, one question of it, and the functions that its formulas call, as a key of caches.

    Only the very same objects are equal: an exercise that was read again may have another tolerance or other
    acknowledgements though its version is the same, and a function may compute something else now.
    """

    exercise: Exercise
    question: object
    functions: Mapping[str, Function]

    @classmethod
    def of(cls, exercise: Exercise, question: object = None) -> Basis:
        """The exercise, or one question of it, with the functions in use."""
        return cls(exercise, exercise if question is None else question, FUNCTIONS.now)

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Basis)
            and self.exercise is other.exercise
            and self.question is other.question
            and self.functions is other.functions
        )

    def __hash__(self) -> int:
        return hash((id(self.exercise), id(self.question), id(self.functions)))
