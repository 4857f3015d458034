"""The questions of an exercise whose key is a number or an array, and what their known mistakes give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app import numerals
from app.composer import PathTuple
from app.evaluation import evaluate
from app.models import Exercise, Mistake, Multipart, Numeric, NumericQuestion, Vector, VectorQuestion
from app.values import EvaluationError, Value
from app.variants import Variant

Array = npt.NDArray[np.float64]
Valued = NumericQuestion | VectorQuestion
LONGEST = 48  # characters of a value in a table


@dataclass(frozen=True)
class Keyed:
    """A question with its place in the file; `name` is the part's id, empty for the exercise itself."""

    name: str
    where: PathTuple
    question: Valued

    def titled(self, what: str) -> str:
        """What something is called: `key`, or `(a) key` in a part."""
        return f"({self.name}) {what}" if self.name else what

    def key(self, variant: Variant) -> Array:
        """The key at a seed. Raises EvaluationError."""
        return np.asarray(variant.key(self.question, variant.part_names()), dtype=float)


def keyed(exercise: Exercise) -> tuple[Keyed, ...]:
    """Every such question of the exercise."""
    match exercise:
        case Numeric() | Vector():
            return (Keyed("", (), exercise),)
        case Multipart():
            return tuple(
                Keyed(part.id, ("parts", number), part)
                for number, part in enumerate(exercise.parts)
                if isinstance(part, NumericQuestion | VectorQuestion)
            )
        case _:
            return ()


def value_of(mistake: Mistake, key: Array, variant: Variant) -> Array | None:
    """What a known mistake gives at a seed, in the key's shape; None where that has no value."""
    names: dict[str, Value] = {"answer": key[()], **variant.part_names()}
    try:
        value = np.asarray(evaluate(mistake.if_.node, names), dtype=float)
        return np.array(np.broadcast_to(value, key.shape))
    except (EvaluationError, TypeError, ValueError):
        return None


def written(value: npt.ArrayLike | None) -> str:
    """A number or an array as in code, to six digits, a long one shortened; a dash for none."""
    if value is None:
        return "–"
    text = numerals.plain(np.asarray(value, dtype=float).tolist(), 6)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
