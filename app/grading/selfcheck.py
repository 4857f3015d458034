"""A text that its author has compared with the model answer, point by point."""

from __future__ import annotations

from app.answers import TextAnswer
from app.grading.verdicts import Graded, SelfEvidence, close, correct, wrong
from app.models import SelfCheckQuestion


def grade_text(question: SelfCheckQuestion, answer: TextAnswer) -> Graded:
    """The verdict by the points ticked; credit is their share."""
    points, of = len(answer.ticked), len(question.rubric)
    evidence = SelfEvidence(points, of)
    if points == of:
        return correct("You found every point.", evidence)
    if points:
        text = f"You found {points} of {of} points. Write the missing ones in your own words."
        return close(text, evidence, heading="Part of the way.", credit=points / of)
    return wrong("Compare your text with the model answer once more and tick what both say.", evidence)
