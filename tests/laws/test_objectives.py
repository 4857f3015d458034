"""Objectives: weights against the divergences they stand for, floors against draws, loops against lines."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import forward, gaussians, objectives, predictions, schedules
from checkers.compare import equal
from checkers.domains import Array, Numbers

shares = st.floats(0.001, 0.999)
numbers = st.floats(-3, 3)
ratios = st.floats(1e-3, 1e3)
KINDS = ("x_0", "eps", "v", "score")
LINEAR = schedules.linear(1e-4, 0.02, 1000)

READ: dict[str, Callable[[Numbers, Numbers, float], Array]] = {
    "x_0": lambda _, x_0, __: np.asarray(x_0, np.float64),
    "eps": predictions.eps_from_x_0,
    "v": predictions.v_from_x_0,
    "score": predictions.score_from_x_0,
}


# Squared errors


def test_two_pixels_are_squared_by_hand() -> None:
    assert equal(objectives.squared_error([0.3, -1.0], [0.5, 1.0]), [0.04, 4.0], rel=1e-14)
    assert equal(objectives.sum_squared_error([0.3, -1.0], [0.5, 1.0]), 4.04, rel=1e-14)
    assert equal(objectives.mean_squared_error([0.3, -1.0], [0.5, 1.0]), 2.02, rel=1e-14)
    assert equal(objectives.mean_squared_error(0.3, 0.5), 0.04, rel=1e-14)


def test_the_mean_over_a_batch_is_the_mean_of_its_items() -> None:
    a, b = np.random.default_rng(1).standard_normal((2, 4, 3, 5, 5))
    items = objectives.item_errors(a, b)
    assert equal(items, [objectives.mean_squared_error(a[i], b[i]) for i in range(4)], rel=1e-14)
    assert equal(objectives.mean_squared_error(a, b), items.mean(), rel=1e-14)
    summed = objectives.sum_from_mean(items[0], 5, 5, 3)
    assert equal(objectives.sum_squared_error(a[0], b[0]), summed, rel=1e-14)
    assert equal(objectives.sum_from_mean(0.04, 64, 64), 4 * objectives.sum_from_mean(0.04, 32, 32))


def test_the_mean_of_the_squares_is_smallest_for_the_mean_of_the_targets() -> None:
    targets = np.random.default_rng(2).exponential(size=50)
    guesses = np.linspace(0, 3, 301)
    errors = [objectives.mean_squared_error(guess, targets) for guess in guesses]
    assert abs(guesses[np.argmin(errors)] - targets.mean()) <= 0.005


def test_a_fair_coin_is_one_bit_for_each_of_its_tosses() -> None:
    assert equal(objectives.bits_per_dimension(10 * math.log(2), 10), 1, rel=1e-15)
    assert equal(objectives.bits_per_dimension(3072 * math.log(2) * 3.75, 3072), 3.75, rel=1e-14)


# One step of training


@pytest.mark.parametrize("shape", [(3,), (3, 3), (3, 1, 4, 3)])
@pytest.mark.parametrize("kind", KINDS)
def test_a_model_that_answers_right_has_no_loss(kind: str, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(3)
    x_0, eps, table = rng.standard_normal(shape), rng.standard_normal(shape), [1.0, 0.9, 0.5, 0.1]
    t = [3, 1, 2]

    def model(x_t: Array, steps: npt.NDArray[np.int64]) -> Array:
        assert steps.dtype == np.int64
        assert steps.tolist() == t
        return np.stack([READ[kind](x_t[i], x_0[i], table[t[i]]) for i in range(3)])

    assert objectives.prediction_loss(model, x_0, t, eps, table, kind) < 1e-25
    assert objectives.prediction_loss(lambda x, s: model(x, s) + 0.1, x_0, t, eps, table, kind) > 0.009


def test_the_loss_in_one_line_is_the_loss_of_loops() -> None:
    rng = np.random.default_rng(4)
    x_0, eps = rng.standard_normal((2, 4, 3))
    table, t = [1, 0.8, 0.3], [2, 0, 1, 2]
    total = 0.0
    for i in range(4):
        for j in range(3):
            a = table[t[i]]
            noisy = math.sqrt(a) * x_0[i, j] + math.sqrt(1 - a) * eps[i, j]
            total += (0.4 * noisy + 0.1 * t[i] - eps[i, j]) ** 2
    loss = objectives.ddpm_loss(lambda x, s: 0.4 * x + 0.1 * s[:, None], x_0, t, eps, table)
    assert equal(loss, total / 12, rel=1e-13)


def test_a_model_that_says_nothing_has_the_power_of_the_noise_as_loss() -> None:
    loss = objectives.ddpm_loss(lambda x, _: 0 * x, np.ones((3, 2)), 1, np.full((3, 2), 0.5), [1, 0.3])
    assert loss == 0.25
    assert objectives.ddpm_loss(lambda x, _: 0 * x, 0.2, 1, -2.0, [1, 0.3]) == 4


@given(st.integers(0, 2**32 - 1), shares, st.floats(0.1, 3))
def test_no_model_of_gaussian_data_falls_below_the_floor_but_by_chance(
    seed: int, a: float, variance: float
) -> None:
    rng = np.random.default_rng(seed)
    n = 4000
    x_0, eps = rng.normal(0, math.sqrt(variance), (n, 1)), rng.standard_normal((n, 1))
    x_t = forward.q_sample(x_0, a, eps)
    slope = float((x_t * eps).sum() / (x_t**2).sum())  # the best line through these very draws
    loss = objectives.ddpm_loss(lambda x, _: slope * x, x_0, 1, eps, [1, a])
    floor = objectives.loss_floor(a, variance)
    assert abs(loss - floor) < 6 * floor * math.sqrt(2 / n) + 10 / n


@pytest.mark.parametrize("t", [-1, 3, 0.5])
def test_steps_that_are_not_in_the_table_are_refused(t: float) -> None:
    with pytest.raises(ValueError, match=r"^t "):
        objectives.ddpm_loss(lambda x, _: x, [0.1], t, [0.2], [1, 0.5, 0.1])


def test_an_answer_of_another_shape_is_refused() -> None:
    with pytest.raises(ValueError, match="prediction has shape"):
        objectives.ddpm_loss(lambda x, _: x[0], np.zeros((2, 3)), 1, np.zeros((2, 3)), [1, 0.5])


# How errors travel


@pytest.mark.parametrize("source", KINDS)
@pytest.mark.parametrize("result", KINDS)
@given(shares, numbers, numbers, st.floats(0.01, 1))
def test_an_error_is_multiplied_by_the_factor(
    source: str, result: str, a: float, x_t: float, x_0: float, error: float
) -> None:
    # x_0 from the source by two evaluations of its inverse, a line through two points
    def value(kind: str, at: float) -> float:
        return float(READ[kind](x_t, at, a))

    moved = error / (value(source, x_0 + 1) - value(source, x_0))
    change = value(result, x_0 + moved) - value(result, x_0)
    assert equal(abs(change), error * objectives.error_factor(source, result, a), rel=1e-6, abs=1e-9)


def test_errors_explode_in_the_image_at_much_noise_and_in_the_noise_at_little() -> None:
    assert objectives.x_0_error_factor([0.0, 0.5, 1.0]).tolist() == [np.inf, 1, 0]
    assert objectives.eps_error_factor([0.0, 0.5, 1.0]).tolist() == [0, 1, np.inf]
    assert objectives.error_factor("v", "x_0", [0, 0.36, 1]).tolist() == [1, 0.8, 0]
    assert objectives.error_factor("v", "eps", [0, 0.36, 1]).tolist() == [0, 0.6, 1]


def test_the_image_from_a_noise_guess_at_one_percent_signal() -> None:
    assert equal(objectives.x_0_squared_error(0.02, 0.01), 1.98, rel=1e-14)
    rng = np.random.default_rng(5)
    x_t, eps = rng.standard_normal((2, 100))
    wrong = eps + rng.normal(0, 0.1, 100)
    error = objectives.mean_squared_error(wrong, eps)
    images = [predictions.x_0_from_eps(x_t, guess, 0.01) for guess in (wrong, eps)]
    assert equal(objectives.mean_squared_error(*images), objectives.x_0_squared_error(error, 0.01), rel=1e-12)


@given(shares, st.floats(1e-6, 5))
def test_error_of_the_image_and_of_the_noise_are_an_inverse_pair(a: float, error: float) -> None:
    there = objectives.x_0_squared_error(error, a)
    assert equal(objectives.eps_squared_error(there, a), error, rel=1e-12)


# Weights


@pytest.mark.parametrize("kind", KINDS)
@given(shares, numbers, numbers, numbers)
def test_a_loss_is_a_weighted_loss_on_the_image(
    kind: str, a: float, x_t: float, x_0: float, guess: float
) -> None:
    errors = [float(READ[kind](x_t, one, a)) for one in (x_0, guess)]
    weight = objectives.x_0_weight(kind, schedules.snr(a))
    loss = weight * objectives.squared_error(guess, x_0)
    assert equal(objectives.squared_error(*errors), loss, rel=1e-6, abs=1e-9)


@given(ratios, st.sampled_from(KINDS), st.sampled_from(KINDS), st.floats(0.1, 10))
def test_restating_a_weight_there_and_back_changes_nothing(
    snr: float, old: str, new: str, weight: float
) -> None:
    there = objectives.restated_weight(weight, old, new, snr)
    assert equal(objectives.restated_weight(there, new, old, snr), weight, rel=1e-9)
    on_image = weight * objectives.x_0_weight(old, snr)
    assert equal(there * objectives.x_0_weight(new, snr), on_image, rel=1e-9)


def test_a_weight_without_counterpart_is_refused() -> None:
    assert objectives.restated_weight(1, "eps", "x_0", 0) == 0
    with pytest.raises(ValueError, match="no counterpart"):
        objectives.restated_weight(0, "x_0", "eps", 0)


def reverse_step(x_t: float, eps: float, alpha: float, before: float) -> tuple[float, float]:
    """Mean and variance of x_{t-1} given x_t and the x_0 that ε implies, by adding precisions."""
    x_0 = (x_t - math.sqrt(1 - alpha * before) * eps) / math.sqrt(alpha * before)
    precision = alpha / (1 - alpha) + 1 / (1 - before)
    mean = math.sqrt(alpha) * x_t / (1 - alpha) + math.sqrt(before) * x_0 / (1 - before)
    return mean / precision, 1 / precision


@given(st.floats(0.05, 0.99), st.floats(0.01, 0.99), numbers, numbers, numbers)
def test_the_weight_in_the_bound_is_the_divergence_of_two_reverse_steps(
    alpha: float, before: float, x_t: float, eps: float, guess: float
) -> None:
    true_mean, posterior = reverse_step(x_t, eps, alpha, before)
    our_mean, _ = reverse_step(x_t, guess, alpha, before)
    for variance, weight in (
        (1 - alpha, objectives.vlb_weight_beta(1 - alpha, alpha * before)),
        (posterior, objectives.vlb_weight_posterior(1 - alpha, before)),
    ):
        divergence = gaussians.kl(true_mean, variance, our_mean, variance)
        assert equal(weight * (guess - eps) ** 2, divergence, rel=1e-6, abs=1e-9)
        assert equal(objectives.vlb_weight(1 - alpha, alpha * before, variance), weight, rel=1e-6)


@given(st.floats(0.05, 0.99), st.floats(0.01, 0.99))
def test_the_bound_weighs_images_by_the_fall_of_the_snr(alpha: float, before: float) -> None:
    snr_before, snr_t = schedules.snr(before), schedules.snr(alpha * before)
    weight = objectives.vlb_weight_posterior(1 - alpha, before)
    on_image = objectives.restated_weight(weight, "eps", "x_0", snr_t)
    assert equal(on_image, objectives.vlb_x_0_weight(snr_before, snr_t), rel=1e-7)


def test_the_weights_of_the_linear_schedule() -> None:
    weights = objectives.vlb_weights(LINEAR)
    assert weights.shape == (1001,)
    assert weights[0] == 0
    assert equal(weights[1], 0.5 / 0.9999, rel=1e-11)
    assert equal(weights[500], 0.00550343, digits=6)
    assert weights.max() == weights[1]  # finite, and at the first step
    assert equal(weights[1] / weights[500], 90.86, digits=4)
    posterior = objectives.vlb_weights(LINEAR, "posterior")
    assert np.isinf(posterior[1])
    assert np.all(posterior[2:] > weights[2:])
    assert equal(posterior[1000], weights[1000], rel=1e-4)


def test_a_step_that_adds_no_noise_has_no_weight() -> None:
    assert objectives.vlb_weight_posterior([0, 0], [1, 0.5]).tolist() == [0, 0]
    assert objectives.vlb_weight_beta(0, 0.5) == 0


def test_most_effort_of_the_bound_goes_to_the_cleanest_fifth() -> None:
    shares_of_effort = objectives.effort_shares(objectives.vlb_weights(LINEAR))
    assert equal(shares_of_effort.sum(), 1, rel=1e-14)
    assert shares_of_effort.argmax() == 0
    assert equal(objectives.effort_shares(np.ones(1001)), np.full(5, 0.2), rel=1e-14)
    assert objectives.effort_shares([9, 1, 0, 1, 2], 2).tolist() == [0.25, 0.75]


@given(ratios, st.floats(0.1, 20), st.sampled_from(KINDS))
def test_min_snr_is_one_and_the_same_weight_on_the_image(snr: float, gamma: float, target: str) -> None:
    weight = objectives.min_snr_weight(snr, gamma, target)
    on_image = weight * objectives.x_0_weight(target, snr)
    assert equal(on_image, min(snr, gamma), rel=1e-9)


def test_min_snr_at_both_ends() -> None:
    ends = [0.0, np.inf]
    assert objectives.min_snr_weight(ends, 5, "eps").tolist() == [1, 0]
    assert objectives.min_snr_weight(ends, 5, "x_0").tolist() == [0, 5]
    assert objectives.min_snr_weight(ends, 5, "x0").tolist() == [0, 5]
    assert objectives.min_snr_weight(ends, 5, "v").tolist() == [0, 0]
    assert equal(objectives.min_snr_weight([0.5, 5, 50]), [1, 1, 0.1], rel=1e-15)
    assert equal(objectives.min_snr_weight([0, 1, 9], target="v"), [0, 0.5, 0.5], rel=1e-15)


@given(shares)
def test_p2_with_its_own_numbers_is_the_share_of_the_noise(a: float) -> None:
    assert equal(objectives.p2_weight(schedules.snr(a)), 1 - a, rel=1e-9)
    assert objectives.p2_weight(schedules.snr(a), 0) == 1


def test_the_truncated_weight_keeps_an_eye_on_pure_noise() -> None:
    assert objectives.truncated_snr_weight([0, 0.5, 2]).tolist() == [1, 1, 2]


# Floors


def test_the_floors_are_what_regression_leaves_of_many_draws() -> None:
    rng = np.random.default_rng(6)
    n, a, variance = 400_000, 0.5, 0.25
    x_0, eps = rng.normal(0.3, math.sqrt(variance), n), rng.standard_normal(n)
    x_t, v = forward.q_sample(x_0, a, eps), predictions.v_target(x_0, eps, a)
    for wanted, floor in (
        (eps, objectives.loss_floor(a, variance)),
        (x_0, objectives.x_0_loss_floor(a, variance)),
        (v, objectives.v_loss_floor(a, variance)),
    ):
        slope, start = np.polyfit(x_t, wanted, 1)
        left = np.var(wanted - slope * x_t - start)
        assert abs(left - floor) < 5 * floor * math.sqrt(2 / n)
    assert equal(objectives.loss_floor(a, variance), 0.2, rel=1e-14)


@given(st.floats(0.001, 0.999), st.floats(0.01, 4))
def test_the_floors_are_one_error_seen_three_ways(a: float, variance: float) -> None:
    floor = objectives.x_0_loss_floor(a, variance)
    assert equal(objectives.eps_squared_error(floor, a), objectives.loss_floor(a, variance), rel=1e-9)
    factor = objectives.error_factor("x_0", "v", a)
    assert equal(factor**2 * floor, objectives.v_loss_floor(a, variance), rel=1e-9)
    explained = (1 - a) / forward.marginal_variance(a, variance)
    assert equal(objectives.loss_floor(a, variance) + explained, 1, rel=1e-12)


@pytest.mark.parametrize("variance", [0.0, 0.25, 1.0])
def test_the_floors_at_both_ends(variance: float) -> None:
    assert objectives.loss_floor([0, 1], variance).tolist() == [0, 1]
    assert objectives.x_0_loss_floor([0, 1], variance).tolist() == [variance, 0]
    assert objectives.v_loss_floor([0, 1], variance).tolist() == [variance, 1]
    assert objectives.x_0_loss_floor([0, 1]).tolist() == [1, 0]


def test_unit_variance_makes_the_floor_the_share_of_the_signal() -> None:
    a = schedules.alpha_bar(LINEAR)
    assert equal(objectives.loss_floor(a), a, rel=1e-14)
    assert equal(objectives.mean_loss_floor(a), a[1:].mean(), rel=1e-14)
    assert objectives.mean_loss_floor(a, 0.25) < objectives.mean_loss_floor(a, 0.5)


# Drawing steps


@given(st.lists(st.floats(0.01, 10), min_size=2, max_size=12), st.integers(0, 99))
def test_weighted_draws_have_the_uniform_average(squares: list[float], seed: int) -> None:
    losses = np.random.default_rng(seed).uniform(0, 2, len(squares))
    p = objectives.importance_probabilities(squares)
    average = (p * objectives.importance_weight(p, len(squares)) * losses).sum()
    assert equal(p.sum(), 1, rel=1e-12)
    assert equal(average, losses.mean(), rel=1e-12)


def test_the_probabilities_have_less_variance_than_any_others() -> None:
    losses = np.array([0.2, 1.0, 3.0])

    def spread(p: Array) -> float:
        weighted = objectives.importance_weight(p, 3) * losses
        return float((p * weighted**2).sum())

    best = objectives.importance_probabilities(losses**2)
    for shift in ([0.02, -0.02, 0], [0, 0.02, -0.02], [-0.02, 0, 0.02]):
        assert spread(best + shift) > spread(best)


def test_a_step_drawn_four_times_too_often_counts_a_quarter() -> None:
    assert equal(objectives.importance_weight(0.004, 1000), 0.25, rel=1e-15)
    assert equal(objectives.importance_weight(1 / 64, 64), 1, rel=1e-15)


REFUSED: dict[str, Callable[[], object]] = {
    "snr": lambda: objectives.min_snr_weight(-1),
    "gamma": lambda: objectives.min_snr_weight(1, 0),
    "alpha_bar_t": lambda: objectives.vlb_weight_beta(0.1, 1),
    "beta_t": lambda: objectives.vlb_weight_posterior(1, 0.5),
    "variance": lambda: objectives.vlb_weight(0.1, 0.5, 0),
    "snr_t": lambda: objectives.vlb_x_0_weight(1, 2),
    "data_variance": lambda: objectives.loss_floor(0.5, -1),
    "p": lambda: objectives.importance_weight(0, 10),
    "k": lambda: objectives.p2_weight(1, 1, 0),
    "weights": lambda: objectives.effort_shares([0, 1, 1, 1]),
    "loss_squares": lambda: objectives.importance_probabilities([0, 0]),
    "alpha_bar": lambda: objectives.mean_loss_floor(0.5),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_has_no_meaning_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} must"):
        REFUSED[name]()


def test_an_unknown_prediction_is_refused() -> None:
    calls: list[Callable[[], object]] = [
        lambda: objectives.min_snr_weight(1, 5, "velocity"),
        lambda: objectives.x_0_weight("noise", 1),
        lambda: objectives.error_factor("eps", "noise", 0.5),
        lambda: objectives.target_of("noise", 1, 1, 0.5),
    ]
    for call in calls:
        with pytest.raises(ValueError, match="a prediction is"):
            call()
    with pytest.raises(ValueError, match="beta or posterior"):
        objectives.vlb_weights(LINEAR, "small")
