from __future__ import annotations

import pytest

from app.answers.formulas import formula_read, grouped_joined, value_of
from app.answers.typed_text import Unread
from app.expressions import parse


def test_a_decimal_comma_is_a_point_but_not_between_arguments() -> None:
    assert value_of("exp(-2,5) * 0") == 0
    assert value_of("1,5 + 1") == 2.5
    assert value_of("max(1,2)") == 2


def test_grouped_thousands_are_one_number() -> None:
    assert grouped_joined("1 000 000/3 + 1,000,000") == "1000000/3 + 1000000"
    assert grouped_joined("1,5 + 2,25") == "1,5 + 2,25"


def test_a_formula_is_read_in_its_variables() -> None:
    assert formula_read("1 - 0,5 x", ("x",)) == parse("1 - 0.5*x")


@pytest.mark.parametrize("text", ["", "y", "1/", "x" * 500, "__import__('os')", "exp(1000)*1e300"])
def test_what_has_no_value_is_told(text: str) -> None:
    with pytest.raises(Unread):
        value_of(text)
