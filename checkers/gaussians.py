"""Gaussian facts. The second argument of a Gaussian is always its VARIANCE."""

from __future__ import annotations

import math

import numpy as np

from checkers import domains
from checkers.domains import Array, Numbers


def logpdf(x: Numbers, mean: Numbers = 0.0, variance: Numbers = 1.0) -> Array:
    """Log density of N(mean, variance) at `x`, in nats. Raises ValueError unless variance > 0."""
    x, m, v = domains.real(x, "x"), domains.real(mean, "mean"), domains.positive(variance, "variance")
    return -0.5 * ((x - m) ** 2 / v + np.log(2 * np.pi * v))


def pdf(x: Numbers, mean: Numbers = 0.0, variance: Numbers = 1.0) -> Array:
    """Density of N(mean, variance) at `x`. Raises ValueError unless variance > 0."""
    return np.exp(logpdf(x, mean, variance))


def cdf(x: Numbers, mean: Numbers = 0.0, variance: Numbers = 1.0) -> Array:
    """Probability that a draw of N(mean, variance) is at most `x`. Raises ValueError unless variance > 0."""
    x, m, v = domains.real(x, "x"), domains.real(mean, "mean"), domains.positive(variance, "variance")
    z = (x - m) / np.sqrt(v)
    return 0.5 * _erfc(-z / np.sqrt(2))


def kl(mean1: Numbers, variance1: Numbers, mean2: Numbers, variance2: Numbers) -> Array:
    """KL(N(mean1, variance1) || N(mean2, variance2)) per coordinate, in nats, never negative.

    Kingma & Welling 2013, appendix B, for any second Gaussian; (mean1 - mean2)² / (2 variance) when they are
    equally wide. Arguments broadcast; sum over coordinates yourself. Raises ValueError unless variances > 0.
    """
    m1, m2 = domains.real(mean1, "mean1"), domains.real(mean2, "mean2")
    v1, v2 = domains.positive(variance1, "variance1"), domains.positive(variance2, "variance2")
    r = (v1 - v2) / v2
    return 0.5 * (r - np.log1p(r) + (m1 - m2) ** 2 / v2)


def variance_of_sum(a: Numbers, variance_x: Numbers, b: Numbers, variance_y: Numbers) -> Array:
    """Var(aX + bY) for independent X and Y: variances add, standard deviations do not.

    Raises ValueError for a negative variance.
    """
    a, b = domains.real(a, "a"), domains.real(b, "b")
    v_x, v_y = domains.non_negative(variance_x, "variance_x"), domains.non_negative(variance_y, "variance_y")
    return a**2 * v_x + b**2 * v_y


def standard_error(variance: Numbers, n: int) -> Array:
    """Standard deviation of the mean of `n` independent draws.

    Raises ValueError unless variance >= 0 and n >= 1.
    """
    return np.sqrt(domains.non_negative(variance, "variance") / domains.count(n, "n"))


def typical_norm(d: int) -> float:
    """Root mean square length of a standard normal vector of `d` entries, √d.

    Raises ValueError unless d >= 1.
    """
    return math.sqrt(domains.count(d, "d"))


def mean_norm(d: int) -> float:
    """Exact mean length of a standard normal vector of `d` entries, √2 Γ((d+1)/2) / Γ(d/2).

    Raises ValueError unless d >= 1.
    """
    d = domains.count(d, "d")
    return math.sqrt(2) * math.exp(math.lgamma((d + 1) / 2) - math.lgamma(d / 2))


def norm_spread(d: int) -> float:
    """Standard deviation of that length: about 1/√2 in every high dimension.

    Raises ValueError unless d >= 1.
    """
    return math.sqrt(domains.count(d, "d") - mean_norm(d) ** 2)


def norm_pdf(r: Numbers, d: int) -> Array:
    """Density of that length at `r` (the χ distribution): r^(d-1) exp(-r²/2) / (2^(d/2-1) Γ(d/2)).

    Any shape of `r` >= 0. Raises ValueError otherwise, and unless d >= 1.
    """
    r, d = domains.non_negative(r, "r"), domains.count(d, "d")
    with np.errstate(divide="ignore"):
        log_power = (d - 1) * np.log(r) if d > 1 else np.zeros_like(r)
    return np.exp(log_power - r**2 / 2 - (d / 2 - 1) * math.log(2) - math.lgamma(d / 2))


def uniform_mean(low: Numbers = 0.0, high: Numbers = 1.0) -> Array:
    """Mean of a uniform draw between `low` and `high`: 1/2 for `rand`."""
    return (domains.real(low, "low") + domains.real(high, "high")) / 2


def uniform_variance(low: Numbers = 0.0, high: Numbers = 1.0) -> Array:
    """Variance of a uniform draw between `low` and `high`: 1/12 for `rand`."""
    return (domains.real(high, "high") - domains.real(low, "low")) ** 2 / 12


def _erfc(z: Array) -> Array:
    return np.asarray(np.vectorize(math.erfc, otypes=[np.float64])(z))[()]
