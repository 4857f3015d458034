from __future__ import annotations

import pytest

from app.grading.tolerances import asked_digits, equal, is_rounded, matches, tolerance_of, well_apart
from app.models import NumericQuestion, Tolerance
from tests.grading.examples import variant


@pytest.mark.parametrize(
    ("key", "tolerance", "digits"),
    [
        ("0.5", "abs: 0.004", 3),
        ("0.99990001", "abs: 0.000004", 6),
        ("0.07859", "rel: 0.002", 3),
        ("0.9", "rel: 0.0005", 4),
        ("0.12345", "digits: 5", 5),
        ("786432", "rel: 0", None),
        ("786432", "rel: 0.005", 3),
        ("4", "abs: 0.01", None),
        ("0", "abs: 0.01", None),
    ],
)
def test_as_many_digits_are_asked_for_as_rounding_needs(key: str, tolerance: str, digits: int | None) -> None:
    v = variant(f"id: key\ntype: numeric\nanswer: {key}\ntolerance: {{{tolerance}}}\n")
    assert asked_digits(v.exercise, v) == digits  # type: ignore[arg-type]  # it is numeric


def test_the_author_has_the_last_word_on_digits() -> None:
    v = variant("id: key\ntype: numeric\nanswer: 0.5\ndigits: 6\ntolerance: {rel: 0.01}\n")
    assert asked_digits(v.exercise, v) == 6  # type: ignore[arg-type]  # it is numeric


def test_rounding_is_judged_at_the_key() -> None:
    assert is_rounded(0.28, 0.2815, 2)
    assert not is_rounded(0.27, 0.2815, 2)
    assert is_rounded(1.0, 0.96, 1)
    assert not is_rounded(1.0, 0.6, 1)
    assert is_rounded(0.0, 0.0, 1)


def test_an_absolute_tolerance_shrinks_with_the_value() -> None:
    tolerance = Tolerance(abs=0.004)
    assert equal(0.0005, 0.001, tolerance)
    assert not matches(0.0005, 0.001, -0.5, tolerance)
    assert matches(0.503, 0.5, -0.5, tolerance)


def test_values_are_apart_beyond_twice_the_tolerance() -> None:
    assert well_apart(0.53, 0.5, Tolerance(abs=0.01))
    assert not well_apart(0.519, 0.5, Tolerance(abs=0.01))
    assert well_apart([0.5, 0.53], [0.5, 0.5], Tolerance(abs=0.01))


def test_a_question_without_tolerance_is_a_programmers_slip() -> None:
    with pytest.raises(ValueError, match="tolerance"):
        tolerance_of(NumericQuestion.model_validate({"answer": 1}))
