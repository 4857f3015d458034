"""Reverse steps: Bayes' rule, draws, exact Gaussian chains, turns of a circle, levels counted by hand."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import forward, gaussians, predictions, reverse, schedules
from checkers.compare import equal
from checkers.domains import Array, Numbers

shares = st.floats(0.01, 0.99)
variances = st.floats(0.01, 9)
numbers = st.floats(-3, 3)

LINEAR = schedules.linear(1e-4, 0.02, 1000)


def by_bayes(x_0: float, x_t: float, alpha: float, before: float) -> tuple[float, float]:
    """Mean and variance of q(x_{t-1} | x_t, x_0) from moments of the density on a fine grid."""
    x = np.linspace(-12, 12, 40_001)
    density = gaussians.pdf(x, forward.mean(x_0, before), forward.variance(before)) * gaussians.pdf(
        x_t, np.sqrt(alpha) * x, 1 - alpha
    )
    p = density / density.sum()
    mean = float(p @ x)
    return mean, float(p @ (x - mean) ** 2)


def constant(x: Array, t: int) -> Array:
    """A model that sees the same noise everywhere."""
    return np.full_like(x, 0.7 if t else 0.0)


# The posterior


@pytest.mark.parametrize(
    ("x_0", "x_t", "alpha", "before"),
    [(-0.4, 0.6, 0.9, 0.5), (1.0, -2.0, 0.5, 0.1), (0.3, 0.2, 0.98, 0.9), (0.0, 1.5, 0.2, 0.7)],
)
def test_the_posterior_is_the_product_of_prior_and_likelihood(
    x_0: float, x_t: float, alpha: float, before: float
) -> None:
    mean, variance = by_bayes(x_0, x_t, alpha, before)
    assert equal(reverse.posterior_mean(x_0, x_t, alpha, before), mean, abs=1e-9)
    assert equal(reverse.posterior_variance(alpha, before), variance, rel=1e-9)


@given(shares, shares)
def test_precisions_of_the_two_sources_add(alpha: float, before: float) -> None:
    assert equal(
        1 / reverse.posterior_variance(alpha, before), alpha / (1 - alpha) + 1 / (1 - before), rel=1e-9
    )


@given(shares, shares, numbers)
def test_a_sample_without_noise_stays_on_the_line_of_its_means(
    alpha: float, before: float, x_0: float
) -> None:
    x_t = forward.mean(x_0, alpha * before)
    assert equal(reverse.posterior_mean(x_0, x_t, alpha, before), forward.mean(x_0, before), abs=1e-9)


def test_a_step_forward_and_a_draw_of_the_posterior_leave_the_law_as_it_was() -> None:
    rng = np.random.default_rng(11)
    n, x_0, alpha, before = 200_000, 1.3, 0.7, 0.4
    x_t = forward.q_sample(np.full(n, x_0), alpha * before, rng.standard_normal(n))
    mean = reverse.posterior_mean(x_0, x_t, alpha, before)
    x = mean + np.sqrt(reverse.posterior_variance(alpha, before)) * rng.standard_normal(n)
    v = forward.variance(before)
    assert abs(x.mean() - forward.mean(x_0, before)) < 5 * gaussians.standard_error(v, n)
    assert abs(x.var() - v) < 5 * v * np.sqrt(2 / n)


def test_the_posterior_at_the_ends() -> None:
    assert reverse.posterior_weight_x_0([0.9, 1, 1], [1, 0.5, 1]).tolist() == [1, 0, 0]
    assert reverse.posterior_weight_x_t([0.9, 1, 1], [1, 0.5, 1]).tolist() == [0, 1, 1]
    assert equal(reverse.posterior_mean(0.3, 9.0, 0, 0.25), 0.15, rel=1e-15)
    assert reverse.posterior_variance([0.9, 1, 1, 0], [1, 0.5, 1, 0.25]).tolist() == [0, 0, 0, 0.75]


def test_the_table_of_variances_never_exceeds_beta_and_meets_it_late() -> None:
    small = reverse.posterior_variances(LINEAR)
    assert small.shape == LINEAR.shape
    assert small[:2].tolist() == [0, 0]
    assert np.all(small[1:] < LINEAR[1:])
    assert np.all(np.diff(small[1:] / LINEAR[1:]) > 0)
    assert equal(small[1000], LINEAR[1000], rel=1e-4)
    assert equal(
        small[2], 0.00011991991991991993 * 1e-4 / (1 - 0.9999 * (1 - 0.00011991991991991993)), rel=1e-9
    )


@given(shares, shares)
def test_the_learned_variance_is_the_geometric_mean_half_way(alpha: float, before: float) -> None:
    large, small = 1 - alpha, reverse.posterior_variance(alpha, before)
    assert equal(reverse.interpolated_variance(0, alpha, before), small, rel=1e-9)
    assert equal(reverse.interpolated_variance(1, alpha, before), large, rel=1e-9)
    assert equal(reverse.interpolated_variance(0.5, alpha, before) ** 2, large * small, rel=1e-9)


@given(shares, shares)
def test_each_fixed_variance_is_exact_for_one_extreme_of_the_data(alpha: float, before: float) -> None:
    assert equal(reverse.true_variance(alpha, before, 1), 1 - alpha, rel=1e-9)
    assert equal(reverse.true_variance(alpha, before, 0), reverse.posterior_variance(alpha, before))
    between = reverse.true_variance(alpha, before, 0.3)
    assert reverse.posterior_variance(alpha, before) < between < (1 - alpha) * (1 + 1e-12)


@given(shares, shares, variances)
def test_the_true_variance_is_that_of_two_correlated_gaussians(alpha: float, before: float, v: float) -> None:
    v_before, v_t = forward.marginal_variance(before, v), forward.marginal_variance(alpha * before, v)
    covariance = np.sqrt(alpha) * v_before
    assert equal(reverse.true_variance(alpha, before, v), v_before - covariance**2 / v_t, rel=1e-7)


# DDPM


@given(shares, shares, numbers, numbers)
def test_the_two_costumes_of_the_mean_agree(alpha: float, before: float, x_t: float, eps: float) -> None:
    a = alpha * before
    x_0 = predictions.x_0_from_eps(x_t, eps, a)
    mean = reverse.ddpm_mean(x_t, eps, 1 - alpha, a)
    assert equal(mean, reverse.posterior_mean(x_0, x_t, alpha, before), rel=1e-9, abs=1e-9)
    score = predictions.score_from_eps(eps, a)
    assert equal(mean, reverse.ddpm_mean_from_score(x_t, score, 1 - alpha), rel=1e-9, abs=1e-9)


@given(shares, numbers, numbers)
def test_the_first_step_undone_with_its_own_noise_returns_the_data(
    alpha: float, x_0: float, eps: float
) -> None:
    x_1 = forward.step(x_0, 1 - alpha, eps)
    assert equal(reverse.ddpm_step(x_1, eps, 1 - alpha, alpha, 0, 0.7), x_0, rel=1e-9, abs=1e-9)


def test_one_step_by_hand() -> None:
    assert equal(reverse.ddpm_step(0.8, 0.6, 0.01, 0.5, 0.1, 0.3), 0.825502, digits=6)
    assert equal(
        reverse.ddpm_mean([0.1, 0.9, -0.5], [0.3, -0.1, 0.2], 0.02, 0.001),
        [0.09495, 0.91116, -0.50912],
        abs=5e-6,
    )
    assert equal(reverse.posterior_mean(-0.4, 0.6, 0.9, 0.5), 0.466038, digits=6)


def test_a_step_without_noise_variance_changes_nothing() -> None:
    assert equal(reverse.ddpm_mean([0.4, -1.0], [3.0, 2.0], 0, 0.5), [0.4, -1.0])
    assert reverse.ddpm_mean(0.4, 3.0, 0, 1) == 0.4


def test_the_fixed_deviations_are_roots_of_the_two_variances() -> None:
    assert equal(reverse.ddpm_sigma(0.96, 0.5), 0.2, rel=1e-14)
    assert equal(reverse.ddpm_sigma(0.96, 0.5, "small") ** 2, 0.04 * 0.5 / 0.52, rel=1e-14)


def variance_after(beta: Array, data_variance: float, kind: str) -> float:
    """Variance that the exact chain for N(0, data_variance) reaches from N(0, 1), step by step."""
    a = schedules.alpha_bar(beta)
    v = 1.0
    for t in range(len(beta) - 1, 0, -1):
        slope = np.sqrt(1 - a[t]) / forward.marginal_variance(a[t], data_variance)
        factor = reverse.ddpm_mean(1.0, slope, beta[t], a[t])
        v = float(factor**2 * v + (reverse.ddpm_sigma(1 - beta[t], a[t - 1], kind) ** 2 if t > 1 else 0))
    return v


def test_unit_variance_data_come_out_whole_with_the_large_noise_and_shrunk_with_the_small() -> None:
    assert equal(variance_after(LINEAR, 1, "large"), 1 - LINEAR[1], rel=1e-10)
    assert variance_after(LINEAR, 1, "small") < 1
    assert equal(variance_after(LINEAR, 0, "small"), 0, abs=1e-12)


def test_a_thousand_steps_draw_nearly_the_data() -> None:
    small, large = (variance_after(LINEAR, 0.25, kind) for kind in ("small", "large"))
    assert 0.98 * 0.25 < small < 0.25 < large < 1.02 * 0.25


def gaussian_model(alpha_bar: Array, v: float) -> reverse.Model:
    return lambda x, t: np.sqrt(1 - alpha_bar[t]) / forward.marginal_variance(alpha_bar[t], v) * x


def test_the_loop_draws_what_the_variances_say() -> None:
    rng = np.random.default_rng(12)
    beta, n = schedules.linear(0.01, 0.3, 20), 100_000
    model = gaussian_model(schedules.alpha_bar(beta), 0.25)
    x = reverse.ddpm_sample(model, rng.standard_normal(n), beta, rng.standard_normal((20, n)))
    expected = variance_after(beta, 0.25, "large")
    assert abs(x.var() - expected) < 5 * expected * np.sqrt(2 / n)


def test_the_loop_calls_once_a_step_from_T_to_1_and_adds_no_noise_last() -> None:
    seen: list[int] = []
    beta = np.array([0, 0.1, 0.2, 0.3])

    def model(x: Array, t: int) -> Array:
        seen.append(t)
        return 0 * x

    z = np.array([[1.0], [10.0], [1e9]])
    x = reverse.ddpm_sample(model, [0.0], beta, z)
    assert seen == [3, 2, 1]
    by_hand = (np.sqrt(0.3) / np.sqrt(0.8) + 10 * np.sqrt(0.2)) / np.sqrt(0.9)
    assert equal(x, [by_hand], rel=1e-14)


# DDIM


@given(shares, shares, numbers, numbers)
def test_a_right_estimate_moves_along_the_same_picture_and_noise(
    a_t: float, a_s: float, x_0: float, eps: float
) -> None:
    x_t, x_s = forward.q_sample(x_0, a_t, eps), forward.q_sample(x_0, a_s, eps)
    assert equal(reverse.ddim_step(x_t, eps, a_t, a_s), x_s, rel=1e-7, abs=1e-7)
    assert equal(reverse.ddim_step(x_s, eps, a_s, a_t), x_t, rel=1e-7, abs=1e-7)


@given(shares, st.floats(0.01, 1), numbers, numbers)
def test_the_step_is_a_turn_by_the_angle_between_the_levels(
    a_t: float, a_s: float, x_t: float, eps: float
) -> None:
    v = predictions.v_from_eps(x_t, eps, a_t)
    delta = predictions.angle(a_t) - predictions.angle(a_s)
    assert equal(reverse.rotated(x_t, v, delta), reverse.ddim_step(x_t, eps, a_t, a_s), rel=1e-7, abs=1e-7)


@given(shares, shares, st.floats(0, 1), numbers, numbers, numbers)
def test_the_three_predictions_take_one_step(
    alpha: float, a_s: float, eta: float, x_t: float, eps: float, z: float
) -> None:
    a_t = alpha * a_s
    by_eps = reverse.ddim_step(x_t, eps, a_t, a_s, eta, z)
    x_0, v = predictions.x_0_from_eps(x_t, eps, a_t), predictions.v_from_eps(x_t, eps, a_t)
    assert equal(reverse.ddim_step_from_x_0(x_t, x_0, a_t, a_s, eta, z), by_eps, rel=1e-6, abs=1e-6)
    assert equal(reverse.ddim_step_from_v(x_t, v, a_t, a_s, eta, z), by_eps, rel=1e-6, abs=1e-6)


@given(shares, shares, numbers, numbers)
def test_in_exploding_terms_the_step_is_a_straight_line_in_sigma(
    a_t: float, a_s: float, x_t: float, eps: float
) -> None:
    straight = reverse.ve_ddim_step(forward.ve_from_vp(x_t, a_t), eps, forward.sigma(a_t), forward.sigma(a_s))
    assert equal(straight, forward.ve_from_vp(reverse.ddim_step(x_t, eps, a_t, a_s), a_s), rel=1e-7, abs=1e-7)


@given(shares, shares, numbers, numbers, numbers)
def test_with_eta_1_a_step_to_the_neighbour_is_the_ddpm_step_with_the_small_variance(
    alpha: float, before: float, x_t: float, eps: float, z: float
) -> None:
    a = alpha * before
    ddpm = reverse.ddpm_step(x_t, eps, 1 - alpha, a, reverse.ddpm_sigma(alpha, before, "small"), z)
    assert equal(reverse.ddim_step(x_t, eps, a, before, 1, z), ddpm, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("eta", [0.0, 0.3, 1.0])
def test_every_eta_keeps_the_law_given_the_picture(eta: float) -> None:
    rng = np.random.default_rng(13)
    n, x_0, a_t, a_s = 200_000, 0.3, 0.4, 0.7
    eps = rng.standard_normal(n)
    x = reverse.ddim_step(
        forward.q_sample(np.full(n, x_0), a_t, eps), eps, a_t, a_s, eta, rng.standard_normal(n)
    )
    v = forward.variance(a_s)
    assert abs(x.mean() - forward.mean(x_0, a_s)) < 5 * gaussians.standard_error(v, n)
    assert abs(x.var() - v) < 5 * v * np.sqrt(2 / n)


@given(shares, shares)
def test_sigma_is_the_root_of_the_posterior_variance_and_sigma_hat_of_beta(alpha: float, a_s: float) -> None:
    a_t = alpha * a_s
    assert equal(reverse.merged_alpha(a_t, a_s), alpha, rel=1e-9)
    assert equal(reverse.ddim_sigma(a_t, a_s) ** 2, reverse.posterior_variance(alpha, a_s), rel=1e-7)
    assert equal(reverse.ddim_sigma(a_t, a_s, 0.5) * 2, reverse.ddim_sigma(a_t, a_s), rel=1e-9)
    assert equal(reverse.ddim_sigma_hat(a_t, a_s) ** 2, 1 - alpha, rel=1e-9)


def test_ddim_by_hand() -> None:
    assert equal(reverse.ddim_step(1, 0.4, 0.5, 0.6), 1.03858866, digits=9)
    assert equal(reverse.ddim_step(1, 0.4, 0.5, 1), 1.01421356, digits=9)
    assert equal(reverse.ddim_sigma(0.5, 0.6), 0.365148, digits=6)
    s = 0.36514837167011
    by_hand = np.sqrt(0.6) * 1.0142135623730951 + np.sqrt(0.4 - s * s) * 0.4 + 2 * s
    assert equal(reverse.ddim_step(1, 0.4, 0.5, 0.6, 1, 2), by_hand, rel=1e-12)


@given(shares, shares, st.floats(0, 1), numbers, numbers)
def test_the_step_is_linear_with_the_two_factors(
    alpha: float, a_s: float, eta: float, x: float, eps: float
) -> None:
    a_t = alpha * a_s
    linear = reverse.ddim_factor_x_t(a_t, a_s) * x + reverse.ddim_factor_eps(a_t, a_s, eta) * eps
    assert equal(linear, reverse.ddim_step(x, eps, a_t, a_s, eta), rel=1e-7, abs=1e-7)
    assert reverse.ddim_factor_eps(a_t, a_s) < 0


def test_from_pure_noise_a_step_needs_the_picture_or_v() -> None:
    assert equal(reverse.ddim_step_from_x_0(0.9, 0.5, 0, 0.36), 0.6 * 0.5 + 0.8 * 0.9, rel=1e-14)
    assert equal(reverse.ddim_step_from_v(0.9, -0.5, 0, 0.36), 0.6 * 0.5 + 0.8 * 0.9, rel=1e-14)
    with pytest.raises(ValueError, match="alpha_bar_t"):
        reverse.ddim_step(0.9, 0.9, 0, 0.36)


def test_a_step_to_its_own_level_changes_nothing_at_any_eta() -> None:
    assert reverse.merged_alpha([0, 0.3, 1], [0, 0.3, 1]).tolist() == [1, 1, 1]
    for eta in (0.0, 1.0):
        assert equal(reverse.ddim_step(0.7, -0.4, 0.3, 0.3, eta, 5.0), 0.7, rel=1e-14)


def test_each_step_of_unit_gaussian_data_is_the_cosine_of_its_angle() -> None:
    a = reverse.equal_angles(10)
    x = reverse.ddim_step_from_x_0(1.0, 0.0, a[0], a[1])
    for level, below in pairwise(a[1:]):
        x = reverse.ddim_step(x, np.sqrt(1 - level) * x, level, below)
    assert equal(x, reverse.equal_angles_factor(10), rel=1e-12)
    assert [round(reverse.equal_angles_factor(N), 4) for N in (1, 2, 10, 50)] == [0, 0.5, 0.8835, 0.9756]


@given(shares, shares, st.floats(0, 4))
def test_the_gaussian_factor_is_what_the_step_does_and_tends_to_the_exact_one(
    a_t: float, a_s: float, v: float
) -> None:
    eps = np.sqrt(1 - a_t) / forward.marginal_variance(a_t, v)
    assert equal(reverse.ddim_gaussian_factor(a_t, a_s, v), reverse.ddim_step(1.0, eps, a_t, a_s), rel=1e-7)
    levels = np.linspace(a_t, a_s, 2001)
    many = np.prod(reverse.ddim_gaussian_factor(levels[:-1], levels[1:], v))
    assert equal(many, reverse.exact_gaussian_factor(a_t, a_s, v), rel=0.02)


def test_unit_data_are_left_alone_by_the_exact_flow_and_a_point_is_reached_in_one_step() -> None:
    assert equal(reverse.exact_gaussian_factor(0.1, 0.6), 1, rel=1e-15)
    assert equal(reverse.ddim_gaussian_factor(0.1, 0.6), 0.844949, digits=6)
    assert equal(reverse.ddim_gaussian_factor(0.1, 1, 0), 0, abs=1e-15)


# Loops


def test_one_jump_with_eta_0_is_the_clean_guess() -> None:
    a = np.array([1, 0.8, 0.3])
    x = reverse.ddim_sample(lambda x, t: 0.1 * t * x, [1.0, -2.0], a, [2])
    assert equal(x, predictions.x_0_from_eps(np.array([1.0, -2.0]), [0.2, -0.4], 0.3), rel=1e-14)


def test_visiting_every_step_with_eta_1_is_ddpm_with_the_small_variance() -> None:
    rng = np.random.default_rng(14)
    beta = schedules.linear(0.01, 0.2, 12)
    a = schedules.alpha_bar(beta)
    model, z = gaussian_model(a, 0.5), rng.standard_normal((12, 3))
    x_T = rng.standard_normal(3)
    ddim = reverse.ddim_sample(model, x_T, a, np.arange(12, 0, -1), 1.0, z)
    assert equal(ddim, reverse.ddpm_sample(model, x_T, beta, z, "small"), rel=1e-10)


def test_more_steps_come_nearer_to_the_exact_flow() -> None:
    a = schedules.alpha_bar(LINEAR)
    exact = reverse.exact_gaussian_factor(a[1000], 1, 0.25)
    errors = [
        abs(reverse.ddim_sample(gaussian_model(a, 0.25), 1.0, a, reverse.steps(1000, N, "trailing")) - exact)
        for N in (5, 20, 100, 1000)
    ]
    assert errors[0] > 2 * errors[1] > 4 * errors[2] > 8 * errors[3]


def test_inversion_finds_the_noise_that_leads_back() -> None:
    a = schedules.alpha_bar(LINEAR)
    steps = reverse.steps(1000, 500, "trailing")
    model = gaussian_model(a, 0.25)
    noise = reverse.ddim_inversion(model, [0.4, -0.9], a, steps)
    assert equal(reverse.ddim_sample(model, noise, a, steps), [0.4, -0.9], rel=0.02)
    assert equal(noise, np.array([0.4, -0.9]) / reverse.exact_gaussian_factor(a[1000], 1, 0.25), rel=0.02)


def test_inversion_is_exact_where_the_estimate_does_not_change() -> None:
    a = np.array([1, 0.9, 0.5, 0.2, 0.05])
    noise = reverse.ddim_inversion(constant, [0.3], a, [4, 2, 1])
    assert equal(reverse.ddim_sample(constant, noise, a, [4, 2, 1]), [0.3], rel=1e-12)
    assert equal(noise, forward.q_sample([0.3], 0.05, 0.7), rel=1e-12)


# The true reverse law of a mixture


@given(st.floats(0.02, 0.9), numbers)
def test_two_points_are_told_apart_by_their_densities(a: float, x_t: float) -> None:
    up, down = (gaussians.pdf(x_t, m * np.sqrt(a), 1 - a) for m in (1.0, -1.0))
    weights, means, spread = reverse.reverse_mixture(x_t, a, 1.0, [0.5, 0.5], [-1, 1])
    assert equal(weights[1], up / (up + down), rel=1e-7, abs=1e-12)
    assert means.tolist() == [-1, 1]
    assert spread.tolist() == [0, 0]


@pytest.mark.parametrize("a_s", [0.15, 0.5, 0.95])
def test_the_reverse_mixture_is_bayes_rule_on_the_noised_mixtures(a_s: float) -> None:
    p, m, v = np.array([0.3, 0.7]), np.array([-1.0, 1.2]), np.array([0.04, 0.2])
    a_t, x_t = 0.1, 0.4
    x = np.linspace(-4, 4, 801)

    def marginal(at: Array, a: float) -> Array:
        each = gaussians.pdf(at[..., None], forward.mean(m, a), forward.marginal_variance(a, v))
        return np.asarray(each @ p)

    ratio = a_t / a_s
    by_bayes_rule = (
        marginal(x, a_s) * gaussians.pdf(x_t, np.sqrt(ratio) * x, 1 - ratio) / marginal(np.asarray(x_t), a_t)
    )
    weights, means, spread = reverse.reverse_mixture(x_t, a_t, a_s, p, m, v)
    ours = gaussians.pdf(x[:, None], means, spread) @ weights
    assert equal(ours, by_bayes_rule, rel=1e-9, abs=1e-12)


def test_one_gaussian_in_the_mixture_is_the_gaussian_case() -> None:
    _, mean, spread = reverse.reverse_mixture(0.8, 0.3, 0.5, [1.0], [0.0], [1.0])
    assert equal(mean, [np.sqrt(0.6) * 0.8], rel=1e-12)
    assert equal(spread, [reverse.true_variance(0.6, 0.5, 1)], rel=1e-12)


# Levels


def test_the_spacings_of_five_and_three_steps_counted_by_hand() -> None:
    assert reverse.timesteps(1000, 5, "leading").tolist() == [800, 600, 400, 200, 0]
    assert reverse.timesteps(1000, 5, "leading", 1).tolist() == [801, 601, 401, 201, 1]
    assert reverse.timesteps(1000, 5, "trailing").tolist() == [999, 799, 599, 399, 199]
    assert reverse.timesteps(1000, 5, "linspace").tolist() == [999, 749, 500, 250, 0]
    assert reverse.timesteps(1000, 3, "trailing").tolist() == [999, 666, 332]
    assert reverse.timesteps(10, 4, "leading").tolist() == [6, 4, 2, 0]
    assert reverse.timesteps(1000, 61, "trailing")[[0, 1, -1]].tolist() == [999, 983, 15]
    assert len(reverse.timesteps(1000, 61, "trailing")) == 61
    assert reverse.steps(10, 5, "trailing").tolist() == [10, 8, 6, 4, 2]


@given(st.integers(1, 1000), st.integers(1, 1000), st.sampled_from(["leading", "trailing", "linspace"]))
def test_spacings_fall_within_the_range_and_all_agree_on_every_step(T: int, N: int, kind: str) -> None:
    if N > T:
        with pytest.raises(ValueError, match="N must not be above T"):
            reverse.timesteps(T, N, kind)
        return
    t = reverse.timesteps(T, N, kind)
    assert t.dtype == np.int64
    assert len(t) == N
    assert np.all(np.diff(t) < 0)
    assert 0 <= t[-1] <= t[0] <= T - 1
    assert kind == "leading" or N == 1 or t[0] == T - 1
    assert kind == "trailing" or N == 1 or t[-1] == 0
    assert reverse.timesteps(T, T, kind).tolist() == list(range(T - 1, -1, -1))


def test_the_end_of_a_stride() -> None:
    assert reverse.stride_below(999, 1000, 50) == 979
    assert reverse.stride_below([20, 0], 1000, 50).tolist() == [0, -20]


def test_part_of_the_way_and_the_time_it_takes() -> None:
    assert [reverse.strength_steps(50, s) for s in (0, 0.5, 0.8, 1)] == [0, 25, 40, 50]
    assert reverse.seconds(50, 45) == 2.25
    assert reverse.seconds([1000, 20], 45, 2).tolist() == [90, 1.8]


# Batches and refusals

LEVELLED: dict[str, Callable[[Numbers, Numbers], Array]] = {
    "posterior_mean": lambda x, a: reverse.posterior_mean(0.4, x, 0.9, a),
    "posterior_mean alpha": lambda x, a: reverse.posterior_mean(0.4, x, a, 0.9),
    "ddpm_mean": lambda x, a: reverse.ddpm_mean(x, 0.7, 0.1, a),
    "ddpm_mean beta": lambda x, b: reverse.ddpm_mean(x, 0.7, b, 0.1),
    "ddpm_mean_from_score": lambda x, b: reverse.ddpm_mean_from_score(x, 0.7, b),
    "ddpm_step": lambda x, s: reverse.ddpm_step(x, 0.7, 0.1, 0.5, s, 0.4),
    "ddim_step": lambda x, a: reverse.ddim_step(x, 0.7, np.asarray(a) / 2, a, 0.5, 0.3),
    "ddim_step s": lambda x, a: reverse.ddim_step(x, 0.7, 0.1, a, 1, 0.3),
    "ddim_step_from_x_0": lambda x, a: reverse.ddim_step_from_x_0(x, 0.7, a, 0.95, 1, 0.3),
    "ddim_step_from_v": lambda x, a: reverse.ddim_step_from_v(x, 0.7, a, 0.95, 1, 0.3),
    "ve_ddim_step": lambda x, s: reverse.ve_ddim_step(x, 0.7, 1.5, s),
    "rotated": lambda x, d: reverse.rotated(x, 0.7, d),
}


@pytest.mark.parametrize("name", LEVELLED)
def test_each_item_of_a_batch_has_its_own_level_even_where_sizes_agree(name: str) -> None:
    x = np.random.default_rng(15).standard_normal((3, 3, 3))
    levels = np.array([0.9, 0.25, 0.5])
    one_by_one = np.stack([LEVELLED[name](x[i], levels[i]) for i in range(3)])
    assert equal(LEVELLED[name](x, levels), one_by_one, rel=1e-14, abs=1e-15)
    with pytest.raises(ValueError, match="one noise level per item"):
        LEVELLED[name](np.zeros((2, 2)), levels)


REFUSED: dict[str, Callable[[], object]] = {
    "alpha_t must": lambda: reverse.posterior_variance(1.1, 0.5),
    "alpha_bar_before must": lambda: reverse.posterior_mean(0, 0, 0.5, -0.1),
    "beta must be a table": lambda: reverse.posterior_variances([0.1, 0.2]),
    "v must": lambda: reverse.interpolated_variance(1.1, 0.9, 0.5),
    "data_variance must": lambda: reverse.true_variance(0.9, 0.5, -1),
    "x_0 has shape": lambda: reverse.posterior_mean([0, 1], [0, 1, 2], 0.9, 0.5),
    "beta_t must be below 1": lambda: reverse.ddpm_mean(0, 0, 1, 0),
    "alpha_bar_t must be below 1 after": lambda: reverse.ddpm_mean(0, 0, 0.1, 1),
    "eps has shape": lambda: reverse.ddpm_mean([0, 1], [0, 1, 2], 0.1, 0.5),
    "sigma_t must": lambda: reverse.ddpm_step(0, 0, 0.1, 0.5, -1, 0),
    "z has shape": lambda: reverse.ddim_step([0, 1], [0, 1], 0.1, 0.5, 1, [1, 2, 3]),
    "'huge'": lambda: reverse.ddpm_sigma(0.9, 0.5, "huge"),
    "alpha_bar_s must not be below": lambda: reverse.ddim_sigma(0.6, 0.5),
    "eta must not be negative": lambda: reverse.ddim_step(0, 0, 0.1, 0.5, -1),
    "eta must not inject": lambda: reverse.ddim_step(0, 0, 0.1, 0.5, 1.5),
    "sigma_s must": lambda: reverse.ve_ddim_step(0, 0, 1, -1),
    "alpha_bar_t must be below 1 for": lambda: reverse.exact_gaussian_factor(1, 0.5, 0),
    "weights must add": lambda: reverse.reverse_mixture(0, 0.1, 0.5, [0.5, 0.6], [0, 1]),
    "N counts": lambda: reverse.timesteps(10, 0),
    "steps_offset leads beyond": lambda: reverse.timesteps(10, 10, "leading", 1),
    "no spacing": lambda: reverse.timesteps(10, 5, "even"),
    "strength must": lambda: reverse.strength_steps(10, 1.1),
    "steps must be whole and falling": lambda: reverse.ddim_sample(constant, 0, [1, 0.5, 0.1], [1, 2]),
    "t runs from 1 to 2": lambda: reverse.ddim_sample(constant, 0, [1, 0.5, 0.1], [3]),
    "alpha_bar must be a table": lambda: reverse.ddim_sample(constant, 0, [0.5, 0.1], [1]),
    "2 steps need": lambda: reverse.ddpm_sample(constant, [0.0], [0, 0.1, 0.2], [[1.0]]),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_has_no_meaning_is_refused_in_words(rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        REFUSED[rule]()
