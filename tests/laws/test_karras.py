"""The design space of EDM: grids by what defines them, preconditioning by variances, churn by its law."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import forward, karras, mixtures, schedules, sdes, solvers
from checkers.compare import equal
from checkers.domains import Array

levels = st.floats(0.01, 50)
spreads = st.floats(0.1, 3)
numbers = st.floats(-3, 3)
LINEAR = schedules.alpha_bar(schedules.linear(1e-4, 0.02, 1000))


def gaussian(x: Array, sigma: float) -> Array:
    """The denoiser of data N(0, 0.25)."""
    return mixtures.gaussian_denoiser(x, sigma, 0.0, 0.25)


# Grids


@given(st.integers(1, 50), st.floats(0.001, 0.5), st.floats(1, 100), st.floats(0.5, 20))
def test_powers_of_the_levels_are_equally_spaced_between_exact_ends(
    N: int, low: float, high: float, rho: float
) -> None:
    grid = karras.sigmas(N, low, high, rho)
    assert grid.shape == (N,)
    assert grid[0] == high
    if N > 1:
        assert grid[-1] == low
        assert np.all(np.diff(grid) < 0)
        gaps = np.diff(grid ** (1 / rho))
        assert equal(gaps, np.full(N - 1, gaps.mean()), rel=1e-7)


def test_five_levels_are_the_ones_worked_out_by_hand() -> None:
    assert equal(karras.sigmas(5), [80, 17.5278, 2.51522, 0.169753, 0.002], digits=5)
    assert karras.count_below(karras.sigmas(18), 1.0) == 7


def test_other_exponents_lead_to_the_uniform_and_the_geometric_grid() -> None:
    assert equal(karras.sigmas(7, rho=1), karras.uniform_sigmas(7), rel=1e-12)
    assert equal(karras.sigmas(7, rho=1e7), karras.geometric_sigmas(7), rel=1e-5)
    ratios = karras.geometric_sigmas(7)[1:] / karras.geometric_sigmas(7)[:-1]
    assert equal(ratios, np.full(6, (0.002 / 80) ** (1 / 6)), rel=1e-12)


def test_a_larger_exponent_moves_levels_towards_low_noise() -> None:
    counts = [karras.count_below(karras.sigmas(40, rho=rho), 1.0) for rho in (1, 3, 7, 20)]
    assert counts == sorted(counts)
    assert counts[0] == 1


def test_a_zero_follows_the_last_level() -> None:
    assert karras.sigmas_to_zero(3).tolist() == [*karras.sigmas(3), 0]


def test_a_schedule_as_levels_starts_at_its_noisiest_step() -> None:
    assert equal(karras.schedule_sigmas(LINEAR, 1000), forward.sigma(LINEAR)[1:][::-1], rel=1e-12)
    few = karras.schedule_sigmas(LINEAR, 4)
    assert equal(few[[0, 1, 3]], forward.sigma(LINEAR)[[1000, 667, 1]], rel=1e-12)


@given(st.integers(1, 1000))
def test_a_level_of_the_schedule_is_found_at_its_own_step(t: int) -> None:
    assert equal(karras.step_of_sigma(forward.sigma(LINEAR[t]), LINEAR), t, rel=1e-9)


def test_between_steps_the_logarithm_is_linear_and_beyond_the_ends_nothing_is() -> None:
    s = forward.sigma(LINEAR[[500, 501]])
    assert equal(karras.step_of_sigma(np.sqrt(s[0] * s[1]), LINEAR), 500.5, rel=1e-9)
    assert karras.step_of_sigma([1e-9, 1e9], LINEAR).tolist() == [1, 1000]


# Preconditioning


@given(levels, spreads)
def test_the_network_sees_and_is_asked_for_variance_1(s: float, d: float) -> None:
    assert equal(karras.c_in(s, d) ** 2 * (s**2 + d**2), 1, rel=1e-12)
    skip, out = karras.c_skip(s, d), karras.c_out(s, d)
    residual = (1 - skip) ** 2 * d**2 + skip**2 * s**2  # Var(x_0 - c_skip x), its two sources independent
    assert equal(residual / out**2, 1, rel=1e-9)
    assert equal(karras.loss_weight(s, d) * out**2, 1, rel=1e-12)


@given(levels, spreads)
def test_the_share_kept_leaves_the_network_least_to_do(s: float, d: float) -> None:
    def left(skip: float) -> float:
        return (1 - skip) ** 2 * d**2 + skip**2 * s**2

    best = float(karras.c_skip(s, d))
    assert left(best) <= min(left(best + 0.01), left(best - 0.01))


def test_a_network_that_says_nothing_denoises_gaussian_data_perfectly() -> None:
    x = np.array([0.3, -2.0])
    assert equal(karras.denoised(0.0, x, 1.5, 0.5), mixtures.gaussian_denoiser(x, 1.5, 0.0, 0.25), rel=1e-14)


def test_without_noise_the_picture_is_kept_and_with_endless_noise_it_is_the_networks() -> None:
    assert karras.denoised(5.0, 0.7, 0.0) == 0.7
    assert [karras.c_skip(0), karras.c_out(0)] == [1, 0]
    assert equal([karras.c_skip(1e9), karras.c_out(1e9)], [0, 0.5], abs=1e-12)


@given(numbers, numbers, levels, spreads)
def test_the_target_of_the_network_leads_back_to_the_picture(
    x_0: float, x: float, s: float, d: float
) -> None:
    target = karras.network_target(x_0, x, s, d)
    assert equal(karras.denoised(target, x, s, d), x_0, rel=1e-9, abs=1e-9)


def test_the_level_is_told_by_a_quarter_of_its_logarithm() -> None:
    assert equal(karras.c_noise([1.0, np.e**4]), [0, 1], abs=1e-15)


def test_training_levels_have_the_density_stated() -> None:
    edges = np.linspace(-1.2 - 8 * 1.2, -1.2 + 8 * 1.2, 20_001)
    s = np.exp(edges)
    p = karras.training_pdf(s)
    below = np.concatenate([[0], np.cumsum(np.diff(s) * (p[1:] + p[:-1]) / 2)])
    assert equal(below[-1], 1, rel=1e-6)
    assert equal(below[10_000], 0.5, rel=1e-6)
    drawn = karras.training_sigma(np.random.default_rng(3).standard_normal(100_000))
    assert abs((drawn < karras.training_sigma(1.0)).mean() - 0.8413) < 5 * np.sqrt(0.135 / 100_000)


# Continuous time


@given(st.floats(0.001, 1))
def test_the_level_of_a_time_belongs_to_its_share_of_signal(t: float) -> None:
    a = sdes.vp_alpha_bar(sdes.vp_beta_integral(t))
    assert equal(karras.vp_sigma(t), forward.sigma(a), rel=1e-6)
    assert equal(karras.vp_time(karras.vp_sigma(t)), t, rel=1e-7)
    assert equal(karras.vp_scale(karras.vp_sigma(t)), np.sqrt(a), rel=1e-7)


# Churn


@given(levels, st.floats(0, 1))
def test_churn_adds_just_the_variance_that_is_missing(s: float, gamma: float) -> None:
    raised = karras.churned_sigma(s, gamma)
    assert equal(s**2 + karras.churn_noise(s, gamma) ** 2, raised**2, rel=1e-12)


def test_churn_is_limited_and_spread_over_the_steps() -> None:
    assert karras.churn_gamma(40.0, 256) == 40 / 256
    assert equal(karras.churn_gamma(80.0, 18), np.sqrt(2) - 1, rel=1e-15)
    assert equal(karras.churned_sigma(3.0, karras.churn_gamma(1e9, 1)) ** 2, 18, rel=1e-14)
    assert karras.churn(1.0, 2.0, 0.0, 9.0) == 1.0


def test_sampling_without_churn_is_the_deterministic_sampler() -> None:
    grid = karras.sigmas_to_zero(8)
    assert equal(
        karras.sample(gaussian, [3.0, -50.0], grid), solvers.heun_sigma(gaussian, [3.0, -50.0], grid)
    )
    z = np.ones((8, 2))
    outside = karras.sample(gaussian, [3.0, -50.0], grid, z, s_churn=10, s_min=100)
    assert equal(outside, solvers.heun_sigma(gaussian, [3.0, -50.0], grid))


def test_one_churned_step_is_the_one_written_out() -> None:
    raised = 2 * (1 + 0.25)
    x = 1.0 + np.sqrt(raised**2 - 4) * 0.7
    expected = solvers.heun_sigma(gaussian, x, [raised, 1.0])
    assert equal(karras.sample(gaussian, 1.0, [2.0, 1.0], [0.7], s_churn=0.25), expected, rel=1e-13)


def test_churned_samples_keep_the_spread_of_the_data() -> None:
    rng = np.random.default_rng(4)
    n, steps = 20_000, 60
    grid = karras.sigmas_to_zero(steps, 0.01, 20)
    start = 20.0 * rng.standard_normal(n)
    x = karras.sample(gaussian, start, grid, rng.standard_normal((steps, n)), s_churn=10.0)
    assert abs(x.var() - 0.25) < 5 * 0.25 * np.sqrt(2 / n) + 0.003


def test_a_network_for_steps_serves_every_solver_in_sigma() -> None:
    def predict(x_t: Array, t: float) -> Array:
        a = LINEAR[round(t)]
        x_0 = mixtures.gaussian_denoiser_vp(x_t, a, 0.0, 0.25)
        return np.asarray((x_t - np.sqrt(a) * x_0) / np.sqrt(1 - a))

    denoise = karras.denoiser_from_eps(predict, LINEAR)
    for t in (1, 300, 1000):
        s = float(forward.sigma(LINEAR[t]))
        assert equal(denoise(np.array([0.5, -3.0]), s), gaussian(np.array([0.5, -3.0]), s), rel=1e-7)


def test_each_item_of_a_batch_has_its_own_level_even_where_sizes_agree() -> None:
    rng = np.random.default_rng(6)
    x, y = rng.standard_normal((2, 3, 3, 3))
    s = np.array([2.0, 0.3, 4.0])
    functions: tuple[Callable[[int | slice], Array], ...] = (
        lambda i: karras.denoised(y[i], x[i], s[i]),
        lambda i: karras.network_target(y[i], x[i], s[i]),
        lambda i: karras.churn(x[i], s[i], 0.2, y[i]),
    )
    for f in functions:
        assert equal(f(slice(None)), np.stack([f(i) for i in range(3)]), rel=1e-14)


REFUSED: dict[str, Callable[[], object]] = {
    "N counts": lambda: karras.sigmas(0),
    "sigma_min must": lambda: karras.sigmas(3, 0.0),
    "sigma_max - sigma_min must": lambda: karras.sigmas(3, 2.0, 1.0),
    "rho must": lambda: karras.sigmas(3, rho=0),
    "sigmas must": lambda: karras.append_zero([1.0, 0.0]),
    "sigma must be positive": lambda: karras.c_noise(0),
    "sigma must not": lambda: karras.c_skip(-1),
    "sigma_data must": lambda: karras.c_skip(1, 0),
    "output has shape": lambda: karras.denoised([1, 2, 3], [1, 2], 1),
    "gamma must": lambda: karras.churned_sigma(1, -0.1),
    "s_churn must": lambda: karras.churn_gamma(-1, 3),
    "noises": lambda: karras.sample(gaussian, 1.0, [2, 1, 0], s_churn=1),
    "alpha_bar must be a table": lambda: karras.step_of_sigma(1, [0.9, 0.5]),
    "alpha_bar must be positive": lambda: karras.schedule_sigmas([1.0, 0.5, 0.0], 2),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_has_no_meaning_is_refused_in_words(rule: str) -> None:
    with pytest.raises(ValueError, match=f"^{rule}"):
        REFUSED[rule]()
