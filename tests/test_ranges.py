"""A list of two numbers that is calculated with like a number was meant as a range."""

from __future__ import annotations

import pytest

from app.ranges import range_cure, ranges_meant
from tests.grading.examples import exercise

TEXT = "id: one\ntype: numeric\nparams: {n: LIST, m: 2}\nhints: ['See {{ n }}.']\nanswer: FORMULA\n"


def meant(numbers: str, formula: str) -> list[str]:
    text = TEXT.replace("LIST", numbers).replace("FORMULA", formula)
    return [range_cure(one) for one in ranges_meant(exercise(text))]


def test_two_numbers_that_are_calculated_with_are_a_range() -> None:
    assert meant("[1, 5]", "n**2 + m") == ["Is a number between the two meant? Write `n: {int: [1, 5]}`."]
    (cure,) = meant("[0.1, 0.9]", "n")
    assert "`n: {float: [0.1, 0.9], step: 0.1}`" in cure


@pytest.mark.parametrize(
    ("numbers", "formula"),
    [
        ("[1, 5]", "n[0] + n[1]"),
        ("[1, 5]", "mean(n) * m"),
        ("[1, 5]", "m"),
        ("[5, 1]", "n * m"),
        ("[1, 5, 9]", "n * m"),
        ("[false, true]", "n * m"),
        ("[a, b]", "n * m"),
        ("[[1, 2], [3, 4]]", "n * m"),
        ("{choice: [1, 5]}", "n * m"),
    ],
)
def test_what_is_used_as_a_list_or_is_no_range_is_none(numbers: str, formula: str) -> None:
    assert meant(numbers, formula) == []
