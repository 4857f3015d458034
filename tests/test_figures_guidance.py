"""The figures of guidance show the two Gaussians of the lesson, by hand and by a simulated sampler."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from pydantic import ValidationError

from app.figures import figure_of
from app.figures.guidance import GuidanceClasses, GuidanceTilt
from checkers import guidance


def test_what_is_pretended_is_what_was_worked_out_by_hand() -> None:
    assert GuidanceTilt().pretended(3) == pytest.approx((1.2, 0.4))
    assert GuidanceTilt().pretended(1) == pytest.approx((1, 1))


def test_what_is_sampled_is_where_many_samples_end() -> None:
    figure = GuidanceTilt()
    sigmas = np.geomspace(1000, 0.001, 4001)
    x = 1000 * np.random.default_rng(0).standard_normal(20_000)
    for here, there in pairwise(sigmas):
        middle = np.sqrt(here * there)
        half = x - (middle - here) * here * guidance.gaussian_guided_score(x, 0, 4, 1, 1, 3, here)
        x = x - (there - here) * middle * guidance.gaussian_guided_score(half, 0, 4, 1, 1, 3, middle)
    mean, variance = figure.sampled(3)
    assert abs(x.mean() - mean) < 5 * np.sqrt(variance / len(x)) + 0.005
    assert x.var() == pytest.approx(variance, rel=5 * np.sqrt(2 / len(x)) + 0.005)


def test_the_pretended_and_the_sampled_spread_meet_without_guidance() -> None:
    for w in (0, 1):
        assert GuidanceTilt().pretended(w) == pytest.approx(GuidanceTilt().sampled(w))


def test_a_figure_without_a_density_is_refused() -> None:
    with pytest.raises(ValidationError, match="v_c must not be larger"):
        figure_of("guidance-spread", {"v_u": 1, "v_c": 4})


def test_an_exaggerated_class_keeps_further_from_the_other_one() -> None:
    x = np.linspace(-8, 8, 3201)
    figure = GuidanceClasses(w=3)
    both, one, guided = figure.densities(x)
    posterior = 1 / (1 + np.exp(-2 * x / 0.6))  # of two equally wide, equally frequent classes
    assert guided[1:] / guided[:-1] == pytest.approx((both * posterior**3)[1:] / (both * posterior**3)[:-1])
    mass = [float(density.sum() * 0.005) for density in (both, one, guided)]
    assert mass == pytest.approx([1, 1, 1])
    assert one[x < 0].sum() > 5 * guided[x < 0].sum()
    assert (x * guided).sum() > (x * one).sum()
