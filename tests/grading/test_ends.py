"""What is said of a program that was stopped, whatever its report says of itself."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass

import numpy as np
import pytest

from app.answers import CodeAnswer
from app.grading import CodeEvidence, Graded, grade_code
from app.grading.cases import Prepared, prepared
from app.runner import Job, Raised, Report, Returned
from tests.grading.examples import CODE, variant

SOURCE = "def alphas_bar(betas):\n    while True: pass\n"
V = variant(CODE)
CALLS = prepared(V.exercise, V, 1)  # type: ignore[arg-type]  # it is a code exercise


@dataclass
class Stopped:
    """A runner whose jobs end so."""

    report: Report

    async def run(self, job: Job) -> Report:  # noqa: ARG002  # the same whatever is run
        return self.report


def right(call: Prepared) -> Returned:
    return Returned(np.cumprod(1 - np.asarray(call.inputs["betas"])), (), 1)


def told(report: Report) -> Graded:
    """The verdict on a program with this report."""
    return asyncio.run(grade_code(V, CodeAnswer(SOURCE), Stopped(report), seed=1))


LOOP = "Is there a loop that never ends, or one over entries that numpy does at once?"


@pytest.mark.parametrize(
    ("report", "message"),
    [
        (
            Report("time", (), Raised("TimeLimit", "", 2), "", "1 s", 0),
            "It was stopped in line 2, `while True: pass`, during `alphas_bar(betas=[0.1, 0.2])`: "
            f"it ran longer than 1 s. {LOOP}",
        ),
        (
            Report("time", tuple(map(right, CALLS[:2])), Raised("TimeLimit", "", 2), "", "1 s", 2),
            "It was stopped in line 2, `while True: pass`, during the hidden case “random betas”: "
            f"it ran longer than 1 s. {LOOP} All 2 calls before it were right.",
        ),
        (
            Report("time", tuple(map(right, CALLS[:7])), Raised("TimeLimit", "", 2), "", "1 s", 7),
            "It was stopped in line 2, `while True: pass`, during `alphas_bar(betas=[0.1, 0.2])`, made once "
            f"more: it ran longer than 1 s. {LOOP} All 7 calls before it were right.",
        ),
        (
            Report("time", (), Raised("TimeLimit", "", 1), "", "1 s"),
            "It was stopped in line 1, `def alphas_bar(betas):`, before any function was called: "
            f"it ran longer than 1 s. {LOOP}",
        ),
        (Report("time", detail="1 s"), f"It ran longer than 1 s. {LOOP}"),
        (
            Report("memory", (right(CALLS[0]),), Raised("MemoryError", "", 99), "", "256 MiB", 1),
            "It was stopped in line 99, during the hidden case “random betas”: "
            "it wanted more memory than the 256 MiB for one program. "
            "How large are the arrays it makes? The call before it was right.",
        ),
        (
            Report("output", (Returned(0.5, (), 1),), None, "", "1 MiB", 1),
            "It was stopped during the hidden case “random betas”: "
            "it returned more than the 1 MiB that can be looked at. "
            "How large should the result be? Of the calls before it, 0 of 1 were right.",
        ),
        (
            Report("killed", detail="signal 31"),
            "It did what programs here may not do. There are no files, no network and no other processes.",
        ),
        (Report("time", during=1000), f"It ran longer than 1 s. {LOOP}"),
    ],
)
def test_the_limit_the_call_the_line_and_what_went_before_are_told(report: Report, message: str) -> None:
    graded = told(report)
    assert (graded.verdict, graded.tag, graded.heading) == (
        "wrong",
        f"auto-{report.end}",
        "It was stopped.",
    )
    assert graded.message == message


def test_the_case_that_was_stopped_is_marked() -> None:
    graded = told(
        Report("time", (right(CALLS[0]),), Raised("TimeLimit", "", 2), "one\n", "1 s", 1),
    )
    assert isinstance(graded.evidence, CodeEvidence)
    assert [case.outcome for case in graded.evidence.cases] == ["pass", "stopped", "not run"]
    assert (graded.evidence.output, graded.evidence.error_line) == ("one\n", 2)
    assert graded.evidence.error_text == "while True: pass"
