"""Gaussian facts, checked by quadrature, differences and draws rather than by their formulas."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import gaussians
from checkers.compare import equal
from checkers.domains import Array

means = st.floats(-3, 3)
variances = st.floats(0.05, 9)


def integral(values: Array, x: Array) -> float:
    return float(np.sum((values[1:] + values[:-1]) / 2 * np.diff(x)))


def line(mean: float, variance: float, widths: float = 12.0) -> Array:
    return mean + math.sqrt(variance) * np.linspace(-widths, widths, 4001)


@given(means, variances)
def test_a_density_has_mass_1_and_the_mean_and_variance_it_is_named_after(
    mean: float, variance: float
) -> None:
    x = line(mean, variance)
    p = gaussians.pdf(x, mean, variance)
    assert equal(integral(p, x), 1, rel=1e-9)
    assert equal(integral(p * x, x), mean, abs=1e-9)
    assert equal(integral(p * (x - mean) ** 2, x), variance, rel=1e-9)


@given(means, means, variances)
def test_the_slope_of_the_log_density_points_at_the_mean(x: float, mean: float, variance: float) -> None:
    h = 1e-5
    slope = (gaussians.logpdf(x + h, mean, variance) - gaussians.logpdf(x - h, mean, variance)) / (2 * h)
    assert equal(slope, (mean - x) / variance, rel=1e-6, abs=1e-6)


def test_the_log_density_stays_finite_where_the_density_is_0() -> None:
    assert gaussians.pdf(100.0) == 0
    assert equal(gaussians.logpdf(100.0), -5000.918938533205, rel=1e-15)


@given(means, means, variances)
def test_the_density_is_the_slope_of_the_distribution_function(
    x: float, mean: float, variance: float
) -> None:
    h = 1e-5
    slope = (gaussians.cdf(x + h, mean, variance) - gaussians.cdf(x - h, mean, variance)) / (2 * h)
    assert equal(slope, gaussians.pdf(x, mean, variance), rel=1e-5, abs=1e-9)


def test_the_distribution_function_rises_from_0_to_1_through_a_half_at_the_mean() -> None:
    assert gaussians.cdf([-np.inf, 2.0, np.inf], 2.0, 5.0).tolist() == [0, 0.5, 1]
    assert equal(gaussians.cdf([-1.96, 1.96]), [0.025, 0.975], abs=1e-5)
    assert equal(gaussians.cdf(-20.0), 2.7536241186062337e-89, rel=1e-12)  # far tail: no cancellation


@given(means, variances, means, variances)
def test_kl_is_the_mean_log_ratio_under_the_first(m1: float, v1: float, m2: float, v2: float) -> None:
    x = line(m1, v1)
    ratio = gaussians.logpdf(x, m1, v1) - gaussians.logpdf(x, m2, v2)
    expected = integral(gaussians.pdf(x, m1, v1) * ratio, x)
    assert equal(gaussians.kl(m1, v1, m2, v2), expected, rel=1e-8, abs=1e-9)


@given(means, variances, means, variances, st.floats(0.2, 5), means)
def test_kl_is_never_negative_and_does_not_see_the_unit_of_measure(
    m1: float, v1: float, m2: float, v2: float, scale: float, shift: float
) -> None:
    kl = gaussians.kl(m1, v1, m2, v2)
    assert kl >= -1e-15
    moved = gaussians.kl(scale * m1 + shift, scale**2 * v1, scale * m2 + shift, scale**2 * v2)
    assert equal(moved, kl, rel=1e-9, abs=1e-12)


def test_kl_of_equally_wide_gaussians_is_a_squared_error_and_0_only_for_equal_ones() -> None:
    assert gaussians.kl(0.75, 0.25, -0.5, 0.25) == 3.125
    assert gaussians.kl([1.0, 2.0], 0.3, [1.0, 2.0], 0.3).tolist() == [0, 0]
    assert gaussians.kl(0, 1, 0, 4) != gaussians.kl(0, 4, 0, 1)


def test_kl_of_nearly_equal_widths_keeps_its_digits() -> None:
    d = 1e-6
    assert equal(gaussians.kl(0, 1 + d, 0, 1), d**2 / 4 - d**3 / 6, rel=1e-3)


def test_variances_add_and_standard_deviations_do_not() -> None:
    assert equal(gaussians.variance_of_sum(0.6, 4, 0.8, 1), 2.08, rel=1e-15)
    rng = np.random.default_rng(1)
    n, a, b = 200_000, 0.6, -1.7
    draws = a * rng.normal(3, 2, n) + b * rng.uniform(0, 1, n)
    expected = gaussians.variance_of_sum(a, 4, b, gaussians.uniform_variance())
    assert abs(draws.var() - expected) < 4 * expected * math.sqrt(2 / n)


def test_the_standard_error_is_the_spread_of_means() -> None:
    assert gaussians.standard_error(1, 4096) == 1 / 64
    means_of_9 = np.random.default_rng(2).normal(0, 2, (50_000, 9)).mean(axis=1)
    assert abs(means_of_9.var() - gaussians.standard_error(4, 9) ** 2) < 4 * 4 / 9 * math.sqrt(2 / 50_000)


@pytest.mark.parametrize("d", [1, 2, 5, 64])
def test_the_length_of_noise_has_the_density_mean_and_spread_stated(d: int) -> None:
    r = np.linspace(0, math.sqrt(d) + 12, 20_001)
    p = gaussians.norm_pdf(r, d)
    assert equal(integral(p, r), 1, rel=1e-6)
    assert equal(integral(p * r, r), gaussians.mean_norm(d), rel=1e-6)
    assert equal(integral(p * r**2, r), gaussians.typical_norm(d) ** 2, rel=1e-6)
    lengths = np.linalg.norm(np.random.default_rng(d).standard_normal((20_000, d)), axis=1)
    error = gaussians.norm_spread(d) / math.sqrt(20_000)
    assert abs(lengths.mean() - gaussians.mean_norm(d)) < 4 * error
    assert abs(lengths.var() - gaussians.norm_spread(d) ** 2) < 4 * gaussians.norm_spread(d) * 2 * error


def test_noise_lives_on_a_thin_shell_of_radius_root_d() -> None:
    d = 4 * 64 * 64
    assert gaussians.typical_norm(d) == 128
    assert equal(gaussians.mean_norm(d), 128, rel=2e-5)
    assert equal(gaussians.norm_spread(d), 1 / math.sqrt(2), rel=1e-4)
    assert gaussians.mean_norm(d) < gaussians.typical_norm(d)


def test_half_a_normal_is_the_length_of_one_number() -> None:
    assert equal(gaussians.norm_pdf([0.0, 1.5], 1), 2 * gaussians.pdf([0.0, 1.5]), rel=1e-14)
    assert gaussians.norm_pdf(0.0, 3) == 0


@given(means, st.floats(0.01, 5))
def test_a_uniform_draw_has_the_mean_and_variance_stated(low: float, width: float) -> None:
    middles = low + width * (np.arange(20_000) + 0.5) / 20_000
    assert equal(gaussians.uniform_mean(low, low + width), middles.mean(), abs=1e-9)
    assert equal(gaussians.uniform_variance(low, low + width), middles.var(), rel=1e-6)


def test_rand_has_mean_one_half_and_a_twelfth_of_the_variance_of_randn() -> None:
    assert gaussians.uniform_mean() == 0.5
    assert equal(gaussians.uniform_variance(), 1 / 12, rel=1e-15)


REFUSED: dict[str, Callable[[], object]] = {
    "variance": lambda: gaussians.pdf(0, 0, 0),
    "variance1": lambda: gaussians.kl(0, -1, 0, 1),
    "variance2": lambda: gaussians.kl(0, 1, 0, 0),
    "variance_x": lambda: gaussians.variance_of_sum(1, -1, 1, 1),
    "variance_y": lambda: gaussians.variance_of_sum(1, 1, 1, -1),
    "d": lambda: gaussians.typical_norm(0),
    "n": lambda: gaussians.standard_error(1, 0),
    "r": lambda: gaussians.norm_pdf(-0.1, 2),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_value_without_meaning_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} "):
        REFUSED[name]()
