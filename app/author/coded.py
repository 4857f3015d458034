"""The ladder of a program: how it ended, each case with its inputs, and the known wrong programs."""

from __future__ import annotations

from collections.abc import Iterator

from app.author.rungs import Item, Ladder, Rung, ladder
from app.grading import CodeEvidence, Graded
from app.grading.cases import Prepared, expected, prepared
from app.grading.shown import shown
from app.models import CodeQuestion
from app.values import EvaluationError
from app.variants import Variant

RIGHT, CASES, MUTANTS = "Right", "Cases", "Known wrong programs"


def code_ladder(question: CodeQuestion, variant: Variant, graded: Graded, seed: int) -> Ladder:
    """The ladder of a program that was run with inputs drawn from `seed`. Raises EvaluationError."""
    mutants = tuple(Item(one.tag, hit=one.tag == graded.tag) for one in question.mutants)
    rungs = (
        Rung(RIGHT, "every case passes"),
        Rung(MUTANTS, "one of them returns just what the program returns", mutants),
        Rung(CASES, _why(graded), tuple(_cases(question, variant, graded, seed))),
    )
    fired = RIGHT if graded.verdict == "correct" else MUTANTS if any(one.hit for one in mutants) else CASES
    return ladder(rungs, fired)


def _why(graded: Graded) -> str:
    tag = f" ({graded.tag})" if graded.tag else ""
    return f"the first that does not pass is told{tag}; hidden ones are shown here with their inputs"


def _cases(question: CodeQuestion, variant: Variant, graded: Graded, seed: int) -> Iterator[Item]:
    """Every case: the first of its calls and what the reference returns for it; hit when it does not pass."""
    marks = graded.evidence.cases if isinstance(graded.evidence, CodeEvidence) else ()
    calls: dict[int, Prepared] = {}
    for call in prepared(question, variant, seed):
        calls.setdefault(id(call.case), call)
    for mark, call in zip(marks, calls.values(), strict=False):
        name = mark.label if mark.visible else f"{mark.label} (hidden)"
        told = f"{mark.outcome}: {mark.note}".rstrip(": ")
        yield Item(
            name, f"{call.text} → {_wanted(question, variant, call)}", mark.outcome != "pass", told, "fails"
        )


def _wanted(question: CodeQuestion, variant: Variant, call: Prepared) -> str:
    if call.case.raises:
        return f"raises {call.case.raises}"
    try:
        key = expected(question, variant, call)
    except EvaluationError as problem:
        return f"no value: {problem.message}"
    return "judged by its properties" if key is None else shown(key.value)
