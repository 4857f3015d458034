"""Three ways to state one prediction, ε, x_0 and v, and the score: each, with x_t, gives the others.

A noise level, ᾱ_t or σ, is one number, or a (B,) array with one per item of a (B, ...) batch. Predictions
have the shape of x_t; a plain number beside an array stands for that number everywhere. Every function raises
ValueError where shapes differ or a level is outside its range ([0, 1] for ᾱ, σ >= 0); and where it would
divide by nothing: x_0 or v from ε or the score at ᾱ = 0, ε, v or the score from x_0 at ᾱ = 1.

With cos φ = √ᾱ_t the pair (x_0, ε) is turned by φ: x_t is the first coordinate afterwards, v the second.
Functions that start with `ve` speak of x = x_0 + σ ε instead of x_t = √ᾱ_t x_0 + √(1 - ᾱ_t) ε.
"""

from __future__ import annotations

import numpy as np

from checkers import domains
from checkers.domains import Array, Numbers

# What v is, and the circle it lives on


def v_target(x_0: Numbers, eps: Numbers, alpha_bar_t: Numbers) -> Array:
    """v = √ᾱ_t ε - √(1 - ᾱ_t) x_0: ε at no noise, -x_0 at no signal. Salimans & Ho 2022, section 4."""
    x_0, eps, a = domains.pair(x_0, eps, _level(alpha_bar_t), "eps")
    return np.sqrt(a) * eps - np.sqrt(1 - a) * x_0


def angle(alpha_bar_t: Numbers) -> Array:
    """φ in [0, π/2] with cos φ = √ᾱ_t and sin φ = √(1 - ᾱ_t), in radians. Any shape."""
    a = _level(alpha_bar_t)
    return np.arctan2(np.sqrt(1 - a), np.sqrt(a))


def alpha_bar_from_angle(phi: Numbers) -> Array:
    """ᾱ = cos² φ, the inverse of `angle`. Raises ValueError unless 0 <= φ <= π/2."""
    phi = domains.non_negative(phi, "phi")
    if np.any(phi > np.pi / 2):
        raise ValueError("phi must lie between 0 and π/2")
    return np.cos(phi) ** 2


def rotate(x_0: Numbers, eps: Numbers, phi: Numbers) -> tuple[Array, Array]:
    """(x_t, v): the pair (x_0, ε) seen from axes turned by φ. `rotate(x_t, v, -φ)` turns it back."""
    x_0, eps, phi = domains.pair(x_0, eps, domains.real(phi, "phi"), "eps")
    return np.cos(phi) * x_0 + np.sin(phi) * eps, np.cos(phi) * eps - np.sin(phi) * x_0


# x_0


def x_0_from_eps(x_t: Numbers, eps: Numbers, alpha_bar_t: Numbers) -> Array:
    """x_0 = (x_t - √(1 - ᾱ_t) ε) / √ᾱ_t. Ho et al. 2020, section 3.2, from eq. 4."""
    x_t, eps, a = domains.pair(x_t, eps, _with_signal(alpha_bar_t), "eps")
    return (x_t - np.sqrt(1 - a) * eps) / np.sqrt(a)


def x_0_from_v(x_t: Numbers, v: Numbers, alpha_bar_t: Numbers) -> Array:
    """x_0 = √ᾱ_t x_t - √(1 - ᾱ_t) v, dividing by nothing at any level. Salimans & Ho 2022, section 4."""
    x_t, v, a = domains.pair(x_t, v, _level(alpha_bar_t), "v")
    return np.sqrt(a) * x_t - np.sqrt(1 - a) * v


def x_0_from_score(x_t: Numbers, score: Numbers, alpha_bar_t: Numbers) -> Array:
    """x_0 = (x_t + (1 - ᾱ_t) ∇log p(x_t)) / √ᾱ_t, Tweedie's formula: the mean of x_0 given x_t."""
    x_t, score, a = domains.pair(x_t, score, _with_signal(alpha_bar_t), "score")
    return (x_t + (1 - a) * score) / np.sqrt(a)


# ε


def eps_from_x_0(x_t: Numbers, x_0: Numbers, alpha_bar_t: Numbers) -> Array:
    """ε = (x_t - √ᾱ_t x_0) / √(1 - ᾱ_t)."""
    x_t, x_0, a = domains.pair(x_t, x_0, _with_noise(alpha_bar_t), "x_0")
    return (x_t - np.sqrt(a) * x_0) / np.sqrt(1 - a)


def eps_from_v(x_t: Numbers, v: Numbers, alpha_bar_t: Numbers) -> Array:
    """ε = √(1 - ᾱ_t) x_t + √ᾱ_t v, which divides by nothing at any level."""
    x_t, v, a = domains.pair(x_t, v, _level(alpha_bar_t), "v")
    return np.sqrt(1 - a) * x_t + np.sqrt(a) * v


def eps_from_score(score: Numbers, alpha_bar_t: Numbers) -> Array:
    """ε = -√(1 - ᾱ_t) ∇log p(x_t): the mean of ε given x_t. Song et al. 2021 in Ho et al.'s letters."""
    score, a = domains.batch(score, _level(alpha_bar_t), "score")
    return -np.sqrt(1 - a) * score


# v


def v_from_eps(x_t: Numbers, eps: Numbers, alpha_bar_t: Numbers) -> Array:
    """v = (ε - √(1 - ᾱ_t) x_t) / √ᾱ_t."""
    x_t, eps, a = domains.pair(x_t, eps, _with_signal(alpha_bar_t), "eps")
    return (eps - np.sqrt(1 - a) * x_t) / np.sqrt(a)


def v_from_x_0(x_t: Numbers, x_0: Numbers, alpha_bar_t: Numbers) -> Array:
    """v = (√ᾱ_t x_t - x_0) / √(1 - ᾱ_t)."""
    x_t, x_0, a = domains.pair(x_t, x_0, _with_noise(alpha_bar_t), "x_0")
    return (np.sqrt(a) * x_t - x_0) / np.sqrt(1 - a)


def v_from_score(x_t: Numbers, score: Numbers, alpha_bar_t: Numbers) -> Array:
    """v = -√(1 - ᾱ_t) (x_t + ∇log p(x_t)) / √ᾱ_t."""
    x_t, score, a = domains.pair(x_t, score, _with_signal(alpha_bar_t), "score")
    return -np.sqrt(1 - a) * (x_t + score) / np.sqrt(a)


# The score, ∇log p(x_t)


def score_from_eps(eps: Numbers, alpha_bar_t: Numbers) -> Array:
    """∇log p(x_t) = -ε / √(1 - ᾱ_t)."""
    eps, a = domains.batch(eps, _with_noise(alpha_bar_t), "eps")
    return -eps / np.sqrt(1 - a)


def score_from_x_0(x_t: Numbers, x_0: Numbers, alpha_bar_t: Numbers) -> Array:
    """∇log p(x_t) = (√ᾱ_t x_0 - x_t) / (1 - ᾱ_t)."""
    x_t, x_0, a = domains.pair(x_t, x_0, _with_noise(alpha_bar_t), "x_0")
    return (np.sqrt(a) * x_0 - x_t) / (1 - a)


def score_from_v(x_t: Numbers, v: Numbers, alpha_bar_t: Numbers) -> Array:
    """∇log p(x_t) = -x_t - √ᾱ_t v / √(1 - ᾱ_t)."""
    x_t, v, a = domains.pair(x_t, v, _with_noise(alpha_bar_t), "v")
    return -x_t - np.sqrt(a) * v / np.sqrt(1 - a)


# The same in variance-exploding terms, x = x_0 + σ ε


def ve_x_0_from_eps(x: Numbers, eps: Numbers, sigma: Numbers) -> Array:
    """x_0 = x - σ ε."""
    x, eps, s = domains.pair(x, eps, domains.non_negative(sigma, "sigma"), "eps")
    return x - s * eps


def ve_eps_from_x_0(x: Numbers, x_0: Numbers, sigma: Numbers) -> Array:
    """ε = (x - x_0) / σ. Raises ValueError at σ = 0."""
    x, x_0, s = domains.pair(x, x_0, domains.positive(sigma, "sigma"), "x_0")
    return (x - x_0) / s


def ve_x_0_from_v(x: Numbers, v: Numbers, sigma: Numbers) -> Array:
    """x_0 = x / (1 + σ²) - σ v / √(1 + σ²), where v is that of the variance-preserving x / √(1 + σ²)."""
    x, v, s = domains.pair(x, v, domains.non_negative(sigma, "sigma"), "v")
    return x / (1 + s**2) - s * v / np.sqrt(1 + s**2)


def ve_score_from_x_0(x: Numbers, x_0: Numbers, sigma: Numbers) -> Array:
    """∇log p(x; σ) = (x_0 - x) / σ². Karras et al. 2022, eq. 3. Raises ValueError at σ = 0."""
    x, x_0, s = domains.pair(x, x_0, domains.positive(sigma, "sigma"), "x_0")
    return (x_0 - x) / s**2


def ve_x_0_from_score(x: Numbers, score: Numbers, sigma: Numbers) -> Array:
    """x_0 = x + σ² ∇log p(x; σ), Tweedie's formula."""
    x, score, s = domains.pair(x, score, domains.non_negative(sigma, "sigma"), "score")
    return x + s**2 * score


def clip_x_0(x_0: Numbers, limit: float = 1.0) -> Array:
    """x_0 with entries beyond ±limit set to it, since pixels lie in [-1, 1]. ValueError unless limit > 0."""
    limit = float(domains.positive(limit, "limit"))
    return np.clip(domains.real(x_0, "x_0"), -limit, limit)


def _level(alpha_bar_t: Numbers) -> Array:
    return domains.unit(alpha_bar_t, "alpha_bar_t")


def _with_signal(alpha_bar_t: Numbers) -> Array:
    domains.positive(alpha_bar_t, "alpha_bar_t")  # at 0 nothing of x_0 is left in x_t
    return _level(alpha_bar_t)


def _with_noise(alpha_bar_t: Numbers) -> Array:
    a = _level(alpha_bar_t)
    if np.any(a == 1):
        raise ValueError("alpha_bar_t must be below 1, where nothing of ε is in x_t")
    return a
