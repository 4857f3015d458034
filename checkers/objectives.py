"""What training minimises: squared errors, how they travel between predictions, and weights of levels.

The predictions are named "eps", "x_0" (or "x0"), "v" and "score". A noise level, ᾱ_t or SNR, is one number or
an array; tables have T + 1 entries for t = 0..T. Levels without noise or without signal give the limit, which
may be inf. Every function raises ValueError outside its range and for a prediction of another name.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from checkers import domains, forward, predictions, schedules
from checkers.domains import Array, Numbers

Model = Callable[[Array, npt.NDArray[np.int64]], Numbers]  # (x_t, t) -> a prediction in the shape of x_t

# An error of 1 in the prediction is one of √(1-ᾱ)^p √ᾱ^q in x_0; here are the exponents p and q.
_IN_X_0 = {"x_0": (0, 0), "eps": (1, -1), "v": (1, 0), "score": (2, -1)}

# Squared errors


def squared_error(prediction: Numbers, target: Numbers) -> Array:
    """(prediction - target)², entry by entry, without a factor ½. Raises ValueError where shapes differ."""
    target = domains.real(target, "target")
    difference: Array = domains.like(prediction, target, "prediction") - target
    return difference * difference


def sum_squared_error(prediction: Numbers, target: Numbers) -> float:
    """‖prediction - target‖², summed over all entries: it grows with the size of the picture."""
    return float(squared_error(prediction, target).sum())


def mean_squared_error(prediction: Numbers, target: Numbers) -> float:
    """The average over all entries, as code has it. Ho et al. 2020, eq. 14, writes the sum."""
    return float(squared_error(prediction, target).mean())


def item_errors(prediction: Numbers, target: Numbers) -> Array:
    """The mean squared error of each item of a (B, ...) batch, (B,)."""
    errors = squared_error(prediction, target)
    means: Array = np.mean(errors, axis=tuple(range(1, errors.ndim)))
    return means


def sum_from_mean(mean: Numbers, height: int, width: int, channels: int = 3) -> Array:
    """Summed squared error of a picture whose entries have the average squared error `mean`."""
    n = domains.count(height, "height") * domains.count(width, "width") * domains.count(channels, "channels")
    return domains.non_negative(mean, "mean") * n


def bits_per_dimension(nats: Numbers, d: int) -> Array:
    """`nats` of a picture of `d` numbers as bits for each of them, nats / (d log 2)."""
    return domains.real(nats, "nats") / (domains.count(d, "d") * math.log(2))


# One step of training


def target_of(kind: str, x_0: Numbers, eps: Numbers, alpha_bar_t: Numbers) -> Array:
    """What a network that predicts `kind` should have answered: x_0, ε, v or -ε / √(1 - ᾱ_t)."""
    match _named(kind):
        case "x_0":
            return domains.real(x_0, "x_0")[()]
        case "eps":
            return domains.real(eps, "eps")[()]
        case "v":
            return predictions.v_target(x_0, eps, alpha_bar_t)
        case _:
            return predictions.score_from_eps(eps, alpha_bar_t)


def ddpm_loss(model: Model, x_0: Numbers, t: Numbers, eps: Numbers, alpha_bar: Numbers) -> float:
    """Mean over all entries of (ε - ε_θ(x_t, t))². Ho et al. 2020, eq. 14, as algorithm 1 computes it.

    t, one step or (B,), are entries of the table `alpha_bar`. The model is called once, with x_t and t as
    integers. Raises ValueError for steps that are not whole or outside of the table.
    """
    return prediction_loss(model, x_0, t, eps, alpha_bar, "eps")


def prediction_loss(
    model: Model, x_0: Numbers, t: Numbers, eps: Numbers, alpha_bar: Numbers, kind: str
) -> float:
    """As `ddpm_loss` for a model that predicts `kind`."""
    table = _table(alpha_bar)
    steps = domains.step(t, len(table) - 1, first=0)
    if np.any(steps != np.floor(steps)):
        raise ValueError("t must be whole steps")
    t = steps.astype(np.int64)
    x_t = forward.q_sample(x_0, table[t], eps)
    answer = target_of(kind, x_0, eps, table[t])
    return mean_squared_error(model(x_t, t), np.broadcast_to(answer, x_t.shape))


# How an error travels


def error_factor(source: str, result: str, alpha_bar_t: Numbers) -> Array:
    """The error in `result` that an error of 1 in `source` becomes, by size, x_t being known exactly.

    σ/α for x_0 from ε, σ for x_0 from v, α for ε from v, with α = √ᾱ and σ = √(1 - ᾱ). inf where the
    conversion divides by 0. Mean squared errors are multiplied by its square.
    """
    a = domains.unit(alpha_bar_t, "alpha_bar_t")
    p_s, q_s = _IN_X_0[_named(source)]
    p_r, q_r = _IN_X_0[_named(result)]
    with np.errstate(divide="ignore"):
        return np.power(np.sqrt(1 - a), p_s - p_r) * np.power(np.sqrt(a), q_s - q_r)


def x_0_error_factor(alpha_bar_t: Numbers) -> Array:
    """√((1 - ᾱ)/ᾱ), the error of x_0 for an error of 1 in ε: inf at ᾱ = 0, where no signal is left."""
    return error_factor("eps", "x_0", alpha_bar_t)


def eps_error_factor(alpha_bar_t: Numbers) -> Array:
    """√(ᾱ/(1 - ᾱ)), the error of ε for an error of 1 in x_0: inf at ᾱ = 1, where there is no noise."""
    return error_factor("x_0", "eps", alpha_bar_t)


def x_0_squared_error(error: Numbers, alpha_bar_t: Numbers) -> Array:
    """The squared error of x_0 computed from ε: that of ε times (1 - ᾱ)/ᾱ = 1/SNR."""
    return domains.non_negative(error, "error") * x_0_error_factor(alpha_bar_t) ** 2


def eps_squared_error(error: Numbers, alpha_bar_t: Numbers) -> Array:
    """The squared error of ε computed from x_0: that of x_0 times ᾱ/(1 - ᾱ) = SNR."""
    return domains.non_negative(error, "error") * eps_error_factor(alpha_bar_t) ** 2


# Weights of the levels


def x_0_weight(kind: str, snr: Numbers) -> Array:
    """The weight on squared errors of x_0 that an unweighted loss on `kind` amounts to.

    1 for x_0, SNR for ε, SNR + 1 for v, SNR (SNR + 1) for the score. Salimans & Ho 2022, section 4.
    """
    s = domains.non_negative(snr, "snr")
    match _named(kind):
        case "x_0":
            return np.ones_like(s)[()]
        case "eps":
            return s[()]
        case "v":
            return s + 1
        case _:
            return s * (s + 1)


def restated_weight(weight: Numbers, old: str, new: str, snr: Numbers) -> Array:
    """The weight on `new` that says the same as `weight` on the squared error of `old`.

    Raises ValueError where it would be 0 times inf.
    """
    factor = error_factor(new, old, schedules.alpha_bar_from_snr(snr)) ** 2
    w = domains.non_negative(weight, "weight")
    if np.any((w == 0) & np.isinf(factor)) or np.any(np.isinf(w) & (factor == 0)):
        raise ValueError(f"a weight on {old} has no counterpart on {new} at this SNR")
    return w * factor


def vlb_weight(beta_t: Numbers, alpha_bar_t: Numbers, variance: Numbers) -> Array:
    """β_t² / (2 σ_t² α_t (1 - ᾱ_t)), the weight on ‖ε - ε_θ‖² in the bound. Ho et al. 2020, eq. 12.

    `variance` is σ_t², the variance of the reverse step; `vlb_weight_beta` and `vlb_weight_posterior` insert
    the usual two. Raises ValueError unless β_t < 1, ᾱ_t < 1 and σ_t² > 0.
    """
    beta, rest = _step(beta_t), _noisy(alpha_bar_t)
    return beta**2 / (2 * domains.positive(variance, "variance") * (1 - beta) * rest)


def vlb_weight_beta(beta_t: Numbers, alpha_bar_t: Numbers) -> Array:
    """The same for σ_t² = β_t, where one β cancels: β_t / (2 α_t (1 - ᾱ_t)). 1 / (2 α_1) at t = 1."""
    beta, rest = _step(beta_t), _noisy(alpha_bar_t)
    return beta / (2 * (1 - beta) * rest)


def vlb_weight_posterior(beta_t: Numbers, alpha_bar_before: Numbers) -> Array:
    """The same for σ_t² = β̃_t, the posterior's: β_t / (2 α_t (1 - ᾱ_{t-1})). inf at t = 1, where β̃ = 0."""
    beta, before = _step(beta_t), domains.unit(alpha_bar_before, "alpha_bar_before")
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(beta == 0, 0, beta / (1 - before)) / (2 * (1 - beta))


def vlb_x_0_weight(snr_before: Numbers, snr_t: Numbers) -> Array:
    """½ (SNR_{t-1} - SNR_t), the same on squared errors of x_0. Kingma et al. 2021 (VDM).

    Raises ValueError if the SNR rises.
    """
    before, after = domains.non_negative(snr_before, "snr_before"), domains.non_negative(snr_t, "snr_t")
    if np.any(after > before) or np.any(np.isinf(after)):
        raise ValueError("snr_t must be finite and not above snr_before")
    return (before - after) / 2


def vlb_weights(beta: Numbers, variance: str = "beta") -> Array:
    """Table of the weights on ‖ε - ε_θ‖² for σ_t² = β_t, "beta", or β̃_t, "posterior". Entry 0 is 0.

    Raises ValueError for another name and for a table of β that does not start with 0 or reaches 1.
    """
    a, beta = schedules.alpha_bar(beta), domains.real(beta, "beta")
    match variance:
        case "beta":
            weights = vlb_weight_beta(beta[1:], a[1:])
        case "posterior":
            weights = vlb_weight_posterior(beta[1:], a[:-1])
        case _:
            raise ValueError(f"variance is beta or posterior, not {variance!r}")
    return np.concatenate([[0.0], weights])


def min_snr_weight(snr: Numbers, gamma: Numbers = 5.0, target: str = "eps") -> Array:
    """The weight on `target` that amounts to min(SNR, γ) on x_0. Hang et al. 2023.

    min(SNR, γ)/SNR for ε, which is 1 at SNR = 0; min(SNR, γ) for x_0; min(SNR, γ)/(SNR + 1) for v.
    Any shape. Raises ValueError unless SNR >= 0 and γ > 0.
    """
    s, g = domains.non_negative(snr, "snr"), domains.positive(gamma, "gamma")
    with np.errstate(divide="ignore"):
        for_eps = np.minimum(1, g / s)
        match _named(target):
            case "x_0":
                return np.minimum(s, g)
            case "eps":
                return for_eps
            case "v":
                return for_eps * schedules.alpha_bar_from_snr(s)
            case _:
                return for_eps / (s + 1)


def p2_weight(snr: Numbers, gamma: Numbers = 1.0, k: Numbers = 1.0) -> Array:
    """1/(k + SNR)^γ, the P2 weight on ε. Choi et al. 2022. With k = γ = 1 it is 1 - ᾱ.

    Raises ValueError unless γ >= 0 and k > 0.
    """
    s = domains.non_negative(snr, "snr")
    base: Array = domains.positive(k, "k") + s
    return np.power(base, -domains.non_negative(gamma, "gamma"))


def truncated_snr_weight(snr: Numbers) -> Array:
    """max(SNR, 1), a weight on x_0 that does not vanish without signal. Salimans & Ho 2022, section 4."""
    return np.maximum(domains.non_negative(snr, "snr"), 1)


def effort_shares(weights: Numbers, parts: int = 5) -> Array:
    """The share of the summed weights of t = 1..T in each of `parts` equal stretches of the chain, (parts,).

    `weights` is a table, whose entry 0 does not count. Raises ValueError unless `parts` divides T and the
    weights are finite, not negative and not all 0.
    """
    w, parts = domains.non_negative(weights, "weights"), domains.count(parts, "parts")
    if w.ndim != 1 or (len(w) - 1) % parts or not np.isfinite(w[1:]).all() or not w[1:].any():
        raise ValueError(f"weights must be a table of finite weights that falls into {parts} equal parts")
    stretches: Array = w[1:].reshape(parts, -1).sum(axis=1)
    return stretches / float(w[1:].sum())


# The best that can be reached


def loss_floor(alpha_bar_t: Numbers, data_variance: Numbers = 1.0) -> Array:
    """Var(ε | x_t) = ᾱ s²/(ᾱ s² + 1 - ᾱ) for Gaussian data of variance s²: no network has a smaller error.

    1 at ᾱ = 1, where x_t says nothing about ε, and 0 at ᾱ = 0, where x_t is ε.
    """
    a, variance = _floor_arguments(alpha_bar_t, data_variance)
    with np.errstate(invalid="ignore"):
        return np.where(a == 1, 1.0, a * variance / (a * variance + 1 - a))[()]


def x_0_loss_floor(alpha_bar_t: Numbers, data_variance: Numbers = 1.0) -> Array:
    """Var(x_0 | x_t) = s² (1 - ᾱ)/(ᾱ s² + 1 - ᾱ) for Gaussian data: s² at ᾱ = 0, nothing at ᾱ = 1."""
    a, variance = _floor_arguments(alpha_bar_t, data_variance)
    with np.errstate(invalid="ignore"):
        return np.where(a == 1, 0.0, variance * (1 - a) / (a * variance + 1 - a))[()]


def v_loss_floor(alpha_bar_t: Numbers, data_variance: Numbers = 1.0) -> Array:
    """Var(v | x_t) = s²/(ᾱ s² + 1 - ᾱ) for Gaussian data: from s² at ᾱ = 0 to 1 at ᾱ = 1."""
    a, variance = _floor_arguments(alpha_bar_t, data_variance)
    with np.errstate(invalid="ignore"):
        return np.where(a == 1, 1.0, variance / (a * variance + 1 - a))[()]


def mean_loss_floor(alpha_bar: Numbers, data_variance: float = 1.0) -> float:
    """The average of `loss_floor` over t = 1..T, where the curve of the simple loss ends. Takes a table."""
    return float(loss_floor(_table(alpha_bar)[1:], data_variance).mean())


# Drawing steps unevenly


def importance_weight(p: Numbers, T: int) -> Array:
    """1/(T p), what the loss of a step drawn with probability p is multiplied by, for the uniform average.

    Raises ValueError unless 0 < p <= 1.
    """
    domains.positive(p, "p")
    return 1 / (domains.count(T, "T") * domains.unit(p, "p"))


def importance_probabilities(loss_squares: Numbers) -> Array:
    """p(t) in proportion to √E[L_t²], with the least variance. Nichol & Dhariwal 2021, eq. 18. Sums to 1.

    Raises ValueError if all are 0.
    """
    root = np.sqrt(domains.non_negative(loss_squares, "loss_squares"))
    if not root.any() or not np.isfinite(root).all():
        raise ValueError("loss_squares must be finite and not all 0")
    p: Array = root / root.sum()
    return p


def _table(alpha_bar: Numbers) -> Array:
    table = domains.unit(alpha_bar, "alpha_bar")
    if table.ndim != 1 or len(table) < 2:
        raise ValueError("alpha_bar must be a table for t = 0..T")
    return table


def _named(kind: str) -> str:
    name = "x_0" if kind == "x0" else kind
    if name not in _IN_X_0:
        raise ValueError(f"a prediction is eps, x_0, v or score, not {kind!r}")
    return name


def _step(beta_t: Numbers) -> Array:
    beta = domains.unit(beta_t, "beta_t")
    if np.any(beta == 1):
        raise ValueError("beta_t must be below 1, where nothing of the step before is kept")
    return beta


def _noisy(alpha_bar_t: Numbers) -> Array:
    rest = 1 - domains.unit(alpha_bar_t, "alpha_bar_t")
    if np.any(rest == 0):
        raise ValueError("alpha_bar_t must be below 1, where there is no noise to predict")
    return rest


def _floor_arguments(alpha_bar_t: Numbers, data_variance: Numbers) -> tuple[Array, Array]:
    return domains.unit(alpha_bar_t, "alpha_bar_t"), domains.non_negative(data_variance, "data_variance")
