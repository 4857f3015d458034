from __future__ import annotations

import pytest

from app.answers import TextAnswer
from app.grading import SelfEvidence, grade
from tests.grading.examples import ESSAY, variant


@pytest.mark.parametrize(
    ("ticked", "verdict"), [((), "wrong"), ((1,), "close"), ((0, 2), "close"), ((0, 1, 2), "correct")]
)
def test_the_points_ticked_are_the_verdict(ticked: tuple[int, ...], verdict: str) -> None:
    graded = grade(variant(ESSAY), TextAnswer("my text", ticked))
    assert (graded.verdict, graded.credit) == (verdict, len(ticked) / 3)
    assert graded.evidence == SelfEvidence(len(ticked), 3)
