"""Scores and denoisers: slopes of log densities, integrals over posteriors, draws, worlds solved by hand."""

from __future__ import annotations

import math
import re
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import forward, gaussians, mixtures, predictions
from checkers.compare import equal
from checkers.domains import Array

numbers = st.floats(-4, 4)
variances = st.floats(0.2, 4)
sigmas = st.floats(0.1, 3)
shares = st.floats(0.02, 0.98)
Mixture = tuple[list[float], list[float], list[float]]

UNEVEN: Mixture = ([0.2, 0.5, 0.3], [-1.5, 0.4, 2.0], [0.3, 1.0, 0.6])
POINTS: Mixture = ([0.3, 0.7], [-1.0, 1.0], [0.0, 0.0])


@st.composite
def some_mixtures(draw: st.DrawFn) -> Mixture:
    raw = draw(st.lists(st.floats(0.1, 1), min_size=1, max_size=4))
    return (
        [one / sum(raw) for one in raw],
        [draw(st.floats(-3, 3)) for _ in raw],
        [draw(variances) for _ in raw],
    )


def difference(f: Callable[[float], Array], x: float, h: float = 1e-5) -> Array:
    return (f(x + h) - f(x - h)) / (2 * h)


def integral(values: Array, x: Array) -> float:
    return float(np.sum((values[1:] + values[:-1]) / 2 * np.diff(x)))


LINE = np.linspace(-30, 30, 12_001)


# The score is the slope of the log density


@given(numbers, numbers, variances)
def test_the_score_of_a_gaussian_is_the_slope_of_its_log_density(x: float, m: float, v: float) -> None:
    slope = difference(lambda at: gaussians.logpdf(at, m, v), x)
    assert equal(mixtures.gaussian_score(x, m, v), slope, rel=1e-6, abs=1e-6)


@given(numbers, some_mixtures())
def test_the_score_of_a_mixture_is_the_slope_of_its_log_density(x: float, mixture: Mixture) -> None:
    slope = difference(lambda at: mixtures.logpdf(at, *mixture), x)
    assert equal(mixtures.score(x, *mixture), slope, rel=1e-5, abs=1e-6)
    bend = difference(lambda at: mixtures.score(at, *mixture), x)
    assert equal(mixtures.slope(x, *mixture), bend, rel=1e-4, abs=1e-5)


@given(some_mixtures())
def test_a_mixture_has_mass_1_its_mean_and_its_variance_and_a_score_that_averages_0(mixture: Mixture) -> None:
    p = mixtures.pdf(LINE, *mixture)
    mean = integral(p * LINE, LINE)
    assert equal(integral(p, LINE), 1, rel=1e-8)
    assert equal(mixtures.mean(*mixture[:2]), mean, abs=1e-8)
    assert equal(mixtures.variance(*mixture), integral(p * (LINE - mean) ** 2, LINE), rel=1e-7)
    assert abs(integral(p * mixtures.score(LINE, *mixture), LINE)) < 1e-7
    assert equal(integral(p * LINE * mixtures.score(LINE, *mixture), LINE), -1, abs=1e-7)  # Stein


@given(numbers, some_mixtures())
def test_responsibilities_are_bayes_rule(x: float, mixture: Mixture) -> None:
    parts = np.array([w * gaussians.pdf(x, m, v) for w, m, v in zip(*mixture, strict=True)])
    assert equal(mixtures.responsibilities(x, *mixture), parts / parts.sum(), rel=1e-9, abs=1e-300)
    assert equal(mixtures.pdf(x, *mixture), parts.sum(), rel=1e-9)


def test_one_component_and_equal_components_are_one_gaussian() -> None:
    x = np.linspace(-5, 5, 7)
    for mixture in (([1.0], [0.7], [2.0]), ([0.2, 0.8], [0.7, 0.7], [2.0, 2.0])):
        assert equal(mixtures.score(x, *mixture), mixtures.gaussian_score(x, 0.7, 2.0), rel=1e-14)
        assert equal(mixtures.logpdf(x, *mixture), gaussians.logpdf(x, 0.7, 2.0), rel=1e-14)


def test_a_component_without_weight_is_not_there() -> None:
    assert equal(
        mixtures.score([0.3, 5], [1, 0], [0, 5], [1, 1]), mixtures.gaussian_score([0.3, 5]), rel=1e-15
    )


def test_two_equal_peaks_pull_as_the_hyperbolic_tangent_says() -> None:
    assert equal(mixtures.score(1.0, [0.5, 0.5], [-3, 3], [1, 1]), 3 * math.tanh(3.0) - 1, rel=1e-13)
    assert mixtures.score(0.0, [0.5, 0.5], [-3, 3], [1, 1]) == 0
    assert mixtures.slope(0.0, [0.5, 0.5], [-3, 3], [1, 1]) == 8  # a valley: m²/v² - 1/v
    assert mixtures.slope(0.0, [0.5, 0.5], [-0.5, 0.5], [1, 1]) == -0.75  # too close for two peaks


def test_far_out_the_widest_component_pulls_alone_and_nothing_overflows() -> None:
    assert equal(mixtures.score(1000.0, [0.3, 0.7], [-1, 2], [1, 4]), -998 / 4, rel=1e-14)
    assert equal(mixtures.score([-1e6, 1e6], *UNEVEN), [1e6 + 0.4, 0.4 - 1e6], rel=1e-12)
    assert np.isfinite(mixtures.logpdf([-1e6, 1e6], *UNEVEN)).all()


def test_clouds_in_the_plane_have_the_gradient_of_their_log_density() -> None:
    cloud = ([0.4, 0.6], [[-1.0, 0.5], [2.0, -1.0]], [0.5, 1.5])
    x, h = np.random.default_rng(1).standard_normal((5, 4, 2)), 1e-5
    for axis in (0, 1):
        d = h * np.eye(2)[axis]
        slope = (mixtures.logpdf(x + d, *cloud) - mixtures.logpdf(x - d, *cloud)) / (2 * h)
        assert equal(mixtures.score(x, *cloud)[..., axis], slope, rel=1e-6, abs=1e-7)
    grid = np.stack(np.meshgrid(np.linspace(-12, 12, 401), np.linspace(-12, 12, 401)), axis=-1)
    assert equal(mixtures.pdf(grid, *cloud).sum() * 0.06**2, 1, rel=1e-6)
    assert mixtures.responsibilities(x, *cloud).shape == (5, 4, 2)


def test_a_cloud_along_one_line_is_the_mixture_on_that_line() -> None:
    w, m, v = UNEVEN
    flat = [[one, 0.0] for one in m]
    x = np.array([[0.3, 0.0], [-2.0, 0.0], [4.0, 0.0]])
    assert equal(mixtures.score(x, w, flat, v)[:, 1], np.zeros(3))
    one_axis = [[one] for one in m]
    assert equal(mixtures.score(x[:, :1], w, one_axis, v)[:, 0], mixtures.score(x[:, 0], *UNEVEN), rel=1e-13)
    for sigma in ([0.5, 1.0, 2.0], 0.7):
        assert equal(
            mixtures.denoiser(x[:, :1], sigma, w, one_axis, v)[:, 0],
            mixtures.denoiser(x[:, 0], sigma, *UNEVEN),
            rel=1e-12,
        )


def test_draws_have_the_mean_and_variance_of_the_mixture() -> None:
    n, rng = 200_000, np.random.default_rng(2)
    x = mixtures.sample(*UNEVEN, n, rng)
    v = mixtures.variance(*UNEVEN)
    assert abs(x.mean() - mixtures.mean(*UNEVEN[:2])) < 5 * gaussians.standard_error(v, n)
    assert abs(x.var() - v) < 5 * v * math.sqrt(3 / n)
    assert mixtures.sample([1.0], [[1.0, 2.0, 3.0]], [0.0], 4, rng).tolist() == [[1, 2, 3]] * 4
    assert equal(mixtures.mean([0.5, 0.5], [[1, 2], [3, 6]]), [2, 4], rel=1e-15)
    assert equal(mixtures.variance([0.5, 0.5], [[1, 2], [3, 6]], [1, 1]), [2, 5], rel=1e-15)


# Noise


@given(shares, some_mixtures())
def test_the_noised_mixture_is_the_mixture_smeared_with_noise(a: float, mixture: Mixture) -> None:
    clean = mixtures.pdf(LINE, *mixture)
    for x in (-1.0, 0.6):
        smeared = integral(clean * gaussians.pdf(x, forward.mean(LINE, a), forward.variance(a)), LINE)
        assert equal(mixtures.pdf(x, *mixtures.noised(*mixture, a)), smeared, rel=1e-4)


@given(shares, numbers, some_mixtures())
def test_both_languages_describe_the_same_density(a: float, x_t: float, mixture: Mixture) -> None:
    sigma = forward.sigma(a)
    exploding = mixtures.logpdf(forward.ve_from_vp(x_t, a), *mixtures.noised_ve(*mixture, sigma))
    assert equal(
        mixtures.logpdf(x_t, *mixtures.noised(*mixture, a)), exploding - np.log(a) / 2, rel=1e-9, abs=1e-9
    )
    assert equal(
        mixtures.denoiser_vp(x_t, a, *mixture),
        mixtures.denoiser(forward.ve_from_vp(x_t, a), sigma, *mixture),
        rel=1e-8,
        abs=1e-9,
    )


def test_levels_at_their_ends_are_the_data_and_plain_noise() -> None:
    assert mixtures.noised(*POINTS, 0.0)[2].tolist() == [1, 1]
    assert [part.tolist() for part in mixtures.noised(*UNEVEN, 1.0)] == [list(part) for part in UNEVEN]
    assert [part.tolist() for part in mixtures.noised_ve(*UNEVEN, 0.0)] == [list(part) for part in UNEVEN]
    x = [-2.0, 0.5, 3.0]
    assert equal(mixtures.denoiser(x, 0, *UNEVEN), x, rel=1e-14)
    assert equal(mixtures.denoiser_vp(x, 1, *UNEVEN), x, rel=1e-14)
    assert equal(mixtures.denoiser_vp(x, 0, *UNEVEN), np.full(3, mixtures.mean(*UNEVEN[:2])), rel=1e-14)
    assert equal(mixtures.eps_vp(x, 0, *UNEVEN), x, rel=1e-14)
    assert equal(mixtures.eps_vp(x, 1, *UNEVEN), np.zeros(3))
    assert equal(mixtures.score_vp(x, 1, *UNEVEN), mixtures.score(x, *UNEVEN), rel=1e-14)
    assert equal(mixtures.score_vp(x, 0, *UNEVEN), mixtures.gaussian_score(x), rel=1e-14)


def test_a_clouds_points_keep_their_level_through_noising() -> None:
    cloud = ([0.4, 0.6], [[-1.0, 0.5], [2.0, -1.0]], [0.5, 0.0])
    x = np.random.default_rng(3).standard_normal((3, 2))
    for i, a in enumerate([0.2, 0.5, 0.9]):
        noised = mixtures.noised(*cloud, a)
        assert equal(
            mixtures.score_vp(x, [0.2, 0.5, 0.9], *cloud)[i], mixtures.score(x[i], *noised), rel=1e-12
        )


# The denoiser is the mean of what could be behind x


@given(numbers, sigmas, some_mixtures())
def test_the_denoiser_is_the_posterior_mean_and_the_posterior_has_the_variance_stated(
    x: float, sigma: float, mixture: Mixture
) -> None:
    joint = mixtures.pdf(LINE, *mixture) * gaussians.pdf(x, LINE, sigma**2)
    evidence = integral(joint, LINE)
    mean = integral(joint * LINE, LINE) / evidence
    assert equal(mixtures.denoiser(x, sigma, *mixture), mean, rel=1e-6, abs=1e-6)
    spread = integral(joint * (LINE - mean) ** 2, LINE) / evidence
    assert equal(mixtures.posterior_variance(x, sigma, *mixture), spread, rel=1e-5, abs=1e-7)


@given(numbers, sigmas, some_mixtures())
def test_tweedie_leads_from_the_score_to_the_denoiser_and_its_slope_to_the_variance(
    x: float, sigma: float, mixture: Mixture
) -> None:
    s, d = mixtures.score_ve(x, sigma, *mixture), mixtures.denoiser(x, sigma, *mixture)
    assert equal(s, mixtures.score(x, *mixtures.noised_ve(*mixture, sigma)), rel=1e-9, abs=1e-12)
    assert equal(predictions.ve_x_0_from_score(x, s, sigma), d, rel=1e-9, abs=1e-9)
    assert equal(predictions.ve_score_from_x_0(x, d, sigma), s, rel=1e-7, abs=1e-7)
    bend = mixtures.slope(x, *mixtures.noised_ve(*mixture, sigma))
    second = sigma**2 * (1 + sigma**2 * bend)
    assert equal(mixtures.posterior_variance(x, sigma, *mixture), second, rel=1e-7, abs=1e-9)


@given(numbers, shares, some_mixtures())
def test_the_noise_and_the_data_the_best_guesses_name_add_up_to_x(
    x: float, a: float, mixture: Mixture
) -> None:
    x_0, eps = mixtures.denoiser_vp(x, a, *mixture), mixtures.eps_vp(x, a, *mixture)
    assert equal(forward.q_sample(x_0, a, eps), x, rel=1e-9, abs=1e-9)
    score = mixtures.score(x, *mixtures.noised(*mixture, a))
    assert equal(mixtures.score_from_noise(eps, forward.noise_amplitude(a)), score, rel=1e-8, abs=1e-9)
    assert equal(mixtures.noise_from_score(score, forward.noise_amplitude(a)), eps, rel=1e-8, abs=1e-9)


def test_no_straight_line_predicts_the_data_better_and_the_denoiser_has_no_error_left_to_explain() -> None:
    n, sigma, rng = 200_000, 0.8, np.random.default_rng(4)
    x_0 = mixtures.sample(*UNEVEN, n, rng)
    x = x_0 + sigma * rng.standard_normal(n)
    error = x_0 - mixtures.denoiser(x, sigma, *UNEVEN)
    for feature in (np.ones(n), x, np.sin(x), x**2):
        assert abs((error * feature).mean()) < 5 * (error * feature).std() / math.sqrt(n)
    expected = mixtures.posterior_variance(x, sigma, *UNEVEN).mean()
    assert abs((error**2).mean() - expected) < 5 * (error**2).std() / math.sqrt(n)


def test_denoising_score_matching_averages_noisy_targets_to_the_score() -> None:
    n, sigma, rng = 400_000, 0.7, np.random.default_rng(5)
    x_0 = mixtures.sample(*UNEVEN, n, rng)
    eps = rng.standard_normal(n)
    x = x_0 + sigma * eps
    target = mixtures.dsm_target(x, x_0, sigma)
    assert equal(target, -eps / sigma, rel=1e-9, abs=1e-9)
    for centre in (-1.5, 0.0, 2.5):
        near = np.abs(x - centre) < 0.05
        left = target[near] - mixtures.score_ve(x[near], sigma, *UNEVEN)
        assert abs(left.mean()) < 5 * left.std() / math.sqrt(near.sum())
    weighted = mixtures.dsm_weight(sigma) * target**2
    assert abs(weighted.mean() - 1) < 5 * weighted.std() / math.sqrt(n)
    wrong = mixtures.dsm_loss(mixtures.score(x, *UNEVEN), eps, sigma)
    assert mixtures.dsm_loss(mixtures.score_ve(x, sigma, *UNEVEN), eps, sigma) < wrong


@given(numbers, shares, numbers)
def test_the_conditional_score_undoes_the_noise(x_0: float, a: float, eps: float) -> None:
    x_t = forward.q_sample(x_0, a, eps)
    target = mixtures.dsm_target_vp(x_t, x_0, a)
    slope = difference(lambda at: gaussians.logpdf(at, forward.mean(x_0, a), forward.variance(a)), float(x_t))
    assert equal(target, slope, rel=1e-5, abs=1e-5)
    assert equal(target, mixtures.score_from_noise(eps, forward.noise_amplitude(a)), rel=1e-8, abs=1e-8)
    assert equal(mixtures.dsm_loss(target, eps, forward.noise_amplitude(a)), 0, abs=1e-20)


# One Gaussian


@given(numbers, sigmas, numbers, variances)
def test_one_gaussian_is_a_mixture_of_one(x: float, sigma: float, m: float, v: float) -> None:
    one = ([1.0], [m], [v])
    assert equal(
        mixtures.gaussian_denoiser(x, sigma, m, v), mixtures.denoiser(x, sigma, *one), rel=1e-9, abs=1e-12
    )
    a = forward.alpha_bar_from_sigma(sigma)
    for gaussian, mixed in (
        (mixtures.gaussian_denoiser_vp, mixtures.denoiser_vp),
        (mixtures.gaussian_eps_vp, mixtures.eps_vp),
        (mixtures.gaussian_score_vp, mixtures.score_vp),
    ):
        assert equal(gaussian(x, a, m, v), mixed(x, a, *one), rel=1e-9, abs=1e-12)
    spread = mixtures.posterior_variance(x, sigma, *one)
    assert equal(mixtures.gaussian_posterior_variance(sigma, v), spread, rel=1e-9)


@given(sigmas, variances)
def test_what_the_denoiser_explains_and_what_it_leaves_open_add_up_to_the_data(
    sigma: float, v: float
) -> None:
    total = mixtures.denoised_variance(sigma, v) + mixtures.gaussian_posterior_variance(sigma, v)
    assert equal(total, v, rel=1e-14)
    assert equal(
        mixtures.gaussian_share(sigma, v),
        difference(lambda x: mixtures.gaussian_denoiser(x, sigma, 0.3, v), 1.0),
        rel=1e-9,
    )
    x = mixtures.gaussian_denoiser(math.sqrt(v + sigma**2) * LINE, sigma, 0, v)
    drawn = integral(x**2 * gaussians.pdf(LINE), LINE)
    assert equal(mixtures.denoised_variance(sigma, v), drawn, rel=1e-8)


def test_the_gaussian_world_at_its_ends() -> None:
    assert mixtures.gaussian_denoiser([3.0, -1.0], 0.0, 1.0, 2.0).tolist() == [3, -1]
    assert mixtures.gaussian_denoiser(3.0, 2.0, 1.0, 0.0) == 1
    assert mixtures.gaussian_denoiser_vp(3.0, 0.0, 1.0, 2.0) == 1
    assert mixtures.gaussian_denoiser_vp(3.0, 1.0, 1.0, 2.0) == 3
    assert mixtures.gaussian_eps_vp(3.0, 1.0, 1.0, 2.0) == 0
    assert mixtures.gaussian_eps_vp(3.0, 0.0, 1.0, 2.0) == 3


@given(numbers, variances, numbers, variances)
def test_the_fisher_divergence_is_the_mean_squared_gap_of_the_scores(
    m1: float, v1: float, m2: float, v2: float
) -> None:
    x = m1 + math.sqrt(v1) * np.linspace(-12, 12, 4001)
    gap = mixtures.gaussian_score(x, m1, v1) - mixtures.gaussian_score(x, m2, v2)
    expected = integral(gaussians.pdf(x, m1, v1) * gap**2, x)
    assert equal(mixtures.fisher_divergence(m1, v1, m2, v2), expected, rel=1e-8, abs=1e-9)


def test_the_fisher_divergence_is_the_slope_of_kl_as_both_spread() -> None:
    h = 1e-6
    now, later = gaussians.kl(0, 0.5, 1.5, 2), gaussians.kl(0, 0.5 + h, 1.5, 2 + h)
    assert equal(-2 * (later - now) / h, mixtures.fisher_divergence(0, 0.5, 1.5, 2), rel=1e-5)  # de Bruijn
    assert mixtures.fisher_divergence(0, 0.5, 1.5, 0.5) == 9


# Two points


@given(numbers, shares, shares)
def test_two_points_are_a_mixture_without_width(x: float, a: float, prior: float) -> None:
    world = ([1 - prior, prior], [-1, 1], [0, 0])
    signal, variance = math.sqrt(a), 1 - a
    guess = mixtures.two_point_mean(x, signal, variance, prior)
    assert equal(guess, mixtures.denoiser_vp(x, a, *world), rel=1e-7, abs=1e-9)
    right = mixtures.responsibilities(x, *mixtures.noised(*world, a))[1]
    assert equal(mixtures.two_point_probability(x, signal, variance, prior), right, rel=1e-8, abs=1e-12)
    score = mixtures.score(x, *mixtures.noised(*world, a))
    assert equal(mixtures.two_point_score(x, signal, variance, prior), score, rel=1e-7, abs=1e-7)


def test_the_soft_decision_is_straight_under_much_noise_and_hard_without() -> None:
    assert equal(mixtures.two_point_mean(0.01, 1, 100), 1e-4, rel=1e-7)
    assert mixtures.two_point_mean([-0.1, 0.0, 0.1], 1, 0).tolist() == [-1, 0, 1]
    assert mixtures.two_point_probability([-0.1, 0.0, 0.1], 1, 0).tolist() == [0, 0.5, 1]
    assert mixtures.two_point_mean([-5.0, 5.0], 1, 1, 1).tolist() == [1, 1]
    assert equal(mixtures.two_point_mean(5.0, 0, 1, 0.8), 0.6, rel=1e-14)  # no signal: the prior speaks


def test_with_two_points_the_network_sees_fewer_than_half_of_the_pairs_it_could_confuse() -> None:
    rng, a, n = np.random.default_rng(6), 0.36, 100_000
    x_0 = np.where(rng.random(n) < 0.5, 1.0, -1.0)
    x_t = forward.q_sample(x_0, a, rng.standard_normal(n))
    near = np.abs(x_t - 0.4) < 0.03
    p = mixtures.two_point_probability(x_t[near], 0.6, 0.64).mean()
    assert abs((x_0[near] > 0).mean() - p) < 5 * math.sqrt(p * (1 - p) / near.sum())


# Langevin


def test_two_langevin_steps_worked_out_by_hand() -> None:
    x = mixtures.langevin_step(2.0, -2.0, 0.02, 1.5)
    assert equal(x, 2 - 0.04 + 0.2 * 1.5, rel=1e-15)
    assert equal(
        mixtures.langevin(2.0, mixtures.gaussian_score, 0.02, [1.5, -1.0]), x * 0.98 - 0.2, rel=1e-14
    )


@given(numbers, numbers, st.floats(0, 1), numbers)
def test_both_conventions_of_the_step_size_take_the_same_step(
    x: float, s: float, eta: float, z: float
) -> None:
    step = mixtures.half_from_eta(eta)
    assert equal(mixtures.eta_from_half(step), eta, rel=1e-15)
    by_paper = x + step / 2 * s + math.sqrt(step) * z
    assert equal(mixtures.langevin_step(x, s, eta, z), by_paper, rel=1e-12, abs=1e-12)
    assert equal(mixtures.langevin_step_half(x, s, step, z), by_paper, rel=1e-12, abs=1e-12)


def test_simulated_langevin_steps_have_the_mean_and_variance_stated() -> None:
    n, steps, eta = 100_000, 12, 0.3
    z = np.random.default_rng(7).standard_normal((steps, n))
    x = mixtures.langevin(np.full(n, 3.0), lambda at: mixtures.gaussian_score(at, 1.0, 0.8), eta, z)
    v = mixtures.langevin_variance(steps, eta, 0.8)
    assert abs(x.mean() - mixtures.langevin_mean(3.0, steps, eta, 1.0, 0.8)) < 5 * gaussians.standard_error(
        v, n
    )
    assert abs(x.var() - v) < 5 * v * math.sqrt(2 / n)


@given(st.floats(0.01, 0.9), variances)
def test_the_stationary_variance_stays_and_is_right_for_small_steps(eta: float, v: float) -> None:
    stays = mixtures.langevin_stationary_variance(eta * v, v)
    assert equal(mixtures.langevin_variance(1, eta * v, v, stays), stays, rel=1e-12)
    gap = stays - mixtures.langevin_variance(50, eta * v, v)
    assert equal(gap / stays, (1 - eta) ** 100, rel=1e-9, abs=1e-13)
    assert equal(mixtures.langevin_stationary_variance(1e-9, v), v, rel=1e-8)
    assert stays > v


def test_annealing_crosses_the_valley_that_langevin_alone_does_not() -> None:
    wells: Mixture = ([0.3, 0.7], [-4.0, 4.0], [0.1, 0.1])
    rng, n = np.random.default_rng(8), 4000
    start = np.full(n, -4.0)
    plain = mixtures.langevin(start, lambda x: mixtures.score(x, *wells), 0.01, rng.standard_normal((400, n)))
    assert (plain > 0).mean() == 0
    levels = np.geomspace(8, 0.1, 10)
    annealed = mixtures.annealed_langevin(
        start, lambda x, s: mixtures.score_ve(x, s, *wells), levels, 0.1, rng.standard_normal((10, 40, n))
    )
    assert abs((annealed > 0).mean() - 0.7) < 0.06
    assert equal(mixtures.annealed_eta(levels, 0.1), 0.1 * levels**2, rel=1e-15)


# Arguments


LEVELLED: dict[str, Callable[[Array, Array | float], Array]] = {
    "gaussian_denoiser": lambda x, level: mixtures.gaussian_denoiser(x, level, 0.3, 2.0),
    "gaussian_denoiser_vp": lambda x, level: mixtures.gaussian_denoiser_vp(x, level, 0.3, 2.0),
    "gaussian_score_vp": lambda x, level: mixtures.gaussian_score_vp(x, level, 0.3, 2.0),
    "gaussian_eps_vp": lambda x, level: mixtures.gaussian_eps_vp(x, level, 0.3, 2.0),
    "denoiser": lambda x, level: mixtures.denoiser(x, level, *UNEVEN),
    "denoiser_vp": lambda x, level: mixtures.denoiser_vp(x, level, *UNEVEN),
    "eps_vp": lambda x, level: mixtures.eps_vp(x, level, *UNEVEN),
    "score_vp": lambda x, level: mixtures.score_vp(x, level, *UNEVEN),
    "score_ve": lambda x, level: mixtures.score_ve(x, level, *UNEVEN),
    "posterior_variance": lambda x, level: mixtures.posterior_variance(x, level, *UNEVEN),
    "score_from_noise": mixtures.score_from_noise,
    "noise_from_score": mixtures.noise_from_score,
    "dsm_target": lambda x, level: mixtures.dsm_target(x, 0.4, level),
    "dsm_target_vp": lambda x, level: mixtures.dsm_target_vp(x, 0.4, level),
    "langevin_step": lambda x, level: mixtures.langevin_step(x, 0.4, level, 0.7),
}


@pytest.mark.parametrize("name", LEVELLED)
def test_each_item_of_a_batch_has_its_own_level(name: str) -> None:
    x = np.random.default_rng(9).standard_normal((3, 3, 3))
    levels = np.array([0.9, 0.25, 0.5])
    one_by_one = np.stack([LEVELLED[name](x[i], float(levels[i])) for i in range(3)])
    assert equal(LEVELLED[name](x, levels), one_by_one, rel=1e-13)
    assert isinstance(LEVELLED[name](np.asarray(0.3), 0.5), np.float64)


REFUSED: dict[str, Callable[[], object]] = {
    "variance must": lambda: mixtures.gaussian_score(1, 0, 0),
    "variances must": lambda: mixtures.score(0, [0.5, 0.5], [0, 1], [1, 0]),
    "variances must be positive": lambda: mixtures.denoiser(0, 0, *POINTS),
    "weights must add up": lambda: mixtures.score(0, [0.5, 0.6], [0, 1], [1, 1]),
    "weights, means and variances": lambda: mixtures.pdf(0, [0.5, 0.5], [0, 1, 2], [1, 1]),
    "x must be": lambda: mixtures.score([0.0, 1.0, 2.0], [1.0], [[0.0, 0.0]], [1.0]),
    "x must be (..., 2)": lambda: mixtures.score_ve([0.0, 1.0], [0.5, 0.5], [1.0], [[0.0, 0.0]], [1.0]),
    "means must be numbers": lambda: mixtures.slope([0.0, 1.0], [1.0], [[0.0, 0.0]], [1.0]),
    "sigma must": lambda: mixtures.denoiser(0, -1, *UNEVEN),
    "sigma must be positive": lambda: mixtures.score_from_noise(1, 0),
    "sigma must be one number": lambda: mixtures.noised_ve(*UNEVEN, [1, 2]),
    "alpha_bar_t must": lambda: mixtures.noised(*UNEVEN, 1.2),
    "alpha_bar_t must be one number": lambda: mixtures.noised(*UNEVEN, [0.2, 0.3]),
    "1 - alpha_bar_t must": lambda: mixtures.dsm_target_vp(1, 1, 1),
    "eta must": lambda: mixtures.langevin_step(0, 0, -0.1, 0),
    "1 - eta/(2 variance) must": lambda: mixtures.langevin_stationary_variance(2, 1),
    "variance + sigma² must": lambda: mixtures.gaussian_share(0, 0),
    "variance1 must": lambda: mixtures.fisher_divergence(0, 0, 0, 1),
    "prior must": lambda: mixtures.two_point_mean(0, 1, 1, 1.5),
    "z has shape": lambda: mixtures.langevin_step([1.0, 2.0], [0.0, 0.0], 0.1, [1.0]),
    "one noise level per item": lambda: mixtures.denoiser([1.0, 2.0], [1.0, 2.0, 3.0], *UNEVEN),
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_has_no_meaning_is_refused_in_words(words: str) -> None:
    with pytest.raises(ValueError, match=f"^{re.escape(words)}"):
        REFUSED[words]()
