from __future__ import annotations

from itertools import product

from app.answers import MatchedAnswer
from app.grading import PairsEvidence, grade
from app.variants import text_id
from tests.grading.examples import MATCH, variant

V = variant(MATCH)
LEFTS = [text_id(V.exercise, pair.left) for pair in V.exercise.pairs]  # type: ignore[union-attr]  # it is a match
RIGHTS = [text_id(V.exercise, pair.right) for pair in V.exercise.pairs]  # type: ignore[union-attr]
EXTRA = text_id(V.exercise, V.exercise.extra[0])  # type: ignore[union-attr]


def test_only_the_authors_pairs_are_right() -> None:
    for rights in product([*RIGHTS, EXTRA], repeat=3):
        graded = grade(V, MatchedAnswer(tuple(zip(LEFTS, rights, strict=True))))
        assert (graded.verdict == "correct") == (list(rights) == RIGHTS)


def test_every_pair_is_marked_and_the_authors_words_come_with_the_right_one() -> None:
    graded = grade(V, MatchedAnswer(tuple(zip(LEFTS, [RIGHTS[0], EXTRA, RIGHTS[2]], strict=True))))
    assert isinstance(graded.evidence, PairsEvidence)
    assert [(mark.right, mark.say) for mark in graded.evidence.pairs] == [
        (True, "It is injected."),
        (False, ""),
        (True, ""),
    ]
    assert graded.message == "2 of 3 are right. Look again at the others."
    assert 0 < graded.credit <= 0.5
