"""The numbers that the figures of latent diffusion show."""

from __future__ import annotations

import re

import numpy as np
import pytest
from pydantic import ValidationError

from app.figures.latents import SIDES, BlockCost, LatentSizes, MidpointShells, ShellWalk


def test_squares_have_areas_in_the_ratio_of_their_numbers() -> None:
    svg = str(LatentSizes().draw())
    edges = [float(edge) for edge in re.findall(r"h(\d+\.\d)v", svg)]
    areas = np.array(edges) ** 2
    assert areas[0] / areas[1:] == pytest.approx([12, 48], rel=0.01)
    assert "786432 numbers" in svg
    assert "4 × 64 × 64" in svg


def test_only_the_scores_rise_with_the_fourth_power_of_the_side() -> None:
    costs = BlockCost().costs()
    small, large = np.flatnonzero(np.isin(SIDES, (512, 1024)))
    growth = {name: cost[large] / cost[small] for name, cost in costs.items()}
    assert growth.pop("scores") == pytest.approx(16)
    assert list(growth.values()) == pytest.approx([4, 4, 4])


def test_the_cost_at_512_pixels_is_that_of_the_exercise() -> None:
    (at,) = np.flatnonzero(SIDES == 512)
    costs = BlockCost().costs()
    assert costs["projections"][at] == 8 * 4096 * 320**2
    assert costs["scores"][at] == 4 * 4096**2 * 320
    assert BlockCost(patch=2).positions()[at] == 1024
    assert "3 × 3 convolution" not in BlockCost(patch=2).costs()


def test_the_straight_way_leaves_the_band_of_noise_and_the_plot_says_which_is_which() -> None:
    svg = str(ShellWalk().draw())
    assert all(label in svg for label in ("straight line", "great circle", "where noise is", "16384"))
    lowest = max(float(down) for down in re.findall(r"L200\.0 (\d+\.\d)", svg))
    assert lowest == pytest.approx(250 * (1 - (np.sqrt(0.5) - 0.6) / 0.5), abs=0.1)


def test_at_most_two_dimensions_are_compared() -> None:
    assert "midpoint, d = 9" in str(MidpointShells(dimensions=(9,)).draw())
    with pytest.raises(ValidationError):
        MidpointShells(dimensions=(1, 2, 3))
