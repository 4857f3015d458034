"""The line that is chosen as the wrong one of a program."""

from __future__ import annotations

from dataclasses import replace

from app.answers import LineAnswer
from app.grading.verdicts import Graded, LineEvidence, correct, mistake, wrong
from app.models import BugLineQuestion
from app.variants import Variant


def grade_line(question: BugLineQuestion, variant: Variant, answer: LineAnswer) -> Graded:
    """The verdict on a line; the right one is shown with its fix."""
    evidence = LineEvidence(answer.line, answer.line == question.line)
    reason = variant.say(question.reasons.get(answer.line))
    if evidence.right:
        fix = f"It should read\n\n```python\n{question.fix.rstrip()}\n```"
        return correct("\n\n".join(filter(None, (reason, fix))), evidence)
    if reason:
        told = mistake("auto-innocent-line", reason, evidence)
        return replace(told, heading=f"Line {answer.line} does what it should.")
    return wrong(
        f"Line {answer.line} does what it should. Follow the shapes and signs line by line.", evidence
    )
