"""What banks have in common."""

from __future__ import annotations

import pytest

from app.exchange.bank import number_in


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3.0),
        (" -2.5 ", -2.5),
        ("2,5", 2.5),
        (".5", 0.5),
        ("6.6E-34", 6.6e-34),
        ("0,125", 0.125),
        ("+1", 1.0),
    ],
)
def test_numbers_are_read(text: str, number: float) -> None:
    assert number_in(text) == number


@pytest.mark.parametrize(
    "text",
    ["", None, "1,000", "1,000,000", "1_000", "1 000", "0x10", "nan", "inf", "1e999", "five", "٣", "1..2"],
)
def test_what_may_be_another_number_is_none(text: str | None) -> None:
    assert number_in(text) is None
