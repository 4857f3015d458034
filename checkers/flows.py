"""Flow matching: paths from data to noise, the velocity along them, and the way back.

Time runs from t = 0, data, to t = 1, noise; `x_0` is data, `x_1` noise, and dx/dt = x_1 - x_0, so that
sampling takes steps dt < 0. A time, like any coefficient of a path, is one number, or a (B,) array with one
per item of a (B, ...) batch. Every function raises ValueError where shapes differ or an argument is outside
its range.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import numpy as np

from checkers import domains, gaussians
from checkers.domains import Array, Numbers

Velocity = Callable[[Array, float], Numbers]


# The straight path


def interpolate(x_0: Numbers, x_1: Numbers, t: Numbers) -> Array:
    """x_t = (1 - t) x_0 + t x_1, t in [0, 1]. Time as in Esser et al. 2024; Liu et al. 2022 reverse it."""
    x_0, x_1, t = domains.pair(x_0, x_1, domains.unit(t, "t"), "x_1")
    return (1 - t) * x_0 + t * x_1


def velocity(x_0: Numbers, x_1: Numbers) -> Array:
    """dx_t/dt = x_1 - x_0 of one pair, the training target: the same at every t."""
    x_0 = domains.real(x_0, "x_0")
    return domains.like(x_1, x_0, "x_1") - x_0


def x_0_from_velocity(x_t: Numbers, v: Numbers, t: Numbers) -> Array:
    """x̂_0 = x_t - t v, the data that a velocity points away from."""
    x_t, t = domains.batch(x_t, domains.unit(t, "t"), "x_t")
    return x_t - t * domains.like(v, x_t, "v")


def x_1_from_velocity(x_t: Numbers, v: Numbers, t: Numbers) -> Array:
    """x̂_1 = x_t + (1 - t) v, the noise that a velocity points to."""
    x_t, t = domains.batch(x_t, domains.unit(t, "t"), "x_t")
    return x_t + (1 - t) * domains.like(v, x_t, "v")


def velocity_from_x_0(x_t: Numbers, x_0: Numbers, t: Numbers) -> Array:
    """v = (x_t - x̂_0)/t, the inverse of `x_0_from_velocity`. t in (0, 1]."""
    x_t, t = domains.batch(x_t, _after_data(t), "x_t")
    return (x_t - domains.like(x_0, x_t, "x_0")) / t


def velocity_from_x_1(x_t: Numbers, x_1: Numbers, t: Numbers) -> Array:
    """v = (x̂_1 - x_t)/(1 - t), the inverse of `x_1_from_velocity`. t in [0, 1)."""
    x_t, t = domains.batch(x_t, _before_noise(t), "x_t")
    return (domains.like(x_1, x_t, "x_1") - x_t) / (1 - t)


def score_from_velocity(x_t: Numbers, v: Numbers, t: Numbers) -> Array:
    """∇ log p_t(x_t) = -x̂_1/t = -(x_t + (1 - t) v)/t, for Gaussian noise. t in (0, 1]."""
    x_t, t = domains.batch(x_t, _after_data(t), "x_t")
    return -(x_t + (1 - t) * domains.like(v, x_t, "v")) / t


def velocity_from_score(x_t: Numbers, score: Numbers, t: Numbers) -> Array:
    """v = -(x_t + t ∇ log p_t)/(1 - t), the inverse of `score_from_velocity`. t in [0, 1)."""
    x_t, t = domains.batch(x_t, _before_noise(t), "x_t")
    return -(x_t + t * domains.like(score, x_t, "score")) / (1 - t)


# The other convention: τ = 1 - t, noise at τ = 0 and data at τ = 1


def reversed_time(t: Numbers) -> Array:
    """τ = 1 - t, and back: the time of Lipman et al. 2023, of rectified flow and of MIT 6.S184."""
    return 1 - domains.unit(t, "t")


def reversed_velocity(v: Numbers) -> Array:
    """dx/dτ = -dx/dt, and back: the velocity of whoever lets time run from noise to data."""
    return -domains.real(v, "v")


def lipman_interpolate(x_0: Numbers, x_1: Numbers, tau: Numbers, sigma_min: float = 0.0) -> Array:
    """τ x_0 + (1 - (1 - σ_min) τ) x_1, the path from noise x_1 to data x_0. Lipman et al. 2023, eq. 22.

    Lipman et al. call our x_0 (data) x_1. With σ_min = 0 it is `interpolate` at t = 1 - τ.
    """
    x_0, x_1, tau = domains.pair(x_0, x_1, domains.unit(tau, "tau"), "x_1")
    return tau * x_0 + (1 - (1 - domains.unit(sigma_min, "sigma_min")) * tau) * x_1


def lipman_velocity(x_0: Numbers, x_1: Numbers, sigma_min: float = 0.0) -> Array:
    """Its derivative by τ, x_0 - (1 - σ_min) x_1. Lipman et al. 2023, eq. 23, the regression target there."""
    x_0 = domains.real(x_0, "x_0")
    return x_0 - (1 - domains.unit(sigma_min, "sigma_min")) * domains.like(x_1, x_0, "x_1")


# Any Gaussian path x = α x_0 + σ ε, with α̇ and σ̇ the derivatives of its coefficients


def path(x_0: Numbers, eps: Numbers, alpha: Numbers, sigma: Numbers) -> Array:
    """x = α x_0 + σ ε."""
    return _mixed(x_0, eps, alpha, sigma, ("x_0", "eps", "alpha", "sigma"))


def path_velocity(x_0: Numbers, eps: Numbers, alpha_dot: Numbers, sigma_dot: Numbers) -> Array:
    """dx/dt = α̇ x_0 + σ̇ ε, for one pair. The straight path has α̇ = -1 and σ̇ = 1."""
    return _mixed(x_0, eps, alpha_dot, sigma_dot, ("x_0", "eps", "alpha_dot", "sigma_dot"))


def path_velocity_from_x_0(
    x: Numbers, x_0: Numbers, alpha: Numbers, sigma: Numbers, alpha_dot: Numbers, sigma_dot: Numbers
) -> Array:
    """dx/dt = (σ̇/σ) x + (α̇ - α σ̇/σ) x_0, without ε. Lipman et al. 2023, theorem 3. σ > 0."""
    domains.positive(sigma, "sigma")
    x, al, sg, da, ds = _coefficients(x, alpha, sigma, alpha_dot, sigma_dot)
    return ds / sg * x + (da - al * ds / sg) * domains.like(x_0, x, "x_0")


def path_velocity_from_eps(
    x: Numbers, eps: Numbers, alpha: Numbers, sigma: Numbers, alpha_dot: Numbers, sigma_dot: Numbers
) -> Array:
    """dx/dt = (α̇/α) x + (σ̇ - σ α̇/α) ε, without x_0. α > 0."""
    domains.positive(alpha, "alpha")
    x, al, sg, da, ds = _coefficients(x, alpha, sigma, alpha_dot, sigma_dot)
    return da / al * x + (ds - sg * da / al) * domains.like(eps, x, "eps")


def path_velocity_from_score(
    x: Numbers, score: Numbers, alpha: Numbers, sigma: Numbers, alpha_dot: Numbers, sigma_dot: Numbers
) -> Array:
    """dx/dt = (α̇/α) x - σ (σ̇ - σ α̇/α) ∇ log p, the probability-flow velocity. α > 0."""
    domains.positive(alpha, "alpha")
    x, al, sg, da, ds = _coefficients(x, alpha, sigma, alpha_dot, sigma_dot)
    return da / al * x - sg * (ds - sg * da / al) * domains.like(score, x, "score")


def path_x_0_from_velocity(
    x: Numbers, v: Numbers, alpha: Numbers, sigma: Numbers, alpha_dot: Numbers, sigma_dot: Numbers
) -> Array:
    """x̂_0 = (σ̇ x - σ v)/(α σ̇ - σ α̇). The SNR must be changing, α σ̇ ≠ σ α̇."""
    x, al, sg, da, ds = _coefficients(x, alpha, sigma, alpha_dot, sigma_dot)
    return (ds * x - sg * domains.like(v, x, "v")) / _turning(al, sg, da, ds)


def path_eps_from_velocity(
    x: Numbers, v: Numbers, alpha: Numbers, sigma: Numbers, alpha_dot: Numbers, sigma_dot: Numbers
) -> Array:
    """ε̂ = (α v - α̇ x)/(α σ̇ - σ α̇). The SNR must be changing, α σ̇ ≠ σ α̇."""
    x, al, sg, da, ds = _coefficients(x, alpha, sigma, alpha_dot, sigma_dot)
    return (al * domains.like(v, x, "v") - da * x) / _turning(al, sg, da, ds)


def path_score_from_velocity(
    x: Numbers, v: Numbers, alpha: Numbers, sigma: Numbers, alpha_dot: Numbers, sigma_dot: Numbers
) -> Array:
    """∇ log p = -ε̂/σ = (α̇ x - α v)/(σ (α σ̇ - σ α̇)). σ > 0, and the SNR must be changing."""
    domains.positive(sigma, "sigma")
    x, al, sg, da, ds = _coefficients(x, alpha, sigma, alpha_dot, sigma_dot)
    return (da * x - al * domains.like(v, x, "v")) / (sg * _turning(al, sg, da, ds))


# The marginal velocity v(x, t) = E[x_1 - x_0 | x_t = x], entry by entry, noise standard normal


def average_velocity(velocities: Numbers, probabilities: Numbers) -> Array:
    """Σ p_k u_k, the velocity that squared error learns where paths of velocities u_k, (K,) or (K, d), meet.

    Probabilities (K,), in [0, 1], that add to 1.
    """
    u, p = domains.real(velocities, "velocities"), _distribution(probabilities, "probabilities")
    if u.shape[:1] != p.shape:
        raise ValueError(f"one probability per velocity: shapes {u.shape} and {p.shape}")
    return np.tensordot(p, u, axes=1)[()]


def crossing_velocity(a: Numbers, b: Numbers, p: Numbers) -> Array:
    """p (b - a) + (1 - p)(a - b), where the pairs (x_0, x_1) = (a, b), probability p, and (b, a) cross."""
    a, b, p = domains.real(a, "a"), domains.real(b, "b"), domains.unit(p, "p")
    return p * (b - a) + (1 - p) * (a - b)


def gaussian_variance(t: Numbers, variance: Numbers = 1.0) -> Array:
    """Var(x_t) = (1 - t)² Var(x_0) + t², per coordinate."""
    t = domains.unit(t, "t")
    return (1 - t) ** 2 * domains.non_negative(variance, "variance") + t**2


def gaussian_x_0(x: Numbers, t: Numbers, mean: float = 0.0, variance: float = 1.0) -> Array:
    """E[x_0 | x_t = x] for data N(mean, variance): m + (1 - t) v/Var(x_t) · (x - (1 - t) m).

    A variance of 0 is allowed, then it is the mean everywhere; but not at t = 0. Raises ValueError there.
    """
    return mixture_x_0(x, t, [1.0], [mean], [variance])


def gaussian_velocity(x: Numbers, t: Numbers, mean: float = 0.0, variance: float = 1.0) -> Array:
    """E[x_1 - x_0 | x_t = x] for data N(mean, variance): (t - (1 - t) v)/Var(x_t) · (x - (1 - t) m) - m.

    Raises ValueError at t = 0 for data without variance, where no x but the mean can occur.
    """
    return mixture_velocity(x, t, [1.0], [mean], [variance])


def gaussian_flow(x: Numbers, t: Numbers, s: Numbers, mean: float = 0.0, variance: float = 1.0) -> Array:
    """Where the marginal velocity carries x from time t to time s, for data N(mean, variance), exactly.

    (1 - s) m + √(Var(x_s)/Var(x_t)) (x - (1 - t) m): Gaussians are only moved and stretched. With t = 1 and
    s = 0 it is the sample m + √v x_1. Raises ValueError where Var(x_t) = 0.
    """
    domains.positive(gaussian_variance(t, variance), "the variance at t")
    m, stretch = (
        domains.real(mean, "mean"),
        np.sqrt(gaussian_variance(s, variance) / gaussian_variance(t, variance)),
    )
    x, stretch = domains.batch(x, stretch)
    here, there = (_per_item(x, 1 - domains.unit(time, name)) for time, name in ((t, "t"), (s, "s")))
    return there * m + stretch * (x - here * m)


def mixture_x_0(x: Numbers, t: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """E[x_0 | x_t = x] for data from a 1-D mixture of Gaussians, entry by entry of x.

    Weights, means and variances (K,), the weights adding to 1. Variances may be 0, but not at t = 0.
    """
    x, t, r, m, v, spread = _posterior(x, t, weights, means, variances)
    x_0: Array = m + (1 - t) * v / spread * (x - (1 - t) * m)
    return _averaged(r, x_0)


def mixture_velocity(x: Numbers, t: Numbers, weights: Numbers, means: Numbers, variances: Numbers) -> Array:
    """E[x_1 - x_0 | x_t = x] for such data; (x - E[x_0 | x])/t where t > 0. Ranges as `mixture_x_0`."""
    x, t, r, m, v, spread = _posterior(x, t, weights, means, variances)
    u: Array = (t - (1 - t) * v) / spread * (x - (1 - t) * m) - m
    return _averaged(r, u)


def points_x_0(x: Numbers, t: Numbers, points: Numbers, weights: Numbers | None = None) -> Array:
    """E[x_0 | x_t = x] when the data are the numbers `points` (K,), equally likely unless weighted.

    t in (0, 1].
    """
    return mixture_x_0(x, _after_data(t), *_as_mixture(points, weights))


def points_velocity(x: Numbers, t: Numbers, points: Numbers, weights: Numbers | None = None) -> Array:
    """(x - E[x_0 | x_t = x])/t for such data. t in (0, 1]."""
    return mixture_velocity(x, _after_data(t), *_as_mixture(points, weights))


def two_point_x_0(x: Numbers, t: Numbers, point: Numbers = 1.0) -> Array:
    """E[x_0 | x_t = x] for data ±a, equally likely: a tanh((1 - t) a x/t²). t in (0, 1]."""
    x, t = domains.batch(x, _after_data(t))
    a = domains.real(point, "point")
    return a * np.tanh((1 - t) * a * x / t**2)


def two_point_velocity(x: Numbers, t: Numbers, point: Numbers = 1.0) -> Array:
    """(x - a tanh((1 - t) a x/t²))/t for such data. t in (0, 1]."""
    return velocity_from_x_0(x, two_point_x_0(x, t, point), t)


# Flow time in the units of diffusion


def snr(t: Numbers) -> Array:
    """((1 - t)/t)², signal power over noise power; inf at t = 0."""
    t = domains.unit(t, "t")
    with np.errstate(divide="ignore"):
        return ((1 - t) / t) ** 2


def log_snr(t: Numbers) -> Array:
    """log SNR = 2 log((1 - t)/t) in nats, from inf at t = 0 to -inf at 1."""
    t = domains.unit(t, "t")
    with np.errstate(divide="ignore"):
        return 2 * (np.log1p(-t) - np.log(t))


def half_log_snr(t: Numbers) -> Array:
    """λ = ½ log SNR = log((1 - t)/t), in nats: minus the logit of t."""
    return log_snr(t) / 2


def t_from_snr(snr: Numbers) -> Array:
    """t = 1/(1 + √SNR), the inverse of `snr`. SNR >= 0."""
    return 1 / (1 + np.sqrt(domains.non_negative(snr, "snr")))


def t_from_log_snr(log_snr: Numbers) -> Array:
    """t = 1/(1 + exp(½ log SNR)), the inverse of `log_snr`, without overflow."""
    return np.exp(-np.logaddexp(0.0, domains.real(log_snr, "log_snr") / 2))


def alpha_bar(t: Numbers) -> Array:
    """ᾱ = (1 - t)²/((1 - t)² + t²), the share of the signal at the same SNR in variance-preserving terms."""
    t = domains.unit(t, "t")
    return (1 - t) ** 2 / ((1 - t) ** 2 + t**2)


def t_from_alpha_bar(alpha_bar_t: Numbers) -> Array:
    """t = √(1 - ᾱ)/(√ᾱ + √(1 - ᾱ)), the inverse of `alpha_bar`."""
    a = domains.unit(alpha_bar_t, "alpha_bar_t")
    whole: Array = np.sqrt(a) + np.sqrt(1 - a)
    return np.sqrt(1 - a) / whole


def scale(t: Numbers) -> Array:
    """√((1 - t)² + t²), what x_t is divided by to have variance 1: 1 at the ends, √½ in the middle."""
    t = domains.unit(t, "t")
    return np.sqrt((1 - t) ** 2 + t**2)


def vp_from_flow(x_t: Numbers, t: Numbers) -> Array:
    """√ᾱ x_0 + √(1 - ᾱ) ε, the variance-preserving sample of the same SNR: x_t/√((1 - t)² + t²)."""
    x_t, whole = domains.batch(x_t, scale(t), "x_t")
    return x_t / whole


def flow_from_vp(x_t: Numbers, alpha_bar_t: Numbers) -> Array:
    """(1 - t) x_0 + t ε from a variance-preserving sample: x_t/(√ᾱ + √(1 - ᾱ)), at `t_from_alpha_bar`."""
    x_t, a = domains.batch(x_t, domains.unit(alpha_bar_t, "alpha_bar_t"), "x_t")
    whole: Array = np.sqrt(a) + np.sqrt(1 - a)
    return x_t / whole


def sigma(t: Numbers) -> Array:
    """σ = t/(1 - t), the noise level of the same SNR in variance-exploding terms; inf at t = 1."""
    t = domains.unit(t, "t")
    with np.errstate(divide="ignore"):
        return t / (1 - t)


def t_from_sigma(sigma: Numbers) -> Array:
    """t = σ/(1 + σ), the inverse of `sigma`; 1 at inf. σ >= 0."""
    with np.errstate(divide="ignore"):
        return 1 / (1 + 1 / domains.non_negative(sigma, "sigma"))


def ve_from_flow(x_t: Numbers, t: Numbers) -> Array:
    """x_0 + σ ε from (1 - t) x_0 + t ε: x_t/(1 - t). t in [0, 1)."""
    x_t, t = domains.batch(x_t, _before_noise(t), "x_t")
    return x_t / (1 - t)


def flow_from_ve(x: Numbers, sigma: Numbers) -> Array:
    """(1 - t) x_0 + t ε from x_0 + σ ε: x/(1 + σ), at `t_from_sigma`. σ >= 0."""
    x, s = domains.batch(x, domains.non_negative(sigma, "sigma"))
    return x / (1 + s)


def x_0_error_factor(t: Numbers) -> Array:
    """t², what a squared error of the velocity is multiplied by to give that of x̂_0."""
    return domains.unit(t, "t") ** 2


def x_1_error_factor(t: Numbers) -> Array:
    """(1 - t)², what a squared error of the velocity is multiplied by to give that of the noise x̂_1."""
    return (1 - domains.unit(t, "t")) ** 2


# Where time is spent


def shift(t: Numbers, s: Numbers) -> Array:
    """t' = s t/(1 + (s - 1) t), which divides the SNR by s² and keeps 0 and 1. Esser et al. 2024. s > 0."""
    t, s = domains.unit(t, "t"), domains.positive(s, "s")
    return s * t / (s * t + (1 - t))  # exactly 1 at t = 1


def shift_inverse(t: Numbers, s: Numbers) -> Array:
    """t = t'/(s - (s - 1) t'), the time that `shift` moves to t': the shift by 1/s."""
    return shift(t, 1 / domains.positive(s, "s"))


def shift_from_mu(mu: Numbers) -> Array:
    """s = e^μ, the factor of the shift e^μ/(e^μ + 1/t - 1) of FLUX ("dynamic" or "exponential" shifting)."""
    return np.exp(domains.real(mu, "mu"))


def mu_from_tokens(
    tokens: Numbers,
    base_tokens: float = 256,
    max_tokens: float = 4096,
    base_shift: float = 0.5,
    max_shift: float = 1.15,
) -> Array:
    """μ on the straight line through (256 tokens, 0.5) and (4096 tokens, 1.15), as in FLUX. tokens > 0."""
    low, high = domains.positive(base_tokens, "base_tokens"), domains.positive(max_tokens, "max_tokens")
    if low == high:
        raise ValueError("max_tokens must differ from base_tokens")
    slope = (domains.real(max_shift, "max_shift") - domains.real(base_shift, "base_shift")) / (high - low)
    return base_shift + slope * (domains.positive(tokens, "tokens") - low)


def shift_from_resolution(side: Numbers, base_side: Numbers) -> Array:
    """s = side/base_side, which makes a picture of that side length look as noisy as one of the base.

    The square root of the ratio of the numbers of pixels: Esser et al. 2024.
    """
    return domains.positive(side, "side") / domains.positive(base_side, "base_side")


def logit(t: Numbers) -> Array:
    """log(t/(1 - t)), from -inf at 0 to inf at 1."""
    return -half_log_snr(t)


def sigmoid(u: Numbers) -> Array:
    """1/(1 + e^-u), the inverse of `logit`, without overflow."""
    return np.exp(-np.logaddexp(0.0, -domains.real(u, "u")))


def logit_normal_pdf(t: Numbers, mean: float = 0.0, variance: float = 1.0) -> Array:
    """Density of t = sigmoid(u), u ~ N(mean, variance): N(logit t)/(t (1 - t)), 0 at both ends.

    Esser et al. 2024. The second parameter is a variance: a logit-normal(0, 2) of standard deviation 2 has 4.
    """
    t = domains.unit(t, "t")
    inside = np.where((t > 0) & (t < 1), t, 0.5)
    density = gaussians.pdf(logit(inside), mean, variance) / (inside * (1 - inside))
    return np.where((t > 0) & (t < 1), density, 0.0)[()]


def logit_normal_cdf(t: Numbers, mean: float = 0.0, variance: float = 1.0) -> Array:
    """Probability that such a time is at most t."""
    return gaussians.cdf(logit(t), mean, variance)


def shifted_uniform_pdf(t: Numbers, s: Numbers) -> Array:
    """Density of `shift(u, s)` for uniform u: s/(s - (s - 1) t)²."""
    t, s = domains.unit(t, "t"), domains.positive(s, "s")
    return s / (s - (s - 1) * t) ** 2


def times(N: int, s: float = 1.0) -> Array:
    """The N + 1 times from 1 down to 0 of N steps: equal ones, then shifted by s."""
    return shift(np.linspace(1.0, 0.0, domains.count(N, "N") + 1), float(domains.positive(s, "s")))


def diffusers_times(N: int, s: float = 1.0, T: int = 1000, dynamic: bool = False) -> Array:
    """The N + 1 times of diffusers' FlowMatchEulerDiscreteScheduler: N from 1 to t_min, shifted, then 0.

    The N are equally spaced before the shift. There t_min is the last training time: 1/T with dynamic
    shifting, but `shift(1/T, s)` without, so that the shift acts on it twice. Given the times of `times(N)`,
    the scheduler returns `times(N, s)`, as the pipeline of FLUX has it.
    """
    last = 1 / domains.count(T, "T")
    start = np.linspace(1.0, last if dynamic else shift(last, s), domains.count(N, "N"))
    return np.append(shift(start, float(domains.positive(s, "s"))), 0.0)


# The way back


def euler_step(x: Numbers, v: Numbers, dt: Numbers) -> Array:
    """x + v dt, from t to t + dt; dt < 0 towards the data. dt may be one number per item of a batch."""
    x, dt = domains.batch(x, domains.real(dt, "dt"))
    return x + domains.like(v, x, "v") * dt


def renoised_step(x_t: Numbers, v: Numbers, t: Numbers, s: Numbers, noise: Numbers) -> Array:
    """(1 - s) x̂_0 + s noise, to time s by reading off the data and mixing in fresh noise."""
    x_0 = x_0_from_velocity(x_t, v, t)
    return interpolate(x_0, noise, s)


def sample(v: Velocity, x_1: Numbers, N: int) -> Array:
    """x at t = 0, from x_1 by N equal Euler steps; `v(x, t)` is asked at t = 1, 1 - 1/N, ..., 1/N."""
    return sample_on(v, x_1, times(N))


def sample_on(v: Velocity, x_1: Numbers, times: Numbers) -> Array:
    """x at the last of the `times`, from x_1 at the first; `v(x, t)` is asked at each but the last."""
    return np.asarray(trajectory(v, x_1, times)[-1])[()]


def trajectory(v: Velocity, x_1: Numbers, times: Numbers) -> Array:
    """x at each of the `times` (N + 1,), shape (N + 1, ...), from x_1 at the first by Euler steps."""
    t = domains.unit(times, "times")
    if t.ndim != 1 or not t.size:
        raise ValueError("times must be a list of times")
    x = [domains.real(x_1, "x_1")]
    for now, then in pairwise(t):
        x.append(euler_step(x[-1], v(x[-1], float(now)), then - now))
    return np.stack(x)


def reverse_drift(x_t: Numbers, v: Numbers, t: Numbers, g: Numbers) -> Array:
    """v - ½ g² ∇ log p_t, the drift of dx = drift dt + g dw run backwards in time. t in (0, 1].

    For every g >= 0 this SDE has the marginals of the flow; g = 0 is the ODE. After Song et al. 2021.
    """
    g = domains.non_negative(g, "g")
    return domains.real(v, "v") - g**2 / 2 * score_from_velocity(x_t, v, t)


def _after_data(t: Numbers) -> Array:
    domains.positive(t, "t")
    return domains.unit(t, "t")


def _before_noise(t: Numbers) -> Array:
    t = domains.unit(t, "t")
    if (t == 1).any():
        raise ValueError("t must be below 1, where nothing of the data is left")
    return t


def _per_item(x: Array, level: Array) -> Array:
    return domains.batch(x, level)[1]


def _mixed(a: Numbers, b: Numbers, c_a: Numbers, c_b: Numbers, names: tuple[str, str, str, str]) -> Array:
    a = domains.real(a, names[0])
    of_a, of_b = (_per_item(a, domains.real(c, name)) for c, name in zip((c_a, c_b), names[2:], strict=True))
    return of_a * a + of_b * domains.like(b, a, names[1])


def _coefficients(
    x: Numbers, alpha: Numbers, sigma: Numbers, alpha_dot: Numbers, sigma_dot: Numbers
) -> tuple[Array, Array, Array, Array, Array]:
    x = domains.real(x, "x")
    given = {"alpha": alpha, "sigma": sigma, "alpha_dot": alpha_dot, "sigma_dot": sigma_dot}
    al, sg, da, ds = (_per_item(x, domains.real(value, name)) for name, value in given.items())
    return x, al, sg, da, ds


def _turning(al: Array, sg: Array, da: Array, ds: Array) -> Array:
    turning = al * ds - sg * da
    if (turning == 0).any():
        raise ValueError("alpha sigma_dot must differ from sigma alpha_dot")
    return turning


def _averaged(probabilities: Array, values: Array) -> Array:
    return np.asarray((probabilities * values).sum(axis=-1))[()]


def _distribution(probabilities: Numbers, name: str) -> Array:
    p = domains.unit(probabilities, name)
    if p.ndim != 1 or abs(p.sum() - 1) > 1e-9:
        raise ValueError(f"{name} must be a list that adds to 1")
    return p


def _as_mixture(points: Numbers, weights: Numbers | None) -> tuple[Array, Array, Array]:
    points = domains.real(points, "points")
    if points.ndim != 1 or not points.size:
        raise ValueError("points must be a list of numbers")
    equal = np.full(points.shape, 1 / len(points))
    return equal if weights is None else domains.real(weights, "weights"), points, np.zeros(points.shape)


def _posterior(
    x: Numbers, t: Numbers, weights: Numbers, means: Numbers, variances: Numbers
) -> tuple[Array, Array, Array, Array, Array, Array]:
    """x and t with a last axis for the K components, p(k | x), means, variances, and Var(x_t | k)."""
    x, t = domains.batch(x, domains.unit(t, "t"))
    p, m = _distribution(weights, "weights"), domains.real(means, "means")
    v = domains.non_negative(variances, "variances")
    if not p.shape == m.shape == v.shape:
        raise ValueError(f"weights, means and variances differ in shape: {p.shape}, {m.shape}, {v.shape}")
    x, t = x[..., None], np.asarray(t)[..., None]
    spread = domains.positive((1 - t) ** 2 * v + t**2, "the variance at t")
    with np.errstate(divide="ignore"):
        log_joint = np.log(p) + gaussians.logpdf(x, (1 - t) * m, spread)
    r = np.exp(log_joint - log_joint.max(axis=-1, keepdims=True))
    return x, t, r / r.sum(axis=-1, keepdims=True), m, v, spread
