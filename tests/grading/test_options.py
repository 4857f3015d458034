from __future__ import annotations

from itertools import chain, combinations

import pytest

from app.answers import ChosenAnswer
from app.grading import Graded, OptionMark, OptionsEvidence, grade
from tests.grading.examples import CHOICE, CHOICES, variant


def told(text: str, *ids: str) -> Graded:
    return grade(variant(text), ChosenAnswer(ids))


def test_the_right_option_is_right_and_says_why() -> None:
    graded = told(CHOICE, "noise")
    assert (graded.verdict, graded.credit) == ("correct", 1)
    assert graded.evidence == OptionsEvidence((OptionMark("noise", "right", "Indeed."),))


def test_a_wrong_option_says_why_and_does_not_tell_the_right_one() -> None:
    graded = told(CHOICE, "data")
    assert graded.verdict == "wrong"
    assert graded.evidence == OptionsEvidence((OptionMark("data", "wrong", "That is where it starts."),))


@pytest.mark.parametrize(
    ("ids", "verdict", "credit", "message"),
    [
        ("ab", "correct", 1, ""),
        ("a", "close", 0.5, "One more holds."),
        ("abc", "wrong", 0.5, "One that you chose does not hold."),
        ("ac", "wrong", 0, "One that you chose does not hold. One more holds."),
        ("cd", "wrong", 0, "2 that you chose do not hold. 2 more hold."),
        ("abcd", "wrong", 0, "2 that you chose do not hold."),
    ],
)
def test_several_options(ids: str, verdict: str, credit: float, message: str) -> None:
    graded = told(CHOICES, *ids)
    assert (graded.verdict, graded.credit, graded.message) == (verdict, credit, message)


def test_only_the_exact_choice_is_right() -> None:
    every = chain.from_iterable(combinations("abcd", count) for count in range(1, 5))
    assert [ids for ids in every if told(CHOICES, *ids).credit == 1] == [("a", "b")]


def test_missed_options_are_counted_and_not_named() -> None:
    graded = told(CHOICES, "a", "c")
    assert isinstance(graded.evidence, OptionsEvidence)
    assert [mark.id for mark in graded.evidence.options] == ["a", "c"]
    assert "B holds" not in str(graded)
