"""What the figures of scores show is what the lesson says of them."""

from __future__ import annotations

import re

import numpy as np
import pytest

from app.figures import scores
from app.figures.scores import Landscape, LangevinWells, SoftDecision, WindMap


def test_the_slope_of_the_landscape_is_zero_on_two_peaks_and_in_the_valley_between() -> None:
    height, slope = Landscape().lines()
    crossings = height.x[:-1][np.diff(np.sign(slope.y)) != 0]
    assert len(set(np.round(crossings / 3))) == 3
    assert np.allclose(np.gradient(height.y, height.x)[1:-1], slope.y[1:-1], atol=0.01)
    assert slope.y[210] == 0
    assert height.y[210] < height.y[120] - 3


def test_the_denoiser_turns_from_a_straight_line_into_a_step() -> None:
    soft, _, hard = SoftDecision().lines()
    slopes = [float(np.gradient(line.y, line.x)[150]) for line in (soft, hard)]
    assert slopes == pytest.approx([1 / 4, 1 / 0.16], rel=0.01)
    assert hard.y[-1] == pytest.approx(1)
    assert max(abs(soft.y)) < 0.7


def test_the_wind_blows_to_the_middle_in_the_end_and_to_the_nearest_cloud_at_first() -> None:
    points, arrows = scores.wind(3.0)
    middle = np.array(scores.TOWN[0]) @ np.array(scores.TOWN[1])
    far = np.linalg.norm(points - middle, axis=1) > 1.5
    assert ((middle - points)[far] * arrows[far]).sum(axis=1).min() > 0
    points, arrows = scores.wind(0.2)
    nearest = np.array(scores.TOWN[1])[
        np.linalg.norm(points[:, None] - np.array(scores.TOWN[1]), axis=2).argmin(1)
    ]
    assert np.mean(((nearest - points) * arrows).sum(axis=1) > 0) > 0.95
    svg = str(WindMap().draw())
    assert svg.count("<polyline") == 3 * 81
    assert all(0 <= float(one) <= 200 for one in re.findall(r"[\d.]+(?=,)", svg))


def test_walkers_cross_to_seven_tenths_only_where_the_noise_falls() -> None:
    alone, annealed = scores.walkers()
    assert len(alone) == len(annealed) == 1000
    assert not (alone > 0).any()
    assert (annealed > 0).mean() == pytest.approx(0.7, abs=0.05)
    assert 'aria-label="Where a thousand walkers' in str(LangevinWells().draw())
