"""The numbers that the figures of cost show."""

from __future__ import annotations

import numpy as np
import pytest

from app.figures.budgets import BANDWIDTH, PEAK, BatchGain, SecondsAndSteps, WeightsAndWork, bars
from checkers import budgets, networks


def test_with_doubling_widths_weights_pile_up_below_and_work_is_even() -> None:
    weights, work = WeightsAndWork().shares()
    assert weights.sum() == pytest.approx(100)
    assert weights[-1] == pytest.approx(100 * float(networks.unet_deepest_share([1, 2, 4, 8], 4, 0)))
    assert work == pytest.approx(np.full(4, 25))


def test_a_width_that_no_longer_doubles_does_a_quarter_of_the_work() -> None:
    work = WeightsAndWork(multipliers=(1, 2, 4, 4)).shares()[1]
    assert work[3] == pytest.approx(work[2] / 4)


def test_the_lines_of_seconds_cross_the_limits_where_the_steps_run_out() -> None:
    figure = SecondsAndSteps()
    steps = np.arange(1, 61)
    for m, limit in ((2, 5.0), (2, 3.6), (1, 5.0)):
        most = int(budgets.most_steps(6.76, 312 * 0.4, limit, m))
        within = figure.time(steps, m) <= limit
        assert within.sum() == min(most, 60)
    assert "1000 per hour: 3.6 s" in figure.draw()


def test_a_batch_gains_nothing_for_pictures_and_much_for_tokens() -> None:
    figure = BatchGain()
    picture, token = figure.costs().values()
    B = np.array([1.0, 16.0, 256.0])
    assert figure.gain(B, *picture) == pytest.approx(np.ones(3))
    most = float(budgets.compute_bound_batch(*token, PEAK, BANDWIDTH))
    assert figure.gain(B, *token) == pytest.approx([1, 16, most])


def test_bars_stand_on_the_axis_and_do_not_join() -> None:
    line = bars([3, 5], 0.5, 0, "", "ink")
    assert line.y[[0, 1, 2, 3]].tolist() == [0, 3, 3, 0]
    assert np.isnan(line.y[4])
    assert line.x[[5, 7]].tolist() == [1.75, 2.25]
