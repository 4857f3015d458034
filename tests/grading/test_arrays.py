from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers import ArrayAnswer, Raw, read_answer
from app.grading import ArrayEvidence, Graded, grade
from tests.grading.examples import VECTOR, variant

V = variant(VECTOR)
KEY = np.asarray(V.key(V.exercise))  # [0.8627, -0.3960]


def told(raw: Raw) -> Graded:
    answer = read_answer(V, raw)
    assert isinstance(answer, ArrayAnswer)
    return grade(V, answer)


@given(st.floats(-0.9, 0.9), st.floats(-0.9, 0.9))
def test_every_entry_may_be_off_by_the_tolerance(first: float, second: float) -> None:
    off = KEY + 0.003 * np.array([first, second])
    assert told(off.tolist()).verdict == "correct"
    assert told((off + np.array([0, 0.006])).tolist()).verdict != "correct"


@pytest.mark.parametrize(
    ("raw", "verdict", "tag"),
    [
        ("0.863, -0.396", "correct", None),
        ("0.86, -0.4", "close", None),
        ("0.86, -0.5", "wrong", None),
        ("0.80196, -0.31098", "mistake", "variance"),
        ("-0.863, 0.396", "mistake", "auto-sign"),
        ("0.863, 0.396", "mistake", "auto-sign"),
        ("-0.396, 0.863", "mistake", "auto-reversed"),
    ],
)
def test_the_ladder(raw: str, verdict: str, tag: str | None) -> None:
    graded = told(raw)
    assert (graded.verdict, graded.tag) == (verdict, tag)


def test_a_wrong_array_tells_how_many_differ_and_where_the_first_one_is() -> None:
    graded = told([0.8627, 7.0])
    assert graded.evidence == ArrayEvidence((2,), 1, (1,), 7.0)
    assert graded.message == "1 of 2 entries differs; the first is entry 2. Compute it alone."
    assert "0.39" not in graded.message


def test_a_matrix_is_spoken_of_in_rows_and_columns() -> None:
    v = variant("id: m\ntype: vector\nanswer: '[[1.5, 2.5], [3.5, 4.5]]'\ntolerance: {rel: 0.01}\n")
    answer = read_answer(v, [[1.5, 2.5], [9.9, 4.5]])
    assert isinstance(answer, ArrayAnswer)
    assert "row 2, column 1" in grade(v, answer).message


def test_enough_digits_that_are_off_are_wrong() -> None:
    v = variant("id: d\ntype: vector\nanswer: '[1.546, 2.5]'\ndigits: 2\ntolerance: {rel: 0.001}\n")
    answer = read_answer(v, "1.5, 2.5")
    assert isinstance(answer, ArrayAnswer)
    assert grade(v, answer).verdict == "wrong"
