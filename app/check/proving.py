"""What the proofs of an exercise share: what can fail, and what an answer would be told."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

from app.answers import Answer
from app.composer import PathTuple
from app.grading import Verdict, grade
from app.grading.single import grade_single
from app.models import Part
from app.slips import Slip
from app.variants import Variant


@dataclass(frozen=True)
class Failure:
    """A proof that does not hold. Of many, the one with the least room has the cure that serves for all."""

    slip: Slip
    room: float = math.inf


Proofs = Iterator[Failure | None]  # None: it holds


@dataclass(frozen=True)
class Told:
    """What an answer is told."""

    verdict: Verdict
    tag: str | None = None
    message: str = ""

    @property
    def words(self) -> str:
        """The tag of a mistake, else the verdict."""
        return repr(self.tag) if self.tag else self.verdict


@dataclass(frozen=True)
class Grader:
    """Grades answers to an exercise, or to one of its parts after right answers to those before."""

    variant: Variant
    where: PathTuple = ()
    part: Part | None = None

    def tell(self, answer: Answer) -> Told:
        """What the answer is told."""
        if self.part is None:
            graded = grade(self.variant, answer)
        else:
            graded = grade_single(self.part, self.variant, answer, self.variant.part_names())
        return Told(graded.verdict, graded.tag, graded.message)


def failure(where: PathTuple, rule: str, message: str, cure: str = "", room: float = math.inf) -> Failure:
    """A proof that does not hold at a path of the file."""
    return Failure(Slip(where, message, cure, rule=rule), room)
