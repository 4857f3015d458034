"""A proof that fails at some seeds, told once: how often, and the cure that serves at all of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from app import numerals
from app.check.fates import is_luck
from app.check.proving import Failure
from app.keys import Plain
from app.models import Exercise, IntegerParameter, RealParameter
from app.slips import Slip

RARE = 0.25  # a guess that is right at no more than this share of the seeds is a student's good luck
ENOUGH = 3  # seeds that must fail before an end of a range is blamed for it

ROUNDING = 1e-12  # two values that lie no further apart are one
THE_KEY = "With any numbers it is the key itself. Mend the mistake or the key, or take the mistake out."

Numbers = Mapping[str, Plain]  # the parameters that are shown at a seed


@dataclass(frozen=True)
class Shown:
    """A proof that fails, with every seed at which it does."""

    seeds: list[int]
    failures: list[Failure]

    def add(self, seed: int, failure: Failure) -> None:
        """Notes another seed; a proof may fail more than once at a seed."""
        self.failures.append(failure)
        if seed not in self.seeds[-1:]:
            self.seeds.append(seed)

    def is_luck(self, of: int, *, varies: bool) -> bool:
        """Whether it is a guess that is seldom right."""
        is_guess = self.failures[0].slip.rule == "guess"
        return is_guess and is_luck(len(self.seeds), of, RARE, varies=varies)

    def slip(self, exercise: Exercise, numbers: Sequence[Numbers | None]) -> Slip:
        """What fails first, how often, and the cures that serve at every seed; `numbers` are those of all."""
        first, narrowest = self.failures[0].slip, min(self.failures, key=lambda one: one.room)
        is_key = narrowest.slip.rule == "mistake-accepted" and all(
            one.room < ROUNDING for one in self.failures
        )
        own = THE_KEY if is_key and len(self.seeds) == len(numbers) else narrowest.slip.cure
        cures = (own, self.range_to_drop(exercise, numbers))
        return replace(
            first,
            message=f"{first.message}{self.often(len(numbers))}",
            cure=" ".join(filter(None, cures)),
        )

    def often(self, of: int) -> str:
        """` (at 14 of 50 seeds, first 3)`; nothing for an exercise with one set of numbers."""
        if of == 1:
            return ""
        if len(self.seeds) == of:
            return f" (at all {of} seeds)"
        return f" (at {len(self.seeds)} of {of} seeds, first {self.seeds[0]})"

    def range_to_drop(self, exercise: Exercise, numbers: Sequence[Numbers | None]) -> str:
        """The end of a parameter's range where all failures lie and nothing else; empty if none is."""
        if len(self.seeds) < ENOUGH:
            return ""
        for name, parameter in exercise.params.items():
            if isinstance(parameter, IntegerParameter | RealParameter):
                failing = _values(name, [numbers[seed] for seed in self.seeds])
                failed = set(self.seeds)
                holding = _values(name, [one for seed, one in enumerate(numbers) if seed not in failed])
                if told := _end_of_range(name, failing, holding):
                    return told
        return ""


def _values(name: str, numbers: Sequence[Numbers | None]) -> list[float]:
    """The values of a parameter, where there are any."""
    found = (one[name] for one in numbers if one is not None)
    return [value for value in found if isinstance(value, int | float)]


def _end_of_range(name: str, failing: Sequence[float], holding: Sequence[float]) -> str:
    """The cure, where all that fail lie beyond all that hold."""
    if not failing or not holding:
        return ""
    if min(failing) > max(holding):
        sign, first, keep, last = ">=", min(failing), "end", max(holding)
    elif max(failing) < min(holding):
        sign, first, keep, last = "<=", max(failing), "begin", min(holding)
    else:
        return ""
    where = f"{name} {sign} {numerals.plain(first)}"
    return f"It fails wherever {where} and nowhere else: {keep} that range at {numerals.plain(last)}."
