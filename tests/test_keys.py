"""Keys in the shape of their question."""

from __future__ import annotations

import numpy as np
import pytest

from app.keys import checked
from app.values import EvaluationError, Value
from tests.grading.examples import NUMBER, VECTOR, exercise


def test_an_array_of_one_number_is_that_number() -> None:
    assert checked(exercise(NUMBER), np.array([2.5])) == 2.5


@pytest.mark.parametrize(
    ("text", "value", "why"),
    [
        (NUMBER, True, "true or false"),
        (NUMBER, "two", "not one real number"),
        (NUMBER, [1, 2], "not one real number"),
        (NUMBER, 10**400, "too large"),
        (NUMBER, float("inf"), "not finite"),
        (VECTOR, 3.0, "a single number, not an array"),
        (VECTOR, [], "without entries"),
        (VECTOR, [[1, 2], [3]], "rows of one length"),
        (VECTOR, [10**400, 1], "too large"),
    ],
)
def test_what_no_student_could_answer_is_no_key(text: str, value: Value, why: str) -> None:
    with pytest.raises(EvaluationError, match=why):
        checked(exercise(text), value)
