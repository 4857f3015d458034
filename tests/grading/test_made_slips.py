"""Answers with a slip in the key's formula are asked about it, and no slip ever claims a right answer."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from app.answers import NumberAnswer
from app.check.mutants import keyed_questions
from app.grading import grade, slip_values
from app.grading.tolerances import equal, tolerance_of
from app.library import read_library
from app.models import ExpressionQuestion
from app.variants import variant_of
from tests.grading.examples import variant

Q = """
id: q
type: numeric
params: {x: 0.8, ab: 0.64, e: -0.35}
answer: forward.q_sample(x, ab, e)
tolerance: {rel: 0.002}
"""


@pytest.mark.parametrize(
    ("value", "tag"),
    [
        (0.64 * 0.8 - 0.6 * 0.35, "auto-dropped-root"),
        (0.8 * 0.8 + 0.6 * 0.35, "auto-plus-for-minus"),
        (0.8 * 0.8, "auto-dropped-term"),
        (0.8 * 0.8 - 0.6 * 0.35, None),
    ],
)
def test_a_slip_at_one_place_of_a_checker_s_formula_is_asked_about(value: float, tag: str | None) -> None:
    assert grade(variant(Q), NumberAnswer(value, "", None)).tag == tag


def test_an_authored_mistake_comes_first() -> None:
    text = Q + "mistakes: [{if: ab*x + sqrt(1 - ab)*e, tag: my-own, say: Mine.}]\n"
    assert grade(variant(text), NumberAnswer(0.64 * 0.8 - 0.6 * 0.35, "", None)).tag == "my-own"


def test_a_number_that_no_slip_gives_is_not_claimed() -> None:
    assert grade(variant(Q), NumberAnswer(math.pi / 10, "", None)).tag is None


def test_no_slip_of_the_book_claims_a_key() -> None:
    book = read_library(Path("exercises"), None)
    for exercise in (one for chapter in book.chapters for one in chapter.exercises):
        for _, question in keyed_questions(exercise):
            if isinstance(question, ExpressionQuestion):
                continue
            at = variant_of(exercise, 1)
            key = np.asarray(at.key(question, at.part_names()), dtype=float)
            for _, value in slip_values(question, at):
                assert not equal(value, key, tolerance_of(question))
