"""Pairs: which left items got their right one."""

from __future__ import annotations

from app.answers import MatchedAnswer
from app.grading.verdicts import Graded, PairMark, PairsEvidence, correct, wrong
from app.models import CategoriseQuestion, MatchQuestion, Pair
from app.variants import Variant, text_id


def grade_pairs(
    question: MatchQuestion | CategoriseQuestion, variant: Variant, answer: MatchedAnswer
) -> Graded:
    """The verdict on the pairs; credit is the share of right ones beyond the first half, half at most."""
    pairs = {text_id(variant.exercise, pair.left): pair for pair in question.pairs}
    marks = tuple(_mark(id_, pairs[id_], right, variant) for id_, right in answer.pairs)
    evidence, count = PairsEvidence(marks), sum(mark.right for mark in marks)
    if count == len(pairs):
        return correct(evidence=evidence)
    message = f"{count} of {len(pairs)} are right. Look again at the others."
    return wrong(message, evidence, credit=0.5 * max(0.0, 2 * count / len(pairs) - 1))


def _mark(id_: str, pair: Pair, right: str, variant: Variant) -> PairMark:
    """Whether a left item got its right one; what the author says of the pair is told once it is right."""
    is_right = right == text_id(variant.exercise, pair.right)
    return PairMark(id_, is_right, variant.say(pair.say) if is_right else "")
