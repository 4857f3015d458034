"""From noise to data: the Gaussian posterior, one DDPM or DDIM step, the levels to visit, whole loops.

A level (α_t, β_t, ᾱ_t, ᾱ_s, σ) is one number, or a (B,) array with one per item of a (B, ...) batch; ᾱ_s is
the level a step leads to and `alpha_bar_before` that of step t - 1. Predictions and noise have the shape of
x_t; a plain number beside an array stands for that number everywhere. σ is a standard deviation, a variance
is called one. Every function raises ValueError where shapes differ, a level is outside its range ([0, 1]
for α, β and ᾱ) or the result is not determined: x_0 by ε at ᾱ_t = 0.

A step from t to any lower s is a DDPM step with α = ᾱ_t/ᾱ_s: see `merged_alpha`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from checkers import domains, forward, mixtures, predictions, schedules
from checkers.domains import Array, Numbers

Steps = npt.NDArray[np.int64]
Model = Callable[[Array, int], Numbers]  # the noise estimate from x_t and the step t, 1..T

# The posterior q(x_{t-1} | x_t, x_0)


def posterior_weight_x_0(alpha_t: Numbers, alpha_bar_before: Numbers) -> Array:
    """√ᾱ_{t-1} β_t / (1 - ᾱ_t), what x_0 is multiplied by in the posterior mean. Ho et al. 2020, eq. 7."""
    alpha, a_before = _step_levels(alpha_t, alpha_bar_before)
    return np.sqrt(a_before) * _ratio(1 - alpha, _noise(alpha, a_before))


def posterior_weight_x_t(alpha_t: Numbers, alpha_bar_before: Numbers) -> Array:
    """√α_t (1 - ᾱ_{t-1}) / (1 - ᾱ_t), what x_t is multiplied by; 1 where no noise is at all. Eq. 7."""
    alpha, a_before = _step_levels(alpha_t, alpha_bar_before)
    return np.sqrt(alpha) * _ratio(1 - a_before, _noise(alpha, a_before), empty=1.0)


def posterior_mean(x_0: Numbers, x_t: Numbers, alpha_t: Numbers, alpha_bar_before: Numbers) -> Array:
    """μ̃_t, the mean of q(x_{t-1} | x_t, x_0): the two weights times x_0 and x_t. Ho et al. 2020, eq. 7."""
    x_t, w_0 = domains.batch(x_t, posterior_weight_x_0(alpha_t, alpha_bar_before), "x_t")
    x_t, w_t = domains.batch(x_t, posterior_weight_x_t(alpha_t, alpha_bar_before), "x_t")
    return w_0 * domains.like(x_0, x_t, "x_0") + w_t * x_t


def posterior_variance(alpha_t: Numbers, alpha_bar_before: Numbers) -> Array:
    """β̃_t = (1 - ᾱ_{t-1})/(1 - ᾱ_t) β_t, never above β_t, and 0 at step 1. Ho et al. 2020, eq. 7."""
    alpha, a_before = _step_levels(alpha_t, alpha_bar_before)
    return (1 - alpha) * _ratio(1 - a_before, _noise(alpha, a_before))


def posterior_variances(beta: Numbers) -> Array:
    """Table of β̃_t from the table of β_t; both start with 0 at step 0."""
    alpha_bar, beta = schedules.alpha_bar(beta), domains.unit(beta, "beta")
    return np.concatenate([[0.0], posterior_variance(1 - beta[1:], alpha_bar[:-1])])


def interpolated_variance(v: Numbers, alpha_t: Numbers, alpha_bar_before: Numbers) -> Array:
    """exp(v log β_t + (1 - v) log β̃_t), v in [0, 1]: β̃_t at 0, β_t at 1. Nichol & Dhariwal 2021, eq. 15."""
    large, small = 1 - domains.unit(alpha_t, "alpha_t"), posterior_variance(alpha_t, alpha_bar_before)
    v = domains.unit(v, "v")
    return large**v * small ** (1 - v)


def true_variance(alpha_t: Numbers, alpha_bar_before: Numbers, data_variance: Numbers = 1.0) -> Array:
    """Var(x_{t-1} | x_t) for Gaussian data: β_t for variance 1, β̃_t for a single point (variance 0).

    The law of total variance: β̃_t + weight² Var(x_0 | x_t). Per coordinate.
    """
    alpha, a_before = _step_levels(alpha_t, alpha_bar_before)
    return posterior_variance(alpha, a_before) + posterior_weight_x_0(
        alpha, a_before
    ) ** 2 * _remaining_variance(alpha * a_before, domains.non_negative(data_variance, "data_variance"))


# DDPM


def ddpm_mean(x_t: Numbers, eps: Numbers, beta_t: Numbers, alpha_bar_t: Numbers) -> Array:
    """(x_t - β_t/√(1 - ᾱ_t) ε) / √(1 - β_t), the mean of a reverse step. Ho et al. 2020, eq. 11.

    Equal to `posterior_mean` with x_0 from ε. Raises ValueError at β_t = 1, and for β_t > 0 at ᾱ_t = 1.
    """
    b, a = np.broadcast_arrays(domains.unit(beta_t, "beta_t"), domains.unit(alpha_bar_t, "alpha_bar_t"))
    if np.any(b == 1):
        raise ValueError("beta_t must be below 1: the step from pure noise needs x_0, not eps")
    if np.any((a == 1) & (b > 0)):
        raise ValueError("alpha_bar_t must be below 1 after a step that adds noise")
    x_t, share = domains.batch(x_t, np.asarray(_ratio(b, np.sqrt(1 - a))), "x_t")
    x_t, alpha = domains.batch(x_t, 1 - b, "x_t")
    return (x_t - share * domains.like(eps, x_t, "eps")) / np.sqrt(alpha)


def ddpm_mean_from_score(x_t: Numbers, score: Numbers, beta_t: Numbers) -> Array:
    """(x_t + β_t ∇log p(x_t)) / √(1 - β_t), the same mean in terms of the score."""
    x_t, b = domains.batch(x_t, domains.unit(beta_t, "beta_t"), "x_t")
    if np.any(b == 1):
        raise ValueError("beta_t must be below 1")
    return (x_t + b * domains.like(score, x_t, "score")) / np.sqrt(1 - b)


def ddpm_sigma(alpha_t: Numbers, alpha_bar_before: Numbers, kind: str = "large") -> Array:
    """σ_t, the standard deviation a DDPM step injects: √β_t for 'large', √β̃_t for 'small'.

    Ho et al. 2020, section 3.2; the names are those of its code. Raises ValueError for another kind.
    """
    match kind:
        case "large":
            return np.sqrt(1 - _step_levels(alpha_t, alpha_bar_before)[0])
        case "small":
            return np.sqrt(posterior_variance(alpha_t, alpha_bar_before))
    raise ValueError(f"no fixed variance is called {kind!r}: large or small")


def ddpm_step(
    x_t: Numbers, eps: Numbers, beta_t: Numbers, alpha_bar_t: Numbers, sigma_t: Numbers, z: Numbers
) -> Array:
    """x_{t-1} = mean + σ_t z with z standard normal; σ_t = 0 at the last step. Ho et al. 2020, alg. 2."""
    mean = ddpm_mean(x_t, eps, beta_t, alpha_bar_t)
    mean, sigma = domains.batch(mean, domains.non_negative(sigma_t, "sigma_t"), "x_t")
    return mean + sigma * domains.like(z, mean, "z")


# Steps over several levels at once


def merged_alpha(alpha_bar_t: Numbers, alpha_bar_s: Numbers) -> Array:
    """ᾱ_t/ᾱ_s, the keep-factor of all the steps from s to t together; 1 where s is t."""
    a_t, a_s = _two_levels(alpha_bar_t, alpha_bar_s)
    if np.any(a_t > a_s):
        raise ValueError("alpha_bar_s must not be below alpha_bar_t: a reverse step leads to less noise")
    return _ratio(a_t, a_s, empty=1.0)


def merged_beta(alpha_bar_t: Numbers, alpha_bar_s: Numbers) -> Array:
    """1 - ᾱ_t/ᾱ_s, the noise variance that the steps from s to t add together."""
    return 1 - merged_alpha(alpha_bar_t, alpha_bar_s)


# DDIM


def ddim_sigma(alpha_bar_t: Numbers, alpha_bar_s: Numbers, eta: Numbers = 1.0) -> Array:
    """σ = η √((1 - ᾱ_s)/(1 - ᾱ_t)) √(1 - ᾱ_t/ᾱ_s), the root of η² times the posterior variance.

    Song, Meng & Ermon 2021, eq. 16. η >= 0, and η = 0 gives 0 also where s is noisier than t (inversion);
    with η > 0 that raises ValueError.
    """
    eta = domains.non_negative(eta, "eta")
    a_t, a_s = _two_levels(alpha_bar_t, alpha_bar_s)
    if not np.any(eta):
        return np.zeros(np.broadcast_shapes(a_t.shape, a_s.shape, eta.shape))[()]
    return eta * np.sqrt(posterior_variance(merged_alpha(a_t, a_s), a_s))


def ddim_sigma_hat(alpha_bar_t: Numbers, alpha_bar_s: Numbers) -> Array:
    """σ̂ = √(1 - ᾱ_t/ᾱ_s), the larger noise of the same paper: √β_t of the merged step."""
    return np.sqrt(merged_beta(alpha_bar_t, alpha_bar_s))


def ddim_step(
    x_t: Numbers,
    eps: Numbers,
    alpha_bar_t: Numbers,
    alpha_bar_s: Numbers,
    eta: Numbers = 0.0,
    z: Numbers = 0.0,
) -> Array:
    """x_s = √ᾱ_s x̂_0 + √(1 - ᾱ_s - σ²) ε + σ z with x̂_0 = (x_t - √(1 - ᾱ_t) ε)/√ᾱ_t.

    Song, Meng & Ermon 2021, eq. 12. With η = 0 s may be noisier than t. Raises ValueError at ᾱ_t = 0, and
    where σ² > 1 - ᾱ_s, which no η up to 1 does.
    """
    x_0 = predictions.x_0_from_eps(x_t, eps, alpha_bar_t)
    return _towards(x_0, eps, alpha_bar_s, ddim_sigma(alpha_bar_t, alpha_bar_s, eta), z)


def ddim_step_from_x_0(
    x_t: Numbers,
    x_0: Numbers,
    alpha_bar_t: Numbers,
    alpha_bar_s: Numbers,
    eta: Numbers = 0.0,
    z: Numbers = 0.0,
) -> Array:
    """The same step for a network that predicts x_0; from ᾱ_t = 0 too. Raises ValueError at ᾱ_t = 1."""
    eps = predictions.eps_from_x_0(x_t, x_0, alpha_bar_t)
    return _towards(
        domains.real(x_0, "x_0") + np.zeros_like(eps),
        eps,
        alpha_bar_s,
        ddim_sigma(alpha_bar_t, alpha_bar_s, eta),
        z,
    )


def ddim_step_from_v(
    x_t: Numbers,
    v: Numbers,
    alpha_bar_t: Numbers,
    alpha_bar_s: Numbers,
    eta: Numbers = 0.0,
    z: Numbers = 0.0,
) -> Array:
    """The same step for a network that predicts v, from any level."""
    x_0, eps = predictions.x_0_from_v(x_t, v, alpha_bar_t), predictions.eps_from_v(x_t, v, alpha_bar_t)
    return _towards(x_0, eps, alpha_bar_s, ddim_sigma(alpha_bar_t, alpha_bar_s, eta), z)


def ddim_factor_x_t(alpha_bar_t: Numbers, alpha_bar_s: Numbers) -> Array:
    """c_1 = √(ᾱ_s/ᾱ_t), what x_t is multiplied by in x_s = c_1 x_t + c_2 ε, at any η."""
    a_t, a_s = _two_levels(domains.positive(alpha_bar_t, "alpha_bar_t"), alpha_bar_s)
    return np.sqrt(a_s / a_t)


def ddim_factor_eps(alpha_bar_t: Numbers, alpha_bar_s: Numbers, eta: Numbers = 0.0) -> Array:
    """c_2 = √(1 - ᾱ_s - σ²) - √(ᾱ_s (1 - ᾱ_t)/ᾱ_t), what ε is multiplied by; below 0 towards less noise."""
    return ddim_step(0.0, 1.0, alpha_bar_t, alpha_bar_s, eta)


def ve_ddim_step(x: Numbers, eps: Numbers, sigma_t: Numbers, sigma_s: Numbers) -> Array:
    """x + (σ_s - σ_t) ε, the deterministic step in variance-exploding terms: Euler's step in σ.

    `x` is x_0 + σ ε, so x_t/√ᾱ_t. Song, Meng & Ermon 2021, eq. 13.
    """
    x, s_t = domains.batch(x, domains.non_negative(sigma_t, "sigma_t"))
    x, s_s = domains.batch(x, domains.non_negative(sigma_s, "sigma_s"))
    return x + (s_s - s_t) * domains.like(eps, x, "eps")


def rotated(x_t: Numbers, v: Numbers, delta: Numbers) -> Array:
    """cos δ x_t - sin δ v: the deterministic step as a turn by δ = φ_t - φ_s radians, cos φ = √ᾱ.

    Salimans & Ho 2022, appendix D.
    """
    x_t, d = domains.batch(x_t, domains.real(delta, "delta"), "x_t")
    return np.cos(d) * x_t - np.sin(d) * domains.like(v, x_t, "v")


# What a finite step does to Gaussian data of mean 0, whose exact noise estimate is linear in x_t


def ddim_gaussian_factor(alpha_bar_t: Numbers, alpha_bar_s: Numbers, data_variance: Numbers = 1.0) -> Array:
    """What one deterministic step multiplies x by when data are N(0, data_variance) and ε is exact.

    For variance 1 it is cos(φ_t - φ_s), below 1: finite steps shrink what the exact flow would keep.
    """
    a_t, a_s = _two_levels(alpha_bar_t, alpha_bar_s)
    v = domains.non_negative(data_variance, "data_variance")
    total = forward.marginal_variance(a_t, v)
    if np.any(total == 0):
        raise ValueError("alpha_bar_t must be below 1 for data of variance 0")
    return np.sqrt(a_s) * np.sqrt(a_t) * v / total + np.sqrt(1 - a_s) * np.sqrt(1 - a_t) / total


def exact_gaussian_factor(alpha_bar_t: Numbers, alpha_bar_s: Numbers, data_variance: Numbers = 1.0) -> Array:
    """What the exact flow multiplies x by: the ratio of standard deviations at s and t, 1 for variance 1."""
    a_t, a_s = _two_levels(alpha_bar_t, alpha_bar_s)
    total = forward.marginal_variance(a_t, data_variance)
    if np.any(total == 0):
        raise ValueError("alpha_bar_t must be below 1 for data of variance 0")
    return np.sqrt(forward.marginal_variance(a_s, data_variance) / total)


def equal_angles_factor(N: int) -> float:
    """cos(π/2N)^N: what N deterministic steps of equal angle from pure noise leave of N(0, 1) data."""
    N = domains.count(N, "N")
    return float(np.cos(np.pi / 2 / N) ** N) if N > 1 else 0.0


def equal_angles(N: int) -> Array:
    """ᾱ of N + 1 levels with equal angles between them, from 0 (pure noise) to 1."""
    N = domains.count(N, "N")
    return np.sin(np.pi / 2 * np.arange(N + 1) / N) ** 2


# The true reverse step for mixtures: several bumps when the step is large


def reverse_mixture(
    x_t: float,
    alpha_bar_t: float,
    alpha_bar_s: float,
    weights: Numbers,
    means: Numbers,
    variances: Numbers = 0.0,
) -> tuple[Array, Array, Array]:
    """Weights, means and variances of q(x_s | x_t), a mixture, for data from a mixture of 1-D Gaussians.

    A variance of 0 is a point. Shape (K,) each. Raises ValueError at ᾱ_t = 1, or unless weights add to 1.
    """
    a_t, alpha = domains.unit(alpha_bar_t, "alpha_bar_t"), merged_alpha(alpha_bar_t, alpha_bar_s)
    if a_t == 1:
        raise ValueError("alpha_bar_t must be below 1")
    m = domains.real(means, "means")
    v = np.broadcast_to(domains.non_negative(variances, "variances"), m.shape)
    x_0 = mixtures.gaussian_denoiser_vp(x_t, a_t, m, v)
    w_0, w_t = posterior_weight_x_0(alpha, alpha_bar_s), posterior_weight_x_t(alpha, alpha_bar_s)
    spread = posterior_variance(alpha, alpha_bar_s) + w_0**2 * _remaining_variance(a_t, v)
    shares = mixtures.responsibilities(x_t, *mixtures.noised(weights, m, v, a_t))
    return shares, w_0 * x_0 + w_t * float(x_t), spread


# Which levels to visit


def timesteps(T: int, N: int, kind: str = "leading", steps_offset: int = 0) -> Steps:
    """The N timesteps of a sampler as libraries count them, 0..T-1, descending.

    'leading': multiples of T // N from 0, plus `steps_offset`; 'trailing': down from T - 1 in steps of T/N,
    rounded; 'linspace': N points from T - 1 to 0, rounded (halves to even). Lin et al. 2023, table 2.
    Our steps are one higher, see `steps`. Raises ValueError unless 1 <= N <= T and all are below T, or for
    another kind.
    """
    T, N = domains.count(T, "T"), domains.count(N, "N")
    if N > T:
        raise ValueError(f"N must not be above T: {N} timesteps out of {T}")
    offset = int(domains.step(steps_offset, T, first=0))
    match kind:
        case "leading":
            first = (N - 1) * (T // N) + offset
            if first >= T:
                raise ValueError(f"steps_offset leads beyond the last timestep {T - 1}")
            return np.arange(N, dtype=np.int64)[::-1] * (T // N) + offset
        case "trailing":
            return np.round(np.arange(T, 0, -T / N)[:N]).astype(np.int64) - 1
        case "linspace":
            return np.round(np.linspace(0, T - 1, N)).astype(np.int64)[::-1]
    raise ValueError(f"no spacing is called {kind!r}: leading, trailing or linspace")


def steps(T: int, N: int, kind: str = "leading", steps_offset: int = 0) -> Steps:
    """The same N steps in this book's count, 1..T, descending; level 0 follows. Raises as `timesteps`."""
    return timesteps(T, N, kind, steps_offset) + 1


def stride_below(timestep: Numbers, T: int, N: int) -> Array:
    """timestep - T // N, below 0 for the end: where diffusers' DDIM step leads, whatever step comes next."""
    return domains.real(timestep, "timestep") - domains.count(T, "T") // domains.count(N, "N")


def strength_steps(N: int, strength: float) -> int:
    """How many of N steps are taken from a noised picture (img2img), ⌊N·strength⌋, strength in [0, 1]."""
    return int(domains.count(N, "N") * float(domains.unit(strength, "strength")))


def seconds(steps: Numbers, ms_per_call: Numbers, calls_per_step: Numbers = 1) -> Array:
    """Seconds for one picture: steps × network calls per step × milliseconds per call / 1000."""
    n, ms = domains.non_negative(steps, "steps"), domains.non_negative(ms_per_call, "ms_per_call")
    return n * domains.positive(calls_per_step, "calls_per_step") * ms / 1000


# Whole loops. `model(x, t)` estimates the noise; it is called once per step


def ddpm_sample(
    model: Model, x_T: Numbers, beta: Numbers, z: Numbers = 0.0, variance: str = "large"
) -> Array:
    """x_0 after the steps t = T..1. Ho et al. 2020, algorithm 2.

    `beta` is a table with beta[0] = 0; `z` the noise to inject, z[i] at the i-th step taken, shape (T, ...),
    or one number; none is added at t = 1. `variance` as `ddpm_sigma`.
    """
    alpha_bar, beta = schedules.alpha_bar(beta), domains.unit(beta, "beta")
    x = domains.real(x_T, "x_T")
    noises = _noises(z, len(beta) - 1, x)
    for t, noise in zip(range(len(beta) - 1, 0, -1), noises, strict=True):
        sigma = ddpm_sigma(1 - beta[t], alpha_bar[t - 1], variance) if t > 1 else 0.0
        x = ddpm_step(x, model(x, t), beta[t], alpha_bar[t], sigma, noise)
    return x


def ddim_sample(
    model: Model, x_T: Numbers, alpha_bar: Numbers, steps: Numbers, eta: float = 0.0, z: Numbers = 0.0
) -> Array:
    """x_0 after DDIM steps at the falling `steps`, 1..T, the last of which leads to level 0.

    `alpha_bar` is a table with alpha_bar[0] = 1; `z` as in `ddpm_sample`, shape (len(steps), ...).
    """
    a, visited = _table(alpha_bar), [*_falling(steps, alpha_bar), 0]
    x = domains.real(x_T, "x_T")
    for (t, s), noise in zip(pairwise(visited), _noises(z, len(visited) - 1, x), strict=True):
        x = ddim_step(x, model(x, t), a[t], a[s], eta, noise)
    return x


def ddim_inversion(model: Model, x_0: Numbers, alpha_bar: Numbers, steps: Numbers) -> Array:
    """The noise from which `ddim_sample` at the same falling `steps` returns to about `x_0`.

    Each step from s up to t asks the model about x_s at step t: exact only if the estimate did not change
    between the two, so short steps invert better than long ones.
    """
    a, visited = _table(alpha_bar), [*_falling(steps, alpha_bar), 0]
    x = domains.real(x_0, "x_0")
    for s, t in pairwise(reversed(visited)):
        x = ddim_step(x, model(x, t), a[s], a[t])
    return x


def _step_levels(alpha_t: Numbers, alpha_bar_before: Numbers) -> tuple[Array, Array]:
    return domains.unit(alpha_t, "alpha_t"), domains.unit(alpha_bar_before, "alpha_bar_before")


def _two_levels(alpha_bar_t: Numbers, alpha_bar_s: Numbers) -> tuple[Array, Array]:
    return domains.unit(alpha_bar_t, "alpha_bar_t"), domains.unit(alpha_bar_s, "alpha_bar_s")


def _noise(alpha: Array, a_before: Array) -> Array:
    """1 - α ᾱ_{t-1} = 1 - ᾱ_t, as a sum of what is left of the earlier noise and the fresh one."""
    return alpha * (1 - a_before) + (1 - alpha)


def _remaining_variance(a_t: Array, data_variance: Array) -> Array:
    """Var(x_0 | x_t) for Gaussian data."""
    return data_variance * _ratio(1 - a_t, forward.marginal_variance(a_t, data_variance))


def _ratio(top: Array, bottom: Array, empty: float = 0.0) -> Array:
    """top/bottom, and `empty` where the bottom is 0 (there the top is 0 too)."""
    bottom = np.asarray(bottom)
    return np.where(bottom == 0, empty, top / np.where(bottom == 0, 1.0, bottom))[()]


def _towards(x_0: Array, eps: Numbers, alpha_bar_s: Numbers, sigma: Array, z: Numbers) -> Array:
    """√ᾱ_s x_0 + √(1 - ᾱ_s - σ²) ε + σ z."""
    a_s = domains.unit(alpha_bar_s, "alpha_bar_s")
    room = 1 - a_s - sigma**2
    if np.any(room < -1e-12):
        raise ValueError("eta must not inject more noise than level s holds")
    x_0, signal = domains.batch(x_0, np.sqrt(a_s), "x_t")
    x_0, direction = domains.batch(x_0, np.sqrt(np.maximum(room, 0)), "x_t")
    x_0, fresh = domains.batch(x_0, np.asarray(sigma), "x_t")
    return signal * x_0 + direction * domains.like(eps, x_0, "eps") + fresh * domains.like(z, x_0, "z")


def _table(alpha_bar: Numbers) -> Array:
    table = domains.unit(alpha_bar, "alpha_bar")
    if table.ndim != 1 or len(table) < 2 or table[0] != 1:
        raise ValueError("alpha_bar must be a table for t = 0..T that starts with alpha_bar[0] = 1")
    return table


def _falling(steps: Numbers, alpha_bar: Numbers) -> list[int]:
    visited = domains.step(steps, len(np.asarray(alpha_bar)) - 1, first=1)
    if visited.ndim != 1 or np.any(np.diff(visited) >= 0) or np.any(visited != np.floor(visited)):
        raise ValueError("steps must be whole and falling, such as [1000, 500]")
    return [int(t) for t in visited]


def _noises(z: Numbers, n: int, x: Array) -> Array:
    noises = domains.real(z, "z")
    if noises.ndim and noises.shape != (n, *x.shape):
        raise ValueError(f"z has shape {noises.shape}, {n} steps need {(n, *x.shape)}")
    return np.broadcast_to(noises, (n, *x.shape))
