from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.numeric import number_read
from app.answers.typed_text import Unread, normalised


@pytest.mark.parametrize(
    ("text", "value", "digits"),
    [
        ("0.36", 0.36, 2),
        ("0,36", 0.36, 2),
        (".5", 0.5, 1),
        ("3.", 3.0, 1),
        ("−3", -3.0, 1),
        ("+3", 3.0, 1),
        ("0.0360", 0.036, 3),
        ("500", 500.0, 3),
        ("007", 7.0, 1),
        ("0.00", 0.0, 1),
        ("1e-3", 1e-3, 1),
        ("1.50E+3", 1500.0, 3),
        ("1·10^-3", 1e-3, 1),
        ("4,04·10⁻⁵", 4.04e-5, 3),
        ("4.04 x 10^-5", 4.04e-5, 3),
        ("4.04 × 10**(-5)", 4.04e-5, 3),
        ("1 000 000", 1e6, 7),
        ("1,000,000", 1e6, 7),
        ("1.000.000", 1e6, 7),
        ("1'000", 1000.0, 4),
        ("1_000", 1000.0, 4),
        ("1.234,5", 1234.5, 5),
        ("1,234.5", 1234.5, 5),
        ("0.000 123", 0.000123, 3),
        ("36 %", 0.36, 2),
        ("36 percent", 0.36, 2),
        ("α=0.36", 0.36, 2),
        ("= 0.36", 0.36, 2),
        ("x_t ≈ 0.36", 0.36, 2),
        ("0.9*0.8 = 0.72", 0.72, 2),
        ("０．３６", 0.36, 2),
        ("0.36;", 0.36, 2),
        ("$0.36$", 0.36, 2),
        ("np.float64(0.36)", 0.36, 2),
        ("9/25", 0.36, None),
        ("sqrt(2)/2", math.sqrt(2) / 2, None),
        ("exp(-2.535)", math.exp(-2.535), None),
        ("exp(-2,535)", math.exp(-2.535), None),
        ("np.exp(-2.535)", math.exp(-2.535), None),
        ("0.9*0.8", 0.9 * 0.8, None),
        ("10^-3", 1e-3, None),
        (r"\frac{9}{25}", 0.36, None),
        ("½", 0.5, None),
        ("-2½", -2.5, None),
        ("1 + 1/2", 1.5, None),
        ("1 000/8", 125.0, None),
    ],
)
def test_a_number_is_read_however_it_is_typed(text: str, value: float, digits: int | None) -> None:
    read = number_read(normalised(text))
    assert read.value == pytest.approx(value, rel=1e-15)
    assert read.digits == digits


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("", "Type a number"),
        ("inf", "finite"),
        ("nan", "finite"),
        ("∞", "finite"),
        ("1e999", "too large"),
        ("1e-999", "too small"),
        ("abc", "abc"),
        ("12 GB", "without `GB`"),
        ("1.5k", "without `k`"),
        ("5e", "exponent"),
        ("1e-3.5", "exponent"),
        ("1.2.3", "marks"),
        ("1 1/2", "sum"),
        ("2 3", "two numbers"),
        ("1, 2", "two numbers"),
        ("1,2,3", "marks"),
        ("±3", "two"),
        ("[0.5]", "brackets"),
        ("1/0", "zero"),
        ("sqrt(-1)", "no value"),
        ("0x10", "without"),
        ("9" * 10_000, "characters"),
        ("True", "True"),
    ],
)
def test_what_is_no_number_is_told_how_to_type_one(text: str, word: str) -> None:
    with pytest.raises(Unread, match=word):
        number_read(normalised(text))


def test_a_comma_before_three_digits_has_two_readings() -> None:
    read = number_read("1,234")
    assert (read.value, read.also) == (1.234, 1234.0)
    assert number_read("0,123").also is None
    assert number_read("1,23").also is None


def test_the_unit_that_is_asked_for_may_be_typed() -> None:
    assert number_read("12.5 GB", "GB").value == 12.5
    assert number_read("12.5 gb", "GB").value == 12.5
    assert number_read("36 %", "%").value == 36
    with pytest.raises(Unread, match="without `MB`"):
        number_read("12 MB", "GB")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_what_python_prints_is_read_exactly(number: float) -> None:
    assert number_read(normalised(repr(number))).value == number


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-999, max_value=999))
def test_a_decimal_comma_reads_as_the_point(number: object) -> None:
    point = number_read(str(number))
    comma = number_read(str(number).replace(".", ","))
    assert (point.value, point.digits) == (comma.value, comma.digits)


@given(st.text(max_size=60) | st.text("0123456789.,-+*/^e() %x=", max_size=30))
def test_any_text_is_a_finite_number_or_a_sentence(text: str) -> None:
    try:
        read = number_read(normalised(text))
    except Unread:
        return
    assert math.isfinite(read.value)
