"""Flow matching: slopes along paths, averages over drawn pairs, and two ways to say the same thing."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import flows, forward, gaussians, schedules
from checkers.compare import equal
from checkers.domains import Array, Numbers

times = st.floats(0.01, 0.99)
numbers = st.floats(-3, 3)
widths = st.floats(0.05, 4)
shifts = st.floats(0.1, 10)
MIXTURE = ([0.2, 0.5, 0.3], [-1.5, 0.25, 2.0], [0.04, 0.3, 0.0])
H = 1e-5


def slope(f: Callable[[float], Array], t: float, h: float = H) -> Array:
    """The central difference of f at t."""
    return np.asarray((f(t + h) - f(t - h)) / (2 * h))


# The straight path


def test_the_path_starts_in_the_data_and_ends_in_the_noise() -> None:
    x_0, x_1 = [1.0, 2.0], [5.0, 8.0]
    assert equal(flows.interpolate(x_0, x_1, 0), x_0)
    assert equal(flows.interpolate(x_0, x_1, 1), x_1)
    assert equal(flows.interpolate(x_0, x_1, 0.3), [2.2, 3.8], rel=1e-15)
    assert equal(flows.velocity(x_0, x_1), [4, 6])


@given(numbers, numbers, times)
def test_the_velocity_is_the_slope_of_the_path_everywhere(x_0: float, x_1: float, t: float) -> None:
    assert equal(slope(lambda u: flows.interpolate(x_0, x_1, u), t), flows.velocity(x_0, x_1), abs=1e-9)


@given(numbers, numbers, times)
def test_walking_along_the_velocity_leads_back_to_both_ends(x_0: float, x_1: float, t: float) -> None:
    x_t, v = flows.interpolate(x_0, x_1, t), flows.velocity(x_0, x_1)
    assert equal(flows.x_0_from_velocity(x_t, v, t), x_0, abs=1e-12)
    assert equal(flows.x_1_from_velocity(x_t, v, t), x_1, abs=1e-12)
    assert equal(flows.velocity_from_x_0(x_t, x_0, t), v, abs=1e-11)
    assert equal(flows.velocity_from_x_1(x_t, x_1, t), v, abs=1e-11)


@given(numbers, numbers, times)
def test_ends_read_out_of_any_velocity_lie_on_one_line_with_the_point(x: float, v: float, t: float) -> None:
    x_0, x_1 = flows.x_0_from_velocity(x, v, t), flows.x_1_from_velocity(x, v, t)
    assert equal(flows.interpolate(x_0, x_1, t), x, abs=1e-12)
    assert equal(flows.velocity_from_score(x, flows.score_from_velocity(x, v, t), t), v, abs=1e-9)


def test_the_read_outs_worked_out_by_hand() -> None:
    assert equal(flows.x_0_from_velocity(0.8, 1.5, 0.4), 0.2, rel=1e-14)
    assert equal(flows.x_1_from_velocity(0.8, 1.5, 0.4), 1.7, rel=1e-14)
    assert equal(flows.score_from_velocity(0.8, 1.5, 0.4), -4.25, rel=1e-14)


# The other convention


@given(numbers, numbers, times)
def test_reversed_time_runs_through_the_same_points_the_other_way(x_0: float, x_1: float, t: float) -> None:
    tau = float(flows.reversed_time(t))
    assert equal(flows.lipman_interpolate(x_0, x_1, tau), flows.interpolate(x_0, x_1, t), abs=1e-12)
    expected = flows.reversed_velocity(flows.velocity(x_0, x_1))
    assert equal(slope(lambda u: flows.lipman_interpolate(x_0, x_1, u), tau), expected, abs=1e-9)
    assert equal(flows.reversed_time(tau), t, rel=1e-12)


@given(numbers, numbers, times, st.floats(0, 0.2))
def test_the_path_of_lipman_keeps_a_little_noise_at_its_end(
    x_0: float, x_1: float, tau: float, sigma_min: float
) -> None:
    assert equal(flows.lipman_interpolate(x_0, x_1, 1, sigma_min), x_0 + sigma_min * x_1, abs=1e-12)
    assert equal(flows.lipman_interpolate(x_0, x_1, 0, sigma_min), x_1)
    measured = slope(lambda u: flows.lipman_interpolate(x_0, x_1, u, sigma_min), tau)
    assert equal(measured, flows.lipman_velocity(x_0, x_1, sigma_min), abs=1e-9)


# Any Gaussian path

PATHS: dict[str, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "straight": (lambda t: 1 - t, lambda t: t),
    "trigonometric": (lambda t: np.cos(t * np.pi / 2), lambda t: np.sin(t * np.pi / 2)),
    "exploding": (lambda t: t**0, lambda t: 5 * t**2),
}


@pytest.mark.parametrize("name", PATHS)
@pytest.mark.parametrize("t", [0.2, 0.5, 0.9])
def test_five_ways_to_the_velocity_of_a_path_meet_in_its_slope(name: str, t: float) -> None:
    alpha, sigma = PATHS[name]
    x_0, eps = np.array([0.7, -1.2]), np.array([1.9, 0.4])
    x = flows.path(x_0, eps, alpha(t), sigma(t))
    u = slope(lambda s: flows.path(x_0, eps, alpha(s), sigma(s)), t)
    da, ds = float((alpha(t + H) - alpha(t - H)) / (2 * H)), float((sigma(t + H) - sigma(t - H)) / (2 * H))
    level = (alpha(t), sigma(t), da, ds)
    assert equal(flows.path_velocity(x_0, eps, da, ds), u, rel=1e-8)
    assert equal(flows.path_velocity_from_x_0(x, x_0, *level), u, rel=1e-8)
    assert equal(flows.path_velocity_from_eps(x, eps, *level), u, rel=1e-8)
    assert equal(flows.path_velocity_from_score(x, -eps / sigma(t), *level), u, rel=1e-8)
    assert equal(flows.path_x_0_from_velocity(x, u, *level), x_0, rel=1e-7)
    assert equal(flows.path_eps_from_velocity(x, u, *level), eps, rel=1e-7)
    assert equal(flows.path_score_from_velocity(x, u, *level), -eps / sigma(t), rel=1e-7)


@given(numbers, numbers, times)
def test_the_straight_path_is_one_of_them(x: float, v: float, t: float) -> None:
    level = (1 - t, t, -1.0, 1.0)
    assert equal(flows.path_x_0_from_velocity(x, v, *level), flows.x_0_from_velocity(x, v, t), abs=1e-12)
    assert equal(flows.path_eps_from_velocity(x, v, *level), flows.x_1_from_velocity(x, v, t), abs=1e-12)
    assert equal(flows.path_score_from_velocity(x, v, *level), flows.score_from_velocity(x, v, t), rel=1e-9)
    assert equal(
        flows.path_velocity_from_x_0(x, v, *level), flows.velocity_from_x_0(x, v, t), rel=1e-9, abs=1e-9
    )


# The marginal velocity


def drawn(n: int, seed: int) -> tuple[Array, Array]:
    """Pairs of data from MIXTURE and noise."""
    rng = np.random.default_rng(seed)
    weights, means, variances = map(np.asarray, MIXTURE)
    kind = rng.choice(3, n, p=weights)
    return rng.normal(means[kind], np.sqrt(variances[kind])), rng.standard_normal(n)


@pytest.mark.parametrize("t", [0.25, 0.5, 0.8])
def test_the_marginal_velocity_is_the_mean_velocity_of_pairs_that_pass_near_a_point(t: float) -> None:
    x_0, x_1 = drawn(2_000_000, seed=11)
    x_t, u = flows.interpolate(x_0, x_1, t), flows.velocity(x_0, x_1)
    for x in (-0.8, 0.1, 1.1):
        near = np.abs(x_t - x) < 0.005
        error = np.sqrt(u[near].var() / near.sum())
        assert abs(u[near].mean() - flows.mixture_velocity(x, t, *MIXTURE)) < 5 * error + 0.01
        assert 5 * error < 0.15
        origin = x_0[near].mean()
        assert (
            abs(origin - flows.mixture_x_0(x, t, *MIXTURE)) < 5 * x_0[near].std() / near.sum() ** 0.5 + 0.01
        )


@given(numbers, times)
def test_the_marginal_velocity_walks_from_the_point_to_the_posterior_mean(x: float, t: float) -> None:
    v = flows.mixture_velocity(x, t, *MIXTURE)
    assert equal(flows.x_0_from_velocity(x, v, t), flows.mixture_x_0(x, t, *MIXTURE), abs=1e-9)


@pytest.mark.parametrize("t", [0.1, 0.4, 0.7, 0.95])
def test_the_score_read_out_of_the_marginal_velocity_is_the_slope_of_the_log_density(t: float) -> None:
    weights, means, variances = map(np.asarray, MIXTURE)

    def log_density(x: float) -> Array:
        spread = (1 - t) ** 2 * variances + t**2
        return np.log(weights @ gaussians.pdf(x, (1 - t) * means, spread))

    for x in (-1.0, 0.3, 0.9):
        v = flows.mixture_velocity(x, t, *MIXTURE)
        assert equal(flows.score_from_velocity(x, v, t), slope(log_density, x), rel=1e-6, abs=1e-6)


def test_the_flow_carries_the_density_along() -> None:
    """The continuity equation, dp/dt = -d(p v)/dx, by central differences."""
    weights, means, variances = map(np.asarray, MIXTURE)

    def density(x: float, t: float) -> Array:
        return np.asarray(weights @ gaussians.pdf(x, (1 - t) * means, (1 - t) ** 2 * variances + t**2))

    for x, t in ((-0.9, 0.4), (0.2, 0.6), (1.0, 0.75)):
        flux = slope(lambda y, t=t: density(y, t) * flows.mixture_velocity(y, t, *MIXTURE), x)  # type: ignore[misc]
        assert equal(slope(lambda s, x=x: density(x, s), t), -flux, rel=1e-6, abs=1e-7)  # type: ignore[misc]


@given(numbers, times, numbers, widths)
def test_the_velocity_for_gaussian_data_is_linear_regression(
    x: float, t: float, m: float, variance: float
) -> None:
    covariance = t - (1 - t) * variance  # of x_1 - x_0 with x_t
    slope_ = covariance / flows.gaussian_variance(t, variance)
    assert equal(flows.gaussian_velocity(x, t, m, variance), -m + slope_ * (x - (1 - t) * m), abs=1e-9)
    back = flows.x_0_from_velocity(x, flows.gaussian_velocity(x, t, m, variance), t)
    assert equal(flows.gaussian_x_0(x, t, m, variance), back, abs=1e-9)


@given(numbers, times, numbers, widths)
def test_the_exact_flow_for_gaussian_data_has_the_marginal_velocity(
    x: float, t: float, m: float, variance: float
) -> None:
    measured = slope(lambda s: flows.gaussian_flow(x, t, s, m, variance), t, 1e-6)
    assert equal(measured, flows.gaussian_velocity(x, t, m, variance), rel=1e-5, abs=1e-5)


def test_the_exact_flow_composes_goes_back_and_ends_in_the_data() -> None:
    there = flows.gaussian_flow([-1.0, 0.5, 2.0], 1, 0.3, 2.0, 0.25)
    assert equal(flows.gaussian_flow(there, 0.3, 0, 2.0, 0.25), [1.5, 2.25, 3.0], rel=1e-14)
    assert equal(flows.gaussian_flow(there, 0.3, 1, 2.0, 0.25), [-1.0, 0.5, 2.0], rel=1e-13)


def test_gaussian_routes_bend_though_every_pair_goes_straight() -> None:
    route = [float(flows.gaussian_flow(1.0, 1, t, 0.0, 1.0)) for t in (0, 0.5, 1)]
    assert equal(route, [1, np.sqrt(0.5), 1], rel=1e-15)


def test_two_points_are_a_mixture_without_width() -> None:
    x = np.linspace(-2, 2, 9)
    for t in (0.1, 0.5, 1.0):
        assert equal(flows.points_velocity(x, t, [-1, 1]), flows.two_point_velocity(x, t), abs=1e-12)
        assert equal(flows.points_x_0(x, t, [-3, 3]), flows.two_point_x_0(x, t, 3), abs=1e-12)
    assert equal(flows.two_point_velocity(0.4, 0.5), (0.4 - np.tanh(0.8)) / 0.5, rel=1e-14)
    assert equal(flows.two_point_velocity(0.7, 1), 0.7, rel=1e-15)
    assert equal(flows.two_point_x_0(x, 0.5), flows.points_x_0(x, 0.5, [-1, 1]), abs=1e-12)


def test_weights_pull_the_velocity_towards_their_points() -> None:
    assert equal(flows.points_x_0(0.2, 0.5, [-1, 1], [0, 1]), 1, rel=1e-14)
    assert equal(flows.points_x_0(5.0, 1, [-1, 4], [0.4, 0.6]), 2, rel=1e-14)  # pure noise: the data mean
    assert flows.points_x_0(1e-3, 1e-3, [-1, 1]) > 0.999  # far from both, without overflow


def test_at_a_crossing_the_velocities_are_averaged() -> None:
    assert equal(flows.crossing_velocity(-1, 1, 0.75), 1, rel=1e-15)
    assert flows.crossing_velocity(-1, 1, 0.5) == 0
    for a, b, p in ((-2.0, 3.0, 0.2), (0.5, 1.0, 0.9)):
        both = [flows.velocity(a, b), flows.velocity(b, a)]
        assert equal(flows.crossing_velocity(a, b, p), flows.average_velocity(both, [p, 1 - p]), rel=1e-13)
    assert equal(flows.average_velocity([[2.0, 0.0], [0.0, 4.0]], [0.5, 0.5]), [1, 2])


def test_no_other_number_has_a_smaller_squared_error_at_a_crossing() -> None:
    u, p = np.array([2.0, -1.0, 0.5]), np.array([0.2, 0.5, 0.3])
    best = flows.average_velocity(u, p)
    errors = [p @ (u - (best + d)) ** 2 for d in (-0.01, 0.0, 0.01)]
    assert errors[1] == min(errors)


# In the units of diffusion


@given(times)
def test_flow_time_and_the_units_of_diffusion_translate_both_ways(t: float) -> None:
    assert equal(flows.t_from_snr(flows.snr(t)), t, rel=1e-12)
    assert equal(flows.t_from_log_snr(flows.log_snr(t)), t, rel=1e-12)
    assert equal(flows.t_from_alpha_bar(flows.alpha_bar(t)), t, rel=1e-12)
    assert equal(flows.t_from_sigma(flows.sigma(t)), t, rel=1e-12)


@given(times)
def test_the_units_of_diffusion_are_those_of_chapters_1_and_2(t: float) -> None:
    a = flows.alpha_bar(t)
    assert equal(schedules.snr(a), flows.snr(t), rel=1e-10)
    assert equal(schedules.log_snr(a), flows.log_snr(t), rel=1e-10, abs=1e-13)
    assert equal(schedules.half_log_snr(a), flows.half_log_snr(t), rel=1e-10, abs=1e-13)
    assert equal(forward.sigma(a), flows.sigma(t), rel=1e-12)


@given(numbers, numbers, times)
def test_rescaled_the_straight_path_is_the_forward_process(x_0: float, eps: float, t: float) -> None:
    x_t, a = flows.interpolate(x_0, eps, t), flows.alpha_bar(t)
    vp = forward.q_sample(x_0, a, eps)
    assert equal(flows.vp_from_flow(x_t, t), vp, abs=1e-12)
    assert equal(flows.flow_from_vp(vp, a), x_t, abs=1e-12)
    assert equal(flows.ve_from_flow(x_t, t), x_0 + flows.sigma(t) * eps, rel=1e-12, abs=1e-10)
    assert equal(flows.flow_from_ve(flows.ve_from_flow(x_t, t), flows.sigma(t)), x_t, abs=1e-12)
    assert equal(flows.scale(t), np.sqrt(flows.gaussian_variance(t)), rel=1e-14)


def test_the_ends_have_no_noise_and_no_signal() -> None:
    assert flows.snr([0.0, 0.5, 1.0]).tolist() == [np.inf, 1, 0]
    assert flows.log_snr([0.0, 0.5, 1.0]).tolist() == [np.inf, 0, -np.inf]
    assert flows.alpha_bar([0.0, 0.5, 1.0]).tolist() == [1, 0.5, 0]
    assert flows.sigma([0.0, 0.5, 1.0]).tolist() == [0, 1, np.inf]
    assert flows.t_from_snr([np.inf, 0.0]).tolist() == [0, 1]
    assert flows.t_from_log_snr([np.inf, -np.inf, 2000.0]).tolist() == [0, 1, 0]
    assert flows.t_from_sigma([0.0, np.inf]).tolist() == [0, 1]
    assert flows.scale([0.0, 1.0]).tolist() == [1, 1]
    assert equal(flows.scale(0.5), np.sqrt(0.5), rel=1e-15)


@given(numbers, numbers, numbers, times)
def test_one_wrong_velocity_is_two_wrong_ends(x: float, v: float, wrong: float, t: float) -> None:
    error = (wrong - v) ** 2
    of_x_0 = (flows.x_0_from_velocity(x, wrong, t) - flows.x_0_from_velocity(x, v, t)) ** 2
    of_x_1 = (flows.x_1_from_velocity(x, wrong, t) - flows.x_1_from_velocity(x, v, t)) ** 2
    assert equal(flows.x_0_error_factor(t) * error, of_x_0, rel=1e-9, abs=1e-12)
    assert equal(flows.x_1_error_factor(t) * error, of_x_1, rel=1e-9, abs=1e-12)


# Where time is spent


@given(times, shifts, shifts)
def test_shifts_divide_the_snr_compose_and_go_back(t: float, s: float, r: float) -> None:
    assert equal(flows.snr(flows.shift(t, s)), flows.snr(t) / s**2, rel=1e-9)
    assert equal(flows.shift(flows.shift(t, s), r), flows.shift(t, s * r), rel=1e-12)
    assert equal(flows.shift_inverse(flows.shift(t, s), s), t, rel=1e-12)
    assert equal(flows.sigmoid(flows.logit(t) + np.log(s)), flows.shift(t, s), rel=1e-12)


@given(shifts)
def test_a_shift_moves_neither_end(s: float) -> None:
    assert flows.shift([0.0, 1.0], s).tolist() == [0, 1]
    assert flows.shift(0.5, 1) == 0.5


def test_the_shift_is_the_resolution_shift_of_chapter_2() -> None:
    s = flows.shift_from_resolution(1024, 512)
    for t in (0.1, 0.5, 0.9):
        moved = flows.alpha_bar(flows.shift(t, s))
        assert equal(moved, schedules.shift_resolution(flows.alpha_bar(t), 2), rel=1e-12)


def test_the_shift_of_sd3_and_of_flux_worked_out_by_hand() -> None:
    assert equal(flows.shift(0.5, 3), 0.75, rel=1e-15)
    assert equal(flows.mu_from_tokens([256, 2176, 4096]), [0.5, 0.825, 1.15], rel=1e-14)
    e_mu = np.exp(1.15)
    assert equal(flows.shift(0.3, flows.shift_from_mu(1.15)), e_mu / (e_mu + 1 / 0.3 - 1), rel=1e-14)


@given(st.floats(-2, 2), widths)
def test_the_density_of_logit_normal_times_is_the_slope_of_their_distribution(
    mean: float, variance: float
) -> None:
    for t in (0.05, 0.5, 0.8):
        measured = slope(lambda u: flows.logit_normal_cdf(u, mean, variance), t)
        assert equal(flows.logit_normal_pdf(t, mean, variance), measured, rel=1e-4, abs=1e-7)


def test_logit_normal_times_are_sigmoids_of_normal_draws() -> None:
    n = 200_000
    t = flows.sigmoid(np.random.default_rng(12).normal(-0.5, 1.2, n))
    for at in (0.1, 0.4, 0.9):
        share = flows.logit_normal_cdf(at, -0.5, 1.44)
        assert abs(np.mean(t < at) - share) < 5 * np.sqrt(share * (1 - share) / n)
    grid = np.linspace(0, 1, 20_001)
    assert equal(flows.logit_normal_pdf(grid, -0.5, 1.44).mean(), 20_000 / 20_001, rel=1e-8)


def test_logit_normal_times_are_mirrored_about_the_middle_and_rare_at_the_ends() -> None:
    t = np.linspace(0, 1, 11)
    assert equal(flows.logit_normal_pdf(t), flows.logit_normal_pdf(1 - t), rel=1e-12, abs=1e-15)
    assert flows.logit_normal_pdf([0.0, 1.0]).tolist() == [0, 0]
    assert equal(flows.logit_normal_pdf(0.5), 4 / np.sqrt(2 * np.pi), rel=1e-14)
    assert flows.logit_normal_cdf([0.0, 0.5, 1.0]).tolist() == [0, 0.5, 1]


@given(times, shifts)
def test_shifting_logit_normal_times_moves_their_mean(t: float, s: float) -> None:
    moved = flows.logit_normal_cdf(flows.shift(t, s), np.log(s))
    assert equal(moved, flows.logit_normal_cdf(t), rel=1e-9, abs=1e-12)


@given(shifts)
def test_shifted_uniform_times_have_the_density_stated(s: float) -> None:
    for t in (0.1, 0.5, 0.9):
        measured = slope(lambda u: flows.shift_inverse(u, s), t)
        assert equal(flows.shifted_uniform_pdf(t, s), measured, rel=1e-5)


def test_the_logit_and_the_sigmoid_undo_each_other() -> None:
    u = np.array([-30.0, -1.0, 0.0, 2.5, 20.0])
    assert equal(flows.logit(flows.sigmoid(u)), u, rel=1e-6)
    assert flows.sigmoid([-np.inf, 0.0, np.inf]).tolist() == [0, 0.5, 1]


# The way back


def northeast(x: Array, t: float) -> Array:  # noqa: ARG001 - a constant velocity
    return np.array([4.0, 6.0])


def itself(x: Array, t: float) -> Array:  # noqa: ARG001 - a velocity that grows with x
    return x


def test_the_grid_falls_from_1_to_0() -> None:
    assert flows.times(4).tolist() == [1, 0.75, 0.5, 0.25, 0]
    assert equal(flows.times(2, 3), [1, 0.75, 0], rel=1e-15)
    assert flows.times(1).tolist() == [1, 0]


@given(shifts)
def test_diffusers_last_step_is_another_and_the_first_is_noise(s: float) -> None:
    grid = flows.diffusers_times(5, s)
    assert (grid[0], grid[-1], len(grid)) == (1, 0, 6)
    assert equal(grid[-2], flows.shift(0.001, s * s), rel=1e-12)
    assert np.all(np.diff(grid) < 0)


def test_diffusers_shifts_its_lower_end_once_where_the_shift_is_dynamic() -> None:
    assert equal(flows.diffusers_times(5, 3.0, dynamic=True)[-2], flows.shift(0.001, 3), rel=1e-12)
    assert equal(flows.diffusers_times(1, 3.0), [1, 0])


def test_a_renoised_step_keeps_the_marginals_of_a_single_data_point() -> None:
    rng = np.random.default_rng(15)
    x = flows.interpolate(2.0, rng.standard_normal(50_000), 0.8)
    v = flows.points_velocity(x, 0.8, [2.0])
    after = flows.renoised_step(x, v, 0.8, 0.3, rng.standard_normal(50_000))
    assert abs(after.mean() - 1.4) < 5 * gaussians.standard_error(0.09, 50_000)
    assert abs(after.var() - 0.09) < 5 * 0.09 * np.sqrt(2 / 50_000)
    assert equal(flows.renoised_step(x, v, 0.8, 0, x), np.full(50_000, 2.0), rel=1e-12)


def test_a_step_forward_and_one_back_meet() -> None:
    x = flows.euler_step([1.0, 2.0], [4.0, 6.0], -0.1)
    assert equal(x, [0.6, 1.4], rel=1e-14)
    assert equal(flows.euler_step(x, [4.0, 6.0], 0.1), [1, 2], rel=1e-14)


def test_a_constant_velocity_needs_one_step_and_bears_any_number() -> None:
    for N in (1, 2, 7):
        x = flows.sample(northeast, [5.0, 8.0], N)
        assert equal(x, [1, 2], rel=1e-13)


def test_a_single_data_point_is_reached_in_any_number_of_steps() -> None:
    for N in (1, 2, 5):
        x = flows.sample(lambda x, t: flows.points_velocity(x, t, [2.0]), [0.3, -1.0], N)
        assert equal(x, [2, 2], rel=1e-13)


def test_the_velocity_is_asked_at_the_start_of_each_step() -> None:
    asked: list[float] = []

    def v(x: Array, t: float) -> Numbers:
        asked.append(t)
        return x

    assert equal(flows.sample(v, 1.0, 4), 0.75**4, rel=1e-14)
    assert asked == [1, 0.75, 0.5, 0.25]


def test_one_step_from_noise_gives_the_mean_of_the_data() -> None:
    noise = np.random.default_rng(13).standard_normal(50)
    one = flows.sample(lambda x, t: flows.mixture_velocity(x, t, *MIXTURE), noise, 1)
    mean = np.dot(MIXTURE[0], MIXTURE[1])
    assert equal(one, np.full(50, mean), abs=1e-12)


@pytest.mark.parametrize("s", [1.0, 3.0])
def test_many_steps_follow_the_exact_flow_and_twice_as_many_err_half_as_much(s: float) -> None:
    noise = np.array([-1.3, 0.2, 2.1])

    def error(N: int) -> float:
        x = flows.sample_on(lambda x, t: flows.gaussian_velocity(x, t, 1.0, 0.25), noise, flows.times(N, s))
        return float(np.abs(x - flows.gaussian_flow(noise, 1, 0, 1.0, 0.25)).max())

    assert error(400) < 0.01
    assert 1.9 < error(200) / error(400) < 2.1


def test_a_trajectory_holds_every_stop() -> None:
    stops = flows.trajectory(itself, [1.0, 2.0], [1, 0.5, 0])
    assert equal(stops, [[1.0, 2.0], [0.5, 1.0], [0.25, 0.5]])
    assert flows.trajectory(itself, 3.0, [0.4]).tolist() == [3]
    there = flows.sample_on(northeast, [0.0, 1.0], [0, 1])
    assert equal(there, [4, 7])


def test_the_sampler_leaves_the_noise_it_was_given_alone() -> None:
    noise = np.ones(3)
    flows.sample(itself, noise, 3)
    assert np.array_equal(noise, np.ones(3))


@pytest.mark.parametrize("g", [0.0, 0.7, 2.0])
def test_the_sde_of_any_strength_keeps_the_marginals_of_the_flow(g: float) -> None:
    """For Gaussian data the drift is linear, and going backwards dV/dt = 2 slope V - g²."""
    for t in (0.3, 0.8):
        v = 0.25

        def drift(x: float, t: float = t) -> Array:
            return flows.reverse_drift(x, flows.gaussian_velocity(x, t, 0.0, 0.25), t, g)

        here = flows.gaussian_variance(t, v)
        measured = slope(lambda s: flows.gaussian_variance(s, 0.25), t)
        assert equal(2 * (drift(1.0) - drift(0.0)) * here - g**2, measured, rel=1e-8)


# What is refused

LEVELLED: dict[str, Callable[[Numbers, Numbers], Array]] = {
    "interpolate": lambda x, t: flows.interpolate(x, 0.7, t),
    "x_0_from_velocity": lambda x, t: flows.x_0_from_velocity(x, 0.7, t),
    "x_1_from_velocity": lambda x, t: flows.x_1_from_velocity(x, 0.7, t),
    "velocity_from_x_0": lambda x, t: flows.velocity_from_x_0(x, 0.7, t),
    "velocity_from_x_1": lambda x, t: flows.velocity_from_x_1(x, 0.7, t),
    "score_from_velocity": lambda x, t: flows.score_from_velocity(x, 0.7, t),
    "velocity_from_score": lambda x, t: flows.velocity_from_score(x, 0.7, t),
    "lipman_interpolate": lambda x, t: flows.lipman_interpolate(x, 0.7, t),
    "path": lambda x, t: flows.path(x, 0.7, t, 2.0),
    "path_velocity_from_x_0": lambda x, t: flows.path_velocity_from_x_0(x, 0.7, 0.5, t, -1.0, 1.0),
    "gaussian_velocity": lambda x, t: flows.gaussian_velocity(x, t, 0.5, 0.3),
    "gaussian_flow": lambda x, t: flows.gaussian_flow(x, t, 0.5, 0.5, 0.3),
    "mixture_x_0": lambda x, t: flows.mixture_x_0(x, t, *MIXTURE),
    "two_point_velocity": flows.two_point_velocity,
    "vp_from_flow": flows.vp_from_flow,
    "flow_from_vp": flows.flow_from_vp,
    "ve_from_flow": flows.ve_from_flow,
    "flow_from_ve": flows.flow_from_ve,
    "euler_step": lambda x, t: flows.euler_step(x, 0.7, t),
    "reverse_drift": lambda x, t: flows.reverse_drift(x, 0.7, t, 1.0),
}


@pytest.mark.parametrize("name", LEVELLED)
def test_each_item_of_a_batch_has_its_own_time_even_where_sizes_agree(name: str) -> None:
    x, t = np.random.default_rng(14).standard_normal((3, 3, 3)), [0.9, 0.25, 0.5]
    one_by_one = np.stack([LEVELLED[name](x[i], t[i]) for i in range(3)])
    assert equal(LEVELLED[name](x, t), one_by_one, rel=1e-14)
    with pytest.raises(ValueError, match="one noise level per item"):
        LEVELLED[name](x, [0.5, 0.5])


@pytest.mark.parametrize("name", LEVELLED)
def test_a_number_gives_a_number_and_one_pixel_may_be_seen_at_many_times(name: str) -> None:
    assert isinstance(LEVELLED[name](0.3, 0.4), np.float64)
    at_both = [LEVELLED[name](0.3, 0.4), LEVELLED[name](0.3, 0.9)]
    assert equal(LEVELLED[name](0.3, [0.4, 0.9]), at_both, rel=1e-14)


REFUSED: dict[str, Callable[[], object]] = {
    "t must lie": lambda: flows.interpolate(0, 1, 1.1),
    "t must be positive": lambda: flows.score_from_velocity(1, 1, 0),
    "t must be below 1": lambda: flows.velocity_from_score(1, 1, [0.5, 1.0]),
    "tau must": lambda: flows.lipman_interpolate(0, 1, -0.1),
    "sigma_min must": lambda: flows.lipman_velocity(0, 1, 2),
    "sigma must": lambda: flows.path_velocity_from_x_0(1, 1, 0.5, 0, -1, 1),
    "alpha must": lambda: flows.path_velocity_from_eps(1, 1, 0, 1, -1, 1),
    "alpha sigma_dot must": lambda: flows.path_x_0_from_velocity(1, 1, 0.5, 0.5, 1, 1),
    "probabilities must": lambda: flows.average_velocity([1, 2], [0.5, 0.6]),
    "one probability per velocity": lambda: flows.average_velocity([1, 2, 3], [0.5, 0.5]),
    "weights must": lambda: flows.mixture_x_0(0, 0.5, [0.5], [0], [1]),
    "weights, means and variances": lambda: flows.mixture_x_0(0, 0.5, [1], [0, 1], [1]),
    "the variance at t must": lambda: flows.gaussian_velocity(0, 0, 0, 0),
    "points must": lambda: flows.points_x_0(0, 0.5, []),
    "snr must": lambda: flows.t_from_snr(-1),
    "s must": lambda: flows.shift(0.5, 0),
    "max_tokens must": lambda: flows.mu_from_tokens(1, 256, 256),
    "N counts": lambda: flows.times(0),
    "times must": lambda: flows.trajectory(itself, 1, 0.5),
    "v has shape": lambda: flows.euler_step([1, 2], [1, 2, 3], 0.1),
    "x_1 has shape": lambda: flows.velocity([1.0, 2.0], [1.0]),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_has_no_meaning_is_refused_by_name(words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}"):
        REFUSED[words]()


@pytest.mark.parametrize("path", [flows.interpolate, flows.lipman_interpolate])
def test_a_number_beside_a_batch_is_that_number_in_every_item(path: Callable[..., Array]) -> None:
    batch, t = np.arange(6.0).reshape(3, 2), np.array([0.0, 0.25, 1.0])
    assert path(2.0, batch, t).tolist() == path(np.full((3, 2), 2.0), batch, t).tolist()
    assert path(batch, 2.0, t).tolist() == path(batch, np.full((3, 2), 2.0), t).tolist()
