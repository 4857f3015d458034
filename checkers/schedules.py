"""Noise schedules and the levels they visit.

Tables have T + 1 entries, `beta[0] = 0` and `alpha_bar[0] = 1`; β of step t is `beta[t]`.
"""

from __future__ import annotations

import numpy as np

from checkers import domains
from checkers.domains import Array, Numbers


def linear(b1: float, bT: float, T: int) -> Array:
    """Table of β with β_1..β_T equally spaced from `b1` to `bT`.

    Ho et al. 2020, section 4 (1e-4 to 0.02 in 1000 steps). Raises ValueError unless β in [0, 1], T >= 1.
    """
    return _from_step_1(np.linspace(*_ends(b1, bT), domains.count(T, "T")))


def scaled_linear(b1: float, bT: float, T: int) -> Array:
    """Table of β with √β_1..√β_T equally spaced from √b1 to √bT, also called quadratic.

    Rombach et al. 2022 (0.00085 to 0.012 in 1000 steps for Stable Diffusion 1.5). Raises as `linear`.
    """
    b1, bT = _ends(b1, bT)
    return _from_step_1(np.linspace(np.sqrt(b1), np.sqrt(bT), domains.count(T, "T")) ** 2)


def cosine(T: int, s: float = 0.008, clip: float = 0.999) -> Array:
    """Table of β of the cosine schedule, each at most `clip`.

    Nichol & Dhariwal 2021, eq. 17. Raises ValueError unless T >= 1, s >= 0 and clip is in [0, 1].
    """
    T = domains.count(T, "T")
    return beta_from_alpha_bar(cosine_alpha_bar(np.arange(T + 1), T, s), clip)


def by_name(kind: str, T: int, b1: float = 1e-4, bT: float = 0.02) -> Array:
    """Table of β of the schedule called 'linear', 'quadratic' or 'cosine' (which needs no ends).

    Raises ValueError for another name, and as the schedule itself does.
    """
    match kind:
        case "linear":
            return linear(b1, bT, T)
        case "quadratic":
            return scaled_linear(b1, bT, T)
        case "cosine":
            return cosine(T)
    raise ValueError(f"no schedule is called {kind!r}: linear, quadratic or cosine")


def linear_beta(t: Numbers, b1: float, bT: float, T: int) -> Array:
    """β_t of the linear schedule, without a table.

    β_t = b1 + (bT - b1)(t - 1)/(T - 1), `t` in 1..T, any shape. Raises ValueError outside, and as `linear`.
    """
    b1, bT = _ends(b1, bT)
    T = domains.count(T, "T")
    return b1 + (bT - b1) * (domains.step(t, T, first=1) - 1) / max(T - 1, 1)


def linear_sum(t: Numbers, b1: float, bT: float, T: int) -> Array:
    """β_1 + ... + β_t of the linear schedule: t times the mean of its first and last term.

    `t` in 0..T, of any shape; the empty sum is 0. Raises ValueError outside, and as `linear`.
    """
    b1, bT = _ends(b1, bT)
    T = domains.count(T, "T")
    t = domains.step(t, T, first=0)
    return t * (b1 + (bT - b1) * (t - 1) / max(T - 1, 1) / 2)


def cosine_alpha_bar(t: Numbers, T: int, s: float = 0.008) -> Array:
    """ᾱ_t of the cosine schedule before any clipping: f(t)/f(0), f(t) = cos²((t/T + s)/(1 + s)·π/2).

    Nichol & Dhariwal 2021, eq. 17. `t` in 0..T, any shape. Raises ValueError outside, unless T >= 1, s >= 0.
    """
    T, offset = domains.count(T, "T"), domains.non_negative(s, "s")
    return _cosine_f(domains.step(t, T, first=0) / T, offset) / _cosine_f(np.zeros(()), offset)


def alpha_bar(beta: Numbers) -> Array:
    """Table of ᾱ_t = (1 - β_1)...(1 - β_t), the share of signal power left after t steps.

    Ho et al. 2020, eq. 4. From and to T + 1 entries. Raises ValueError unless β_0 = 0 and all are in [0, 1].
    """
    return np.cumprod(1 - _table(beta, "beta", 0.0), dtype=np.float64)


def beta_from_alpha_bar(alpha_bar: Numbers, clip: float = 1.0) -> Array:
    """Table of β_t = min(1 - ᾱ_t/ᾱ_{t-1}, clip), the inverse of `alpha_bar` where nothing is clipped.

    Nichol & Dhariwal 2021, section 3.2. Raises ValueError unless ᾱ_0 = 1, ᾱ never rises, and is 0 only last.
    """
    a = _table(alpha_bar, "alpha_bar", 1.0)
    if (a[:-1] == 0).any() or (np.diff(a) > 0).any():
        raise ValueError("alpha_bar must not rise, and may be 0 at its last step only")
    return _from_step_1(np.minimum((a[:-1] - a[1:]) / a[:-1], float(domains.unit(clip, "clip"))))


def alpha_bar_estimate(beta: Numbers) -> Array:
    """Table of exp(-(β_1 + ... + β_t)), the small-β estimate of ᾱ_t from above. Raises as `alpha_bar`."""
    return np.exp(-np.cumsum(_table(beta, "beta", 0.0)))


def second_order_factor(beta: Numbers) -> Array:
    """Table of exp(-½(β_1² + ... + β_t²)), the correction of `alpha_bar_estimate` by the next order.

    Raises as `alpha_bar`.
    """
    return np.exp(-0.5 * np.cumsum(_table(beta, "beta", 0.0) ** 2))


def snr(alpha_bar: Numbers) -> Array:
    """ᾱ/(1 - ᾱ), signal power over noise power; inf at ᾱ = 1. Any shape. Raises ValueError outside [0, 1]."""
    a = domains.unit(alpha_bar, "alpha_bar")
    with np.errstate(divide="ignore"):
        return a / (1 - a)


def log_snr(alpha_bar: Numbers) -> Array:
    """log SNR in nats, from -inf at ᾱ = 0 to inf at 1. Any shape. Raises ValueError outside [0, 1]."""
    a = domains.unit(alpha_bar, "alpha_bar")
    with np.errstate(divide="ignore"):
        return np.log(a) - np.log1p(-a)


def half_log_snr(alpha_bar: Numbers) -> Array:
    """λ = ½ log SNR = log(α/σ), in nats. Lu et al. 2022 (DPM-Solver). Ranges and errors as `log_snr`."""
    return log_snr(alpha_bar) / 2


def alpha_bar_from_snr(snr: Numbers) -> Array:
    """ᾱ = SNR/(1 + SNR), the inverse of `snr`; 1 at inf. Any shape. Raises ValueError for a negative SNR."""
    with np.errstate(divide="ignore"):
        return 1 / (1 + 1 / domains.non_negative(snr, "snr"))


def alpha_bar_from_log_snr(log_snr: Numbers) -> Array:
    """ᾱ = 1/(1 + exp(-log SNR)), the inverse of `log_snr`, without overflow. Any shape."""
    return np.exp(-np.logaddexp(0.0, -domains.real(log_snr, "log_snr")))


def alpha_bar_from_half_log_snr(half_log_snr: Numbers) -> Array:
    """ᾱ = 1/(1 + exp(-2λ)), the inverse of `half_log_snr`. Any shape."""
    return alpha_bar_from_log_snr(2 * domains.real(half_log_snr, "half_log_snr"))


def first_below(alpha_bar: Numbers, threshold: float) -> int:
    """The first step t with alpha_bar[t] < threshold, so alpha_bar[t - 1] is still at or above it.

    Raises ValueError if it never falls below, does not start at 1, or the threshold is outside [0, 1].
    """
    below = _table(alpha_bar, "alpha_bar", 1.0) < domains.unit(threshold, "threshold")
    if not below.any():
        raise ValueError(f"alpha_bar never falls below {threshold}")
    return int(np.argmax(below))


def zero_terminal_snr(alpha_bar: Numbers) -> Array:
    """Table of ᾱ with √ᾱ shifted and scaled so that ᾱ_T = 0 and ᾱ_1 (and ᾱ_0 = 1) stay.

    Lin et al. 2023, algorithm 1. Raises ValueError unless ᾱ_0 = 1 and ᾱ falls between step 1 and step T.
    """
    r = np.sqrt(_table(alpha_bar, "alpha_bar", 1.0))
    if r[1] <= r[-1]:
        raise ValueError("alpha_bar must fall after step 1")
    r[1:] = (r[1:] - r[-1]) * (r[1] / (r[1] - r[-1]))
    return r**2


def zero_terminal_beta(alpha_bar: Numbers) -> Array:
    """Table of the β that lead to `zero_terminal_snr(alpha_bar)`; the last is 1. Raises as both functions."""
    return beta_from_alpha_bar(zero_terminal_snr(alpha_bar))


def shift_resolution(alpha_bar: Numbers, s: float) -> Array:
    """ᾱ after shifting log SNR by -2 log s: the level at which an image `s` times larger looks as noisy.

    Hoogeboom et al. 2023 (simple diffusion), section 3.1: averaging s × s pixels divides the noise
    variance by s². Any shape, s > 0. Raises ValueError otherwise.
    """
    return alpha_bar_from_log_snr(log_snr(alpha_bar) - 2 * np.log(domains.positive(s, "s")))


def _cosine_f(u: Array, s: Array) -> Array:
    return np.cos((u + s) / (1 + s) * np.pi / 2) ** 2


def _ends(b1: float, bT: float) -> tuple[float, float]:
    return float(domains.unit(b1, "b1")), float(domains.unit(bT, "bT"))


def _from_step_1(beta: Array) -> Array:
    return np.concatenate([[0.0], beta])


def _table(values: Numbers, name: str, start: float) -> Array:
    table = domains.unit(values, name)
    if table.ndim != 1 or len(table) < 2 or table[0] != start:
        raise ValueError(f"{name} must be a table for t = 0..T that starts with {name}[0] = {start:g}")
    return table
