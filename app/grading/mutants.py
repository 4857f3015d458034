"""Known wrong programs: which of them returns just what the student's does."""

from __future__ import annotations

import logging
from collections.abc import Sequence

from app.grading.cases import Prepared
from app.grading.outputs import difference
from app.grading.running import RunnerUnavailable, Runs, all_ran, run
from app.grading.tolerances import tolerance_of
from app.models import CodeQuestion, Mutant
from app.runner import Busy, Report, Result, Returned

log = logging.getLogger(__name__)
LONGEST_SEARCH = 3  # times what one program may take


async def same_mutant(
    question: CodeQuestion, calls: Sequence[Prepared], results: Sequence[Result], runner: Runs, seed: int
) -> Mutant | None:
    """The known wrong program that does what the student's did. Each is run by itself, on the same inputs.

    The search ends when the programs together took LONGEST_SEARCH times what one may.
    """
    spent = 0.0
    try:
        for mutant in question.mutants:
            report = await run(mutant.code, calls, question, runner, seed)
            if all_ran(report, calls) and _alike(question, results, report.results):
                return mutant
            spent += _seconds(question, report)
            if spent > LONGEST_SEARCH * question.seconds:
                log.warning("known wrong programs of an exercise take too long to look for")
                return None
    except (Busy, RunnerUnavailable):
        return None  # the verdict stands without it
    except Exception:
        log.exception("the outputs of a program could not be compared with known wrong ones")
    return None


def _seconds(question: CodeQuestion, report: Report) -> float:
    """How long a program was busy; the time it waited for its turn is not its own."""
    if report.end == "time":
        return question.seconds
    return sum(one.microseconds for one in report.results if isinstance(one, Returned)) / 1e6


def _alike(question: CodeQuestion, own: Sequence[Result], others: Sequence[Result]) -> bool:
    """Whether two programs do the same wherever both return, and return somewhere."""
    pairs = list(zip(own, others, strict=True))
    if any(isinstance(one, Returned) != isinstance(other, Returned) for one, other in pairs):
        return False
    both = [(one, other) for one, other in pairs if isinstance(one, Returned) and isinstance(other, Returned)]
    return bool(both) and all(_same(question, one, other) for one, other in both)


def _same(question: CodeQuestion, one: Returned, other: Returned) -> bool:
    if one.mutated != other.mutated:
        return False
    if question.count_calls and one.evaluations != other.evaluations:
        return False
    return difference(one.value, other.value, tolerance_of(question)) is None
