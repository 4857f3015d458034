from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

import pytest

from app.grading.cases import Prepared, prepared
from app.grading.mutants import same_mutant
from app.models import Mutant
from app.runner import Busy, Job, Raised, Report, Result, Returned
from tests.grading.examples import CODE, exercise, variant

MUTANTS = tuple(Mutant.model_validate({"code": name, "tag": name, "say": "So."}) for name in ("one", "two"))
QUESTION = exercise(CODE).model_copy(update={"mutants": MUTANTS})
CALLS = prepared(QUESTION, variant(CODE), 1)[:2]
FIVE, SIX = Returned(5.0, (), 10), Returned(6.0, (), 10)


@dataclass
class Recorded:
    """A runner that knows what each program does."""

    reports: dict[str, Report | Exception]
    ran: list[str] = field(default_factory=list)

    async def run(self, job: Job) -> Report:
        self.ran.append(job.source)
        report = self.reports[job.source]
        if isinstance(report, Exception):
            raise report
        return report


def found(results: tuple[Result, ...], runner: Recorded, calls: tuple[Prepared, ...] = CALLS) -> str | None:
    """The tag of the known wrong program that does the same."""
    mutant = asyncio.run(same_mutant(QUESTION, calls, results, runner, 1))
    return mutant.tag if mutant else None


def finished(*results: Result) -> Report:
    return Report("finished", results)


@pytest.mark.parametrize(
    ("own", "one", "two", "tag"),
    [
        ((FIVE, SIX), finished(SIX, SIX), finished(FIVE, SIX), "two"),
        ((FIVE, SIX), finished(FIVE, SIX), finished(FIVE, SIX), "one"),
        ((FIVE, Raised("ValueError", "", 1)), finished(FIVE, Raised("KeyError", "", 9)), finished(), "one"),
        ((Raised("ValueError", "", 1),) * 2, finished(*(Raised("KeyError", "", 9),) * 2), finished(), None),
        ((FIVE, SIX), finished(FIVE, Returned(6.0, (0,), 10)), finished(FIVE), None),
        ((FIVE, SIX), Report("time", (FIVE, SIX)), finished(SIX, SIX), None),
        ((FIVE, SIX), Busy(3), finished(FIVE, SIX), None),
        ((FIVE, SIX), ValueError("odd"), finished(FIVE, SIX), None),
        ((FIVE, SIX), Report("unavailable"), finished(FIVE, SIX), None),
        ((FIVE, SIX), finished(FIVE, Returned({"a": object}, (), 1)), finished(FIVE, SIX), "two"),
    ],
)
def test_a_known_wrong_program_does_the_same_on_every_call(
    own: tuple[Result, ...], one: Report | Exception, two: Report | Exception, tag: str | None
) -> None:
    assert found(own, Recorded({"one": one, "two": two})) == tag


def test_the_search_ends_when_it_took_three_times_what_a_program_may() -> None:
    slow = Returned(6.0, (), 1_600_000)
    runner = Recorded({"one": finished(slow, slow), "two": finished(FIVE, SIX)})
    assert found((FIVE, SIX), runner) is None
    assert runner.ran == ["one"]
