from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.grading.near_misses import near_miss, near_values
from app.grading.tolerances import equal
from app.models import Tolerance

REL = Tolerance(rel=0.005)
TOLERANCES = st.sampled_from(
    [REL, Tolerance(rel=0.0), Tolerance(abs=0.004), Tolerance(digits=3), Tolerance(rel=0.1)]
)
KEYS = st.floats(-1e6, 1e6) | st.integers(-30, 30).map(float) | st.floats(0.9, 1.1)


def tag(answer: object, key: object, tolerance: Tolerance = REL) -> str | None:
    found = near_miss(answer, key, tolerance)  # type: ignore[arg-type]  # numbers
    return found.tag if found else None


@pytest.mark.parametrize(
    ("answer", "key", "name"),
    [
        (-0.36, 0.36, "auto-sign"),
        (36.0, 0.36, "auto-percent"),
        (0.64, 0.36, "auto-complement"),
        (1 / 0.37, 0.37, "auto-reciprocal"),
        (math.sqrt(0.37), 0.37, "auto-square-root"),
        (0.37**2, 0.37, "auto-square"),
        (0.74, 0.37, "auto-double"),
        (0.185, 0.37, "auto-half"),
        (0.0037, 0.37, "auto-ten-to-minus-2"),
        (370.0, 0.37, "auto-ten-to-3"),
        (51.0, 50.0, "auto-one-too-many"),
        (49.0, 50.0, "auto-one-too-few"),
        ([-1.5, 2.5], [1.5, -2.5], "auto-sign"),
        ([1.5, 2.5], [1.5, -2.5], "auto-sign"),
        ([2.5, 1.5], [1.5, 2.5], "auto-reversed"),
        ([[1.5, 3.5], [2.5, 4.5]], [[1.5, 2.5], [3.5, 4.5]], "auto-transposed"),
        ([0.9, 0.72, 0.504], [0.9, 0.8, 0.7], "auto-cumulative-product"),
        ([0.9, 1.7, 2.4], [0.9, 0.8, 0.7], "auto-cumulative-sum"),
        ([0.9, 0.8, 0.7], [0.9, 0.72, 0.504], "auto-per-step-factor"),
        ([0.3, 0.4, 0.5], [0.3, 0.7, 1.2], "auto-per-step"),
        ([1.5, 1.5], [1.5, 2.5], "auto-broadcast"),
    ],
)
def test_a_slip_is_named(answer: object, key: object, name: str) -> None:
    assert tag(answer, key) == name


def test_small_whole_keys_get_no_guesses() -> None:
    assert tag(0.25, 4.0) is None  # the reciprocal
    assert tag(16.0, 4.0) is None  # the square
    assert tag(-4.0, 4.0) == "auto-sign"
    assert tag(16384.0, 128.0) == "auto-square"


def test_a_slip_near_the_key_is_not_claimed() -> None:
    assert tag(51.0, 50.0, Tolerance(rel=0.015)) is None
    assert tag(0.502, 0.498, Tolerance(abs=0.003)) is None


def test_the_first_of_two_equal_slips_is_told() -> None:
    assert tag(0.25, 0.5) == "auto-square"  # and the half
    tags = [miss.tag for miss, _ in near_values(0.5)]
    assert tags.index("auto-square") < tags.index("auto-half")


@settings(deadline=None)
@given(KEYS, TOLERANCES, st.floats(-1, 1))
def test_a_near_miss_never_fires_on_a_right_answer(key: float, tolerance: Tolerance, part: float) -> None:
    bound = max((tolerance.rel or 0) * abs(key), tolerance.abs or 0)
    answer = key + part * bound
    if equal(answer, key, tolerance):
        assert tag(answer, key, tolerance) is None


@settings(deadline=None)
@given(KEYS, TOLERANCES)
def test_what_fires_is_outside_the_tolerance(key: float, tolerance: Tolerance) -> None:
    for _, value in near_values(key):
        if tag(value, key, tolerance):
            assert not equal(value, key, tolerance)


@settings(deadline=None)
@given(arrays(float, st.integers(1, 4), elements=st.floats(-100, 100)), TOLERANCES)
def test_no_array_key_is_its_own_near_miss(
    key: np.ndarray[tuple[int], np.dtype[np.float64]], tolerance: Tolerance
) -> None:
    assert tag(key, key, tolerance) is None


def test_where_all_slips_crowd_round_the_key_none_is_claimed() -> None:
    key = 0.9991385030202073
    assert tag(math.sqrt(key), key, Tolerance(digits=3)) is None
