"""How numbers are written."""

from __future__ import annotations

import math
import pickle

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.numerals import PLAIN, TEX, UNICODE, fixed, percent, plain, rounded, scientific, tex, written
from app.values import Value


@pytest.mark.parametrize(
    ("value", "digits", "expected"),
    [
        (3, None, "3"),
        (786432, 3, "786432"),
        (10**20, None, "1" + "0" * 20),
        (0.0001, None, "0.0001"),
        (0.02, None, "0.02"),
        (1e-7, None, "1e-07"),
        (0.00085, None, "0.00085"),
        (0.1 + 0.2, None, "0.3"),
        (1 / 3, None, "0.333333"),
        (500.0, None, "500"),
        (1000000.0, None, "1000000"),
        (-0.0, None, "0"),
        (0.0, 4, "0"),
        (0.078587242, 4, "0.07859"),
        (4.036e-5, 4, "4.036e-05"),
        (4.0358e-5, 4, "4.036e-05"),
        (12345.678, 3, "12300"),
        (1234567.8, 3, "1.23e+06"),
        (1234567.8, 8, "1234567.8"),
        (9.999, 2, "10"),
        (0.36, 4, "0.36"),
        (math.inf, 3, "inf"),
        (-math.inf, 3, "-inf"),
        (math.nan, None, "nan"),
        (True, None, "true"),
        ("as it is", 3, "as it is"),
        (1.5 - 2j, None, "1.5-2i"),
        ([0.8, -0.3], None, "[0.8, -0.3]"),
        (np.array([0.86274, -0.396]), 4, "[0.8627, -0.396]"),
        (np.array([[1, 2], [3, 4]]), None, "[[1, 2], [3, 4]]"),
        ([1, "a", [True]], None, "[1, a, [true]]"),
        ([], None, "[]"),
    ],
)
def test_plain(value: Value, digits: int | None, expected: str) -> None:
    assert plain(value, digits) == expected


def test_a_power_of_ten_is_written_for_its_place() -> None:
    assert plain(4.036e-5) == "4.036e-05"
    assert tex(4.036e-5) == r"4.036\times10^{-5}"
    assert written(4.036e-5, UNICODE) == "4.036 × 10⁻⁵"
    assert written(-2.5e21, UNICODE) == "-2.5 × 10²¹"
    assert written([1e-7, 2], UNICODE) == "[1 × 10⁻⁷, 2]"


def test_infinity_is_written_for_its_place() -> None:
    assert (plain(math.inf), tex(-math.inf), written(math.inf, UNICODE)) == ("inf", r"-\infty", "∞")


def test_fixed_keeps_its_zeros() -> None:
    assert fixed(0.5, PLAIN, 2) == "0.50"
    assert fixed([1, 2.345], PLAIN, 1) == "[1.0, 2.3]"
    assert fixed(-0.0001, PLAIN, 2) == "0.00"
    assert fixed(-0.006, PLAIN, 2) == "-0.01"


def test_percent_is_escaped_in_tex() -> None:
    assert percent(0.125, PLAIN, 1) == "12.5%"
    assert percent(0.35, TEX, 0) == r"35\%"
    assert percent(-1e-9, UNICODE, 0) == "0%"


def test_scientific_always_has_a_power() -> None:
    assert scientific(0.36, PLAIN, 3) == "3.60e-01"
    assert scientific(0.36, UNICODE, 3) == "3.60 × 10⁻¹"
    assert scientific(123456, TEX, 2) == r"1.2\times10^{5}"
    assert scientific(0, TEX, 2) == "0"


def test_rounded_is_a_whole_number() -> None:
    assert rounded(786431.9999999, PLAIN) == "786432"
    assert rounded([0.4, -0.4], PLAIN) == "[0, 0]"


@settings(deadline=None)
@given(st.floats(-1e300, 1e300), st.integers(1, 17))
def test_a_rounded_number_is_near(number: float, digits: int) -> None:
    written = float(plain(number, digits))
    assert math.isclose(written, number, rel_tol=0.50001 * 10.0 ** (1 - digits), abs_tol=1e-323)


@settings(deadline=None)
@given(st.integers(-(10**8) + 1, 10**8 - 1), st.integers(0, 8))
def test_a_short_decimal_is_shown_as_it_was_written(number: int, places: int) -> None:
    exact = number / 10**places
    assert float(plain(exact)) == exact


def test_styles_can_be_sent_to_another_process() -> None:
    assert pickle.loads(pickle.dumps(TEX)) == TEX
