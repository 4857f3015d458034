"""Noising and denoising in continuous time, dx = f(x, t) dt + g(t) dW, after Song et al. 2021.

Time runs from 0 (data) to noise; generating runs it backwards, so the step h of a reverse equation is
negative. Names that start with `vp` preserve the variance: f = -½ β x, g = √β, where β is a RATE per unit of
time and B = ∫β its integral since time 0, so ᾱ = exp(-B). Names that start with `ve` let it explode: f = 0.
A level (β, B, g, σ) is one number, or a (B,) array with one per item of a (B, ...) batch; scores, noises and
drifts have the shape of x. Every function raises ValueError where shapes differ or a level is out of range.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from checkers import domains
from checkers.domains import Array, Numbers

Drift = Callable[[Array, float], Numbers]
Diffusion = Callable[[float], Numbers]

# One small step


def increment(h: Numbers, z: Numbers) -> Array:
    """√|h| z, the move of a Brownian motion during h: its VARIANCE is |h|. `z` is standard normal."""
    z, h = domains.batch(z, domains.real(h, "h"), "z")
    return np.sqrt(np.abs(h)) * z


def euler_maruyama_step(x: Numbers, drift: Numbers, diffusion: Numbers, h: Numbers, z: Numbers) -> Array:
    """x + f h + g √|h| z, one step of length h with standard normal z. A negative h runs time backwards."""
    x, drift, g = _pair(x, drift, "drift", domains.non_negative(diffusion, "diffusion"))
    _, steps = domains.batch(x, domains.real(h, "h"))
    return x + drift * steps + g * np.sqrt(np.abs(steps)) * domains.like(z, x, "z")


def euler_maruyama(
    drift: Drift, diffusion: Diffusion, x: Numbers, times: Numbers, noises: Sequence[Numbers] | Array
) -> Array:
    """x after a step from each of `times` to the next, with drift f(x, t), diffusion g(t) at its start.

    `times` (N+1,) rise or fall; `noises` holds N standard normal draws of x's shape. Raises ValueError else.
    """
    times, x = _times(times), domains.real(x, "x")
    if len(noises) != len(times) - 1:
        raise ValueError(f"noises: one for each of {len(times) - 1} steps, not {len(noises)}")
    for t, h, z in zip(times, np.diff(times), noises, strict=False):
        x = euler_maruyama_step(x, drift(x, float(t)), diffusion(float(t)), h, z)
    return x


def rate_from_beta(beta: Numbers, h: Numbers = 1.0) -> Array:
    """The rate β that removes the share `beta` of the power in a time h: -log(1 - beta)/h, inf at 1."""
    with np.errstate(divide="ignore"):
        return -np.log1p(-domains.unit(beta, "beta")) / domains.positive(h, "h")


def beta_from_rate(rate: Numbers, h: Numbers = 1.0) -> Array:
    """The discrete β_t of a step of length h at the rate: 1 - exp(-rate h), to first order rate·h."""
    return -np.expm1(-domains.non_negative(rate, "rate") * domains.non_negative(h, "h"))


# Variance preserving: dx = -½ β x dt + √β dW


def vp_drift(x: Numbers, beta: Numbers) -> Array:
    """f = -½ β x. Song et al. 2021, eq. 11."""
    x, b = domains.batch(x, _rate(beta))
    return -0.5 * b * x


def vp_diffusion(beta: Numbers) -> Array:
    """g = √β, so g² = β. Song et al. 2021, eq. 11."""
    return np.sqrt(_rate(beta))


def vp_beta(t: Numbers, beta_min: float = 0.1, beta_max: float = 20.0) -> Array:
    """β(t) = β_min + t (β_max - β_min) for t in [0, 1], the linear schedule in continuous time.

    Song et al. 2021, appendix C. With 1000 steps, β(t)/1000 is DDPM's β_t: 1e-4 to 0.02.
    """
    low, high = _rates(beta_min, beta_max)
    t = domains.unit(t, "t")
    return low + t * (high - low)


def vp_beta_integral(t: Numbers, beta_min: float = 0.1, beta_max: float = 20.0) -> Array:
    """B = ∫_0^t β = β_min t + ½ t² (β_max - β_min), for t in [0, 1]."""
    low, high = _rates(beta_min, beta_max)
    t = domains.unit(t, "t")
    return low * t + 0.5 * t**2 * (high - low)


def vp_alpha_bar(beta_integral: Numbers) -> Array:
    """ᾱ = exp(-B), what is left of the signal's power: the product Π(1 - β_t) for small steps."""
    return np.exp(-_integral(beta_integral))


def beta_integral_from_alpha_bar(alpha_bar: Numbers) -> Array:
    """B = -log ᾱ, the inverse of `vp_alpha_bar`; inf at ᾱ = 0."""
    with np.errstate(divide="ignore"):
        return -np.log(domains.unit(alpha_bar, "alpha_bar"))


def vp_mean(mean: Numbers, beta_integral: Numbers) -> Array:
    """Mean of x(t), m exp(-B/2) = √ᾱ m. Song et al. 2021, appendix B."""
    mean, total = domains.batch(mean, _integral(beta_integral), "mean")
    return mean * np.exp(-total / 2)


def vp_variance(variance: Numbers, beta_integral: Numbers) -> Array:
    """Variance of x(t), 1 + (v_0 - 1) exp(-B) = ᾱ v_0 + 1 - ᾱ; v_0 = 0 for a single picture.

    Song et al. 2021, appendix B. Arguments broadcast.
    """
    total = _integral(beta_integral)
    return domains.non_negative(variance, "variance") * np.exp(-total) - np.expm1(-total)


def vp_sample(x_0: Numbers, beta_integral: Numbers, z: Numbers) -> Array:
    """x(t) given x_0 in one jump, exp(-B/2) x_0 + √(1 - exp(-B)) z, with standard normal z."""
    x_0, total = domains.batch(x_0, _integral(beta_integral))
    return np.exp(-total / 2) * x_0 + np.sqrt(-np.expm1(-total)) * domains.like(z, x_0, "z")


def sub_vp_diffusion(beta: Numbers, beta_integral: Numbers) -> Array:
    """g = √(β (1 - exp(-2B))) of the sub-VP equation, whose drift is `vp_drift`. Song et al. 2021, eq. 12."""
    return np.sqrt(_rate(beta) * -np.expm1(-2 * _integral(beta_integral)))


def sub_vp_variance(variance: Numbers, beta_integral: Numbers) -> Array:
    """Variance of the sub-VP x(t), v_0 exp(-B) + (1 - exp(-B))²: never above that of VP."""
    gone: Array = -np.expm1(-_integral(beta_integral))
    return domains.non_negative(variance, "variance") * (1 - gone) + gone * gone


# Variance exploding: dx = g dW with g² = dσ²/dt


def ve_drift(x: Numbers) -> Array:
    """f = 0. Song et al. 2021, eq. 9."""
    return 0 * domains.real(x, "x")


def ve_diffusion(sigma: Numbers, sigma_rate: Numbers = 1.0) -> Array:
    """g = √(dσ²/dt) = √(2 σ σ'). Song et al. 2021, eq. 9; σ' = dσ/dt is 1 where time is σ itself."""
    return np.sqrt(2 * _sigma(sigma) * domains.non_negative(sigma_rate, "sigma_rate"))


def ve_sigma(t: Numbers, sigma_min: float = 0.01, sigma_max: float = 50.0) -> Array:
    """σ(t) = σ_min (σ_max/σ_min)^t, a geometric schedule for t in [0, 1]. Song et al. 2021, appendix C."""
    low, high = domains.positive(sigma_min, "sigma_min"), domains.positive(sigma_max, "sigma_max")
    return low * (high / low) ** domains.unit(t, "t")


def ve_sigma_rate(t: Numbers, sigma_min: float = 0.01, sigma_max: float = 50.0) -> Array:
    """dσ/dt of `ve_sigma`, σ(t) log(σ_max/σ_min)."""
    sigma = ve_sigma(t, sigma_min, sigma_max)
    return sigma * float(np.log(sigma_max / sigma_min))


def ve_variance(variance: Numbers, sigma: Numbers, sigma_0: Numbers = 0.0) -> Array:
    """Variance of x at the level σ, v_0 + σ² - σ_0², when it was v_0 at σ_0 (0 for clean data)."""
    s, s_0 = _sigma(sigma), domains.non_negative(sigma_0, "sigma_0")
    domains.non_negative(s - s_0, "sigma - sigma_0")
    return domains.non_negative(variance, "variance") + s**2 - s_0**2


# Any linear equation with constant coefficients: dx = -θ (x - μ) dt + g dW (Ornstein-Uhlenbeck)


def ou_mean(mean: Numbers, theta: Numbers, t: Numbers, level: Numbers = 0.0) -> Array:
    """Mean after a time t, μ + (m - μ) exp(-θ t), with μ = `level`. Arguments broadcast."""
    mu = domains.real(level, "level")
    return mu + (domains.real(mean, "mean") - mu) * np.exp(-domains.real(theta, "theta") * _time(t))


def ou_variance(variance: Numbers, theta: Numbers, diffusion: Numbers, t: Numbers) -> Array:
    """Variance after a time t, v exp(-2θt) + g² (1 - exp(-2θt))/2θ; v + g² t for θ = 0. Broadcasts."""
    v, g = domains.non_negative(variance, "variance"), domains.non_negative(diffusion, "diffusion")
    theta, t = domains.real(theta, "theta"), _time(t)
    pulled = np.asarray(2 * theta * t)
    slight = np.abs(pulled) < 1e-8  # then the exponential is its first terms to all digits
    gathered = t * np.where(slight, 1 - pulled / 2, -np.expm1(-pulled) / np.where(slight, 1.0, pulled))
    return v * np.exp(-2 * theta * t) + g**2 * gathered


def ou_stationary_variance(theta: Numbers, diffusion: Numbers) -> Array:
    """g²/2θ, where the variance comes to rest: 1 for VP, with θ = β/2 and g² = β. θ > 0."""
    return domains.non_negative(diffusion, "diffusion") ** 2 / (2 * domains.positive(theta, "theta"))


def euler_maruyama_variance(
    variance: Numbers, theta: Numbers, diffusion: Numbers, h: Numbers, steps: int
) -> Array:
    """Variance after so many Euler-Maruyama steps of dx = -θ x dt + g dW: v ← (1 - θh)² v + g² h."""
    v, g = domains.non_negative(variance, "variance"), domains.non_negative(diffusion, "diffusion")
    theta, h = domains.real(theta, "theta"), domains.non_negative(h, "h")
    for _ in range(domains.count(steps, "steps")):
        v = (1 - theta * h) ** 2 * v + g**2 * h
    return v


# Backwards in time


def reverse_drift(drift: Numbers, diffusion: Numbers, score: Numbers) -> Array:
    """f - g² ∇log p_t(x), the drift of the reverse SDE, run with noise g and h < 0. Song et al. 2021, eq. 6.

    The diffusion is g, not g². Raises ValueError for a negative one.
    """
    return family_drift(drift, diffusion, score, 1.0)


def probability_flow_drift(drift: Numbers, diffusion: Numbers, score: Numbers) -> Array:
    """f - ½ g² ∇log p_t(x), the drift dx/dt of the ODE with the same marginals. Song et al. 2021, eq. 13."""
    return family_drift(drift, diffusion, score, 0.0)


def family_drift(drift: Numbers, diffusion: Numbers, score: Numbers, share: Numbers) -> Array:
    """f - ½ (1 + c²) g² ∇log p_t(x), a reverse drift whose noise is c g: `share` c = 0 is the ODE, 1 the SDE.

    All have the same marginals. Raises ValueError for a negative diffusion or share.
    """
    drift, score, g = _pair(drift, score, "score", domains.non_negative(diffusion, "diffusion"))
    return drift - 0.5 * (1 + domains.non_negative(share, "share") ** 2) * g**2 * score


def vp_reverse_drift(x: Numbers, beta: Numbers, score: Numbers) -> Array:
    """-½ β x - β ∇log p_t(x), of the reverse SDE: dx/dt, to be followed with h < 0."""
    return reverse_drift(*_vp(x, beta, score))


def vp_probability_flow_drift(x: Numbers, beta: Numbers, score: Numbers) -> Array:
    """-½ β (x + ∇log p_t(x)), of the probability-flow ODE: nothing moves where the data are N(0, 1)."""
    return probability_flow_drift(*_vp(x, beta, score))


def ve_reverse_drift(score: Numbers, sigma: Numbers, sigma_rate: Numbers = 1.0) -> Array:
    """-2 σ σ' ∇log p(x; σ), of the reverse SDE."""
    return reverse_drift(0.0, ve_diffusion(sigma, sigma_rate), score)


def ve_probability_flow_drift(score: Numbers, sigma: Numbers, sigma_rate: Numbers = 1.0) -> Array:
    """-σ σ' ∇log p(x; σ), of the probability-flow ODE. Karras et al. 2022, eq. 1; dx/dσ for σ' = 1."""
    return probability_flow_drift(0.0, ve_diffusion(sigma, sigma_rate), score)


def ve_biased_variance(variance: Numbers, sigma_max: Numbers, bias: Numbers, share: Numbers = 0.0) -> Array:
    """Variance at σ = 0 of N(0, v) data, generated from σ_max with a score that is `bias` times the true one.

    `share` is that of `family_drift`: 0 for the ODE, 1 for the SDE. Exact for endlessly many steps; v itself
    for bias 1. With growing share it tends to v/bias. v, sigma_max, bias > 0. Arguments broadcast.
    """
    v, top = domains.positive(variance, "variance"), domains.positive(sigma_max, "sigma_max")
    c_2 = domains.non_negative(share, "share") ** 2
    excess = (1 + c_2) * domains.positive(bias, "bias") - 1
    ratio = v / (v + top**2)
    lasting = np.where(excess == 0, 1.0, excess)
    gathered = np.where(excess == 0, -np.log(ratio), (1 - ratio**lasting) / lasting)
    return v * (ratio**excess + c_2 * gathered)


def reverse_step(
    x: Numbers, drift: Numbers, diffusion: Numbers, score: Numbers, h: Numbers, z: Numbers
) -> Array:
    """x - (f - g² s) h + g √h z, a step of LENGTH h towards the data. Raises ValueError unless h > 0."""
    h = domains.positive(h, "h")
    return euler_maruyama_step(x, reverse_drift(drift, diffusion, score), diffusion, -h, z)


def _vp(x: Numbers, beta: Numbers, score: Numbers) -> tuple[Array, Array, Array]:
    g = vp_diffusion(beta)
    x, score, shaped = _pair(x, score, "score", g)
    return -0.5 * shaped**2 * x, g, score


def _pair(x: Numbers, y: Numbers, name: str, level: Array) -> tuple[Array, Array, Array]:
    """Both as float64, of one shape unless one is a plain number, and the level shaped to apply to items."""
    other = domains.real(y, name)
    x, shaped = domains.batch(x, level)
    if x.ndim == 0 and other.ndim:  # the level belongs to the items of whichever is the batch
        other, shaped = domains.batch(other, level, name)
    return x, domains.like(other, x, name), shaped


def _rate(beta: Numbers) -> Array:
    return domains.non_negative(beta, "beta")


def _rates(beta_min: float, beta_max: float) -> tuple[Array, Array]:
    return domains.non_negative(beta_min, "beta_min"), domains.non_negative(beta_max, "beta_max")


def _integral(beta_integral: Numbers) -> Array:
    return domains.non_negative(beta_integral, "beta_integral")


def _sigma(sigma: Numbers) -> Array:
    return domains.non_negative(sigma, "sigma")


def _time(t: Numbers) -> Array:
    return domains.non_negative(t, "t")


def _times(times: Numbers) -> Array:
    table = domains.real(times, "times")
    if table.ndim != 1 or len(table) < 2:
        raise ValueError("times must be a list of at least two")
    return table
