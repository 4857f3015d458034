"""What the functions refuse instead of answering with nan or with another entry of a table."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from checkers import domains


@pytest.mark.parametrize("value", [float("nan"), [1.0, float("nan")], 1j, "0.5", None, [[1], [2, 3]]])
def test_only_real_numbers_are_real(value: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        domains.real(value, "x")


def test_integers_and_lists_become_float64_and_the_argument_is_not_written_to() -> None:
    given = np.array([0.0, 1.0])
    domains.unit(given, "x")[0] = 0.5
    assert given.tolist() == [0.0, 1.0]
    assert domains.real([1, 2], "x").dtype == np.float64


def test_the_unit_interval_contains_both_ends_and_nothing_beyond() -> None:
    assert domains.unit([0, 1], "beta").tolist() == [0, 1]
    for outside in (-1e-300, np.nextafter(1, 2), float("inf")):
        with pytest.raises(ValueError, match="beta must lie between 0 and 1, not"):
            domains.unit([0.5, outside], "beta")


def test_zero_is_not_negative_and_not_positive() -> None:
    assert domains.non_negative(0, "v") == 0
    with pytest.raises(ValueError, match="v must be positive, not 0"):
        domains.positive(0, "v")
    with pytest.raises(ValueError, match="v must not be negative, not -1"):
        domains.non_negative(-1, "v")


@pytest.mark.parametrize("n", [0, -3, 2.5, float("inf"), [4]])
def test_a_count_is_a_whole_number_from_1(n: float) -> None:
    with pytest.raises(ValueError, match="T "):
        domains.count(n, "T")


def test_a_count_may_arrive_as_a_float() -> None:
    assert domains.count(1000.0, "T") == 1000
    assert isinstance(domains.count(np.int64(3), "T"), int)


@pytest.mark.parametrize("t", [-1, 0, 11, [5, 11]])
def test_a_step_outside_the_chain_is_refused(t: int) -> None:
    with pytest.raises(ValueError, match=r"t runs from 1 to 10, not"):
        domains.step(t, 10, first=1)


def test_the_first_and_the_last_step_are_inside() -> None:
    assert domains.step([0, 10], 10, first=0).tolist() == [0, 10]
