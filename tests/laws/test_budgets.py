"""Costs of pictures: units, inverse pairs, limits on both sides, and simulations of what is counted."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import budgets
from checkers.compare import equal

counts = st.integers(1, 200)
amounts = st.floats(0.01, 1000)
shares = st.floats(0.01, 1)


@given(st.integers(1, 60), st.integers(1, 3))
def test_evaluations_are_the_calls_of_a_sampling_loop(N: int, m: int) -> None:
    calls = 0
    for _ in range(N):
        calls += m
    assert budgets.evaluations(N, m) == calls
    assert budgets.evaluations(N, m, guided_share=0) == N


def test_guidance_in_a_share_of_the_steps_lies_between_none_and_all() -> None:
    calls = sum(2 if 5 <= step < 15 else 1 for step in range(20))
    assert budgets.evaluations(20, 2, 10 / 20) == calls == 30
    assert budgets.evaluations([20, 50], 2).tolist() == [40, 100]


def test_the_last_step_of_heun_has_no_second_evaluation() -> None:
    calls = sum(1 if step == 17 else 2 for step in range(18))
    assert budgets.heun_evaluations(18, 1) == calls == 35
    assert budgets.heun_evaluations(18) == 70


@given(amounts, st.integers(1, 60), amounts)
def test_what_runs_once_is_paid_once(F: float, N: int, once: float) -> None:
    two = budgets.picture_flops(F, 2 * N, 2, once) - budgets.picture_flops(F, N, 2, once)
    assert equal(two, budgets.picture_flops(F, N), rel=1e-9)
    assert budgets.picture_flops(0, N, 2, once) == once


def test_a_picture_of_stable_diffusion_xl_is_worked_out_by_hand() -> None:
    assert equal(budgets.picture_flops(6.76, 50), 676, rel=1e-14)
    assert equal(budgets.seconds_per_picture(676, 312, 0.4), 5.416666666666667, rel=1e-14)
    assert equal(budgets.pictures_per_hour(65 / 12), 664.6153846153846, rel=1e-14)
    assert equal(budgets.tokens_for_flops(676e12, 70e9), 4828.571428571428, rel=1e-14)
    assert equal(budgets.price_in_cents(2, 664), 0.30120481927710846, rel=1e-14)


@given(amounts, st.floats(1e9, 1e12))
def test_the_tokens_of_a_picture_cost_the_picture(tera: float, weights: float) -> None:
    tokens = budgets.tokens_for_flops(tera * 1e12, weights)
    assert equal(tokens * budgets.token_flops(weights), tera * 1e12, rel=1e-12)


@given(amounts, amounts, shares)
def test_the_utilisation_that_gave_a_time_is_found_from_it(flops: float, P: float, u: float) -> None:
    seconds = budgets.seconds_per_picture(flops, P, u)
    assert equal(budgets.utilisation(flops, seconds, P), u, rel=1e-12)
    assert equal(seconds * budgets.effective_rate(P, u), flops, rel=1e-12)


@given(amounts, amounts, shares)
def test_a_better_filled_accelerator_is_never_slower(flops: float, P: float, u: float) -> None:
    assert budgets.seconds_per_picture(flops, P, u) >= budgets.seconds_per_picture(flops, P)
    assert equal(budgets.seconds_per_picture(flops, P, 1), flops / P)


@given(amounts)
def test_pictures_per_hour_and_seconds_each_are_inverse(seconds: float) -> None:
    assert equal(budgets.seconds_for_rate(budgets.pictures_per_hour(seconds)), seconds, rel=1e-12)


def test_pictures_finished_within_an_hour_are_counted_on_a_clock() -> None:
    clock, done = 0.0, 0
    while clock + 7.5 <= 3600:
        clock, done = clock + 7.5, done + 4
    assert budgets.pictures_per_hour(7.5, batch=4) == done


@given(st.floats(0.1, 10), st.floats(10, 500), st.floats(0.5, 20), st.integers(1, 2), st.floats(0, 0.4))
def test_one_step_more_than_the_most_would_be_too_slow(
    F: float, rate: float, seconds: float, m: int, overhead: float
) -> None:
    N = int(budgets.most_steps(F, rate, seconds, m, overhead))
    taken = [overhead + steps * m * F / rate for steps in (N, N + 1)]
    assert taken[0] <= seconds * (1 + 1e-9)
    assert taken[1] > seconds * (1 - 1e-9)


@given(st.integers(1, 300), st.sampled_from([0.1, 0.3, 0.7, 1.1]), st.sampled_from([0.01, 0.07, 0.3]))
def test_a_budget_for_exactly_so_many_steps_is_not_lost_to_rounding(N: int, F: float, unit: float) -> None:
    rate = F / unit
    assert budgets.most_steps(F, rate, N * unit, m=1) == N


def test_the_most_steps_for_a_rate_give_that_rate_and_one_more_does_not() -> None:
    assert budgets.most_steps_for_rate(6.76, 124.8, 1000) == 33
    rates = [budgets.pictures_per_hour(budgets.batch_seconds(1, 2 * 6.76 * N, 124.8)) for N in (33, 34)]
    assert rates[0] >= 1000 > rates[1]
    assert budgets.most_steps(6.76, 124.8, 0.1) == 0
    assert budgets.most_steps(1, 1, 1, overhead=2) == 0


@given(amounts, st.floats(0.1, 100), st.floats(0, 0.9))
def test_at_the_rate_needed_the_picture_takes_the_time(flops: float, seconds: float, share: float) -> None:
    overhead = share * seconds
    rate = budgets.rate_needed(flops, seconds, overhead)
    assert equal(budgets.seconds_per_picture(flops, rate, 1, overhead), seconds, rel=1e-9)


@given(st.integers(1, 20), st.integers(1, 2000), st.sampled_from([0.3, 0.7, 1.0]))
def test_one_accelerator_fewer_than_needed_is_too_few(n: int, per_gpu: int, load: float) -> None:
    assert budgets.gpus_needed(n * per_gpu * load, per_gpu, load) == n
    assert budgets.gpus_needed(n * per_gpu * load * 1.001, per_gpu, load) == n + 1
    assert budgets.gpus_needed(0, per_gpu) == 0


@given(st.floats(0, 1), st.floats(1, 1e6))
def test_what_is_left_as_it_was_bounds_every_speed_up(part: float, factor: float) -> None:
    times = np.array([1 - part, part])
    gain = times.sum() / (times / [1, factor]).sum()
    assert equal(budgets.speed_up(part, factor), gain, rel=1e-9)
    assert 1 - 1e-12 <= budgets.speed_up(part, factor) <= min(factor, 1 / max(1 - part, 1e-12)) * (1 + 1e-12)


@given(counts, amounts, amounts, st.floats(0, 10))
def test_a_batch_helps_only_by_what_is_paid_once(B: int, flops: float, rate: float, fixed: float) -> None:
    each = budgets.batch_seconds(B, flops, rate, fixed) / B
    assert equal(each, budgets.batch_seconds(1, flops, rate) + fixed / B, rel=1e-9)
    assert equal(budgets.batch_seconds(B, flops, rate) / B, budgets.batch_seconds(1, flops, rate), rel=1e-12)


@given(amounts, amounts, amounts, amounts)
def test_from_the_compute_bound_batch_on_time_grows_with_the_batch(
    flops: float, moved: float, P: float, bandwidth: float
) -> None:
    B = budgets.compute_bound_batch(flops, moved, P, bandwidth)
    at = [budgets.roofline_seconds(share * B * flops, moved, P, bandwidth) for share in (0.5, 1, 2)]
    assert equal(at[0], at[1], rel=1e-9)
    assert equal(at[2], 2 * at[1], rel=1e-9)


def test_reading_the_weights_decides_for_one_token_and_arithmetic_for_one_picture() -> None:
    a100 = {"P": 312e12, "bandwidth": 1.555e12}
    token = budgets.compute_bound_batch(budgets.token_flops(7e9), 14e9, **a100)
    assert equal(token, 312 / 1.555, rel=1e-12)
    assert budgets.compute_bound_batch(6.76e12, 2 * 2.567e9, **a100) < 1


@given(amounts)
def test_gigabytes_and_gibibytes_translate_both_ways(gb: float) -> None:
    assert equal(budgets.gb_from_gib(budgets.gib_from_gb(gb)), gb, rel=1e-12)
    assert budgets.gib_from_gb(gb) < gb


def test_weights_take_the_bytes_of_an_array_of_their_type() -> None:
    for kind in (np.float16, np.float32, np.float64):
        array = np.zeros((300, 7), kind)
        assert equal(budgets.weights_gb(array.size, array.itemsize), array.nbytes / 1e9, rel=1e-14)
    assert equal(budgets.memory_left_gb(24, 3.468e9), 17.064, rel=1e-14)
    assert budgets.memory_left_gb(4, 3.468e9) < 0


def test_training_keeps_five_arrays_of_half_and_full_precision() -> None:
    kept = [np.zeros(1000, kind) for kind in (np.float16, np.float16, np.float32, np.float32, np.float32)]
    assert equal(budgets.training_gb(1000), sum(array.nbytes for array in kept) / 1e9, rel=1e-14)


@given(amounts, counts, shares)
def test_the_pictures_of_an_hour_cost_the_hour(per_hour: float, pictures: int, load: float) -> None:
    each = budgets.price(per_hour, pictures, load)
    assert equal(each * pictures * load, per_hour, rel=1e-12)
    assert equal(budgets.price_in_cents(per_hour, pictures, load), 100 * each, rel=1e-12)
    assert each >= budgets.price(per_hour, pictures)


def test_a_kilowatt_for_an_hour_is_a_thousand_watt_hours() -> None:
    assert budgets.watt_hours(1000, 3600) == 1000
    assert budgets.watt_hours(400, 9) == 1


@given(st.floats(-5, 5), st.floats(-5, 5))
def test_a_value_keeps_a_limit_or_the_limit_is_below_it(value: float, limit: float) -> None:
    assert budgets.at_most(value, limit) == (0 if value > limit else 1)
    assert budgets.at_least(value, limit) == (0 if value < limit else 1)
    assert budgets.at_most(limit, limit) == budgets.at_least(limit, limit) == 1


@given(st.lists(st.tuples(st.floats(0, 10), st.floats(0.1, 10)), min_size=1, max_size=5))
def test_the_tightest_budget_is_broken_exactly_when_one_is(pairs: list[tuple[float, float]]) -> None:
    used, allowed = zip(*pairs, strict=True)
    assert (budgets.tightest(used, allowed) > 1) == any(a / b > 1 for a, b in pairs)


REFUSED: dict[str, Callable[[], object]] = {
    "N": lambda: budgets.evaluations(0),
    "m": lambda: budgets.heun_evaluations(5, 1.5),
    "guided_share": lambda: budgets.evaluations(5, 2, 1.5),
    "F": lambda: budgets.picture_flops(-1, 5),
    "once": lambda: budgets.picture_flops(1, 5, 2, -1),
    "active_weights": lambda: budgets.token_flops(0),
    "P": lambda: budgets.effective_rate(0, 0.5),
    "u": lambda: budgets.seconds_per_picture(1, 1, 1.2),
    "overhead": lambda: budgets.seconds_per_picture(1, 1, 1, -1),
    "batch": lambda: budgets.pictures_per_hour(1, 0),
    "seconds": lambda: budgets.pictures_per_hour(0),
    "seconds - overhead": lambda: budgets.rate_needed(1, 1, 1),
    "pictures": lambda: budgets.price(1, 0),
    "load": lambda: budgets.gpus_needed(1, 1, 0),
    "part": lambda: budgets.speed_up(1.1, 2),
    "B": lambda: budgets.batch_seconds(0, 1, 1),
    "bandwidth": lambda: budgets.roofline_seconds(1, 1, 1, 0),
    "moved": lambda: budgets.compute_bound_batch(1, -1, 1, 1),
    "bytes_each": lambda: budgets.weights_gb(1, 0),
    "gb": lambda: budgets.gib_from_gb(-1),
    "allowed": lambda: budgets.tightest([1], [0]),
    "value": lambda: budgets.at_most(np.nan, 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_number_without_meaning_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=f"^{name} "):
        REFUSED[name]()
