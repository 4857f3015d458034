"""Curves of what a program returned: drawn beside the expected ones, whatever the values are."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.curves import ROWS, curve_plot, curve_rows, shown_range, steps
from app.grading import CaseNumbers
from app.grading.summaries import case_numbers


def numbers(got: object, expected: object) -> CaseNumbers:
    found = case_numbers("the <whole> schedule", got, expected, plot=True)
    assert found is not None
    return found


def test_both_curves_are_drawn_and_named() -> None:
    plot = curve_plot(numbers(np.linspace(0, 2, 50), np.linspace(0, 1, 50)))
    assert plot.count('class="line"') == 4  # a curve and its sample, twice
    assert "yours" in plot
    assert "expected" in plot
    assert "<whole>" not in plot
    assert "nan" not in plot


def test_a_value_far_off_does_not_flatten_the_expected_curve() -> None:
    assert shown_range([np.array([0.0, 1.0]), np.array([0.0, 1e9])]) == (0, 2)
    assert shown_range([np.array([0.0, 1.0]), np.array([0.2, 1.1])]) == (0, 1.1)


def test_a_flat_curve_has_room_round_it() -> None:
    low, high = shown_range([np.array([3.0, 3.0])])
    assert low < 3 < high


def test_a_curve_without_a_finite_number_is_not_drawn() -> None:
    nothing = np.full(12, np.nan)
    assert curve_plot(numbers(nothing, None)) == ""
    assert curve_plot(numbers(nothing, np.arange(12))) != ""


def test_rows_go_over_the_whole_curve() -> None:
    rows = list(curve_rows(numbers(np.arange(100), np.arange(100) / 2)))
    assert len(rows) == ROWS
    assert (rows[0], rows[-1]) == ((0, "0", "0"), (99, "99", "49.5"))


def test_rows_say_what_is_missing_or_not_finite() -> None:
    short = np.array([np.inf, *range(1, 10)])
    rows = list(curve_rows(numbers(short, np.arange(11))))
    assert (rows[0], rows[1], rows[10]) == ((0, "not finite", "0"), (1, "1", "1"), (10, "", "10"))


@pytest.mark.parametrize(("low", "high"), [(0, 1), (0, 99), (-1e-9, 1e-9), (0.1, 0.9999), (-1e300, 1e300)])
def test_steps_are_few_and_inside(low: float, high: float) -> None:
    found = steps(low, high)
    assert 4 <= len(found) <= 11
    assert all(low - 1e-9 * (high - low) <= one <= high + 1e-9 * (high - low) for one in found)


ARRAYS = hnp.arrays(st.sampled_from([np.float64, np.float32, np.int64]), st.integers(10, 20))


@given(ARRAYS, ARRAYS)
def test_any_two_curves_can_be_drawn(got: np.ndarray, expected: np.ndarray) -> None:
    told = numbers(got, expected)
    assert not re.search(r"nan|inf\b", curve_plot(told))
    assert list(curve_rows(told))
