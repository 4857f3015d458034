"""The forward process: composing steps, Bayes' rule, draws; the closed form is never its own witness."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import forward, gaussians, schedules
from checkers.compare import equal
from checkers.domains import Array, Numbers

shares = st.floats(0.001, 0.999)
numbers = st.floats(-3, 3)


def test_a_step_without_noise_variance_changes_nothing_and_a_full_one_keeps_nothing() -> None:
    x, eps = [0.5, -1.0], [2.0, 0.3]
    assert equal(forward.step(x, 0, eps), x)
    assert equal(forward.step(x, 1, eps), eps)
    assert equal(forward.q_sample(x, 1, eps), x)
    assert equal(forward.q_sample(x, 0, eps), eps)


def test_one_pixel_and_two_pixels_take_the_steps_worked_out_by_hand() -> None:
    assert equal(forward.step(0.5, 0.04, 1.5), 0.7898979485566356, rel=1e-15)
    assert equal(forward.step([0.8, -0.3], 0.02, [0.5, -0.7]), [0.86267, -0.39598], abs=5e-6)
    assert equal(forward.q_sample(0.5, 0.36, -1), -0.5, rel=1e-15)


def test_many_small_steps_without_noise_and_the_jump_meet_in_the_mean() -> None:
    beta = schedules.linear(1e-4, 0.02, 1000)
    x = np.array([1.0, -0.4])
    for b in beta[1:]:
        x = forward.step(x, b, 0)
    assert equal(x, forward.mean([1.0, -0.4], schedules.alpha_bar(beta)[1000]), rel=1e-11)


def test_many_small_steps_and_the_jump_meet_in_the_variance() -> None:
    beta = schedules.cosine(50)
    a = schedules.alpha_bar(beta)
    variance = np.zeros(())
    for t in range(1, 51):
        variance = gaussians.variance_of_sum(np.sqrt(1 - beta[t]), variance, np.sqrt(beta[t]), 1)
        assert equal(forward.variance(a[t]), variance, rel=1e-11)


def test_simulated_steps_have_the_mean_and_variance_of_the_jump() -> None:
    rng = np.random.default_rng(3)
    n, beta = 100_000, schedules.linear(0.05, 0.3, 8)
    x = np.full(n, 1.3)
    for b in beta[1:]:
        x = forward.step(x, b, rng.standard_normal(n))
    a = schedules.alpha_bar(beta)[8]
    v = forward.variance(a)
    assert abs(x.mean() - forward.mean(1.3, a)) < 4 * gaussians.standard_error(v, n)
    assert abs(x.var() - v) < 4 * v * np.sqrt(2 / n)


@given(shares, shares, numbers, numbers, numbers)
def test_two_jumps_are_one_jump_with_the_product_and_the_total_noise(
    a_1: float, a_2: float, x_0: float, eps_1: float, eps_2: float
) -> None:
    v = forward.composed_variance(a_1, a_2)
    total = (np.sqrt(a_2 * (1 - a_1)) * eps_1 + np.sqrt(1 - a_2) * eps_2) / np.sqrt(v)
    x_2 = forward.q_sample(forward.q_sample(x_0, a_1, eps_1), a_2, eps_2)
    assert equal(forward.q_sample(x_0, a_1 * a_2, total), x_2, rel=1e-9, abs=1e-9)
    assert equal(v, forward.variance(a_1 * a_2), rel=1e-9)


@given(shares, shares, numbers, numbers, numbers)
def test_bayes_rule_gives_the_same_joint_density_both_ways_round(
    a_1: float, a_2: float, x_0: float, x_1: float, x_2: float
) -> None:
    joint = gaussians.logpdf(x_1, forward.mean(x_0, a_1), forward.variance(a_1)) + gaussians.logpdf(
        x_2, forward.mean(x_1, a_2), forward.variance(a_2)
    )
    evidence = gaussians.logpdf(x_2, forward.mean(x_0, a_1 * a_2), forward.variance(a_1 * a_2))
    precision = a_2 / (1 - a_2) + 1 / (1 - a_1)
    centre = (np.sqrt(a_2) * x_2 / (1 - a_2) + np.sqrt(a_1) * x_0 / (1 - a_1)) / precision
    assert equal(evidence + gaussians.logpdf(x_1, centre, 1 / precision), joint, rel=1e-7, abs=1e-7)


@given(shares)
def test_amplitudes_lie_on_the_unit_circle(a: float) -> None:
    assert equal(forward.signal_amplitude(a) ** 2 + forward.noise_amplitude(a) ** 2, 1, rel=1e-14)
    assert equal(forward.signal_amplitude(a), forward.q_sample(1, a, 0))
    assert equal(forward.noise_amplitude(a), forward.q_sample(0, a, 1))
    assert equal(forward.signal_amplitude(a) ** 2, a, rel=1e-14)


def test_unit_variance_is_preserved_and_a_smaller_one_rises_towards_1() -> None:
    a = schedules.alpha_bar(schedules.linear(1e-4, 0.02, 1000))
    assert equal(forward.marginal_variance(a), np.ones(1001), rel=1e-15)
    rising = forward.marginal_variance(a, 0.25)
    assert rising[0] == 0.25
    assert np.all(np.diff(rising) > 0)
    assert 0.9999 < rising[-1] < 1


def test_drawn_data_have_the_marginal_variance_and_signal_share_stated() -> None:
    rng = np.random.default_rng(4)
    n, a, v = 200_000, 0.3, 0.25
    x_0, eps = rng.normal(0, np.sqrt(v), n), rng.standard_normal(n)
    x_t = forward.q_sample(x_0, a, eps)
    expected = forward.marginal_variance(a, v)
    assert abs(x_t.var() - expected) < 4 * expected * np.sqrt(2 / n)
    explained = np.corrcoef(x_0, x_t)[0, 1] ** 2
    assert abs(explained - forward.signal_share(a, v)) < 4 * 2 * np.sqrt(explained / n)


@given(shares, st.floats(0.01, 10))
def test_the_signal_share_has_odds_snr_times_the_data_variance(a: float, v: float) -> None:
    share = forward.signal_share(a, v)
    assert equal(share / (1 - share), schedules.snr(a) * v, rel=1e-9)
    assert equal(forward.signal_share(a), a, rel=1e-14)


def test_uniform_noise_by_mistake_shifts_the_mean() -> None:
    noise = np.random.default_rng(5).uniform(0, 1, 100_000)
    shift = forward.noise_amplitude(0.19) * gaussians.uniform_mean()
    assert equal(shift, 0.45, rel=1e-14)
    error = gaussians.standard_error(forward.variance(0.19) * gaussians.uniform_variance(), 100_000)
    assert abs(forward.q_sample(0, 0.19, noise).mean() - shift) < 4 * error


@given(shares, numbers, numbers)
def test_the_exploding_language_has_coefficient_1_before_the_data(a: float, x_0: float, eps: float) -> None:
    x_t = forward.q_sample(x_0, a, eps)
    assert equal(forward.ve_from_vp(x_t, a), x_0 + forward.sigma(a) * eps, rel=1e-9, abs=1e-9)


@given(shares, numbers)
def test_the_two_languages_translate_both_ways(a: float, x: float) -> None:
    s = forward.sigma(a)
    assert equal(forward.alpha_bar_from_sigma(s), a, rel=1e-11)
    assert equal(forward.vp_from_ve(forward.ve_from_vp(x, a), s), x, rel=1e-11)
    assert equal(s**-2, schedules.snr(a), rel=1e-11)


def test_no_noise_is_level_0_and_no_signal_level_infinity() -> None:
    assert forward.sigma([1.0, 0.64, 0.0]).tolist() == [0, 0.75, np.inf]
    assert forward.alpha_bar_from_sigma([0.0, 0.75, np.inf]).tolist() == [1, 0.64, 0]
    assert equal(forward.ve_from_vp(0.34, 0.64), 0.425, rel=1e-14)


LEVELLED: dict[str, Callable[[Numbers, Numbers], Array]] = {
    "step": lambda x, level: forward.step(x, level, 0.7),
    "q_sample": lambda x, level: forward.q_sample(x, level, 0.7),
    "mean": forward.mean,
    "ve_from_vp": forward.ve_from_vp,
    "vp_from_ve": forward.vp_from_ve,
}


@pytest.mark.parametrize("name", LEVELLED)
def test_each_item_of_a_batch_has_its_own_level_even_where_sizes_agree(name: str) -> None:
    x = np.random.default_rng(6).standard_normal((3, 3, 3))
    levels = [0.9, 0.25, 0.5]
    one_by_one = np.stack([LEVELLED[name](x[i], levels[i]) for i in range(3)])
    assert equal(LEVELLED[name](x, levels), one_by_one)


@pytest.mark.parametrize("name", LEVELLED)
def test_levels_for_another_number_of_items_are_refused(name: str) -> None:
    for levels in ([0.5, 0.5], [[0.5, 0.5, 0.5]]):
        with pytest.raises(ValueError, match="one noise level per item"):
            LEVELLED[name](np.zeros((3, 2)), levels)


def test_one_pixel_may_be_seen_at_many_levels() -> None:
    assert equal(forward.q_sample(1.0, [1.0, 0.0], 3.0), [1.0, 3.0])


def test_a_plain_number_beside_a_batch_of_noise_is_each_item_at_its_own_level() -> None:
    eps, levels = np.random.default_rng(7).standard_normal((3, 3)), [0.9, 0.25, 0.5]
    for function in (forward.step, forward.q_sample):
        assert equal(function(0.3, levels, eps), function(np.full((3, 3), 0.3), levels, eps))


def test_noise_of_another_shape_is_not_broadcast() -> None:
    with pytest.raises(ValueError, match="eps has shape"):
        forward.q_sample(np.zeros((4, 3)), 0.5, np.zeros(3))
    with pytest.raises(ValueError, match="eps has shape"):
        forward.step([1.0, 2.0], 0.5, [1.0])


REFUSED: dict[str, Callable[[], object]] = {
    "beta": lambda: forward.step(0, -0.1, 0),
    "alpha_bar_t": lambda: forward.q_sample(0, 1.1, 0),
    "alpha_1": lambda: forward.composed_variance(1.1, 0.5),
    "data_variance": lambda: forward.signal_share(0.5, 0),
    "sigma": lambda: forward.vp_from_ve(1, -1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_level_out_of_range_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} must"):
        REFUSED[name]()


def test_nothing_can_be_rescaled_to_unit_signal_once_the_signal_is_gone() -> None:
    with pytest.raises(ValueError, match="must be positive"):
        forward.ve_from_vp(1.0, 0.0)
