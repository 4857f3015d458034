"""Guidance: end points, the two conventions, densities integrated on a grid, ODEs solved in small steps."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import forward, gaussians, guidance
from checkers.compare import equal
from checkers.domains import Array, Numbers

numbers = st.floats(-3, 3)
scales = st.floats(-5, 20)
variances = st.floats(0.2, 5)

GRID = np.linspace(-40, 40, 160_001)


def moments(density: Array) -> tuple[float, float]:
    """Mean and variance of an unnormalised density on the grid."""
    weights = density / density.sum()
    mean = float((weights * GRID).sum())
    return mean, float((weights * (GRID - mean) ** 2).sum())


@given(numbers, numbers)
def test_scale_0_ignores_the_condition_1_follows_it_and_a_half_is_halfway(u: float, c: float) -> None:
    assert equal(guidance.guide(u, c, 0), u)
    assert equal(guidance.guide(u, c, 1), c, rel=1e-12, abs=1e-12)
    assert equal(guidance.guide(u, c, 0.5), (u + c) / 2, rel=1e-12, abs=1e-12)


def test_two_entries_worked_out_by_hand() -> None:
    assert equal(guidance.guide([0.1, 0.1], [0.3, 0.7], 7.5), [1.6, 4.6], rel=1e-14)
    assert equal(guidance.negative_prompt([0.3, 0.6], [0.5, 0.2], 5), [1.3, -1.4], rel=1e-14)
    assert equal(guidance.autoguide(1.0, 1.5, 3), 2.5)


@given(numbers, numbers, scales)
def test_the_paper_and_the_libraries_differ_by_one_in_the_scale(u: float, c: float, w_prime: float) -> None:
    w = guidance.scale_from_paper(w_prime)
    assert equal(guidance.guide(u, c, w), guidance.guide_paper(c, u, w_prime), rel=1e-9, abs=1e-9)
    assert equal(guidance.paper_from_scale(w), w_prime, rel=1e-12, abs=1e-12)
    assert equal(guidance.guide_paper(c, u, w_prime), (1 + w_prime) * c - w_prime * u, rel=1e-9, abs=1e-9)


def test_no_guidance_is_0_in_the_paper_and_minus_1_forgets_the_condition() -> None:
    assert guidance.guide_paper(2.0, 5.0, 0) == 2
    assert guidance.guide_paper(2.0, 5.0, -1) == 5
    assert guidance.scale_from_paper(0) == 1


@given(numbers, numbers, scales)
def test_swapped_predictions_are_guided_by_another_scale(u: float, c: float, w: float) -> None:
    swapped = guidance.guide(c, u, w)
    assert equal(swapped, guidance.guide(u, c, guidance.swapped_scale(w)), rel=1e-9, abs=1e-9)
    assert equal(guidance.coefficients(w) @ [u, c], guidance.guide(u, c, w), rel=1e-9, abs=1e-9)


@given(numbers, numbers, numbers, scales, st.floats(0.01, 0.99))
def test_guiding_the_noise_and_guiding_the_clean_image_are_one(
    x_t: float, u: float, c: float, w: float, a: float
) -> None:
    def clean(eps: Numbers) -> Array:
        return np.asarray((x_t - np.sqrt(1 - a) * np.asarray(eps)) / np.sqrt(a))

    assert equal(guidance.guide(clean(u), clean(c), w), clean(guidance.guide(u, c, w)), rel=1e-7, abs=1e-7)


def test_several_conditions_with_one_scale_or_alone_are_the_plain_rule() -> None:
    rng = np.random.default_rng(0)
    u, a, b = rng.standard_normal((3, 2, 4))
    assert equal(guidance.compose(u, [a], [3.0]), guidance.guide(u, a, 3.0), rel=1e-12)
    assert equal(guidance.compose(u, [a, b], [0, 1]), b, rel=1e-12)
    assert equal(guidance.compose(u, [a, a], [1.5, 2]), guidance.guide(u, a, 3.5), rel=1e-12)
    assert equal(guidance.compose(0.5, [1.0, 2.0], [2.0, -1.0]), 0.5 + 2 * 0.5 - 1.5)
    assert equal(guidance.guide_two(u, a, b, 4, 4), guidance.guide(u, b, 4), rel=1e-9, abs=1e-9)
    assert equal(guidance.guide_two(u, a, b, 1, 1), b, rel=1e-12, abs=1e-12)
    assert equal(guidance.guide_two(u, a, b, 4, 0), guidance.guide(u, a, 4), rel=1e-12)


# ---- batches ---


def test_each_item_of_a_batch_has_its_own_scale_even_where_sizes_agree() -> None:
    u, c = np.random.default_rng(1).standard_normal((2, 3, 3, 3))
    ws = [0.0, 1.0, 7.5]
    one_by_one = np.stack([guidance.guide(u[i], c[i], ws[i]) for i in range(3)])
    assert equal(guidance.guide(u, c, ws), one_by_one, rel=1e-14)
    assert equal(guidance.guide(0, c, ws), np.stack([w * c[i] for i, w in enumerate(ws)]), rel=1e-14)
    assert equal(guidance.classifier_guided_score(u, c, ws)[2], u[2] + 7.5 * c[2], rel=1e-14)
    levels = [0.0, 0.36, 0.84]
    expected = u[1] - 2 * 0.8 * c[1]
    assert equal(guidance.classifier_guided_eps(u, c, levels, 2)[1], expected, rel=1e-14)


def test_one_number_may_be_seen_at_many_scales() -> None:
    assert equal(guidance.guide(1.0, 2.0, [0, 1, 3]), [1, 2, 4])


@pytest.mark.parametrize("ws", [[1.0, 2.0], [[1.0, 2.0, 3.0]]])
def test_scales_for_another_number_of_items_are_refused(ws: list[float]) -> None:
    with pytest.raises(ValueError, match=r"^w must be one number or one per item"):
        guidance.guide(np.zeros((3, 2)), np.zeros((3, 2)), ws)


def test_predictions_of_other_shapes_are_not_broadcast() -> None:
    with pytest.raises(ValueError, match="cond has shape"):
        guidance.guide(np.zeros((4, 3)), np.zeros(3), 2)
    with pytest.raises(ValueError, match="conds has shape"):
        guidance.compose(np.zeros(3), np.zeros((2, 4)), [1, 2])


# ---- spread ---


@pytest.mark.parametrize(("rho", "w"), [(0.9, 7.5), (-0.5, 2.0), (0.3, 0.5)])
def test_drawn_predictions_have_the_guided_variance_stated(rho: float, w: float) -> None:
    n = 200_000
    z = np.random.default_rng(2).standard_normal((2, n))
    u, c = 2 * z[0], 0.5 * (rho * z[0] + np.sqrt(1 - rho**2) * z[1])
    expected = guidance.guided_variance(4, 0.25, rho, w)
    assert abs(guidance.guide(u, c, w).var() - expected) < 5 * expected * np.sqrt(2 / n)


def test_a_prediction_guided_by_itself_keeps_its_variance() -> None:
    assert equal(guidance.guided_variance(1, 1, 1, [0, 1, 9]), [1, 1, 1])
    assert equal(guidance.guided_variance(1, 1, 0.9, 7.5), 1 + 2 * 7.5 * 6.5 * 0.1, rel=1e-12)


def test_a_rescaled_prediction_has_the_spread_of_the_conditional_one_item_by_item() -> None:
    u, c = np.random.default_rng(3).standard_normal((2, 3, 4, 8, 8))
    full = guidance.guide_rescaled(u, c, 7.5, 1)
    assert equal(full.std(axis=(1, 2, 3)), c.std(axis=(1, 2, 3)), rel=1e-12)
    plain = guidance.guide(u, c, 7.5)
    part = guidance.guide_rescaled(u, c, 7.5, 0.7)
    assert equal(part, 0.7 * full + 0.3 * plain, rel=1e-12)
    assert equal(guidance.guide_rescaled(u, c, 7.5), plain)
    assert equal(guidance.guide_rescaled(u, c, 1, 0.7), c, rel=1e-9, abs=1e-9)
    alone = guidance.guide_rescaled(u[:1], c[:1], 7.5, 0.7)
    assert equal(part[:1], alone, rel=1e-12)
    mixed = guidance.rescale(plain, c, [0, 0.7, 1])
    assert equal(mixed, np.stack([plain[0], part[1], full[2]]), rel=1e-12)


def test_rescaling_does_not_depend_on_the_size_of_what_is_rescaled() -> None:
    g, c = np.random.default_rng(4).standard_normal((2, 50))
    assert equal(guidance.rescale(5 * g, c, 1), guidance.rescale(g, c, 1), rel=1e-12)
    assert equal(guidance.rescale_factor(g, 3 * g), 3, rel=1e-12)
    sample = c.std(ddof=1) / g.std(ddof=1)
    assert equal(guidance.rescale_factor(g, c), sample, rel=1e-12)


def test_a_constant_prediction_cannot_be_rescaled_but_may_stay() -> None:
    assert equal(guidance.rescale([2.0, 2.0], [1.0, 3.0], 0), [2.0, 2.0])
    with pytest.raises(ValueError, match="guided must not be constant"):
        guidance.rescale([2.0, 2.0], [1.0, 3.0], 0.5)
    with pytest.raises(ValueError, match="guided must be an array"):
        guidance.rescale(2.0, 1.0, 0.5)


def test_a_threshold_leaves_what_fits_and_pulls_in_what_does_not() -> None:
    inside = np.random.default_rng(5).uniform(-1, 1, (2, 100))
    assert equal(guidance.dynamic_threshold(inside), inside)
    assert equal(guidance.dynamic_threshold(4 * inside, 100), inside / np.abs(inside).max(1, keepdims=True))
    squeezed = guidance.dynamic_threshold(3 * inside, 50)
    assert np.abs(squeezed).max() == 1
    assert abs(np.mean(np.abs(squeezed) == 1) - 0.5) < 0.02


# ---- Bayes' rule ---


def gaussian_mixture_score(x: float, means: Array, weights: Array) -> float:
    """Score of unit Gaussians in a mixture, by a central difference of the log density."""
    h = 1e-5
    p = [np.log((weights * gaussians.pdf(x + s, means)).sum()) for s in (h, -h)]
    return float((p[0] - p[1]) / (2 * h))


@given(st.floats(-2, 2))
def test_the_implied_classifier_is_the_gradient_of_the_posterior(x: float) -> None:
    means, weights = np.array([-1.0, 1.5]), np.array([0.3, 0.7])

    def log_posterior(at: float) -> float:
        joint = weights * gaussians.pdf(at, means)
        return float(np.log(joint[1] / joint.sum()))

    uncond = gaussian_mixture_score(x, means, weights)
    cond = means[1] - x
    gradient = (log_posterior(x + 1e-5) - log_posterior(x - 1e-5)) / 2e-5
    assert equal(guidance.classifier_score(uncond, cond), gradient, rel=1e-5, abs=1e-8)
    assert equal(
        guidance.classifier_guided_score(uncond, gradient, 3),
        guidance.guide(uncond, cond, 3),
        rel=1e-5,
        abs=1e-7,
    )


@given(numbers, numbers, st.floats(0, 0.99), scales)
def test_classifier_guidance_of_noise_and_of_scores_agree(u: float, c: float, a: float, w: float) -> None:
    gradient = guidance.classifier_score_from_eps(u, c, a)
    noise = forward.noise_amplitude(a)
    assert equal(gradient, guidance.classifier_score(-u / noise, -c / noise), rel=1e-9, abs=1e-9)
    assert equal(
        guidance.classifier_guided_eps(u, gradient, a, w), guidance.guide(u, c, w), rel=1e-9, abs=1e-9
    )


def test_without_noise_the_classifier_cannot_be_read_off_a_noise_prediction() -> None:
    with pytest.raises(ValueError, match="1 - alpha_bar_t must be positive"):
        guidance.classifier_score_from_eps(0, 1, 1.0)
    assert guidance.classifier_guided_eps(0.4, 2.0, 1.0, 5) == 0.4


def test_a_tilted_table_sharpens_the_classifier() -> None:
    p = np.array([0.4, 0.3, 0.2, 0.1])
    likelihood = np.array([0.9, 0.5, 0.1, 0.0])
    p_c = p * likelihood / (p * likelihood).sum()
    for w in (0.0, 0.5, 1.0, 4.0):
        expected = p * likelihood**w
        assert equal(guidance.tilted_probabilities(p, p_c, w), expected / expected.sum(), rel=1e-12)
    assert equal(guidance.tilted_probabilities(p, p_c, 0), p, rel=1e-14)
    assert guidance.tilted_probabilities(p, p_c, 300)[0] > 1 - 1e-12


def test_tables_that_cannot_be_tilted_are_refused() -> None:
    assert equal(guidance.tilted_probabilities([0.5, 0.5, 0], [1, 0, 0], 3), [1, 0, 0])
    for uncond, cond, w in (([0, 1], [0.5, 0.5], 2), ([0.5, 0.5], [1, 0], -1), ([1, 0], [0, 1], 0.5)):
        with pytest.raises(ValueError, match="must not be 0 where"):
            guidance.tilted_probabilities(uncond, cond, w)
    with pytest.raises(ValueError, match="one length"):
        guidance.tilted_probabilities([1, 2], [1, 2, 3], 2)


# ---- two Gaussians ---


@pytest.mark.parametrize("w", [-0.2, 0.0, 0.5, 1.0, 3.0, 8.0])
@pytest.mark.parametrize(("m_u", "v_u", "m_c", "v_c"), [(0, 4, 1, 1), (-1, 2, 2, 0.5), (1, 1, 0.3, 1.1)])
def test_the_tilted_gaussian_has_the_moments_of_the_density_on_a_grid(
    m_u: float, v_u: float, m_c: float, v_c: float, w: float
) -> None:
    log_density = (1 - w) * gaussians.logpdf(GRID, m_u, v_u) + w * gaussians.logpdf(GRID, m_c, v_c)
    mean, variance = moments(np.exp(log_density - log_density.max()))
    assert equal(guidance.tilted_mean(m_u, v_u, m_c, v_c, w), mean, rel=1e-9, abs=1e-9)
    assert equal(guidance.tilted_variance(v_u, v_c, w), variance, rel=1e-9)
    given_log = guidance.tilted_logpdf(GRID, m_u, v_u, m_c, v_c, w)
    assert equal(np.exp(given_log).sum() * (GRID[1] - GRID[0]), 1, rel=1e-9)
    flat = given_log - log_density
    assert equal(flat - flat[0], np.zeros_like(flat), abs=1e-9)


def test_the_tilt_worked_out_by_hand() -> None:
    assert equal(guidance.tilted_variance(4, 1, 3), 0.4, rel=1e-14)
    assert equal(guidance.tilted_mean(0, 4, 1, 1, 3), 1.2, rel=1e-14)


@given(variances, variances, numbers, numbers, st.floats(0, 1))
def test_scales_from_0_to_1_lie_between_the_two_densities(
    v_u: float, v_c: float, m_u: float, m_c: float, w: float
) -> None:
    variance = guidance.tilted_variance(v_u, v_c, w)
    assert min(v_u, v_c) - 1e-9 <= variance <= max(v_u, v_c) + 1e-9
    mean = guidance.tilted_mean(m_u, v_u, m_c, v_c, w)
    assert min(m_u, m_c) - 1e-9 <= mean <= max(m_u, m_c) + 1e-9


def test_a_scale_that_leaves_no_density_is_refused_and_its_limit_known() -> None:
    assert equal(guidance.scale_limit(1, 4), 4 / 3, rel=1e-14)
    assert guidance.tilted_variance(1, 4, 1.333) > 1000
    with pytest.raises(ValueError, match="w must leave a positive precision"):
        guidance.tilted_variance(1, 4, 1.334)
    assert equal(guidance.scale_limit(4, 1), -1 / 3, rel=1e-14)
    with pytest.raises(ValueError, match="w must leave a positive precision"):
        guidance.tilted_mean(0, 4, 1, 1, -0.334)
    assert guidance.scale_limit([2.0, 1.0], [2.0, 2.0]).tolist() == [np.inf, 2]


@given(numbers, numbers, numbers, scales, st.floats(0, 3))
def test_the_guided_score_is_the_slope_of_the_two_noised_log_densities(
    x: float, m_u: float, m_c: float, w: float, sigma: float
) -> None:
    v_u, v_c, h = 4 + sigma**2, 1 + sigma**2, 1e-4

    def log_density(at: float) -> float:
        return float((1 - w) * gaussians.logpdf(at, m_u, v_u) + w * gaussians.logpdf(at, m_c, v_c))

    slope = (log_density(x + h) - log_density(x - h)) / (2 * h)
    score = guidance.gaussian_guided_score(x, m_u, 4, m_c, 1, w, sigma)
    assert equal(score, slope, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("w", [-0.5, 0.0, 1.0, 2.5, 3.0, 7.5])
@pytest.mark.parametrize(("m_u", "v_u", "m_c", "v_c"), [(0, 4, 1, 1), (0.5, 0.5, -1, 2)])
def test_the_sampled_gaussian_is_where_small_steps_of_the_guided_ode_end(
    m_u: float, v_u: float, m_c: float, v_c: float, w: float
) -> None:
    def slope(x: Array, log_sigma: float) -> Array:  # dx/dσ = -σ s, so dx/d(log σ) = -σ² s
        sigma = np.exp(log_sigma)
        score = guidance.gaussian_guided_score(x, m_u, v_u, m_c, v_c, w, sigma)
        return np.asarray(-np.square(sigma) * score)

    top, bottom, n = np.log(1e5), np.log(1e-5), 4000
    x, h = np.array([0.0, 1e5]), (bottom - top) / n
    for i in range(n):
        at = top + i * h
        k_1 = slope(x, at)
        k_2 = slope(x + h / 2 * k_1, at + h / 2)
        k_3 = slope(x + h / 2 * k_2, at + h / 2)
        x = x + h / 6 * (k_1 + 2 * k_2 + 2 * k_3 + slope(x + h * k_3, at + h))
    assert equal(guidance.sampled_mean(m_u, v_u, m_c, v_c, w), x[0], rel=1e-3, abs=1e-3)
    assert equal(np.sqrt(guidance.sampled_variance(v_u, v_c, w)), x[1] - x[0], rel=1e-3)


def test_guided_sampling_ends_somewhere_else_than_the_tilted_density() -> None:
    assert equal(guidance.sampled_variance(4, 1, 3), 1 / 16, rel=1e-14)
    assert equal(guidance.sampled_mean(0, 4, 1, 1, 3), 1.5, rel=1e-12)
    for w in (0, 1):
        args = (0.5, 4, 1, 0.5, w)
        assert equal(guidance.sampled_mean(*args), guidance.tilted_mean(*args), rel=1e-12)
        assert equal(guidance.sampled_variance(4, 0.5, w), guidance.tilted_variance(4, 0.5, w), rel=1e-12)


@given(numbers, numbers, variances, scales)
def test_equal_widths_shift_only(m_u: float, m_c: float, v: float, w: float) -> None:
    moved = guidance.guide(m_u, m_c, w)
    for mean in (guidance.sampled_mean, guidance.tilted_mean):
        assert equal(mean(m_u, v, m_c, v, w), moved, rel=1e-9, abs=1e-9)
    assert equal(guidance.sampled_variance(v, v, w), v, rel=1e-9)
    assert equal(guidance.tilted_variance(v, v, w), v, rel=1e-9)


@given(variances, variances, st.floats(1, 20))
def test_sampling_a_narrower_condition_is_narrower_still_than_the_tilt(a: float, b: float, w: float) -> None:
    v_u, v_c = max(a, b), min(a, b)
    sampled, tilted = guidance.sampled_variance(v_u, v_c, w), guidance.tilted_variance(v_u, v_c, w)
    assert sampled <= tilted * (1 + 1e-9) <= v_c * (1 + 1e-8)


# ---- training, cost and the interval ---


def test_simulated_label_dropping_has_the_counts_stated() -> None:
    n, B, p = 40_000, 64, 0.15
    dropped = (np.random.default_rng(6).random((n, B)) < p).sum(axis=1)
    variance = guidance.dropped_variance(B, p)
    assert abs(dropped.mean() - guidance.expected_dropped(B, p)) < 5 * gaussians.standard_error(variance, n)
    assert abs(dropped.var() - variance) < 5 * variance * np.sqrt(2 / n)
    assert equal(guidance.dropped_std(B, p) ** 2, variance, rel=1e-12)
    few = (np.random.default_rng(7).random((n, 12)) < p).sum(axis=1)
    none = guidance.none_dropped(12, p)
    assert abs(np.mean(few == 0) - none) < 5 * np.sqrt(none * (1 - none) / n)


def test_no_label_or_every_label_may_be_dropped() -> None:
    assert equal(guidance.expected_dropped(256, [0, 0.1, 1]), [0, 25.6, 256])
    assert equal(guidance.dropped_std(256, [0, 0.1, 1]), [0, 4.8, 0], rel=1e-12)
    assert equal(guidance.none_dropped(256, [0, 1]), [1, 0])


def test_guided_steps_are_counted_one_by_one() -> None:
    sigmas = np.geomspace(80, 0.002, 40)
    counted = sum(2 if 0.28 < s <= 2.9 else 1 for s in sigmas)
    share = guidance.guided_steps(sigmas, 0.28, 2.9) / 40
    assert equal(guidance.evaluations(40, share), counted, rel=1e-14)
    assert np.count_nonzero(guidance.interval_scale(sigmas, 7.5, 0.28, 2.9) == 7.5) == counted - 40


def test_the_interval_is_open_below_and_closed_above_and_1_outside() -> None:
    assert guidance.interval_scale([0.5, 1, 2, 3, 4], 5, 1, 3).tolist() == [1, 1, 5, 5, 1]
    assert guidance.interval_scale(2.0, 5, 0, np.inf) == 5
    assert guidance.interval_scale(2.0, 5, 2, 2) == 1


def test_cost_without_guidance_with_it_and_with_a_batch_of_two() -> None:
    assert guidance.evaluations(50) == 100
    assert guidance.evaluations(50, 0) == 50
    assert equal(guidance.evaluations(50, 0.4), 70)
    for share in (0, 0.4, 1):
        assert equal(guidance.seconds(50, 0.045, share), guidance.evaluations(50, share) * 0.045, rel=1e-12)
    assert equal(guidance.seconds(50, 0.045, 1, 1), 50 * 0.045, rel=1e-12)
    assert equal(guidance.seconds(10, 1, 0.5, 1.6), 5 * 1 + 5 * 1.6, rel=1e-12)


def test_numbers_in_are_numbers_out() -> None:
    for value in (
        guidance.guide(1, 2, 3),
        guidance.guide_paper(1, 2, 3),
        guidance.scale_limit(1, 2),
        guidance.sampled_mean(0, 4, 1, 1, 3),
        guidance.tilted_mean(0, 4, 1, 1, 3),
        guidance.interval_scale(1, 5, 0, 2),
        guidance.evaluations(50, 0.4),
        guidance.guided_variance(1, 1, 0.5, 2),
        guidance.rescale_factor([1, 2], [2, 5]),
    ):
        assert isinstance(value, float)


REFUSED: dict[str, Callable[[], object]] = {
    "w": lambda: guidance.guide(0, 1, np.inf),
    "w_prime": lambda: guidance.scale_from_paper(-np.inf),
    "correlation": lambda: guidance.guided_variance(1, 1, 1.1, 2),
    "phi": lambda: guidance.guide_rescaled([0.0, 1.0], [1.0, 2.0], 2, 1.5),
    "percentile / 100": lambda: guidance.dynamic_threshold([1.0, 2.0], 101),
    "uncond_variance": lambda: guidance.tilted_variance(0, 1, 2),
    "cond_variance": lambda: guidance.sampled_variance(1, -1, 2),
    "p": lambda: guidance.expected_dropped(10, 1.1),
    "share": lambda: guidance.evaluations(10, 1.1),
    "pair_cost": lambda: guidance.seconds(10, 1, 1, 0.5),
    "low": lambda: guidance.interval_scale(1, 2, 3, 2),
    "alpha_bar_t": lambda: guidance.classifier_guided_eps(0, 1, 1.1, 2),
}


@pytest.mark.parametrize("name", REFUSED)
def test_an_argument_out_of_range_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} must"):
        REFUSED[name]()
