"""Solvers of dx/dt = f(x, t), of any kind and of the generating equation dx/dσ = (x - D(x; σ))/σ.

`f(x, t)` returns the slope in the shape of x; `times` (N+1,) rise or fall, and each step goes from one to the
next. `denoise(x, sigma)` returns D, the mean of the clean data given x = x_0 + σ ε; `sigmas` (N+1,) are
positive except that the last may be 0. Every function raises ValueError for another grid or other shapes.

In one step a level σ is one number, or a (B,) array with one per item of a (B, ...) batch.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import numpy as np

from checkers import domains
from checkers.domains import Array, Numbers

Slope = Callable[[Array, float], Numbers]
Denoiser = Callable[[Array, float], Numbers]
Step = Callable[[Slope, Numbers, float, float], Array]

# One step of length h from (x, t); h < 0 steps back


def euler_step(f: Slope, x: Numbers, t: float, h: float) -> Array:
    """x + h f(x, t): one evaluation, order 1."""
    x = domains.real(x, "x")
    return x + h * _slope(f, x, t)


def heun_step(f: Slope, x: Numbers, t: float, h: float) -> Array:
    """x + h (d_1 + d_2)/2, d_2 the slope where the Euler step arrives. Two evaluations, order 2."""
    x = domains.real(x, "x")
    d_1 = _slope(f, x, t)
    d_2 = _slope(f, x + h * d_1, t + h)
    return x + h * (d_1 + d_2) / 2


def midpoint_step(f: Slope, x: Numbers, t: float, h: float) -> Array:
    """x + h times the slope half an Euler step ahead. Two evaluations, order 2."""
    x = domains.real(x, "x")
    return x + h * _slope(f, x + h / 2 * _slope(f, x, t), t + h / 2)


def rk4_step(f: Slope, x: Numbers, t: float, h: float) -> Array:
    """x + h (k_1 + 2 k_2 + 2 k_3 + k_4)/6, classical Runge-Kutta. Four evaluations, order 4."""
    x = domains.real(x, "x")
    k_1 = _slope(f, x, t)
    k_2 = _slope(f, x + h / 2 * k_1, t + h / 2)
    k_3 = _slope(f, x + h / 2 * k_2, t + h / 2)
    k_4 = _slope(f, x + h * k_3, t + h)
    return x + h * (k_1 + 2 * k_2 + 2 * k_3 + k_4) / 6


# All steps


def euler(f: Slope, x: Numbers, times: Numbers) -> Array:
    """x at the last of `times`, by Euler steps."""
    return _last(path(euler_step, f, x, times))


def heun(f: Slope, x: Numbers, times: Numbers) -> Array:
    """x at the last of `times`, by Heun steps."""
    return _last(path(heun_step, f, x, times))


def midpoint(f: Slope, x: Numbers, times: Numbers) -> Array:
    """x at the last of `times`, by midpoint steps."""
    return _last(path(midpoint_step, f, x, times))


def rk4(f: Slope, x: Numbers, times: Numbers) -> Array:
    """x at the last of `times`, by classical Runge-Kutta steps."""
    return _last(path(rk4_step, f, x, times))


def path(step: Step, f: Slope, x: Numbers, times: Numbers) -> Array:
    """x at each of `times`, shape (N+1, ...), by steps such as `heun_step`."""
    times = _times(times)
    states = [domains.real(x, "x")]
    for t, after in pairwise(times):
        states.append(step(f, states[-1], float(t), float(after - t)))
    return np.array(states)


def adams_bashforth(f: Slope, x: Numbers, times: Numbers) -> Array:
    """x at the last of equally spaced `times`, each step along 3/2 of this slope minus 1/2 of the one before.

    The first is an Euler step. One evaluation per step, order 2. Raises ValueError unless equally spaced.
    """
    times, state = _times(times), domains.real(x, "x")
    steps = np.diff(times)
    if not np.allclose(steps, steps[0], rtol=1e-9, atol=0):
        raise ValueError("times must be equally spaced")
    before: Array | None = None
    for t, h in zip(times[:-1], steps, strict=True):
        slope = _slope(f, state, float(t))
        state = state + h * (slope if before is None else 1.5 * slope - 0.5 * before)
        before = slope
    return state


# The test equation dx/dt = -k x: what one step multiplies x by


def decay_factor(k: Numbers, h: Numbers) -> Array:
    """exp(-k h), the truth."""
    return np.exp(-_kh(k, h))


def euler_factor(k: Numbers, h: Numbers) -> Array:
    """1 - k h."""
    return 1 - _kh(k, h)


def heun_factor(k: Numbers, h: Numbers) -> Array:
    """1 - k h + (k h)²/2; the midpoint step multiplies by the same."""
    z = _kh(k, h)
    return 1 - z + z**2 / 2


def rk4_factor(k: Numbers, h: Numbers) -> Array:
    """1 - k h + (k h)²/2 - (k h)³/6 + (k h)⁴/24."""
    z = _kh(k, h)
    return 1 - z + z**2 / 2 - z**3 / 6 + z**4 / 24


def implicit_euler_factor(k: Numbers, h: Numbers) -> Array:
    """1/(1 + k h), with the slope at the end of the step: stable for every h. ValueError at k h = -1."""
    z = _kh(k, h)
    if np.any(z == -1):
        raise ValueError("k h must not be -1")
    return 1 / (1 + z)


def decay_steps(x_0: Numbers, k: Numbers, h: Numbers, steps: int, kind: str = "euler") -> Array:
    """x after 0, 1, ..., N steps of dx/dt = -k x, (N+1,): 'euler', 'heun', 'midpoint', 'rk4' or 'exact'.

    Raises ValueError for another name, and unless x_0, k and h are single numbers.
    """
    factors = {"euler": euler_factor, "heun": heun_factor, "midpoint": heun_factor, "rk4": rk4_factor}
    if kind not in factors and kind != "exact":
        raise ValueError(f"no solver is called {kind!r}: {', '.join(factors)} or exact")
    start, factor = domains.real(x_0, "x_0"), factors.get(kind, decay_factor)(k, h)
    if start.ndim or np.ndim(factor):
        raise ValueError("x_0, k and h must be single numbers")
    return start * factor ** np.arange(domains.count(steps, "steps") + 1)


def is_stable(factor: Numbers) -> bool:
    """Whether repeating a step of this factor stays bounded: |factor| <= 1, for Euler 0 <= k h <= 2."""
    return bool(np.all(np.abs(domains.real(factor, "factor")) <= 1))


def largest_stable_step(k: Numbers, kind: str = "euler") -> Array:
    """Largest h with |factor| <= 1 for dx/dt = -k x: 2/k for Euler, Heun and midpoint, 2.785/k for RK4.

    k > 0. Raises ValueError for another name.
    """
    limits = {"euler": 2.0, "heun": 2.0, "midpoint": 2.0, "rk4": 2.785293563405282}
    if kind not in limits:
        raise ValueError(f"no limit is known for {kind!r}: {', '.join(limits)}")
    return limits[kind] / domains.positive(k, "k")


# Errors and costs


def relative_error(approximate: Numbers, exact: Numbers) -> Array:
    """|approximate - exact| / |exact|, not in percent. Raises ValueError where the exact value is 0."""
    size = domains.positive(np.abs(domains.real(exact, "exact")), "|exact|")
    return np.abs(domains.real(approximate, "approximate") - domains.real(exact, "exact")) / size


def order(error_1: Numbers, error_2: Numbers, h_1: Numbers, h_2: Numbers) -> Array:
    """log(e_1/e_2)/log(h_1/h_2), the power of h by which the error falls. All positive, steps differ."""
    ratio = domains.positive(h_1, "h_1") / domains.positive(h_2, "h_2")
    if np.any(ratio == 1):
        raise ValueError("h_1 and h_2 must differ")
    return np.log(domains.positive(error_1, "error_1") / domains.positive(error_2, "error_2")) / np.log(ratio)


def error_after(error: Numbers, ratio: Numbers, order: Numbers) -> Array:
    """The error to expect when the step is divided by `ratio`: error / ratio^order."""
    shrunk = domains.positive(ratio, "ratio") ** domains.non_negative(order, "order")
    return domains.non_negative(error, "error") / shrunk


def extrapolate(coarse: Numbers, fine: Numbers, order: Numbers = 1.0, ratio: Numbers = 2.0) -> Array:
    """fine + (fine - coarse)/(ratio^order - 1), free of the leading error (Richardson).

    The fine steps are `ratio` times smaller. Raises ValueError unless order > 0 and ratio > 1.
    """
    domains.positive(domains.real(ratio, "ratio") - 1, "ratio - 1")
    gain = domains.real(ratio, "ratio") ** domains.positive(order, "order") - 1
    fine = domains.real(fine, "fine")
    return fine + (fine - domains.real(coarse, "coarse")) / gain


def next_step_size(
    h: Numbers, error: Numbers, tolerance: Numbers, order: int = 1, safety: float = 0.9
) -> Array:
    """safety · h · (tolerance/error)^(1/(order+1)): what an adaptive solver of this order tries next.

    A step whose error is above the tolerance is rejected, and its evaluations are lost. error, tolerance > 0.
    """
    ratio = domains.positive(tolerance, "tolerance") / domains.positive(error, "error")
    return safety * domains.real(h, "h") * ratio ** (1 / (domains.count(order, "order") + 1))


EVALUATIONS = {
    "euler": 1,
    "ddim": 1,
    "ancestral": 1,
    "multistep": 1,
    "2m": 1,
    "heun": 2,
    "midpoint": 2,
    "rk4": 4,
}


def evaluations(kind: str, steps: int, to_zero: bool = True) -> int:
    """Network evaluations of so many steps: N for Euler and multistep, 2N for Heun and midpoint, 4N for RK4.

    Where the last step ends at σ = 0 (`to_zero`), Heun makes it an Euler step and needs 2N - 1; Karras et al.
    2022, algorithm 1. Guidance doubles the number. Raises ValueError for another name.
    """
    if kind not in EVALUATIONS:
        raise ValueError(f"no solver is called {kind!r}: {', '.join(EVALUATIONS)}")
    return EVALUATIONS[kind] * domains.count(steps, "steps") - (kind == "heun" and bool(to_zero))


def steps_within(kind: str, budget: int, to_zero: bool = True) -> int:
    """The most steps that `budget` evaluations pay for, the inverse of `evaluations`; 0 where none."""
    budget = domains.count(budget, "budget")
    spare = budget + (evaluations(kind, 1, to_zero=False) - evaluations(kind, 1, to_zero))
    return spare // EVALUATIONS[kind]


# In σ, one step: D is what the denoiser said at (x, σ)


def sigma_slope(x: Numbers, denoised: Numbers, sigma: Numbers) -> Array:
    """dx/dσ = (x - D)/σ, which is the predicted ε. Karras et al. 2022, eq. 1 with eq. 3. σ > 0."""
    x, s = domains.batch(x, domains.positive(sigma, "sigma"))
    return (x - domains.like(denoised, x, "denoised")) / s


def euler_sigma_step(x: Numbers, denoised: Numbers, sigma: Numbers, sigma_next: Numbers) -> Array:
    """D + (σ'/σ)(x - D), Euler from σ to σ' and a DDIM step as well: D itself at σ' = 0. σ > 0."""
    x, s = domains.batch(x, domains.positive(sigma, "sigma"))
    _, s_next = domains.batch(x, domains.non_negative(sigma_next, "sigma_next"))
    d = domains.like(denoised, x, "denoised")
    return d + s_next / s * (x - d)


def heun_sigma_step(
    x: Numbers, denoised: Numbers, denoised_next: Numbers, sigma: Numbers, sigma_next: Numbers
) -> Array:
    """x + (σ' - σ)(d + d')/2, where d' is the slope at σ' where `euler_sigma_step` arrived. σ, σ' > 0."""
    domains.positive(sigma_next, "sigma_next")
    d = sigma_slope(x, denoised, sigma)
    arrived = euler_sigma_step(x, denoised, sigma, sigma_next)
    d_next = sigma_slope(arrived, denoised_next, sigma_next)
    x, h = domains.batch(x, domains.real(sigma_next, "sigma_next") - domains.real(sigma, "sigma"))
    return x + h * (d + d_next) / 2


def dpmpp_2m_step(
    x: Numbers,
    denoised: Numbers,
    denoised_before: Numbers,
    sigma_before: float,
    sigma: float,
    sigma_next: float,
) -> Array:
    """(σ'/σ) x + (1 - σ'/σ)((1 + 1/2r) D - 1/2r D_before), r = log(σ_before/σ)/log(σ/σ').

    DPM-Solver++ 2M, Lu et al. 2022, algorithm 2, in x = x_0 + σ ε; D_before was found at σ_before. A step to
    σ' = 0 has no second order: use `euler_sigma_step`. Neighbouring levels must differ.
    """
    s_before, s = domains.positive(sigma_before, "sigma_before"), domains.positive(sigma, "sigma")
    s_next = domains.positive(sigma_next, "sigma_next")
    if s_before == s or s == s_next:
        raise ValueError("sigmas must differ")
    x = domains.real(x, "x")
    half = np.log(s / s_next) / np.log(s_before / s) / 2  # 1/(2r)
    now, old = domains.like(denoised, x, "denoised"), domains.like(denoised_before, x, "denoised_before")
    return euler_sigma_step(x, (1 + half) * now - half * old, s, s_next)


# In σ, all steps


def euler_sigma(denoise: Denoiser, x: Numbers, sigmas: Numbers) -> Array:
    """x at the last of `sigmas` by Euler steps, N evaluations: DDIM in other letters."""
    x = domains.real(x, "x")
    for s, s_next in _pairs(sigmas):
        x = euler_sigma_step(x, denoise(x, s), s, s_next)
    return x


def heun_sigma(denoise: Denoiser, x: Numbers, sigmas: Numbers) -> Array:
    """x at the last of `sigmas` by Heun steps, an Euler step to σ = 0: 2N - 1 evaluations.

    Karras et al. 2022, algorithm 1. The array given as `x` is not changed.
    """
    x = domains.real(x, "x")
    for s, s_next in _pairs(sigmas):
        d = sigma_slope(x, denoise(x, s), s)
        arrived = x + (s_next - s) * d
        if s_next > 0:
            d_next = sigma_slope(arrived, denoise(arrived, s_next), s_next)
            arrived = x + (s_next - s) * (d + d_next) / 2
        x = arrived
    return x


def dpmpp_2m(denoise: Denoiser, x: Numbers, sigmas: Numbers) -> Array:
    """x at the last of `sigmas` by DPM-Solver++ 2M, N evaluations; the first step and one to 0 are Euler's.

    Lu et al. 2022, algorithm 2. Raises ValueError also where two neighbouring sigmas are equal.
    """
    x = domains.real(x, "x")
    before = None
    for s, s_next in _pairs(sigmas):
        d = domains.like(denoise(x, s), x, "denoised")
        if before is None or s_next == 0:
            x = euler_sigma_step(x, d, s, s_next)
        else:
            x = dpmpp_2m_step(x, d, before[0], before[1], s, s_next)
        before = d, s
    return x


def gaussian_flow(
    x: Numbers, sigma: Numbers, sigma_next: Numbers, variance: Numbers = 1.0, mean: Numbers = 0.0
) -> Array:
    """Where dx/dσ leads exactly for data N(m, v): m + (x - m) √((σ'² + v)/(σ² + v)).

    Raises ValueError where σ = 0 and v = 0, or either is negative.
    """
    x, s = domains.batch(x, domains.non_negative(sigma, "sigma"))
    _, s_next = domains.batch(x, domains.non_negative(sigma_next, "sigma_next"))
    v, m = domains.non_negative(variance, "variance"), domains.real(mean, "mean")
    return m + (x - m) * np.sqrt((s_next**2 + v) / domains.positive(s**2 + v, "sigma² + variance"))


# With fresh noise: step down below σ', then add noise back up to σ'


def ancestral_up(sigma: Numbers, sigma_next: Numbers, eta: Numbers = 1.0) -> Array:
    """σ_up = η σ' √(1 - σ'²/σ²), at most σ': the noise that an ancestral step adds.

    η = 1 is the posterior's noise, as in DDPM; η = 0 adds none, as in DDIM. Raises ValueError unless
    0 <= σ' <= σ, 0 < σ and η >= 0.
    """
    s, s_next = domains.positive(sigma, "sigma"), domains.non_negative(sigma_next, "sigma_next")
    domains.non_negative(s - s_next, "sigma - sigma_next")
    fresh = s_next * np.sqrt(1 - (s_next / s) ** 2)
    return np.minimum(s_next, domains.non_negative(eta, "eta") * fresh)


def ancestral_down(sigma: Numbers, sigma_next: Numbers, eta: Numbers = 1.0) -> Array:
    """σ_down = √(σ'² - σ_up²), where the deterministic part ends: σ'²/σ for η = 1. As `ancestral_up`."""
    up = ancestral_up(sigma, sigma_next, eta)
    return np.sqrt(np.maximum(domains.real(sigma_next, "sigma_next") ** 2 - up**2, 0))


def ancestral_sigmas(sigma: Numbers, sigma_next: Numbers, eta: Numbers = 1.0) -> tuple[Array, Array]:
    """(σ_down, σ_up), whose squares add to σ'²."""
    return ancestral_down(sigma, sigma_next, eta), ancestral_up(sigma, sigma_next, eta)


def ancestral_step(
    x: Numbers, denoised: Numbers, sigma: Numbers, sigma_next: Numbers, z: Numbers, eta: Numbers = 1.0
) -> Array:
    """Euler to σ_down, then σ_up z: one step of Euler ancestral. `z` is standard normal, in x's shape."""
    down, up = ancestral_sigmas(sigma, sigma_next, eta)
    x = domains.real(x, "x")
    z, up = domains.batch(domains.like(z, x, "z"), up, "z")
    return euler_sigma_step(x, denoised, sigma, down) + up * z


def euler_ancestral(
    denoise: Denoiser, x: Numbers, sigmas: Numbers, noises: Sequence[Numbers] | Array, eta: float = 1.0
) -> Array:
    """x at the last of falling `sigmas` by ancestral steps with `noises`, N draws of x's shape."""
    x, pairs = domains.real(x, "x"), _pairs(sigmas)
    if len(noises) != len(pairs):
        raise ValueError(f"noises: one for each of {len(pairs)} steps, not {len(noises)}")
    for (s, s_next), z in zip(pairs, noises, strict=True):
        x = ancestral_step(x, denoise(x, s), s, s_next, z, eta)
    return x


def _slope(f: Slope, x: Array, t: float) -> Array:
    return domains.like(f(x, t), x, "f(x, t)")


def _last(states: Array) -> Array:
    return np.asarray(states[-1])[()]


def _kh(k: Numbers, h: Numbers) -> Array:
    return domains.real(k, "k") * domains.real(h, "h")


def _times(times: Numbers) -> Array:
    table = domains.real(times, "times")
    if table.ndim != 1 or len(table) < 2:
        raise ValueError("times must be a list of at least two")
    return table


def _pairs(sigmas: Numbers) -> list[tuple[float, float]]:
    """Each level with the next."""
    table = domains.non_negative(sigmas, "sigmas")
    if table.ndim != 1 or len(table) < 2 or np.any(table[:-1] == 0):
        raise ValueError("sigmas must be a list of at least two, and may be 0 at its end only")
    return [(float(s), float(s_next)) for s, s_next in pairwise(table)]
