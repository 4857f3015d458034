"""Noising in continuous time: simulations, moment equations, and the discrete chain as witnesses."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from checkers import forward, gaussians, mixtures, schedules, sdes
from checkers.compare import equal
from checkers.domains import Array, Numbers

rates = st.floats(0.05, 8)
times = st.floats(0.01, 2)
variances = st.floats(0.01, 5)
numbers = st.floats(-3, 3)


def slope(function: Callable[[float], Numbers], t: float, h: float = 1e-5) -> Array:
    """The derivative by central differences."""
    return np.asarray((np.asarray(function(t + h)) - np.asarray(function(t - h))) / (2 * h))


# One step


def test_one_step_is_the_one_worked_out_by_hand() -> None:
    assert equal(sdes.euler_maruyama_step(1, -1, np.sqrt(2), 0.04, -0.5), 0.96 - np.sqrt(0.08) / 2, rel=1e-15)


def test_a_step_of_no_length_stays_and_one_without_noise_follows_the_drift() -> None:
    assert sdes.euler_maruyama_step(1.5, -1, 2, 0, 3.0) == 1.5
    assert equal(sdes.euler_maruyama_step([1.5, 2.0], [-1, 4], 0, 0.1, [9, 9]), [1.4, 2.4], rel=1e-15)
    assert equal(sdes.euler_maruyama_step(1.5, -1, 0, -0.1, 9), 1.6, rel=1e-15)


def test_the_variance_of_brownian_motion_does_not_depend_on_the_number_of_steps() -> None:
    for n in (1, 10, 1000):
        assert equal(n * sdes.increment(2.0 / n, 1.0) ** 2, 2.0, rel=1e-12)
        assert equal(sdes.euler_maruyama_variance(0.0, 0.0, 1.0, 2.0 / n, n), 2.0, rel=1e-12)


def test_a_step_back_in_time_has_noise_of_the_same_size() -> None:
    assert sdes.increment(-0.25, 3.0) == sdes.increment(0.25, 3.0) == 1.5


def test_the_loop_is_the_steps_one_after_another() -> None:
    z = np.random.default_rng(0).standard_normal((3, 2))
    grid = [0.0, 0.1, 0.3, 0.35]
    x = np.array([1.0, -1.0])
    for i in range(3):
        x = (
            x
            + (grid[i + 1] - grid[i]) * (-x * grid[i])
            + (2 + grid[i]) * np.sqrt(grid[i + 1] - grid[i]) * z[i]
        )
    got = sdes.euler_maruyama(lambda x, t: -x * t, lambda t: 2 + t, [1.0, -1.0], grid, z)
    assert equal(got, x, rel=1e-14)


@given(st.floats(0, 0.999), times)
def test_a_rate_and_the_beta_of_a_step_translate_both_ways(beta: float, h: float) -> None:
    assert equal(sdes.beta_from_rate(sdes.rate_from_beta(beta, h), h), beta, rel=1e-12, abs=1e-15)


def test_the_discrete_chain_at_its_rates_is_the_continuous_law() -> None:
    beta = schedules.linear(1e-4, 0.02, 1000)
    total = sdes.rate_from_beta(beta).sum()
    assert equal(sdes.vp_alpha_bar(total), schedules.alpha_bar(beta)[1000], rel=1e-11)
    assert sdes.rate_from_beta(1.0) == np.inf


# Laws of the forward equations


@given(variances, rates, times)
def test_the_variance_solves_its_moment_equation(v_0: float, beta: float, t: float) -> None:
    def v(u: float) -> Array:
        return sdes.vp_variance(v_0, beta * u)

    assert equal(slope(v, t), beta * (1 - v(t)), rel=1e-6, abs=1e-8)
    assert equal(v(0.0), v_0, rel=1e-15)


@given(numbers, rates, times)
def test_the_mean_solves_its_moment_equation(m: float, beta: float, t: float) -> None:
    def mean(u: float) -> Array:
        return sdes.vp_mean(m, beta * u)

    assert equal(slope(mean, t), -0.5 * beta * mean(t), rel=1e-6, abs=1e-8)


@given(variances, rates, times)
def test_continuous_and_discrete_closed_forms_are_one(v_0: float, beta: float, t: float) -> None:
    a = sdes.vp_alpha_bar(beta * t)
    assert equal(sdes.vp_variance(v_0, beta * t), forward.marginal_variance(a, v_0), rel=1e-12)
    assert equal(sdes.vp_mean(1.7, beta * t), forward.mean(1.7, a), rel=1e-12)
    assert equal(sdes.vp_sample(1.7, beta * t, 0.3), forward.q_sample(1.7, a, 0.3), rel=1e-9)
    assert equal(sdes.beta_integral_from_alpha_bar(a), beta * t, rel=1e-9)


def test_simulated_paths_have_the_mean_and_variance_stated() -> None:
    rng = np.random.default_rng(1)
    n, steps, beta, t = 40_000, 200, 2.0, 0.5
    x_0 = rng.normal(1.5, 0.5, n)
    x = sdes.euler_maruyama(
        lambda x, _: sdes.vp_drift(x, beta),
        lambda _: sdes.vp_diffusion(beta),
        x_0,
        np.linspace(0, t, steps + 1),
        rng.standard_normal((steps, n)),
    )
    v = float(sdes.vp_variance(0.25, beta * t))
    assert abs(x.mean() - sdes.vp_mean(1.5, beta * t)) < 5 * gaussians.standard_error(v, n) + 2e-3
    assert abs(x.var() - v) < 5 * v * np.sqrt(2 / n) + 2e-3


def test_the_linear_rate_and_its_integral_belong_together() -> None:
    for t in (0.1, 0.5, 0.9):
        assert equal(slope(sdes.vp_beta_integral, t), sdes.vp_beta(t), rel=1e-9)
    assert [sdes.vp_beta(0), sdes.vp_beta(1), sdes.vp_beta_integral(0)] == [0.1, 20, 0]


def test_a_thousand_steps_of_ddpm_follow_the_linear_rate() -> None:
    discrete = schedules.alpha_bar(schedules.linear(1e-4, 0.02, 1000))
    at = np.array([250, 500, 750])
    assert equal(sdes.vp_alpha_bar(sdes.vp_beta_integral(at / 1000)), discrete[at], rel=0.04)


@given(variances, rates, times)
def test_the_narrower_equation_solves_its_moment_equation_and_stays_narrower(
    v_0: float, beta: float, t: float
) -> None:
    def v(u: float) -> Array:
        return sdes.sub_vp_variance(v_0, beta * u)

    gain = sdes.sub_vp_diffusion(beta, beta * t) ** 2
    assert equal(slope(v, t), gain - beta * v(t), rel=1e-5, abs=1e-7)
    assert v(t) <= sdes.vp_variance(v_0, beta * t) + 1e-12


@given(st.floats(0.05, 0.95))
def test_the_exploding_diffusion_gathers_the_variance_stated(t: float) -> None:
    s, rate = sdes.ve_sigma(t), sdes.ve_sigma_rate(t)
    assert equal(slope(sdes.ve_sigma, t), rate, rel=1e-6)
    assert equal(slope(lambda u: sdes.ve_sigma(u) ** 2, t), sdes.ve_diffusion(s, rate) ** 2, rel=1e-6)


def test_the_exploding_process_only_adds() -> None:
    assert sdes.ve_drift([3.0, -1.0]).tolist() == [0, 0]
    assert sdes.ve_variance(0.25, 2.0) == 4.25
    assert equal(sdes.ve_variance(sdes.ve_variance(0.25, 1.0), 2.0, 1.0), 4.25, rel=1e-15)
    assert equal(sdes.ve_sigma([0.0, 0.5, 1.0]), [0.01, np.sqrt(0.5), 50], rel=1e-14)


@given(variances, st.floats(-1, 2), st.floats(0, 3), times)
@example(1.0, 5e-324, 1.0, 1.0)  # a pull so slight that its product with the time has no digits
def test_linear_equations_solve_their_moment_equations(v_0: float, theta: float, g: float, t: float) -> None:
    def v(u: float) -> Array:
        return sdes.ou_variance(v_0, theta, g, u)

    def mean(u: float) -> Array:
        return sdes.ou_mean(2.0, theta, u, level=0.5)

    assert equal(slope(v, t), g**2 - 2 * theta * v(t), rel=1e-4, abs=1e-4)
    assert equal(slope(mean, t), -theta * (mean(t) - 0.5), rel=1e-5, abs=1e-7)


def test_no_pull_at_all_is_brownian_motion() -> None:
    assert equal(sdes.ou_variance([1.0, 1.0], [0.0, 1e-9], 2.0, 3.0), [13.0, 13.0], rel=1e-7)
    assert sdes.ou_mean(2.0, 0.0, 3.0, level=-1.0) == 2


def test_variance_preserving_is_a_linear_equation_that_rests_at_1() -> None:
    beta, t = 3.0, 0.7
    assert equal(
        sdes.ou_variance(0.2, beta / 2, np.sqrt(beta), t), sdes.vp_variance(0.2, beta * t), rel=1e-14
    )
    assert equal(sdes.ou_stationary_variance(beta / 2, np.sqrt(beta)), 1, rel=1e-15)
    assert equal(sdes.ou_variance(0.2, 1.5, 2.0, 100.0), sdes.ou_stationary_variance(1.5, 2.0), rel=1e-14)


def test_small_steps_simulate_the_law_and_large_ones_too_wide_a_one() -> None:
    exact = sdes.ou_variance(0.3, 1.0, np.sqrt(2), 4.0)
    errors = [sdes.euler_maruyama_variance(0.3, 1.0, np.sqrt(2), 4 / n, n) - exact for n in (50, 100)]
    assert 0 < errors[1] < errors[0]
    assert equal(errors[0] / errors[1], 2, rel=0.05)


# Backwards


def test_the_reverse_drifts_are_the_ones_worked_out_by_hand() -> None:
    assert equal(sdes.vp_reverse_drift(1, 2, -0.4), -0.2, abs=1e-15)
    assert equal(sdes.vp_probability_flow_drift(1, 2, -0.4), -0.6, abs=1e-15)
    assert equal(sdes.ve_probability_flow_drift(-0.4, 2.0), 0.8, rel=1e-15)
    assert equal(sdes.ve_reverse_drift(-0.4, 2.0), 1.6, rel=1e-15)


@given(numbers, rates)
def test_nothing_moves_where_the_data_are_noise_already(x: float, beta: float) -> None:
    assert equal(sdes.vp_probability_flow_drift(x, beta, -x), 0, abs=1e-13)


@given(variances, rates, times, st.floats(0, 2))
def test_every_member_of_the_family_undoes_the_forward_variance(
    v_0: float, beta: float, t: float, c: float
) -> None:
    v = float(sdes.vp_variance(v_0, beta * t))
    coefficient = float(sdes.family_drift(sdes.vp_drift(1.0, beta), np.sqrt(beta), -1 / v, c))
    backwards = -2 * coefficient * v + c**2 * beta  # dv/d(-t) of a linear equation with noise c g
    assert equal(backwards, -beta * (1 - v), rel=1e-8, abs=1e-9)


@given(numbers, numbers, st.floats(0, 3))
def test_the_family_runs_from_the_ode_to_the_sde(f: float, score: float, g: float) -> None:
    assert sdes.family_drift(f, g, score, 0) == sdes.probability_flow_drift(f, g, score)
    assert sdes.family_drift(f, g, score, 1) == sdes.reverse_drift(f, g, score)
    middle = (f + sdes.reverse_drift(f, g, score)) / 2
    assert equal(sdes.probability_flow_drift(f, g, score), middle, rel=1e-12, abs=1e-12)


def test_reverse_simulation_of_two_points_finds_both_from_noise() -> None:
    rng = np.random.default_rng(2)
    n, steps = 20_000, 300
    weights, means, small = [0.3, 0.7], [-1.0, 1.0], [0.02, 0.02]
    x = rng.standard_normal(n)
    h = 1.0 / steps
    for i in range(steps, 0, -1):
        t = i * h
        noised = mixtures.noised(weights, means, small, sdes.vp_alpha_bar(8 * t))
        score = mixtures.score(x, *noised)
        x = sdes.reverse_step(x, sdes.vp_drift(x, 8.0), np.sqrt(8), score, h, rng.standard_normal(n))
    assert abs((x > 0).mean() - 0.7) < 5 * np.sqrt(0.21 / n) + 0.01
    assert abs(np.abs(x).mean() - 1) < 0.02


@pytest.mark.parametrize("share", [0.0, 0.5, 1.0, 2.0, np.sqrt(1 / 0.9 - 1)])
@pytest.mark.parametrize("bias", [0.9, 1.0, 1.1])
def test_a_biased_score_leaves_the_variance_that_small_steps_reach(share: float, bias: float) -> None:
    v_0, steps = 0.25, 4_000
    sigmas = np.append(np.geomspace(8, 1e-4, steps), 0)
    v = v_0 + 64
    for s, s_next in pairwise(sigmas):
        g = np.sqrt(s + s_next)  # g² times the step is the variance between the levels
        slope = float(sdes.family_drift(0, g, -bias / (v_0 + (s**2 + s_next**2) / 2), share))
        v = (1 - slope * (s - s_next)) ** 2 * v + share**2 * g**2 * (s - s_next)
    assert equal(sdes.ve_biased_variance(v_0, 8, bias, share), v, rel=2e-2)


def test_without_bias_the_spread_is_right_and_noise_tames_a_biased_one() -> None:
    assert equal(sdes.ve_biased_variance(0.25, 80, 1.0, [0.0, 0.3, 1.0, 5.0]), np.full(4, 0.25), rel=1e-12)
    too_wide = sdes.ve_biased_variance(0.25, 80, 0.9, [0.0, 0.5, 1.0, 2.0, 50.0])
    assert np.all(np.diff(too_wide) < 0)
    assert equal(too_wide[-1], 0.25 / 0.9, rel=1e-3)


def test_a_reverse_step_is_a_forward_formula_with_a_negative_step() -> None:
    got = sdes.reverse_step(0.5, -0.5, np.sqrt(2), -0.4, 0.1, 1.0)
    assert equal(got, 0.5 - 0.1 * (-0.5 + 0.8) + np.sqrt(0.2), rel=1e-14)


# Shapes and domains

LEVELLED: dict[str, Callable[[Numbers, Numbers], Array]] = {
    "increment": lambda x, level: sdes.increment(level, x),
    "euler_maruyama_step": lambda x, level: sdes.euler_maruyama_step(x, 2.0, level, level, 0.3),
    "vp_drift": sdes.vp_drift,
    "vp_mean": sdes.vp_mean,
    "vp_sample": lambda x, level: sdes.vp_sample(x, level, 0.3),
    "family_drift": lambda x, level: sdes.family_drift(x, level, x, 0.5),
    "vp_reverse_drift": lambda x, level: sdes.vp_reverse_drift(x, level, 0.3),
    "ve_probability_flow_drift": lambda x, level: sdes.ve_probability_flow_drift(x, level),
    "reverse_step": lambda x, level: sdes.reverse_step(x, 2.0, level, x, 0.1, 0.3),
}


@pytest.mark.parametrize("name", LEVELLED)
def test_each_item_of_a_batch_has_its_own_level_even_where_sizes_agree(name: str) -> None:
    x = np.random.default_rng(6).standard_normal((3, 3, 3))
    levels = [0.9, 0.25, 0.5]
    one_by_one = np.stack([LEVELLED[name](x[i], levels[i]) for i in range(3)])
    assert equal(LEVELLED[name](x, levels), one_by_one)


REFUSED: dict[str, Callable[[], object]] = {
    "beta must": lambda: sdes.vp_drift(1, -1),
    "t must": lambda: sdes.vp_beta(1.1),
    "beta_integral must": lambda: sdes.vp_variance(1, -0.1),
    "variance must": lambda: sdes.vp_variance(-1, 1),
    "alpha_bar must": lambda: sdes.beta_integral_from_alpha_bar(1.5),
    "theta must": lambda: sdes.ou_stationary_variance(0, 1),
    "sigma_min must": lambda: sdes.ve_sigma(0.5, 0.0),
    "sigma - sigma_0 must": lambda: sdes.ve_variance(1, 1, 2),
    "diffusion must": lambda: sdes.reverse_drift(1, -1, 1),
    "share must": lambda: sdes.family_drift(1, 1, 1, -1),
    "h must": lambda: sdes.reverse_step(1, 1, 1, 1, -0.1, 0),
    "score has shape": lambda: sdes.vp_reverse_drift([1, 2], 1, [1, 2, 3]),
    "z has shape": lambda: sdes.euler_maruyama_step([1, 2], 0, 1, 1, [1, 2, 3]),
    "drift has shape": lambda: sdes.euler_maruyama_step([1, 2], [1, 2, 3], 1, 1, 0),
    "noises": lambda: sdes.euler_maruyama(lambda x, _: x, lambda _: 1, 0.0, [0, 1, 2], [0.0]),
    "times must": lambda: sdes.euler_maruyama(lambda x, _: x, lambda _: 1, 0.0, [0], []),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_has_no_meaning_is_refused_in_words(rule: str) -> None:
    with pytest.raises(ValueError, match=f"^{rule}"):
        REFUSED[rule]()
