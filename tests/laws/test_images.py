"""Levels and the model's range, both ways."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import images
from checkers.compare import equal

LEVELS = np.arange(256, dtype=np.uint8)


def test_a_picture_has_three_numbers_for_each_pixel() -> None:
    assert images.pixel_count(512, 256) == 131072
    assert images.value_count(512, 512) == 786432
    assert images.value_count(64, 32, 4) == np.zeros((64, 32, 4)).size


def test_black_is_minus_1_and_white_is_plus_1_in_equal_steps() -> None:
    x = images.to_model(LEVELS)
    assert (x[0], x[255]) == (-1, 1)
    assert equal(np.diff(x), np.full(255, 2 / 255), rel=1e-12)
    assert x.dtype == np.float64


def test_every_level_survives_the_way_there_and_back() -> None:
    back = images.to_uint8(images.to_model(LEVELS.reshape(4, 8, 8)))
    assert back.dtype == np.uint8
    assert equal(back, LEVELS.reshape(4, 8, 8))


@given(st.floats(-1, 1))
def test_the_nearest_level_is_taken(x: float) -> None:
    assert abs(images.to_model(images.to_uint8(x)) - x) <= 1 / 255 + 1e-12


def test_what_lies_outside_is_clipped_and_does_not_wrap_round() -> None:
    assert images.to_uint8([1.7, -3.0, np.inf, -np.inf, 1.002, -1.002]).tolist() == [255, 0, 255, 0, 255, 0]


def test_the_argument_is_left_alone() -> None:
    x = np.array([0.3, 2.0])
    images.to_uint8(x)
    assert x.tolist() == [0.3, 2.0]


@pytest.mark.parametrize("wrong", [[0.5], [-1], [256], [np.nan]])
def test_only_levels_go_into_the_model_range(wrong: list[float]) -> None:
    with pytest.raises(ValueError, match="img"):
        images.to_model(wrong)


def test_nan_is_no_level_and_no_size() -> None:
    with pytest.raises(ValueError, match="x must"):
        images.to_uint8([np.nan])
    with pytest.raises(ValueError, match="W counts"):
        images.pixel_count(64, 0)
    with pytest.raises(ValueError, match="C counts"):
        images.value_count(64, 64, 0)
