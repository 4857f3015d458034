"""Scores and ideal denoisers of data that can be solved exactly: Gaussians, mixtures of them, two points.

A mixture is `weights` (K,), which add up to 1, `means` (K,) and `variances` (K,), one number per component;
then `x` has any shape and every entry is a draw of its own. With `means` of shape (K, D) the components are
round clouds in D dimensions and `x` is (..., D). A noise level (σ, ᾱ) is one number, or (B,) with one per
item of a (B, ...) batch. Noise is x = x_0 + σ ε, or x_t = √ᾱ_t x_0 + √(1 - ᾱ_t) ε where a name ends in `_vp`.
Every function raises ValueError where shapes differ, a variance is not positive or a level is out of range.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from checkers import domains, gaussians
from checkers.domains import Array, Numbers

Score = Callable[[Array], Numbers]
NoisyScore = Callable[[Array, float], Numbers]

_ONE, _ZERO = np.ones(()), np.zeros(())


# One Gaussian


def gaussian_score(x: Numbers, mean: Numbers = 0.0, variance: Numbers = 1.0) -> Array:
    """∇ log N(x; mean, variance) = -(x - mean)/variance, back to the mean. Arguments broadcast."""
    x, m, v = domains.real(x, "x"), domains.real(mean, "mean"), domains.positive(variance, "variance")
    return (m - x) / v


def gaussian_share(sigma: Numbers, variance: Numbers = 1.0) -> Array:
    """Share of Var(x) that comes from x_0, v/(v + σ²): the slope of the ideal denoiser, in [0, 1].

    Raises ValueError where both are 0.
    """
    v, s = domains.non_negative(variance, "variance"), domains.non_negative(sigma, "sigma")
    domains.positive(v + s**2, "variance + sigma²")
    return v / (v + s**2)


def gaussian_denoiser(x: Numbers, sigma: Numbers, mean: Numbers = 0.0, variance: Numbers = 1.0) -> Array:
    """D(x; σ) = E[x_0 | x] = m + v/(v + σ²) (x - m), for x_0 ~ N(m, v) and x = x_0 + σ ε."""
    x, s = domains.batch(x, domains.non_negative(sigma, "sigma"))
    m = domains.real(mean, "mean")
    return m + gaussian_share(s, variance) * (x - m)


def gaussian_denoiser_vp(
    x_t: Numbers, alpha_bar_t: Numbers, mean: Numbers = 0.0, variance: Numbers = 1.0
) -> Array:
    """E[x_0 | x_t] = m + √ᾱ v/(ᾱ v + 1 - ᾱ) (x_t - √ᾱ m), for x_0 ~ N(m, v); the mean m itself at ᾱ = 0."""
    x_t, a = domains.batch(x_t, domains.unit(alpha_bar_t, "alpha_bar_t"))
    m, v = domains.real(mean, "mean"), domains.non_negative(variance, "variance")
    spread = domains.positive(a * v + (1 - a), "variance of x_t")
    return m + np.sqrt(a) * v / spread * (x_t - np.sqrt(a) * m)


def gaussian_score_vp(
    x_t: Numbers, alpha_bar_t: Numbers, mean: Numbers = 0.0, variance: Numbers = 1.0
) -> Array:
    """∇ log q(x_t) = -(x_t - √ᾱ m)/(ᾱ v + 1 - ᾱ), for x_0 ~ N(m, v)."""
    x_t, a = domains.batch(x_t, domains.unit(alpha_bar_t, "alpha_bar_t"))
    m, v = domains.real(mean, "mean"), domains.non_negative(variance, "variance")
    return gaussian_score(x_t, np.sqrt(a) * m, a * v + (1 - a))


def gaussian_eps_vp(
    x_t: Numbers, alpha_bar_t: Numbers, mean: Numbers = 0.0, variance: Numbers = 1.0
) -> Array:
    """E[ε | x_t] = √(1 - ᾱ) (x_t - √ᾱ m)/(ᾱ v + 1 - ᾱ), what the best noise predictor says; 0 at ᾱ = 1."""
    _, a = domains.batch(x_t, domains.unit(alpha_bar_t, "alpha_bar_t"))
    return -np.sqrt(1 - a) * gaussian_score_vp(x_t, alpha_bar_t, mean, variance)


def gaussian_posterior_variance(sigma: Numbers, variance: Numbers = 1.0) -> Array:
    """Var(x_0 | x) = v σ²/(v + σ²), the same for every x: what stays unknown after looking."""
    return gaussian_share(sigma, variance) * domains.non_negative(sigma, "sigma") ** 2


def denoised_variance(sigma: Numbers, variance: Numbers = 1.0) -> Array:
    """Variance of D(x; σ) over x, v²/(v + σ²): at most v, since averages are tamer than what they average."""
    return gaussian_share(sigma, variance) * domains.non_negative(variance, "variance")


def fisher_divergence(mean1: Numbers, variance1: Numbers, mean2: Numbers, variance2: Numbers) -> Array:
    """E_p (s_p - s_q)² per coordinate, p = N(mean1, variance1), q = N(mean2, variance2), without a factor ½.

    The scores differ by (m1 - m2)/v2 + (1/v2 - 1/v1)(x - m1): ((m1 - m2)/v)² where both are equally wide.
    Hyvärinen 2005 (explicit score matching) has half of it.
    """
    m1, m2 = domains.real(mean1, "mean1"), domains.real(mean2, "mean2")
    v1, v2 = domains.positive(variance1, "variance1"), domains.positive(variance2, "variance2")
    return ((m1 - m2) / v2) ** 2 + v1 * (1 / v2 - 1 / v1) ** 2


# Mixtures


def logpdf(x: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """log Σ_k w_k N(x; m_k, v_k), in nats, finite far out too. Shape of `x`, or (...) for points (..., D)."""
    log_parts = _observed(domains.real(x, "x"), _ONE, _ZERO, weights, means, variances).log_parts
    return np.asarray(np.logaddexp.reduce(log_parts, axis=-1))[()]


def pdf(x: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """Σ_k w_k N(x; m_k, v_k), the density. Shapes as `logpdf`."""
    return np.exp(logpdf(x, weights, means, variances))


def responsibilities(x: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """r_k(x) = w_k N(x; m_k, v_k)/p(x), the probability that component k made `x`.

    Shape of `x` (or (...) for points) plus a last axis (K,), along which they add up to 1.
    """
    return _observed(domains.real(x, "x"), _ONE, _ZERO, weights, means, variances).r


def score(x: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """∇ log p(x) = Σ_k r_k(x) (m_k - x)/v_k, scores weighted by responsibility. Shape of `x`."""
    return _noisy_score(domains.real(x, "x"), _ONE, _ZERO, weights, means, variances)


def slope(x: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """d²/dx² log p(x) for `means` (K,), Σ r_k (s_k² - 1/v_k) - s²: below 0 on a peak, above in a valley."""
    _one_dimensional(means)
    seen = _observed(domains.real(x, "x"), _ONE, _ZERO, weights, means, variances)
    s_k = -seen.residual[..., 0] / seen.spread
    curvature = (seen.r * (s_k**2 - 1 / seen.spread)).sum(axis=-1) - (seen.r * s_k).sum(axis=-1) ** 2
    return np.asarray(curvature)[()]


def mean(weights: Numbers, means: Numbers) -> Array:
    """Mean of the mixture, Σ_k w_k m_k: a number, or (D,) for `means` (K, D)."""
    w, m, _ = _parameters(weights, means, np.ones(np.shape(np.asarray(weights))))
    return _average(w, m, means)


def variance(weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """Variance of the mixture per coordinate, Σ_k w_k (v_k + m_k²) - (Σ_k w_k m_k)²: within plus between."""
    w, m, v = _parameters(weights, means, variances)
    centred = m - w @ m
    return _average(w, v[:, None] + centred**2, means)


def noised(
    weights: Numbers, means: Numbers, variances: Numbers, alpha_bar_t: Numbers
) -> tuple[Array, Array, Array]:
    """The mixture that x_t follows: (w_k, √ᾱ m_k, ᾱ v_k + 1 - ᾱ). Component variances of 0 are points.

    One level; call as `score(x_t, *noised(w, m, v, a))`.
    """
    a = _one_level(domains.unit(alpha_bar_t, "alpha_bar_t"), "alpha_bar_t")
    w, m, v = _parameters(weights, means, variances)
    return w, np.sqrt(a) * m.reshape(np.shape(means)), a * v + (1 - a)


def noised_ve(
    weights: Numbers, means: Numbers, variances: Numbers, sigma: Numbers
) -> tuple[Array, Array, Array]:
    """The mixture that x = x_0 + σ ε follows: (w_k, m_k, v_k + σ²). One level."""
    s = _one_level(domains.non_negative(sigma, "sigma"), "sigma")
    w, m, v = _parameters(weights, means, variances)
    return w, m.reshape(np.shape(means)), v + s**2


def denoiser(x: Numbers, sigma: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """D(x; σ) = E[x_0 | x] = Σ_k r_k (σ² m_k + v_k x)/(σ² + v_k), x = x_0 + σ ε. Shape of `x`; x at σ = 0.

    Component variances may be 0 (points) where σ is not.
    """
    x, s = domains.batch(x, domains.non_negative(sigma, "sigma"))
    return _posterior_mean(x, _ONE, s**2, weights, means, variances)


def denoiser_vp(
    x_t: Numbers, alpha_bar_t: Numbers, weights: Numbers, means: Numbers, variances: Numbers
) -> Array:
    """E[x_0 | x_t] for x_t = √ᾱ x_0 + √(1 - ᾱ) ε: the mixture's mean at ᾱ = 0, x_t itself at ᾱ = 1."""
    x_t, a = domains.batch(x_t, domains.unit(alpha_bar_t, "alpha_bar_t"))
    return _posterior_mean(x_t, np.sqrt(a), 1 - a, weights, means, variances)


def eps_vp(x_t: Numbers, alpha_bar_t: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """E[ε | x_t] = -√(1 - ᾱ) ∇ log q(x_t), what the best noise predictor says. Shape of `x_t`; 0 at ᾱ = 1."""
    x_t, a = domains.batch(x_t, domains.unit(alpha_bar_t, "alpha_bar_t"))
    return -np.sqrt(1 - a) * _noisy_score(x_t, np.sqrt(a), 1 - a, weights, means, variances)


def score_vp(
    x_t: Numbers, alpha_bar_t: Numbers, weights: Numbers, means: Numbers, variances: Numbers
) -> Array:
    """∇ log q(x_t), the score of the noised mixture, one ᾱ per item if wished. Shape of `x_t`."""
    x_t, a = domains.batch(x_t, domains.unit(alpha_bar_t, "alpha_bar_t"))
    return _noisy_score(x_t, np.sqrt(a), 1 - a, weights, means, variances)


def score_ve(x: Numbers, sigma: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """∇ log p_σ(x), the score of the mixture plus noise of standard deviation σ. Shape of `x`."""
    x, s = domains.batch(x, domains.non_negative(sigma, "sigma"))
    return _noisy_score(x, _ONE, s**2, weights, means, variances)


def posterior_variance(
    x: Numbers, sigma: Numbers, weights: Numbers, means: Numbers, variances: Numbers
) -> Array:
    """Var(x_0 | x) for `means` (K,) and x = x_0 + σ ε: the spread of what could be behind `x`."""
    _one_dimensional(means)
    x, s = domains.batch(x, domains.non_negative(sigma, "sigma"))
    seen = _observed(x, _ONE, s**2, weights, means, variances)
    centres = seen.posterior_means[..., 0]
    average = (seen.r * centres).sum(axis=-1)[..., None]
    spread = seen.posterior_variances + (centres - average) ** 2
    return np.asarray((seen.r * spread).sum(axis=-1))[()]


def sample(weights: Numbers, means: Numbers, variances: Numbers, n: int, rng: np.random.Generator) -> Array:
    """`n` independent draws of the mixture, (n,) or (n, D) for `means` (K, D)."""
    w, m, v = _parameters(weights, means, variances)
    k = rng.choice(len(w), size=domains.count(n, "n"), p=w / w.sum())
    draws = m[k] + np.sqrt(v[k])[:, None] * rng.standard_normal((len(k), m.shape[1]))
    return draws if np.ndim(means) == 2 else draws[:, 0]


# Two points, x_0 = +1 or -1


def two_point_mean(x: Numbers, signal: Numbers, variance: Numbers, prior: Numbers = 0.5) -> Array:
    """E[x_0 | x] = tanh(α x/σ² + ½ log(π/(1 - π))), for x = α x_0 + σ ε and x_0 = ±1, π the chance of +1.

    `signal` is α (√ᾱ, or 1 in σ form), `variance` σ². At variance 0 the decision is hard: the sign of α x.
    """
    return np.tanh(_half_log_odds(x, signal, variance, prior))


def two_point_probability(x: Numbers, signal: Numbers, variance: Numbers, prior: Numbers = 0.5) -> Array:
    """P(x_0 = +1 | x) = 1/(1 + exp(-2 α x/σ²)) for equal chances, and (1 + E[x_0 | x])/2 always."""
    return np.exp(-np.logaddexp(0.0, -2 * _half_log_odds(x, signal, variance, prior)))


def two_point_score(x: Numbers, signal: Numbers, variance: Numbers, prior: Numbers = 0.5) -> Array:
    """∇ log p(x) = (α E[x_0 | x] - x)/σ², for x = α x_0 + σ ε and x_0 = ±1. Raises unless variance > 0."""
    domains.positive(variance, "variance")
    alpha_mean = domains.real(signal, "signal") * two_point_mean(x, signal, variance, prior)
    return (alpha_mean - domains.real(x, "x")) / domains.real(variance, "variance")


# Score and noise in the σ form; Tweedie's formula and all the √ᾱ forms are in `predictions`


def score_from_noise(eps: Numbers, sigma: Numbers) -> Array:
    """s = -ε̂/σ, σ the standard deviation of the noise in x (√(1 - ᾱ) for x_t). Raises unless σ > 0."""
    eps, s = domains.batch(eps, domains.positive(sigma, "sigma"), "eps")
    return -eps / s


def noise_from_score(score: Numbers, sigma: Numbers) -> Array:
    """ε̂ = -σ s, the inverse of `score_from_noise`; 0 at σ = 0."""
    values, s = domains.batch(score, domains.non_negative(sigma, "sigma"), "score")
    return -s * values


# Denoising score matching


def dsm_target(x: Numbers, x_0: Numbers, sigma: Numbers) -> Array:
    """∇ log q(x | x_0) = -(x - x_0)/σ² = -ε/σ, target of denoising score matching, σ > 0. Vincent 2011."""
    x, s = domains.batch(x, domains.positive(sigma, "sigma"))
    return (domains.like(x_0, x, "x_0") - x) / s**2


def dsm_target_vp(x_t: Numbers, x_0: Numbers, alpha_bar_t: Numbers) -> Array:
    """∇ log q(x_t | x_0) = -(x_t - √ᾱ x_0)/(1 - ᾱ) = -ε/√(1 - ᾱ). Needs ᾱ < 1."""
    x_t, a = domains.batch(x_t, domains.unit(alpha_bar_t, "alpha_bar_t"))
    domains.positive(1 - a, "1 - alpha_bar_t")
    return (np.sqrt(a) * domains.like(x_0, x_t, "x_0") - x_t) / (1 - a)


def dsm_weight(sigma: Numbers) -> Array:
    """λ(σ) = σ², so that λ times the squared target averages 1 at each level. Song & Ermon 2019."""
    return domains.non_negative(sigma, "sigma") ** 2


def dsm_loss(score: Numbers, eps: Numbers, sigma: Numbers) -> Array:
    """σ² (s + ε/σ)² = (σ s + ε)², averaged over all entries: a noise-prediction loss. Without a factor ½."""
    values, s = domains.batch(score, domains.non_negative(sigma, "sigma"), "score")
    return np.asarray(np.mean((s * values + domains.like(eps, values, "eps")) ** 2))[()]


# Langevin


def langevin_step(x: Numbers, score: Numbers, eta: Numbers, z: Numbers) -> Array:
    """x + η s(x) + √(2η) z, z a fresh standard normal draw."""
    x, h = domains.batch(x, domains.non_negative(eta, "eta"))
    return x + h * domains.like(score, x, "score") + np.sqrt(2 * h) * domains.like(z, x, "z")


def langevin_step_half(x: Numbers, score: Numbers, step: Numbers, z: Numbers) -> Array:
    """x + ½δ s(x) + √δ z, the same step where the paper's step size is δ = 2η. Song & Ermon 2019, eq. 4."""
    return langevin_step(x, score, eta_from_half(step), z)


def eta_from_half(step: Numbers) -> Array:
    """η = δ/2, from the convention x + ½δ s + √δ z to x + η s + √(2η) z."""
    return domains.non_negative(step, "step") / 2


def half_from_eta(eta: Numbers) -> Array:
    """δ = 2η, the inverse of `eta_from_half`."""
    return 2 * domains.non_negative(eta, "eta")


def annealed_eta(sigma: Numbers, c: Numbers) -> Array:
    """η = c σ², a step as long, measured in σ, at every level."""
    return domains.non_negative(c, "c") * domains.non_negative(sigma, "sigma") ** 2


def langevin(x: Numbers, score: Score, eta: float, z: Numbers) -> Array:
    """`x` after n Langevin steps; z[i] of `z` (n, ...) is the noise of step i, `score` a function of x."""
    x = domains.real(x, "x")
    for noise in domains.real(z, "z"):
        x = langevin_step(x, score(x), eta, noise)
    return x


def annealed_langevin(x: Numbers, score: NoisyScore, sigmas: Numbers, c: float, z: Numbers) -> Array:
    """`x` after n Langevin steps with η = c σ² at each of `sigmas` (L,), `z` (L, n, ...).

    `score(x, sigma)` is the score of the data with noise σ. Song & Ermon 2019, algorithm 1, whose α_i is 2η.
    """
    x, levels, noises = domains.real(x, "x"), domains.positive(sigmas, "sigmas"), domains.real(z, "z")
    for s, level_noises in zip(levels, noises, strict=True):
        for noise in level_noises:
            x = langevin_step(x, score(x, float(s)), annealed_eta(s, c), noise)
    return x


def langevin_mean(x: Numbers, n: int, eta: Numbers, mean: Numbers = 0.0, variance: Numbers = 1.0) -> Array:
    """Mean after `n` Langevin steps towards N(mean, variance) from `x`: m + (1 - η/v)ⁿ (x - m)."""
    x, m = domains.real(x, "x"), domains.real(mean, "mean")
    return m + _decay(eta, variance) ** domains.count(n, "n") * (x - m)


def langevin_variance(n: int, eta: Numbers, variance: Numbers = 1.0, start: Numbers = 0.0) -> Array:
    """Variance after `n` Langevin steps towards N(·, variance) from points of variance `start`.

    Each step multiplies it by (1 - η/v)² and adds 2η.
    """
    f, total = _decay(eta, variance) ** 2, domains.non_negative(start, "start")
    for _ in range(domains.count(n, "n")):
        total = f * total + 2 * domains.real(eta, "eta")
    return total


def langevin_stationary_variance(eta: Numbers, variance: Numbers = 1.0) -> Array:
    """What `langevin_variance` tends to, v/(1 - η/(2v)): too wide by the step. Raises unless η < 2v."""
    v = domains.positive(variance, "variance")
    return v / domains.positive(1 - domains.non_negative(eta, "eta") / (2 * v), "1 - eta/(2 variance)")


def _decay(eta: Numbers, variance: Numbers) -> Array:
    return 1 - domains.non_negative(eta, "eta") / domains.positive(variance, "variance")


def _half_log_odds(x: Numbers, signal: Numbers, variance: Numbers, prior: Numbers) -> Array:
    x, alpha = domains.real(x, "x"), domains.real(signal, "signal")
    v, p = domains.non_negative(variance, "variance"), domains.unit(prior, "prior")
    pull = alpha * x
    with np.errstate(divide="ignore", invalid="ignore"):
        evidence = np.where(pull == 0, 0.0, pull / v)
        return evidence[()] + (np.log(p) - np.log1p(-p)) / 2


def _parameters(weights: Numbers, means: Numbers, variances: Numbers) -> tuple[Array, Array, Array]:
    """Weights (K,), means (K, D), variances (K,), checked; D = 1 for means (K,)."""
    w, m = domains.unit(weights, "weights"), domains.real(means, "means")
    v = domains.non_negative(variances, "variances")
    if w.ndim != 1 or not 1 <= m.ndim <= 2 or not len(w) == len(m) or v.shape != w.shape:
        raise ValueError(
            f"weights, means and variances must be of one length: {w.shape}, {m.shape}, {v.shape}"
        )
    if abs(w.sum() - 1) > 1e-9:
        raise ValueError(f"weights must add up to 1, not {w.sum():g}")
    return w, m.reshape(len(w), -1), v


class _Observed(NamedTuple):
    """What seeing x = α x_0 + noise tells of each component (..., K); the last two (..., K, D)."""

    log_parts: Array  # log w_k + log of the density of x
    spread: Array  # variance of x
    posterior_variances: Array  # of x_0
    posterior_means: Array  # of x_0
    residual: Array  # x minus its mean

    @property
    def r(self) -> Array:
        parts = np.exp(self.log_parts - self.log_parts.max(axis=-1, keepdims=True))
        return np.asarray(parts / parts.sum(axis=-1, keepdims=True))


def _observed(
    x: Array, alpha: Array, noise: Array, weights: Numbers, means: Numbers, variances: Numbers
) -> _Observed:
    """`alpha` and the variance `noise` are as `domains.batch` shapes them; x, seen with D, is (..., 1, D)."""
    w, m, v = _parameters(weights, means, variances)
    if np.ndim(means) == 2:
        if x.ndim == 0 or x.shape[-1] != m.shape[1] or (alpha.ndim + noise.ndim and x.ndim == 1):
            raise ValueError(
                f"x must be (..., {m.shape[1]}) as means are, one noise level per point, not {x.shape}"
            )
        alpha, noise = (one[..., 0] if one.ndim else one for one in (alpha, noise))
        x = x[..., None, :]
    else:
        x = x[..., None, None]
    alpha, noise = alpha[..., None], noise[..., None]
    spread = domains.positive(alpha**2 * v + noise, "variances")
    residual = x - alpha[..., None] * m
    with np.errstate(divide="ignore"):
        log_parts = np.log(w) + gaussians.logpdf(residual, 0, spread[..., None]).sum(axis=-1)
    gain = alpha * v / spread
    return _Observed(log_parts, spread, v * noise / spread, m + gain[..., None] * residual, residual)


def _posterior_mean(
    x: Array, alpha: Array, noise: Array, weights: Numbers, means: Numbers, variances: Numbers
) -> Array:
    seen = _observed(x, alpha, noise, weights, means, variances)
    return _average(seen.r, seen.posterior_means, means)


def _noisy_score(
    x: Array, alpha: Array, noise: Array, weights: Numbers, means: Numbers, variances: Numbers
) -> Array:
    seen = _observed(x, alpha, noise, weights, means, variances)
    return _average(seen.r, (0 - seen.residual) / seen.spread[..., None], means)


def _average(r: Array, values: Array, means: Numbers) -> Array:
    """Σ_k r_k values_k over (..., K, D): (..., D), or (...) where means are numbers."""
    total = (r[..., None] * values).sum(axis=-2)
    return np.asarray(total if np.ndim(means) == 2 else total[..., 0])[()]


def _one_level(level: Array, name: str) -> Array:
    if level.ndim:
        raise ValueError(f"{name} must be one number")
    return level


def _one_dimensional(means: Numbers) -> None:
    if np.ndim(means) != 1:
        raise ValueError("means must be numbers, one per component")
