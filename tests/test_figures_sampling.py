"""The figures of sampling show the numbers their lesson speaks of."""

from __future__ import annotations

import numpy as np
import pytest

from app.figures.sampling import (
    ANGLE_COUNTS,
    ReverseShape,
    bars,
    joined,
    spread_left,
    trailing_levels,
    walk,
)
from checkers import reverse


def test_ddim_repeats_itself_and_ddpm_follows_its_seed() -> None:
    starts = np.array([-0.9, 0.4])
    assert np.array_equal(walk(starts, 40, 0.0, 1), walk(starts, 40, 0.0, 2))
    assert not np.array_equal(walk(starts, 40, 1.0, 1), walk(starts, 40, 1.0, 2))


@pytest.mark.parametrize("eta", [0.0, 1.0])
def test_both_walkers_end_at_the_data(eta: float) -> None:
    starts = np.random.default_rng(3).standard_normal(2000)
    ends = walk(starts, 60, eta, 4)[-1]
    assert np.mean(np.abs(np.abs(ends) - 1) < 0.5) > 0.98
    assert abs(np.mean(ends > 0) - 0.5) < 0.05
    assert walk(starts, 60, eta, 4).shape == (61, 2000)


def test_ddim_keeps_to_the_side_it_started_on() -> None:
    starts = np.array([-1.5, -0.2, 0.2, 1.5])
    assert np.array_equal(np.sign(walk(starts, 60, 0.0, 0)[-1]), np.sign(starts))


def test_a_large_step_has_two_bumps_and_a_small_one_one() -> None:
    at = np.linspace(-2.5, 2.5, 501)

    def bumps(figure: ReverseShape) -> int:
        true, _ = figure.densities(at)
        return int(np.sum(np.diff(np.sign(np.diff(true))) < 0))

    assert bumps(ReverseShape()) == 2
    assert bumps(ReverseShape(from_level=0.1, to_level=0.13)) == 1


def test_both_curves_of_the_reverse_step_are_densities_of_one_mean_and_variance() -> None:
    at = np.linspace(-8, 8, 16_001)
    true, one = ReverseShape().densities(at)
    step = at[1] - at[0]
    for power in range(3):
        assert np.sum(at**power * true) * step == pytest.approx(np.sum(at**power * one) * step, abs=1e-6)
    assert np.sum(true) * step == pytest.approx(1)


def test_few_steps_lose_spread_and_the_schedule_loses_more_than_equal_angles() -> None:
    equal, linear = spread_left(reverse.equal_angles), spread_left(trailing_levels)
    assert equal[0] == pytest.approx(0.5)
    assert equal[ANGLE_COUNTS == 10] == pytest.approx(0.8835, abs=5e-5)
    assert np.all(np.diff(equal) > 0)
    assert np.all(linear < equal)


def test_the_pen_is_lifted_between_walkers_and_between_bars() -> None:
    line = joined(np.arange(6.0).reshape(3, 2), "two", "ink")
    assert np.isnan(line.y).tolist() == [False, False, False, True] * 2
    assert line.y[:3].tolist() == [0, 2, 4]
    assert line.x.tolist() == [0, 1, 2, 3] * 2
    strokes = bars(np.array([7, 5]), "bars", "ink")
    assert strokes.y[[0, 1, 3, 4]].tolist() == [7, 7, 5, 5]
    assert np.isnan(strokes.y[[2, 5]]).all()
