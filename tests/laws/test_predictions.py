"""Predictions: made from a known x_0 and ε, every conversion must find what went in."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import forward, gaussians, predictions
from checkers.compare import equal
from checkers.domains import Array, Numbers

shares = st.floats(0.001, 0.999)
numbers = st.floats(-3, 3)

# From x_t and one of the four to another of them: (from, to) and the function.
CONVERSIONS: dict[tuple[str, str], Callable[[Numbers, Numbers, Numbers], Array]] = {
    ("eps", "x_0"): predictions.x_0_from_eps,
    ("v", "x_0"): predictions.x_0_from_v,
    ("score", "x_0"): predictions.x_0_from_score,
    ("x_0", "eps"): predictions.eps_from_x_0,
    ("v", "eps"): predictions.eps_from_v,
    ("score", "eps"): lambda _, score, a: predictions.eps_from_score(score, a),
    ("eps", "v"): predictions.v_from_eps,
    ("x_0", "v"): predictions.v_from_x_0,
    ("score", "v"): predictions.v_from_score,
    ("eps", "score"): lambda _, eps, a: predictions.score_from_eps(eps, a),
    ("x_0", "score"): predictions.score_from_x_0,
    ("v", "score"): predictions.score_from_v,
}
EVERY = pytest.mark.parametrize("pair", CONVERSIONS, ids=lambda pair: f"{pair[1]} from {pair[0]}")


def known(x_0: float, eps: float, a: float) -> dict[str, float]:
    """The four, with sums of two right-angled parts: the score is the slope of log N(x_t; √a x_0, 1 - a)."""
    signal, noise = np.sqrt(a), np.sqrt(1 - a)
    return {"x_0": x_0, "eps": eps, "v": signal * eps - noise * x_0, "score": -eps / noise}


@EVERY
@given(numbers, numbers, shares)
def test_a_prediction_that_is_right_stays_right(
    pair: tuple[str, str], x_0: float, eps: float, a: float
) -> None:
    start, end = pair
    x_t = forward.q_sample(x_0, a, eps)
    four = known(x_0, eps, a)
    assert equal(CONVERSIONS[pair](x_t, four[start], a), four[end], rel=1e-9, abs=1e-9)


@EVERY
@given(numbers, numbers, shares)
def test_there_and_back_is_where_one_started_for_wrong_predictions_too(
    pair: tuple[str, str], x_t: float, given_value: float, a: float
) -> None:
    there = CONVERSIONS[pair](x_t, given_value, a)
    assert equal(CONVERSIONS[pair[1], pair[0]](x_t, there, a), given_value, rel=1e-8, abs=1e-8)


@given(numbers, numbers, shares)
def test_every_detour_through_a_third_leads_to_the_same(x_t: float, eps: float, a: float) -> None:
    for middle in ("x_0", "v", "score"):
        for end in ("x_0", "v", "score"):
            if middle != end:
                half = CONVERSIONS["eps", middle](x_t, eps, a)
                direct = CONVERSIONS["eps", end](x_t, eps, a)
                assert equal(CONVERSIONS[middle, end](x_t, half, a), direct, rel=1e-7, abs=1e-7)


def test_two_pixels_worked_out_by_hand() -> None:
    assert equal(forward.q_sample(0.5, 0.64, -1.0), -0.2, abs=1e-15)
    assert equal(predictions.v_target(0.5, -1.0, 0.64), -1.1, rel=1e-15)
    assert equal(predictions.x_0_from_v(-0.2, -1.1, 0.64), 0.5, rel=1e-14)
    assert equal(predictions.eps_from_v(-0.2, -1.1, 0.64), -1.0, rel=1e-14)
    assert equal(predictions.x_0_from_eps([1.0, 0.4], [0.5, -0.5], 0.25), [1.1339746, 1.6660254], abs=1e-7)
    assert equal(predictions.score_from_eps([0.6, -0.3], 0.91), [-2.0, 1.0], rel=1e-14)


# v


@given(numbers, numbers)
def test_v_is_the_noise_where_there_is_none_and_the_negative_image_where_there_is_nothing_else(
    x_0: float, eps: float
) -> None:
    assert equal(predictions.v_target(x_0, eps, 1), eps)
    assert equal(predictions.v_target(x_0, eps, 0), -x_0)


@given(numbers, numbers, shares)
def test_the_point_keeps_its_distance_from_the_origin(x_0: float, eps: float, a: float) -> None:
    x_t, v = forward.q_sample(x_0, a, eps), predictions.v_target(x_0, eps, a)
    assert equal(x_t**2 + v**2, x_0**2 + eps**2, rel=1e-12, abs=1e-12)


@given(numbers, numbers, st.floats(0.01, 1.56))
def test_v_is_the_velocity_of_x_t_along_the_angle(x_0: float, eps: float, phi: float) -> None:
    h = 1e-5

    def x(phi: float) -> Array:
        return forward.q_sample(x_0, predictions.alpha_bar_from_angle(phi), eps)

    v = predictions.v_target(x_0, eps, predictions.alpha_bar_from_angle(phi))
    assert equal((x(phi + h) - x(phi - h)) / (2 * h), v, abs=1e-8)


@given(numbers, numbers, st.floats(-7, 7))
def test_turning_and_turning_back_changes_nothing(x_0: float, eps: float, phi: float) -> None:
    turned = predictions.rotate(x_0, eps, phi)
    assert equal(predictions.rotate(*turned, -phi), [x_0, eps], abs=1e-12)
    expected = complex(x_0, eps) * np.exp(-1j * phi)
    assert equal(turned, [expected.real, expected.imag], abs=1e-12)


@given(numbers, numbers, shares)
def test_the_turned_pair_is_x_t_and_v(x_0: float, eps: float, a: float) -> None:
    x_t, v = predictions.rotate(x_0, eps, predictions.angle(a))
    assert equal(x_t, forward.q_sample(x_0, a, eps), abs=1e-12)
    assert equal(v, predictions.v_target(x_0, eps, a), abs=1e-12)


@given(st.floats(0, 1))
def test_angle_and_level_are_an_inverse_pair(a: float) -> None:
    assert equal(predictions.alpha_bar_from_angle(predictions.angle(a)), a, rel=1e-12, abs=1e-15)


def test_the_angle_goes_from_0_at_the_data_to_a_right_angle_at_noise() -> None:
    assert equal(
        predictions.angle([1, 0.75, 0.5, 0.25, 0]), np.pi * np.array([0, 2, 3, 4, 6]) / 12, rel=1e-14
    )


# The mean of x_0 given x_t


@given(shares, st.floats(0.05, 4), numbers, numbers)
def test_the_score_of_gaussian_data_gives_the_conditional_mean(
    a: float, variance: float, mean: float, x_t: float
) -> None:
    h, total = 1e-4, forward.marginal_variance(a, variance)

    def logp(x: float) -> Array:
        return gaussians.logpdf(x, forward.mean(mean, a), total)

    score = (logp(x_t + h) - logp(x_t - h)) / (2 * h)
    # regression of x_0 on x_t: covariance over variance
    expected = mean + np.sqrt(a) * variance / total * (x_t - np.sqrt(a) * mean)
    assert equal(predictions.x_0_from_score(x_t, score, a), expected, rel=1e-5, abs=1e-5)


def test_the_mean_of_the_drawn_noise_is_minus_the_scaled_score() -> None:
    rng = np.random.default_rng(7)
    a, n = 0.4, 400_000
    x_0, eps = np.where(rng.random(n) < 0.5, 1.0, -1.0), rng.standard_normal(n)
    x_t = forward.q_sample(x_0, a, eps)
    near = np.abs(x_t - 0.3) < 0.02
    density = [gaussians.pdf(0.3, s * np.sqrt(a), 1 - a) for s in (1, -1)]
    slope = [-(0.3 - s * np.sqrt(a)) / (1 - a) for s in (1, -1)]
    score = np.dot(density, slope) / np.sum(density)
    error = gaussians.standard_error(eps[near].var(), int(near.sum()))
    assert abs(eps[near].mean() - predictions.eps_from_score(score, a)) < 5 * error


# The exploding language


@given(numbers, numbers, shares)
def test_the_exploding_language_says_the_same(x_0: float, eps: float, a: float) -> None:
    s, x_t = forward.sigma(a), forward.q_sample(x_0, a, eps)
    x = forward.ve_from_vp(x_t, a)
    v = predictions.v_target(x_0, eps, a)
    assert equal(predictions.ve_x_0_from_eps(x, eps, s), x_0, abs=1e-9)
    assert equal(predictions.ve_eps_from_x_0(x, x_0, s), eps, abs=1e-9)
    assert equal(predictions.ve_x_0_from_v(x, v, s), x_0, abs=1e-9)
    # p(x; σ) is p(x_t) stretched by 1/√ᾱ, so its slope is √ᾱ times as steep
    score = np.sqrt(a) * predictions.score_from_eps(eps, a)
    assert equal(predictions.ve_score_from_x_0(x, x_0, s), score, rel=1e-7, abs=1e-9)
    assert equal(predictions.ve_x_0_from_score(x, score, s), x_0, abs=1e-9)


def test_without_noise_the_exploding_sample_is_the_image() -> None:
    assert predictions.ve_x_0_from_eps(0.3, 9.0, 0) == 0.3
    assert predictions.ve_x_0_from_v(0.3, 9.0, 0) == 0.3
    assert predictions.ve_x_0_from_score(0.3, 9.0, 0) == 0.3


def test_clipping_leaves_what_is_inside() -> None:
    assert predictions.clip_x_0([-2, -0.5, 0.5, 1.5]).tolist() == [-1, -0.5, 0.5, 1]
    assert predictions.clip_x_0([-2, 2.5], 2.2).tolist() == [-2, 2.2]


# Batches


BATCHED: dict[str, Callable[[Numbers, Numbers, Numbers], Array]] = {
    "v_target": predictions.v_target,
    "rotate": lambda x, y, a: predictions.rotate(x, y, a)[1],
    "ve_x_0_from_eps": predictions.ve_x_0_from_eps,
    "ve_eps_from_x_0": predictions.ve_eps_from_x_0,
    "ve_x_0_from_v": predictions.ve_x_0_from_v,
    "ve_score_from_x_0": predictions.ve_score_from_x_0,
    "ve_x_0_from_score": predictions.ve_x_0_from_score,
    **{f"{end}_from_{start}": function for (start, end), function in CONVERSIONS.items()},
}


@pytest.mark.parametrize("name", BATCHED)
def test_each_item_of_a_batch_has_its_own_level_even_where_sizes_agree(name: str) -> None:
    x, y = np.random.default_rng(8).standard_normal((2, 3, 3, 3))
    levels = [0.9, 0.25, 0.5]
    one_by_one = np.stack([BATCHED[name](x[i], y[i], levels[i]) for i in range(3)])
    assert equal(BATCHED[name](x, y, levels), one_by_one)
    with pytest.raises(ValueError, match="one noise level per item"):
        BATCHED[name](x, y, [0.5, 0.5])


@pytest.mark.parametrize("name", sorted(set(BATCHED) - {"eps_from_score", "score_from_eps"}))
def test_a_plain_number_stands_for_itself_everywhere(name: str) -> None:
    y, levels = np.random.default_rng(9).standard_normal((3, 3)), [0.9, 0.25, 0.5]
    spelt_out = np.full((3, 3), 0.7)
    assert equal(BATCHED[name](np.float64(0.7), y, levels), BATCHED[name](spelt_out, y, levels))
    assert equal(BATCHED[name](y, np.float64(0.7), levels), BATCHED[name](y, spelt_out, levels))


@pytest.mark.parametrize("name", sorted(set(BATCHED) - {"eps_from_score", "score_from_eps"}))
def test_a_prediction_of_another_shape_is_not_broadcast(name: str) -> None:
    with pytest.raises(ValueError, match="has shape"):
        BATCHED[name](np.zeros((4, 3)), np.zeros(3), 0.5)


def test_one_pixel_may_be_seen_at_many_levels() -> None:
    assert equal(predictions.v_target(1.0, 3.0, [1.0, 0.0]), [3.0, -1.0])


# Where there is nothing to divide by


@pytest.mark.parametrize("pair", [("eps", "x_0"), ("score", "x_0"), ("eps", "v"), ("score", "v")])
def test_the_image_cannot_be_had_from_noise_where_only_noise_is_left(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^alpha_bar_t must be positive"):
        CONVERSIONS[pair](0.3, 0.1, 0.0)
    assert np.isfinite(CONVERSIONS[pair](0.3, 0.1, 1.0))


@pytest.mark.parametrize("pair", [("x_0", "eps"), ("x_0", "v"), *((s, "score") for s in ("eps", "x_0", "v"))])
def test_the_noise_cannot_be_had_from_an_image_without_any(pair: tuple[str, str]) -> None:
    with pytest.raises(ValueError, match=r"^alpha_bar_t must be below 1"):
        CONVERSIONS[pair](0.3, 0.1, [1.0])
    assert np.isfinite(CONVERSIONS[pair](0.3, 0.1, 0.0))


def test_v_can_be_read_at_both_ends() -> None:
    assert predictions.x_0_from_v(0.3, -0.8, 0.0) == 0.8
    assert predictions.eps_from_v(0.3, -0.8, 0.0) == 0.3
    assert predictions.x_0_from_v(0.3, -0.8, 1.0) == 0.3
    assert predictions.eps_from_v(0.3, -0.8, 1.0) == -0.8


REFUSED: dict[str, Callable[[], object]] = {
    "alpha_bar_t": lambda: predictions.x_0_from_v(0, 0, 1.1),
    "phi": lambda: predictions.alpha_bar_from_angle(2.0),
    "sigma": lambda: predictions.ve_x_0_from_eps(1, 0, -1),
    "limit": lambda: predictions.clip_x_0(1, 0),
    "eps": lambda: predictions.v_target(1, np.nan, 0.5),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_meaning_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} must"):
        REFUSED[name]()


def test_dividing_by_a_noise_level_of_0_is_refused() -> None:
    for function in (predictions.ve_eps_from_x_0, predictions.ve_score_from_x_0):
        with pytest.raises(ValueError, match=r"^sigma must be positive"):
            function(1.0, 0.5, 0.0)
