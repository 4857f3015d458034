"""What is told of arrays in numbers is true, and nothing that a program returns can break it."""

from __future__ import annotations

import json
from dataclasses import asdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.grading.summaries import FEWEST_POINTS, MOST_POINTS, Summary, case_numbers, series_of, summary_of


def test_an_array_is_told_by_shape_type_and_range() -> None:
    assert summary_of(np.array([[1, 2], [3, 6]])) == Summary("(2, 2)", "int64", "1", "3", "6")
    assert summary_of(np.array([0.5, np.nan])) == Summary("(2,)", "float64", "nan", "nan", "nan")


@pytest.mark.parametrize(
    "value", [1.5, None, "text", [1.0, 2.0], np.array(2.0), np.zeros(0), np.array(["a"]), np.array([1j])]
)
def test_what_is_no_array_of_real_numbers_has_no_summary(value: object) -> None:
    assert summary_of(value) is None
    assert series_of(value) is None
    assert case_numbers("a case", value, np.ones(3), plot=True) is None


def test_a_curve_keeps_its_ends_and_is_thinned() -> None:
    series = series_of(np.linspace(0, 1, 10_001))
    assert series is not None
    assert len(series.index) == MOST_POINTS
    assert (series.index[0], series.index[-1], series.value[0], series.value[-1]) == (0, 10_000, 0, 1)


def test_a_curve_is_given_only_where_it_is_asked_for() -> None:
    numbers = case_numbers("a case", np.arange(30), np.arange(30), plot=False)
    assert numbers is not None
    assert numbers.got_curve is None
    assert numbers.expected_curve is None


def test_a_few_entries_are_no_curve() -> None:
    assert series_of(np.arange(FEWEST_POINTS - 1)) is None
    assert series_of(np.arange(FEWEST_POINTS)) is not None


@given(
    hnp.arrays(
        st.sampled_from([np.float64, np.float32, np.float16, np.int64, np.uint8, np.bool_]),
        hnp.array_shapes(min_dims=0, max_dims=2, min_side=0, max_side=12),
    )
)
def test_the_numbers_of_any_array_are_json_without_what_json_lacks(value: np.ndarray) -> None:
    numbers = case_numbers("a case", value, value, plot=True)
    if numbers is not None:
        assert json.dumps(asdict(numbers), allow_nan=False)
