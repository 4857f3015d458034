from __future__ import annotations

from app.answers import LineAnswer
from app.grading import LineEvidence, grade
from tests.grading.examples import BUG, variant

V = variant(BUG)


def test_the_wrong_line_is_right_with_its_reason_and_fix() -> None:
    graded = grade(V, LineAnswer(3))
    assert graded.verdict == "correct"
    assert graded.message.startswith("The sum is thrown away.")
    assert "    return y" in graded.message
    assert graded.evidence == LineEvidence(3, True)


def test_an_innocent_line_says_why_it_is_right() -> None:
    graded = grade(V, LineAnswer(2))
    assert (graded.verdict, graded.message) == ("mistake", "This adds one.")


def test_a_line_without_a_reason_is_wrong() -> None:
    assert grade(V, LineAnswer(1)).verdict == "wrong"
