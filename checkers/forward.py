"""The forward process: from data to noise, one step or many at once.

A noise level (β, ᾱ, σ) is one number, or a (B,) array with one per item of a (B, ...) batch.
Batches and their noise have one shape; a plain number beside an array stands for that number everywhere.
Every function raises ValueError where shapes differ or a level is outside its range ([0, 1] for β and ᾱ).
"""

from __future__ import annotations

import numpy as np

from checkers import domains
from checkers.domains import Array, Numbers


def step(x: Numbers, beta: Numbers, eps: Numbers) -> Array:
    """x_t = √(1 - β_t) x_{t-1} + √β_t ε_t, one step with fresh noise. Ho et al. 2020, eq. 2."""
    x, eps, b = domains.pair(x, eps, domains.unit(beta, "beta"), "eps")
    return np.sqrt(1 - b) * x + np.sqrt(b) * eps


def q_sample(x_0: Numbers, alpha_bar_t: Numbers, eps: Numbers) -> Array:
    """x_t = √ᾱ_t x_0 + √(1 - ᾱ_t) ε, the jump to step t; ε is the total noise. Ho et al. 2020, eq. 4."""
    x_0, eps, a = domains.pair(x_0, eps, domains.unit(alpha_bar_t, "alpha_bar_t"), "eps")
    return np.sqrt(a) * x_0 + np.sqrt(1 - a) * eps


def mean(x_0: Numbers, alpha_bar_t: Numbers) -> Array:
    """Mean of q(x_t | x_0), √ᾱ_t x_0. Ho et al. 2020, eq. 4."""
    x_0, a = domains.batch(x_0, domains.unit(alpha_bar_t, "alpha_bar_t"))
    return np.sqrt(a) * x_0


def variance(alpha_bar_t: Numbers) -> Array:
    """Variance of q(x_t | x_0) per coordinate, 1 - ᾱ_t. Ho et al. 2020, eq. 4."""
    return 1 - domains.unit(alpha_bar_t, "alpha_bar_t")


def marginal_variance(alpha_bar_t: Numbers, data_variance: Numbers = 1.0) -> Array:
    """Var(x_t) per coordinate over data and noise, ᾱ_t Var(x_0) + 1 - ᾱ_t: always 1 for unit variance."""
    a = domains.unit(alpha_bar_t, "alpha_bar_t")
    return a * domains.non_negative(data_variance, "data_variance") + variance(a)


def signal_share(alpha_bar_t: Numbers, data_variance: Numbers = 1.0) -> Array:
    """Share of Var(x_t) that comes from x_0, in [0, 1]: ᾱ_t itself for data of unit variance."""
    a = domains.unit(alpha_bar_t, "alpha_bar_t")
    return a * domains.positive(data_variance, "data_variance") / marginal_variance(a, data_variance)


def signal_amplitude(alpha_bar_t: Numbers) -> Array:
    """√ᾱ_t, what the data are multiplied by."""
    return np.sqrt(domains.unit(alpha_bar_t, "alpha_bar_t"))


def noise_amplitude(alpha_bar_t: Numbers) -> Array:
    """√(1 - ᾱ_t), what the noise is multiplied by. The squares of the two amplitudes add to 1."""
    return np.sqrt(variance(alpha_bar_t))


def composed_variance(alpha_1: Numbers, alpha_2: Numbers) -> Array:
    """Noise variance after steps that keep α_1, then α_2 of the power, which is 1 - α_1 α_2."""
    a_1, a_2 = domains.unit(alpha_1, "alpha_1"), domains.unit(alpha_2, "alpha_2")
    return a_2 * (1 - a_1) + (1 - a_2)


def sigma(alpha_bar_t: Numbers) -> Array:
    """Noise level of the same sample in variance-exploding terms, √((1 - ᾱ)/ᾱ) = 1/√SNR; inf at ᾱ = 0."""
    a = domains.unit(alpha_bar_t, "alpha_bar_t")
    with np.errstate(divide="ignore"):
        return np.sqrt((1 - a) / a)


def alpha_bar_from_sigma(sigma: Numbers) -> Array:
    """ᾱ = 1/(1 + σ²), the inverse of `sigma`. Raises ValueError for a negative σ."""
    return 1 / (1 + domains.non_negative(sigma, "sigma") ** 2)


def ve_from_vp(x_t: Numbers, alpha_bar_t: Numbers) -> Array:
    """x_0 + σ ε, the variance-exploding sample: x_t / √ᾱ_t. Raises ValueError at ᾱ = 0, where x_0 is gone."""
    domains.positive(alpha_bar_t, "alpha_bar_t")
    x_t, a = domains.batch(x_t, domains.unit(alpha_bar_t, "alpha_bar_t"))
    return x_t / np.sqrt(a)


def vp_from_ve(x: Numbers, sigma: Numbers) -> Array:
    """x_t, the variance-preserving sample: x / √(1 + σ²), the inverse of `ve_from_vp`."""
    x, s = domains.batch(x, domains.non_negative(sigma, "sigma"))
    return x / np.sqrt(1 + s**2)
