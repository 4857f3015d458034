"""What a check has found."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from app.faults import Fault


@dataclass(frozen=True)
class Checked:
    """An exercise that could be read: how many of its proofs hold, and how long they took."""

    path: str
    id: str
    proofs: int
    seconds: float = field(compare=False)


@dataclass(frozen=True)
class Report:
    """What was proved, and what does not hold; paths are as seen from the working directory."""

    exercises: tuple[Checked, ...] = ()
    faults: tuple[Fault, ...] = ()

    @property
    def proofs(self) -> int:
        """How many proofs hold."""
        return sum(one.proofs for one in self.exercises)

    @classmethod
    def joined(cls, reports: Iterable[Report]) -> Report:
        """Several reports as one; a fault is told once."""
        found = list(reports)
        return cls(
            tuple(exercise for report in found for exercise in report.exercises),
            tuple(sorted({fault for report in found for fault in report.faults})),
        )
