"""The design space of Karras et al. 2022 (EDM): noise levels, preconditioning, training noise, churn.

x = x_0 + σ ε throughout, and time is σ itself. A level σ is one number, or a (B,) array with one per item of
a (B, ...) batch. `sigma_data` is the standard deviation of the data, 0.5 in the paper. Every function raises
ValueError where shapes differ or a level is out of range.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from checkers import domains, forward, gaussians, solvers
from checkers.domains import Array, Numbers
from checkers.solvers import Denoiser

# Grids of noise levels, largest first


def sigmas(N: int, sigma_min: float = 0.002, sigma_max: float = 80.0, rho: float = 7.0) -> Array:
    """N levels from σ_max down to σ_min with σ^(1/ρ) equally spaced, without the final 0; N = 1 is σ_max.

    Karras et al. 2022, eq. 5. Raises ValueError unless 0 < σ_min <= σ_max and ρ > 0.
    """
    low, high = _ends(sigma_min, sigma_max)
    root = 1 / domains.positive(rho, "rho")
    ramp = np.linspace(high**root, low**root, domains.count(N, "N"))
    return _with_exact_ends(ramp ** (1 / root), low, high)


def sigmas_to_zero(N: int, sigma_min: float = 0.002, sigma_max: float = 80.0, rho: float = 7.0) -> Array:
    """`sigmas` and a 0: N + 1 levels for N steps."""
    return append_zero(sigmas(N, sigma_min, sigma_max, rho))


def geometric_sigmas(N: int, sigma_min: float = 0.002, sigma_max: float = 80.0) -> Array:
    """N levels from σ_max down to σ_min with equal ratios, `sigmas` as ρ grows without end."""
    low, high = _ends(sigma_min, sigma_max)
    ramp = np.exp(np.linspace(np.log(high), np.log(low), domains.count(N, "N")))
    return _with_exact_ends(ramp, low, high)


def uniform_sigmas(N: int, sigma_min: float = 0.002, sigma_max: float = 80.0) -> Array:
    """N levels from σ_max down to σ_min at equal distances: `sigmas` with ρ = 1."""
    low, high = _ends(sigma_min, sigma_max)
    return np.linspace(high, low, domains.count(N, "N"))


def schedule_sigmas(alpha_bar: Numbers, N: int) -> Array:
    """N levels of a table of ᾱ, σ = √((1-ᾱ)/ᾱ), at equally spaced (broken) steps from T down to 1.

    Between whole steps σ is linear, as in k-diffusion and in diffusers' "linspace". Raises ValueError unless
    the table starts at 1, falls and ends above 0.
    """
    table = _table_of_sigma(alpha_bar)
    steps = np.linspace(len(table) - 1, 1, domains.count(N, "N"))
    return np.interp(steps, np.arange(len(table)), table)


def append_zero(sigmas: Numbers) -> Array:
    """The levels and a 0, clean data."""
    return np.append(domains.positive(sigmas, "sigmas"), 0.0)


def step_of_sigma(sigma: Numbers, alpha_bar: Numbers) -> Array:
    """The broken step t in 1..T at which a schedule has noise level σ: log σ is linear between steps.

    So that a network trained on steps can be asked at any σ; beyond the ends it is step 1 or T.
    """
    table = np.log(_table_of_sigma(alpha_bar)[1:])
    return np.interp(np.log(domains.positive(sigma, "sigma")), table, np.arange(1, len(table) + 1))


def count_below(sigmas: Numbers, level: float) -> int:
    """How many of the levels lie strictly below `level`."""
    return int(np.sum(domains.non_negative(sigmas, "sigmas") < domains.real(level, "level")))


# Preconditioning: D(x; σ) = c_skip x + c_out F(c_in x; c_noise)


def c_skip(sigma: Numbers, sigma_data: Numbers = 0.5) -> Array:
    """σ_d²/(σ² + σ_d²), the share of x that is kept. Karras et al. 2022, table 1."""
    s, d = _levels(sigma, sigma_data)
    return d**2 / (s**2 + d**2)


def c_out(sigma: Numbers, sigma_data: Numbers = 0.5) -> Array:
    """σ σ_d/√(σ² + σ_d²), what the network's output is multiplied by. Karras et al. 2022, table 1."""
    s, d = _levels(sigma, sigma_data)
    return s * d / np.sqrt(s**2 + d**2)


def c_in(sigma: Numbers, sigma_data: Numbers = 0.5) -> Array:
    """1/√(σ² + σ_d²), which gives the network's input variance 1. Karras et al. 2022, table 1."""
    s, d = _levels(sigma, sigma_data)
    return 1 / np.sqrt(s**2 + d**2)


def c_noise(sigma: Numbers) -> Array:
    """¼ log σ, what the network is told of the level. Karras et al. 2022, table 1. σ > 0."""
    return np.log(domains.positive(sigma, "sigma")) / 4


def loss_weight(sigma: Numbers, sigma_data: Numbers = 0.5) -> Array:
    """λ(σ) = (σ² + σ_d²)/(σ σ_d)² = 1/c_out², which makes the loss of F the same at each level. σ > 0."""
    domains.positive(sigma, "sigma")
    return 1 / c_out(sigma, sigma_data) ** 2


def denoised(output: Numbers, x: Numbers, sigma: Numbers, sigma_data: Numbers = 0.5) -> Array:
    """D = c_skip x + c_out F, from the network's output F. Karras et al. 2022, eq. 7."""
    x, s = domains.batch(x, domains.non_negative(sigma, "sigma"))
    return c_skip(s, sigma_data) * x + c_out(s, sigma_data) * domains.like(output, x, "output")


def network_target(x_0: Numbers, x: Numbers, sigma: Numbers, sigma_data: Numbers = 0.5) -> Array:
    """(x_0 - c_skip x)/c_out, the F with which D is x_0: the inverse of `denoised`. σ > 0."""
    x, s = domains.batch(x, domains.positive(sigma, "sigma"))
    return (domains.like(x_0, x, "x_0") - c_skip(s, sigma_data) * x) / c_out(s, sigma_data)


# Noise levels in training


def training_sigma(z: Numbers, mean: float = -1.2, std: float = 1.2) -> Array:
    """σ = exp(P_mean + P_std z), log-normal for standard normal z. Karras et al. 2022, table 1."""
    return np.exp(domains.real(mean, "mean") + domains.non_negative(std, "std") * domains.real(z, "z"))


def training_pdf(sigma: Numbers, mean: float = -1.2, std: float = 1.2) -> Array:
    """Density of σ in training. σ, std > 0."""
    s = domains.positive(sigma, "sigma")
    return gaussians.pdf(np.log(s), mean, domains.positive(std, "std") ** 2) / s


# Continuous time of the variance-preserving schedule, as a σ


def vp_sigma(t: Numbers, beta_d: float = 19.9, beta_min: float = 0.1) -> Array:
    """σ(t) = √(exp(½ β_d t² + β_min t) - 1). Karras et al. 2022, table 1; β_d = β_max - β_min."""
    t, d = domains.non_negative(t, "t"), domains.non_negative(beta_d, "beta_d")
    return np.sqrt(np.expm1(0.5 * d * t**2 + domains.non_negative(beta_min, "beta_min") * t))


def vp_time(sigma: Numbers, beta_d: float = 19.9, beta_min: float = 0.1) -> Array:
    """t = (√(β_min² + 2 β_d log(1 + σ²)) - β_min)/β_d, the inverse of `vp_sigma`. β_d > 0."""
    d, low = domains.positive(beta_d, "beta_d"), domains.non_negative(beta_min, "beta_min")
    log = np.log1p(domains.non_negative(sigma, "sigma") ** 2)
    return (np.sqrt(low**2 + 2 * d * log) - low) / d


def vp_scale(sigma: Numbers) -> Array:
    """s = 1/√(1 + σ²) = √ᾱ, by which the variance-preserving sample is smaller."""
    return np.sqrt(forward.alpha_bar_from_sigma(sigma))


# Churn: raise the noise a little, then take an ODE step


def churn_gamma(s_churn: float, steps: int) -> Array:
    """γ = min(S_churn/N, √2 - 1). Karras et al. 2022, algorithm 2."""
    per_step = domains.non_negative(s_churn, "s_churn") / domains.count(steps, "steps")
    return np.minimum(per_step, float(np.sqrt(2)) - 1)


def churned_sigma(sigma: Numbers, gamma: Numbers) -> Array:
    """σ̂ = (1 + γ) σ."""
    return (1 + domains.non_negative(gamma, "gamma")) * domains.non_negative(sigma, "sigma")


def churn_noise(sigma: Numbers, gamma: Numbers, s_noise: Numbers = 1.0) -> Array:
    """Standard deviation of the noise that churn adds, S_noise √(σ̂² - σ²)."""
    g = domains.non_negative(gamma, "gamma")
    added = domains.non_negative(sigma, "sigma") * np.sqrt(g * (2 + g))
    return domains.non_negative(s_noise, "s_noise") * added


def churn(x: Numbers, sigma: Numbers, gamma: Numbers, z: Numbers, s_noise: Numbers = 1.0) -> Array:
    """x̂ = x + S_noise √(σ̂² - σ²) z, a sample of the level σ̂. Karras et al. 2022, algorithm 2."""
    x, added = domains.batch(x, churn_noise(sigma, gamma, s_noise))
    return x + added * domains.like(z, x, "z")


def sample(
    denoise: Denoiser,
    x: Numbers,
    sigmas: Numbers,
    noises: Sequence[Numbers] | Array | None = None,
    s_churn: float = 0.0,
    s_min: float = 0.0,
    s_max: float = np.inf,
    s_noise: float = 1.0,
) -> Array:
    """x at the last of falling `sigmas` by churn and Heun steps. Karras et al. 2022, algorithm 2.

    Noise is added where s_min <= σ <= s_max. `noises` holds N draws of x's shape, one per step; without churn
    none are needed, and this is `solvers.heun_sigma`. Raises ValueError as that does, and for missing noises.
    """
    levels = domains.non_negative(sigmas, "sigmas")
    x, steps = domains.real(x, "x"), len(np.atleast_1d(levels)) - 1
    if s_churn and (noises is None or len(noises) != steps):
        raise ValueError(f"noises: churn needs one for each of {steps} steps")
    gammas = np.where((s_min <= levels) & (levels <= s_max), churn_gamma(s_churn, max(steps, 1)), 0.0)
    for i in range(max(steps, 1)):
        s = levels[i : i + 2].copy()
        if gammas[i] > 0 and noises is not None:
            x = churn(x, s[0], gammas[i], noises[i], s_noise)
            s[0] = churned_sigma(s[0], gammas[i])
        x = solvers.heun_sigma(denoise, x, s)
    return x


def denoiser_from_eps(predict: Callable[[Array, float], Numbers], alpha_bar: Numbers) -> Denoiser:
    """D(x; σ) = x - σ ε(x/√(1+σ²), t), for a network that predicts ε at step t of a schedule.

    t = `step_of_sigma`, broken between steps. Such a network can be used with every solver in σ.
    """
    table = domains.unit(alpha_bar, "alpha_bar")

    def denoise(x: Array, sigma: float) -> Array:
        t = float(step_of_sigma(sigma, table))
        return x - sigma * domains.real(predict(forward.vp_from_ve(x, sigma), t), "eps")

    return denoise


def _ends(sigma_min: float, sigma_max: float) -> tuple[Array, Array]:
    low, high = domains.positive(sigma_min, "sigma_min"), domains.positive(sigma_max, "sigma_max")
    domains.non_negative(high - low, "sigma_max - sigma_min")
    return low, high


def _with_exact_ends(ramp: Array, low: Array, high: Array) -> Array:
    ramp[-1] = low
    ramp[0] = high
    return ramp


def _levels(sigma: Numbers, sigma_data: Numbers) -> tuple[Array, Array]:
    return domains.non_negative(sigma, "sigma"), domains.positive(sigma_data, "sigma_data")


def _table_of_sigma(alpha_bar: Numbers) -> Array:
    table = domains.positive(domains.unit(alpha_bar, "alpha_bar"), "alpha_bar")
    if table.ndim != 1 or len(table) < 2 or table[0] != 1 or np.any(np.diff(table) >= 0):
        raise ValueError("alpha_bar must be a table for t = 0..T that starts with 1 and falls")
    return np.asarray(forward.sigma(table))
