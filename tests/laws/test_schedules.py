"""Schedules: end points, increments, inverse pairs, and the numbers the lessons ask to remember."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import schedules
from checkers.compare import equal
from checkers.domains import Array

LINEAR = schedules.linear(1e-4, 0.02, 1000)
QUADRATIC = schedules.scaled_linear(1e-4, 0.02, 1000)
STABLE_DIFFUSION = schedules.scaled_linear(0.00085, 0.012, 1000)
COSINE = schedules.cosine(1000)
ALL = {"linear": LINEAR, "quadratic": QUADRATIC, "stable diffusion": STABLE_DIFFUSION, "cosine": COSINE}

steps = st.integers(1, 60)
ends = st.floats(1e-5, 0.9)
levels = st.floats(1e-6, 1 - 1e-6)
beta_tables = st.lists(st.floats(0, 0.99), min_size=1, max_size=40).map(lambda b: np.array([0.0, *b]))


# Tables


@pytest.mark.parametrize("name", ALL)
def test_tables_start_before_the_first_step(name: str) -> None:
    beta = ALL[name]
    assert beta.shape == (1001,)
    assert beta[0] == 0
    assert schedules.alpha_bar(beta)[0] == 1
    assert np.all((beta[1:] > 0) & (beta[1:] < 1))


@given(ends, ends, steps)
def test_the_linear_schedule_meets_both_ends_in_equal_steps(b1: float, bT: float, T: int) -> None:
    beta = schedules.linear(b1, bT, T)
    assert beta[1] == b1
    assert equal(beta[T], bT if T > 1 else b1, rel=1e-14)
    assert equal(np.diff(beta[1:], 2), np.zeros(max(T - 2, 0)), abs=1e-15)


@given(ends, ends, steps)
def test_the_roots_of_the_scaled_linear_schedule_are_linear(b1: float, bT: float, T: int) -> None:
    roots = np.sqrt(schedules.scaled_linear(b1, bT, T))
    assert equal(roots[1:], schedules.linear(math.sqrt(b1), math.sqrt(bT), T)[1:], rel=1e-13)


def test_scaled_linear_is_neither_linear_nor_linear_in_the_square() -> None:
    assert equal(STABLE_DIFFUSION[500], 0.0048037929805507, rel=1e-12)
    assert STABLE_DIFFUSION[500] < schedules.linear(0.00085, 0.012, 1000)[500]
    squares_linear = np.array([0, *np.sqrt(np.linspace(0.00085**2, 0.012**2, 1000))])
    assert equal(schedules.alpha_bar(squares_linear)[1000], 3.1e-4, digits=2)
    assert equal(schedules.alpha_bar(STABLE_DIFFUSION)[1000], 4.66e-3, digits=3)


@given(ends, ends, steps)
def test_the_formulas_of_the_linear_schedule_agree_with_its_table(b1: float, bT: float, T: int) -> None:
    t = np.arange(1, T + 1)
    beta = schedules.linear(b1, bT, T)
    assert equal(schedules.linear_beta(t, b1, bT, T), beta[1:], rel=1e-13, abs=1e-15)
    assert equal(schedules.linear_sum(np.arange(T + 1), b1, bT, T), np.cumsum(beta), rel=1e-12)


def test_the_first_step_keeps_most_and_the_last_keeps_98_percent() -> None:
    assert equal(1 - schedules.linear_beta([1, 1000], 1e-4, 0.02, 1000), [0.9999, 0.98], rel=1e-15)
    assert equal(schedules.linear_sum(500, 1e-4, 0.02, 1000), 2.53501, digits=6)
    assert equal(schedules.linear_sum(1000, 1e-4, 0.02, 1000), 1000 * 0.01005, rel=1e-14)


def test_the_cosine_betas_lead_to_the_cosine_alpha_bar_until_the_clip() -> None:
    T = 1000
    prescribed = schedules.cosine_alpha_bar(np.arange(T + 1), T)
    a = schedules.alpha_bar(COSINE)
    assert equal(a[:T], prescribed[:T], rel=1e-10)
    assert COSINE[T] == 0.999
    assert equal(a[T], 0.001 * a[T - 1], rel=1e-12)
    assert COSINE[T - 1] < 0.999
    assert schedules.cosine(T, clip=0.1).max() == 0.1


def test_the_cosine_curve_starts_at_1_and_ends_at_0_for_every_offset() -> None:
    for s in (0.0, 0.008, 0.3):
        assert schedules.cosine_alpha_bar(0, 10, s) == 1
        assert abs(schedules.cosine_alpha_bar(10, 10, s)) < 1e-30
        assert np.all(np.diff(schedules.cosine_alpha_bar(np.arange(11), 10, s)) < 0)


@given(st.floats(0, 0.5), st.integers(1, 50), st.floats(0.01, 0.99))
def test_the_cosine_curve_falls_as_the_sine_of_twice_its_angle(s: float, T: int, share: float) -> None:
    t, h = share * T, 1e-6 * T
    slope = (schedules.cosine_alpha_bar(t + h, T, s) - schedules.cosine_alpha_bar(t - h, T, s)) / (2 * h)
    angle = (share + s) / (1 + s) * math.pi / 2
    start = s / (1 + s) * math.pi / 2
    expected = -math.sin(2 * angle) * math.pi / 2 / (1 + s) / T / math.cos(start) ** 2
    assert equal(slope, expected, rel=1e-6, abs=1e-8 / T)


def test_only_the_share_of_the_chain_counts_for_the_cosine_curve() -> None:
    assert equal(schedules.cosine_alpha_bar(25, 100), schedules.cosine_alpha_bar(250, 1000), rel=1e-15)
    assert equal(schedules.cosine_alpha_bar(1, 4, 0), math.cos(math.pi / 8) ** 2, rel=1e-15)
    assert equal(schedules.cosine_alpha_bar(1, 2, 0), 0.5, rel=1e-15)


def test_a_schedule_may_be_called_by_name() -> None:
    assert equal(schedules.by_name("linear", 1000), LINEAR)
    assert equal(schedules.by_name("quadratic", 1000, 0.00085, 0.012), STABLE_DIFFUSION)
    assert equal(schedules.by_name("cosine", 1000, 0.3, 0.4), COSINE)
    with pytest.raises(ValueError, match="'magic'"):
        schedules.by_name("magic", 10)


# From beta to alpha_bar and back


def test_the_product_is_the_exact_product_of_fractions() -> None:
    exact = Fraction(1)
    for b in LINEAR[1:]:
        exact *= 1 - Fraction(float(b))
    assert equal(schedules.alpha_bar(LINEAR)[1000], float(exact), rel=1e-12)


@given(beta_tables)
def test_each_step_keeps_the_share_1_minus_beta(beta: Array) -> None:
    a = schedules.alpha_bar(beta)
    assert equal(a[1:], (1 - beta[1:]) * a[:-1])


@given(beta_tables)
def test_beta_and_alpha_bar_are_an_inverse_pair(beta: Array) -> None:
    assert equal(schedules.beta_from_alpha_bar(schedules.alpha_bar(beta)), beta, abs=1e-14)


def test_betas_of_an_alpha_bar_that_reaches_0_end_in_1_or_the_clip() -> None:
    assert schedules.beta_from_alpha_bar([1, 0.5, 0]).tolist() == [0, 0.5, 1]
    assert schedules.beta_from_alpha_bar([1, 0.5, 0], 0.999).tolist() == [0, 0.5, 0.999]


def test_the_argument_is_not_written_to() -> None:
    given_table = np.array([1.0, 0.9, 0.5, 0.1])
    schedules.zero_terminal_beta(given_table)
    schedules.beta_from_alpha_bar(given_table)
    assert given_table.tolist() == [1.0, 0.9, 0.5, 0.1]


@given(beta_tables)
def test_the_estimate_is_an_upper_bound_and_its_correction_closes_most_of_the_gap(beta: Array) -> None:
    small = beta * 0.05
    exact, estimate = schedules.alpha_bar(small), schedules.alpha_bar_estimate(small)
    corrected = estimate * schedules.second_order_factor(small)
    assert np.all(exact <= estimate * (1 + 1e-14))
    assert np.all(np.abs(corrected - exact) <= 0.1 * np.abs(estimate - exact) + 1e-14)


def test_the_estimate_of_the_linear_schedule_is_off_by_what_the_lesson_says() -> None:
    error = schedules.alpha_bar_estimate(LINEAR) / schedules.alpha_bar(LINEAR) - 1
    assert equal(100 * error[[750, 1000]], [2.902, 7.0], abs=0.01)
    assert np.all(error[:751] < 0.03)
    assert equal(schedules.second_order_factor(LINEAR)[750], 0.971992, digits=6)
    assert equal(schedules.alpha_bar_estimate(LINEAR)[[250, 1000]], [0.524659, 4.3186e-5], digits=5)


# Numbers worth remembering, and the corrections


@pytest.mark.parametrize(
    ("beta", "remembered"),
    [
        (LINEAR, [0.524, 0.0786, 0.00335]),
        (COSINE, [0.847, 0.494, 0.144]),
        (STABLE_DIFFUSION, [0.675, 0.278, 0.0566]),
        (QUADRATIC, [0.822, 0.333, 0.0386]),
    ],
    ids=["linear", "cosine", "stable diffusion", "quadratic"],
)
def test_the_fingerprints_at_250_500_and_750(beta: Array, remembered: list[float]) -> None:
    assert equal(schedules.alpha_bar(beta)[[250, 500, 750]], remembered, digits=3)


def test_the_numbers_that_circulate_wrongly_are_corrected() -> None:
    a = schedules.alpha_bar(LINEAR)
    assert equal(a[1000], 4.036e-5, digits=4)
    assert equal(math.sqrt(a[1000]), 0.00635, digits=3)
    assert equal(a[[250, 750]], [0.5241, 0.003351], digits=4)
    assert equal(schedules.cosine_alpha_bar(750, 1000), 0.1443, digits=4)
    keeps = np.sqrt(1 - LINEAR[1:])
    assert equal([keeps.min(), keeps.max()], [0.98995, 0.99995], digits=5)


def test_the_last_third_of_the_linear_chain_is_noise() -> None:
    a = schedules.alpha_bar(LINEAR)
    assert schedules.first_below(a, 0.01) == 674
    assert schedules.first_below(np.sqrt(a), 0.01) == 955
    cosine = schedules.cosine_alpha_bar(np.arange(1001), 1000)
    assert schedules.first_below(cosine, 0.01) == 936
    assert schedules.first_below(cosine, 0.5) == 497


@given(beta_tables, st.floats(0.05, 1))
def test_the_step_before_the_first_below_is_not_below(beta: Array, threshold: float) -> None:
    a = schedules.alpha_bar(beta)
    if a[-1] < threshold:
        t = schedules.first_below(a, threshold)
        assert a[t] < threshold <= a[t - 1]
    else:
        with pytest.raises(ValueError, match="never falls below"):
            schedules.first_below(a, threshold)


# Signal-to-noise ratio


def test_half_signal_is_snr_1_and_log_0() -> None:
    assert schedules.snr(0.5) == 1
    assert schedules.log_snr(0.5) == 0
    assert equal(schedules.snr(0.0793), 0.0861301, digits=6)
    assert equal(schedules.log_snr(0.0793), -2.4519, digits=5)


def test_the_ends_are_infinite_and_silent() -> None:
    assert schedules.snr([0, 1]).tolist() == [0, np.inf]
    assert schedules.log_snr([0, 1]).tolist() == [-np.inf, np.inf]
    assert schedules.alpha_bar_from_snr([0, np.inf]).tolist() == [0, 1]
    assert schedules.alpha_bar_from_log_snr([-np.inf, -1e4, 1e4, np.inf]).tolist() == [0, 0, 1, 1]


@given(levels)
def test_noise_over_signal_is_the_mirror_image(a: float) -> None:
    assert equal(schedules.snr(1 - a) * schedules.snr(a), 1, rel=1e-9)
    assert equal(schedules.log_snr(1 - a), -schedules.log_snr(a), abs=1e-9)


@given(levels)
def test_lambda_is_the_log_of_the_ratio_of_amplitudes(a: float) -> None:
    assert equal(schedules.half_log_snr(a), math.log(math.sqrt(a) / math.sqrt(1 - a)), abs=1e-9)
    assert equal(np.exp(schedules.log_snr(a)), schedules.snr(a), rel=1e-9)


@given(levels)
def test_the_ways_to_and_from_noise_levels_are_inverse(a: float) -> None:
    assert equal(schedules.alpha_bar_from_snr(schedules.snr(a)), a, rel=1e-11)
    assert equal(schedules.alpha_bar_from_log_snr(schedules.log_snr(a)), a, rel=1e-11)
    assert equal(schedules.alpha_bar_from_half_log_snr(schedules.half_log_snr(a)), a, rel=1e-11)


@given(levels)
def test_the_slope_of_log_snr_is_1_over_signal_times_noise(a: float) -> None:
    h = 1e-5 * min(a, 1 - a)
    slope = (schedules.log_snr(a + h) - schedules.log_snr(a - h)) / (2 * h)
    assert equal(slope, 1 / (a * (1 - a)), rel=1e-4)


# Repairs


@pytest.mark.parametrize("name", ALL)
def test_the_repaired_schedule_ends_without_signal_and_starts_as_before(name: str) -> None:
    a = schedules.alpha_bar(ALL[name])
    repaired = schedules.zero_terminal_snr(a)
    assert (repaired[0], repaired[-1]) == (1, 0)
    assert equal(repaired[1], a[1], rel=1e-14)
    assert np.all(np.diff(repaired) < 0)
    roots, before = np.sqrt(repaired[1:]), np.sqrt(a[1:])
    assert equal(
        np.diff(roots) / np.diff(before), np.full(999, roots[0] / (before[0] - before[-1])), rel=1e-6
    )


def test_the_repaired_betas_lead_to_the_repaired_alpha_bar() -> None:
    a = schedules.alpha_bar(STABLE_DIFFUSION)
    beta = schedules.zero_terminal_beta(a)
    assert beta[-1] == 1
    assert equal(schedules.alpha_bar(beta), schedules.zero_terminal_snr(a), rel=1e-11)


def test_a_schedule_that_ends_in_0_needs_no_repair() -> None:
    assert equal(schedules.zero_terminal_snr([1, 0.8, 0.3, 0]), [1, 0.8, 0.3, 0], rel=1e-14)


def test_three_steps_are_repaired_as_by_hand() -> None:
    r = math.sqrt(0.5)
    middle = (r - math.sqrt(0.1)) * math.sqrt(0.9) / (math.sqrt(0.9) - math.sqrt(0.1))
    assert equal(schedules.zero_terminal_snr([1, 0.9, 0.5, 0.1]), [1, 0.9, middle**2, 0], rel=1e-14)


@given(levels, st.floats(0.1, 20), st.floats(0.1, 20))
def test_a_resolution_shift_divides_the_snr_and_shifts_compose(a: float, s: float, r: float) -> None:
    shifted = schedules.shift_resolution(a, s)
    assert equal(schedules.snr(shifted) * s**2, schedules.snr(a), rel=1e-7)
    assert equal(schedules.shift_resolution(shifted, r), schedules.shift_resolution(a, s * r), rel=1e-7)


def test_averaged_blocks_of_the_larger_picture_look_as_noisy_as_the_small_one() -> None:
    s, a = 4, 0.5
    b = schedules.shift_resolution(a, s)
    assert equal(b, 1 / 17, rel=1e-14)
    noise = np.random.default_rng(7).standard_normal((4000, s, s)) * np.sqrt((1 - b) / b)
    averaged = noise.mean(axis=(1, 2)).var()
    assert abs(averaged - (1 - a) / a) < 4 * math.sqrt(2 / 4000)


def test_a_larger_picture_needs_more_noise_and_the_ends_stay() -> None:
    assert schedules.shift_resolution(0.5, 2) < 0.5 < schedules.shift_resolution(0.5, 0.5)
    assert schedules.shift_resolution([0, 1], 4).tolist() == [0, 1]
    assert equal(schedules.shift_resolution(0.3, 1), 0.3, rel=1e-15)


# Refusals

REFUSED: dict[str, Callable[[], object]] = {
    "t runs from 1": lambda: schedules.linear_beta(0, 1e-4, 0.02, 1000),
    "t runs from 1 to 1000": lambda: schedules.linear_beta(1001, 1e-4, 0.02, 1000),
    "t runs from 0": lambda: schedules.linear_sum(-1, 1e-4, 0.02, 1000),
    "t runs from 0 to 10": lambda: schedules.cosine_alpha_bar(11, 10),
    "T counts": lambda: schedules.linear(0.1, 0.2, 0),
    "T ": lambda: schedules.cosine(0),
    "b1 must": lambda: schedules.linear(-0.1, 0.2, 4),
    "bT must": lambda: schedules.scaled_linear(0.1, 1.2, 4),
    "s must not": lambda: schedules.cosine_alpha_bar(1, 2, -0.1),
    "s must be": lambda: schedules.shift_resolution(0.5, 0),
    "clip must": lambda: schedules.cosine(4, clip=2),
    r"beta must be a table .* beta\[0\] = 0": lambda: schedules.alpha_bar([0.1, 0.2]),
    "beta must lie": lambda: schedules.alpha_bar([0, 1.5]),
    "beta must be a table": lambda: schedules.alpha_bar_estimate([[0, 0.5]]),
    r"alpha_bar must be a table .* alpha_bar\[0\] = 1": lambda: schedules.first_below([0.9, 0.5], 0.6),
    "alpha_bar must not rise": lambda: schedules.beta_from_alpha_bar([1, 0.5, 0.6]),
    "alpha_bar must not rise, and": lambda: schedules.beta_from_alpha_bar([1, 0, 0]),
    "alpha_bar must fall": lambda: schedules.zero_terminal_snr([1, 0.5, 0.5]),
    "alpha_bar must lie": lambda: schedules.snr(1.01),
    "snr must": lambda: schedules.alpha_bar_from_snr(-1),
    "threshold must": lambda: schedules.first_below([1, 0.5], 1.5),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_has_no_meaning_is_refused_in_words(rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        REFUSED[rule]()
