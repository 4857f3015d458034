"""Solvers: exactness on polynomials, measured orders, exact flows of Gaussian data, limits and costs."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import forward, gaussians, mixtures, solvers
from checkers.compare import equal
from checkers.domains import Array

numbers = st.floats(-3, 3)
levels = st.floats(0.05, 20)
STEPS = {
    "euler": solvers.euler_step,
    "heun": solvers.heun_step,
    "midpoint": solvers.midpoint_step,
    "rk4": solvers.rk4_step,
}
LOOPS = {
    "euler": solvers.euler,
    "heun": solvers.heun,
    "midpoint": solvers.midpoint,
    "rk4": solvers.rk4,
    "multistep": solvers.adams_bashforth,
}
ORDERS = {"euler": 1, "heun": 2, "midpoint": 2, "rk4": 4, "multistep": 2}


class Counted:
    """A function of (x, t) that counts its calls."""

    def __init__(self, function: Callable[[Array, float], Array]) -> None:
        self.function, self.calls = function, 0

    def __call__(self, x: Array, t: float) -> Array:
        self.calls += 1
        return self.function(x, t)


def bent(x: Array, t: float) -> Array:
    """The slope of x = c exp(sin t)."""
    return np.asarray(x * np.cos(t))


def gaussian(x: Array, sigma: float) -> Array:
    """The denoiser of data N(0, 0.25)."""
    return mixtures.gaussian_denoiser(x, sigma, 0.0, 0.25)


# Generic


@pytest.mark.parametrize("name", LOOPS)
def test_the_error_falls_with_the_power_of_the_step_that_is_the_order(name: str) -> None:
    exact = np.exp(np.sin(2.0))
    errors = [abs(LOOPS[name](bent, 1.0, np.linspace(0, 2, n + 1)) - exact) for n in (80, 160)]
    assert equal(solvers.order(errors[0], errors[1], 1 / 80, 1 / 160), ORDERS[name], abs=0.15)


@pytest.mark.parametrize("name", STEPS)
def test_a_slope_that_is_a_polynomial_in_time_is_integrated_exactly_up_to_the_order(name: str) -> None:
    degree = {"euler": 0, "heun": 1, "midpoint": 1, "rk4": 3}[name]
    got = STEPS[name](lambda x, t: (degree + 1) * t**degree + 0 * x, 0.0, 1.0, 0.5)
    assert equal(got, 1.5 ** (degree + 1) - 1, rel=1e-14)
    beyond = STEPS[name](lambda x, t: (degree + 2) * t ** (degree + 1) + 0 * x, 0.0, 1.0, 0.5)
    assert not equal(beyond, 1.5 ** (degree + 2) - 1, rel=1e-6)


@pytest.mark.parametrize("name", LOOPS)
def test_constant_slopes_are_followed_exactly_forwards_and_back(name: str) -> None:
    there = LOOPS[name](lambda *_: np.array([2.0, -1.0]), [1.0, 1.0], [0.0, 0.5, 1.0])
    assert equal(there, [3.0, 0.0], rel=1e-14)
    assert equal(LOOPS[name](lambda *_: np.array([2.0, -1.0]), there, [1.0, 0.5, 0.0]), [1.0, 1.0], rel=1e-14)


@pytest.mark.parametrize("name", ["euler", "heun", "midpoint", "rk4"])
def test_evaluations_are_counted(name: str) -> None:
    f = Counted(bent)
    LOOPS[name](f, 0.1, np.linspace(0, 0.5, 8))
    assert f.calls == solvers.evaluations(name, 7, to_zero=False)


def test_a_multistep_method_evaluates_once_per_step() -> None:
    f = Counted(bent)
    solvers.adams_bashforth(f, 0.1, np.linspace(0, 0.5, 8))
    assert f.calls == solvers.evaluations("multistep", 7) == 7


def test_a_path_shows_every_time_and_ends_where_the_loop_ends() -> None:
    times = [0.0, 0.2, 0.7]
    states = solvers.path(solvers.heun_step, bent, [0.0, 0.1], times)
    assert states.shape == (3, 2)
    assert equal(states[0], [0.0, 0.1])
    assert equal(states[-1], solvers.heun(bent, [0.0, 0.1], times))
    assert equal(states[1], solvers.heun(bent, [0.0, 0.1], times[:2]))


def test_three_euler_steps_are_the_ones_worked_out_by_hand() -> None:
    states = solvers.path(solvers.euler_step, lambda x, _: -x, 3.0, [0, 0.1, 0.2, 0.3])
    assert equal(states, [3, 2.7, 2.43, 2.187], rel=1e-14)


FACTORS = {
    "euler": solvers.euler_factor,
    "heun": solvers.heun_factor,
    "midpoint": solvers.heun_factor,
    "rk4": solvers.rk4_factor,
}


@given(st.floats(0.1, 3), st.floats(0.01, 1))
def test_the_factors_are_what_one_step_multiplies_by(k: float, h: float) -> None:
    for name, factor in FACTORS.items():
        assert equal(STEPS[name](lambda x, _: -k * x, 1.0, 0.0, h), factor(k, h), rel=1e-12, abs=1e-13)


@pytest.mark.parametrize("name", ["euler", "heun", "rk4"])
def test_the_factors_agree_with_the_exponential_up_to_the_order(name: str) -> None:
    gaps = [abs(float(FACTORS[name](1.0, h) - solvers.decay_factor(1.0, h))) for h in (0.1, 0.05)]
    assert equal(solvers.order(gaps[0], gaps[1], 2, 1), ORDERS[name] + 1, abs=0.1)


@pytest.mark.parametrize("name", STEPS)
def test_repeated_factors_are_the_path_of_the_test_equation(name: str) -> None:
    states = solvers.path(STEPS[name], lambda x, _: -0.7 * x, 3.0, 0.2 * np.arange(6))
    assert equal(solvers.decay_steps(3.0, 0.7, 0.2, 5, name), states, rel=1e-12)
    assert equal(solvers.decay_steps(3.0, 0.7, 0.2, 5, "exact")[-1], 3 * np.exp(-0.7), rel=1e-12)


@given(st.floats(0.1, 3), st.floats(0.01, 1))
def test_the_implicit_factor_solves_its_own_equation(k: float, h: float) -> None:
    after = solvers.implicit_euler_factor(k, h)
    assert equal(after, 1 - h * k * after, rel=1e-12)


@pytest.mark.parametrize("name", ["euler", "heun", "rk4"])
def test_the_largest_stable_step_is_where_stability_ends(name: str) -> None:
    h = float(solvers.largest_stable_step(3.0, name))
    assert solvers.is_stable(FACTORS[name](3.0, 0.999 * h))
    assert not solvers.is_stable(FACTORS[name](3.0, 1.001 * h))
    assert solvers.is_stable(solvers.implicit_euler_factor(3.0, 100 * h))


# Errors and costs


@given(st.floats(1e-6, 1), st.floats(1.1, 20), st.floats(0.5, 4))
def test_the_order_is_read_off_the_errors_it_makes(error: float, ratio: float, p: float) -> None:
    assert equal(solvers.order(error, solvers.error_after(error, ratio, p), ratio, 1.0), p, rel=1e-9)


def test_relative_errors_have_no_sign_and_no_unit() -> None:
    assert equal(solvers.relative_error([2.0, -2.2], [2.5, -2.0]), [0.2, 0.1], rel=1e-12)
    assert equal(solvers.relative_error(6.0, 5.0), solvers.relative_error(0.6, 0.5), rel=1e-12)


def test_extrapolation_lifts_the_order() -> None:
    exact = np.exp(np.sin(1.0))
    coarse, fine = (solvers.euler(bent, 1.0, np.linspace(0, 1, n + 1)) for n in (100, 200))
    assert abs(solvers.extrapolate(coarse, fine) - exact) < abs(fine - exact) / 10
    assert equal(solvers.extrapolate(3 + 0.5**2, 3 + 0.25**2, order=2), 3, rel=1e-14)


def test_a_proposed_step_meets_the_tolerance_where_the_error_follows_its_order() -> None:
    h = solvers.next_step_size(0.1, 1e-2, 1e-4, order=1, safety=1.0)
    assert equal(1e-2 * (h / 0.1) ** 2, 1e-4, rel=1e-12)
    assert solvers.next_step_size(0.1, 1e-3, 1e-3) == 0.9 * 0.1


@pytest.mark.parametrize("kind", solvers.EVALUATIONS)
@pytest.mark.parametrize("to_zero", [True, False])
def test_a_budget_buys_the_most_steps_it_can(kind: str, to_zero: bool) -> None:
    for budget in range(1, 30):
        n = solvers.steps_within(kind, budget, to_zero)
        assert n == 0 or solvers.evaluations(kind, n, to_zero) <= budget
        assert solvers.evaluations(kind, n + 1, to_zero) > budget


# In σ

SIGMA_LOOPS = {"euler": solvers.euler_sigma, "heun": solvers.heun_sigma, "2m": solvers.dpmpp_2m}


@pytest.mark.parametrize("name", SIGMA_LOOPS)
def test_the_error_in_sigma_falls_with_the_order(name: str) -> None:
    exact = float(solvers.gaussian_flow(3.0, 10.0, 0.1, 0.25))
    errors = [abs(SIGMA_LOOPS[name](gaussian, 3.0, np.geomspace(10, 0.1, n + 1)) - exact) for n in (100, 200)]
    assert equal(solvers.order(errors[0], errors[1], 2, 1), 1 if name == "euler" else 2, abs=0.15)


@pytest.mark.parametrize("name", SIGMA_LOOPS)
def test_evaluations_in_sigma_are_counted(name: str) -> None:
    for to_zero in (True, False):
        denoise = Counted(gaussian)
        sigmas = [*np.geomspace(10, 0.1, 6), *([0.0] if to_zero else [])]
        SIGMA_LOOPS[name](denoise, [1.0, 2.0], sigmas)
        assert denoise.calls == solvers.evaluations(name, len(sigmas) - 1, to_zero)


@pytest.mark.parametrize("name", SIGMA_LOOPS)
def test_one_known_picture_is_found_whatever_the_start(name: str) -> None:
    got = SIGMA_LOOPS[name](lambda x, _: np.full_like(x, 3.0), [7.0, -1.0], [2.0, 1.5, 0.3, 0.0])
    assert equal(got, [3.0, 3.0], rel=1e-14)


def test_the_sigma_loops_are_the_generic_ones_for_that_slope() -> None:
    def f(x: Array, s: float) -> Array:
        return (x - gaussian(x, s)) / s

    grid = [5.0, 2.0, 1.0, 0.4]
    assert equal(
        solvers.euler_sigma(gaussian, [3.0, -1.0], grid), solvers.euler(f, [3.0, -1.0], grid), rel=1e-13
    )
    assert equal(
        solvers.heun_sigma(gaussian, [3.0, -1.0], grid), solvers.heun(f, [3.0, -1.0], grid), rel=1e-13
    )


@given(numbers, levels, levels)
def test_one_heun_step_from_its_two_answers_is_the_loop(x: float, s: float, s_next: float) -> None:
    first = gaussian(np.asarray(x), s)
    second = gaussian(solvers.euler_sigma_step(x, first, s, s_next), s_next)
    got = solvers.heun_sigma_step(x, first, second, s, s_next)
    assert equal(got, solvers.heun_sigma(gaussian, x, [s, s_next]), rel=1e-9, abs=1e-12)


@given(numbers, numbers, st.floats(0.05, 0.95), st.floats(0.05, 0.95))
def test_euler_in_sigma_is_ddim_in_other_letters(x_0: float, eps: float, a: float, a_next: float) -> None:
    s, s_next = forward.sigma(a), forward.sigma(a_next)
    there = solvers.euler_sigma_step(x_0 + s * eps, x_0, s, s_next)
    assert equal(forward.vp_from_ve(there, s_next), forward.q_sample(x_0, a_next, eps), rel=1e-9, abs=1e-9)


@given(numbers, levels, levels, levels)
def test_the_exact_gaussian_flow_composes_and_returns(x: float, a: float, b: float, c: float) -> None:
    there = solvers.gaussian_flow(x, a, b, 0.3, 0.5)
    assert equal(
        solvers.gaussian_flow(there, b, c, 0.3, 0.5),
        solvers.gaussian_flow(x, a, c, 0.3, 0.5),
        rel=1e-9,
        abs=1e-9,
    )
    assert equal(solvers.gaussian_flow(there, b, a, 0.3, 0.5), x, rel=1e-9, abs=1e-9)


@given(numbers, levels)
def test_the_exact_gaussian_flow_has_the_slope_of_its_denoiser(x: float, s: float) -> None:
    h = 1e-5 * s
    slope = (solvers.gaussian_flow(x, s, s + h, 0.3, 0.5) - solvers.gaussian_flow(x, s, s - h, 0.3, 0.5)) / (
        2 * h
    )
    d = mixtures.gaussian_denoiser(x, s, 0.5, 0.3)
    assert equal(slope, solvers.sigma_slope(x, d, s), rel=1e-5, abs=1e-7)


def test_the_multistep_formula_is_exact_for_an_answer_that_is_a_line_in_log_sigma() -> None:
    def answer(s: float) -> float:
        return 2 - 0.3 * float(np.log(s))

    sigmas = [4.0, 2.5, 1.2]
    got = solvers.dpmpp_2m_step(1.0, answer(2.5), answer(4.0), *sigmas)
    h = np.log(2.5 / 1.2)
    middle = solvers.euler_sigma_step(1.0, answer(2.5 * np.exp(-h / 2)), 2.5, 1.2)  # D half-way in log σ
    assert equal(got, middle, rel=1e-14)


def test_equal_answers_make_the_multistep_step_an_euler_step() -> None:
    assert equal(
        solvers.dpmpp_2m_step(1, 0.3, 0.3, 4, 2, 1), solvers.euler_sigma_step(1, 0.3, 2, 1), rel=1e-15
    )


# With fresh noise


@given(levels, st.floats(0, 1), st.floats(0, 2))
def test_the_two_parts_of_an_ancestral_step_make_its_target(s: float, share: float, eta: float) -> None:
    down, up = solvers.ancestral_sigmas(s, share * s, eta)
    assert equal(np.hypot(down, up), share * s, rel=1e-9, abs=1e-12)


@given(levels, st.floats(0.01, 0.99))
def test_full_ancestral_noise_is_that_of_bayes_rule(s: float, share: float) -> None:
    s_next = share * s  # x_s = x_0 + s' e_1, x_s' + √(s²-s'²) e_2: the spread of x_s given both ends
    posterior = 1 / (1 / s_next**2 + 1 / (s**2 - s_next**2))
    assert equal(solvers.ancestral_up(s, s_next) ** 2, posterior, rel=1e-9)
    assert equal(solvers.ancestral_down(s, s_next), s_next**2 / s, rel=1e-7)


def test_the_ends_of_ancestral_noise() -> None:
    assert list(solvers.ancestral_sigmas(2.0, 1.0, 0.0)) == [1, 0]
    assert list(solvers.ancestral_sigmas(2.0, 0.0)) == [0, 0]
    assert list(solvers.ancestral_sigmas(2.0, 2.0)) == [2, 0]
    assert list(solvers.ancestral_sigmas(2.0, 1.0, 9.0)) == [0, 1]


def test_ancestral_steps_without_noise_are_euler_steps() -> None:
    grid = [5.0, 2.0, 1.0, 0.0]
    z = np.ones((3, 2))
    got = solvers.euler_ancestral(gaussian, [3.0, -1.0], grid, z, eta=0)
    assert equal(got, solvers.euler_sigma(gaussian, [3.0, -1.0], grid), rel=1e-14)


def test_ancestral_sampling_finds_the_spread_of_the_data() -> None:
    rng = np.random.default_rng(5)
    n, grid = 20_000, np.append(np.geomspace(20, 0.02, 200), 0)
    x = solvers.euler_ancestral(gaussian, 20 * rng.standard_normal(n), grid, rng.standard_normal((200, n)))
    assert abs(x.var() - 0.25) < 5 * 0.25 * np.sqrt(2 / n) + 0.005
    assert abs(x.mean()) < 5 * gaussians.standard_error(0.25, n)


def test_each_item_of_a_batch_has_its_own_levels_even_where_sizes_agree() -> None:
    rng = np.random.default_rng(6)
    x, d, z = rng.standard_normal((3, 3, 3, 3))
    s, s_next = np.array([2.0, 3.0, 4.0]), np.array([1.0, 0.5, 3.5])
    steps: tuple[Callable[[int | slice], Array], ...] = (
        lambda i: solvers.euler_sigma_step(x[i], d[i], s[i], s_next[i]),
        lambda i: solvers.heun_sigma_step(x[i], d[i], z[i], s[i], s_next[i]),
        lambda i: solvers.ancestral_step(x[i], d[i], s[i], s_next[i], z[i], 0.7),
        lambda i: solvers.gaussian_flow(x[i], s[i], s_next[i], 0.3),
    )
    for step in steps:
        assert equal(step(slice(None)), np.stack([step(i) for i in range(3)]), rel=1e-14)


def test_what_is_given_is_not_changed() -> None:
    x = np.ones(2)
    for loop in SIGMA_LOOPS.values():
        loop(lambda x, _: 0 * x, x, [1.0, 0.5, 0.0])
    assert x.tolist() == [1, 1]


REFUSED: dict[str, Callable[[], object]] = {
    "times must": lambda: solvers.euler(bent, 0, [1.0]),
    "times must be equally spaced": lambda: solvers.adams_bashforth(bent, 0, [0, 1, 3]),
    r"f\(x, t\) has shape": lambda: solvers.heun(lambda *_: [1.0, 2.0, 3.0], [0, 0], [0, 1]),
    "sigmas must": lambda: solvers.heun_sigma(gaussian, 1.0, [1.0, 0.0, 0.0]),
    "sigmas must not": lambda: solvers.euler_sigma(gaussian, 1.0, [1.0, -1.0]),
    "sigmas must differ": lambda: solvers.dpmpp_2m(gaussian, 1.0, [2.0, 1.0, 1.0]),
    "sigma must": lambda: solvers.euler_sigma_step(1, 1, 0, 0),
    "sigma_next must": lambda: solvers.heun_sigma_step(1, 1, 1, 1, 0),
    "denoised has shape": lambda: solvers.euler_sigma(lambda *_: [1.0, 2.0], [1, 2, 3], [1, 0]),
    "sigma - sigma_next must": lambda: solvers.ancestral_up(1, 2),
    "eta must": lambda: solvers.ancestral_down(2, 1, -1),
    "noises": lambda: solvers.euler_ancestral(gaussian, 1.0, [2, 1, 0], [0.0]),
    "h_1 and h_2": lambda: solvers.order(1, 2, 1, 1),
    "error_1 must": lambda: solvers.order(0, 2, 1, 2),
    r"\|exact\| must": lambda: solvers.relative_error(1, 0),
    "ratio - 1 must": lambda: solvers.extrapolate(1, 2, 1, 1),
    "error must": lambda: solvers.next_step_size(1, 0, 1),
    "no solver is called": lambda: solvers.evaluations("magic", 3),
    "no solver is called 'magic'": lambda: solvers.decay_steps(1, 1, 1, 2, "magic"),
    "x_0, k and h must": lambda: solvers.decay_steps([1, 2], 1, 1, 2),
    "no limit is known": lambda: solvers.largest_stable_step(1, "magic"),
    "steps counts from 1": lambda: solvers.evaluations("euler", 0),
    "k h must": lambda: solvers.implicit_euler_factor(-1, 1),
    "sigma² \\+ variance must": lambda: solvers.gaussian_flow(1, 0, 1, 0),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_has_no_meaning_is_refused_in_words(rule: str) -> None:
    with pytest.raises(ValueError, match=f"^{rule}"):
        REFUSED[rule]()
