"""What pictures cost: FLOPs, seconds, pictures per hour, memory, money, and whether that is good enough.

FLOPs and rates go together: TFLOPs with TFLOP/s. 1 GB is 10^9 bytes, 1 GiB 2^30. Arguments may be arrays
that broadcast. Every function raises ValueError, with the argument's name, for a count that is not whole or
below 1, a utilisation or load outside (0, 1], a rate that is not positive, a cost, time or memory below 0.
"""

from __future__ import annotations

import numpy as np

from checkers import domains
from checkers.domains import Array, Numbers

ROUNDING = 1e-12  # a quotient that is whole but for rounding counts as whole

# ---- FLOPs of a picture ----------------------------------------------------------------------------------


def evaluations(N: Numbers, m: Numbers = 2, guided_share: Numbers = 1.0) -> Array:
    """Evaluations of the denoiser in N steps: N m with m per step (2 with guidance, 1 without or distilled).

    With guidance in a share of the steps only, the others cost one: N (1 + guided_share (m - 1)).
    """
    share = domains.unit(guided_share, "guided_share")
    return _whole(N, "N") * (1 + share * (_whole(m, "m") - 1))


def heun_evaluations(N: Numbers, m: Numbers = 2) -> Array:
    """(2 N - 1) m evaluations of N Heun steps: two each, one in the last. Karras et al. 2022, algorithm 1."""
    return (2 * _whole(N, "N") - 1) * _whole(m, "m")


def picture_flops(F: Numbers, N: Numbers, m: Numbers = 2, once: Numbers = 0.0) -> Array:
    """N m F + once: FLOPs of a picture, in the unit of `F`, the FLOPs of one evaluation.

    `once` is what runs once per picture: text encoder and decoder.
    """
    return evaluations(N, m) * domains.non_negative(F, "F") + domains.non_negative(once, "once")


def token_flops(active_weights: Numbers) -> Array:
    """2 FLOPs per active weight: one token of a language model, without the scores of its attention."""
    return 2 * domains.positive(active_weights, "active_weights")


def tokens_for_flops(flops: Numbers, active_weights: Numbers) -> Array:
    """How many tokens of a language model cost as much: flops/(2 · active weights)."""
    return domains.non_negative(flops, "flops") / token_flops(active_weights)


# ---- seconds and pictures per hour -----------------------------------------------------------------------


def effective_rate(P: Numbers, u: Numbers) -> Array:
    """P u, the rate that is really reached, in the unit of the peak `P`."""
    return domains.positive(P, "P") * _share(u, "u")


def utilisation(flops: Numbers, seconds: Numbers, P: Numbers) -> Array:
    """flops/(seconds · P), the share of the peak in a measured time; above 1 something was miscounted."""
    work = domains.non_negative(flops, "flops")
    return work / (domains.positive(seconds, "seconds") * domains.positive(P, "P"))


def seconds_per_picture(flops: Numbers, P: Numbers, u: Numbers = 1.0, overhead: Numbers = 0.0) -> Array:
    """flops/(P u) + overhead, in seconds."""
    work = domains.non_negative(flops, "flops")
    return work / effective_rate(P, u) + domains.non_negative(overhead, "overhead")


def pictures_per_hour(seconds: Numbers, batch: Numbers = 1) -> Array:
    """3600 · batch/seconds, where a batch is finished every `seconds`."""
    return 3600 * _whole(batch, "batch") / domains.positive(seconds, "seconds")


def seconds_for_rate(pictures: Numbers) -> Array:
    """Seconds that one picture may take for so many per hour, one after another: 3600/pictures."""
    return 3600 / domains.positive(pictures, "pictures")


def most_steps(F: Numbers, rate: Numbers, seconds: Numbers, m: Numbers = 2, overhead: Numbers = 0.0) -> Array:
    """The largest whole N with N m F/rate + overhead <= seconds; 0 where not even one step fits.

    `rate` is the effective one.
    """
    left = domains.positive(seconds, "seconds") - domains.non_negative(overhead, "overhead")
    per_step = _whole(m, "m") * domains.positive(F, "F") / domains.positive(rate, "rate")
    return np.asarray(np.floor(np.maximum(left, 0) / per_step * (1 + ROUNDING)))[()]


def most_steps_for_rate(
    F: Numbers, rate: Numbers, pictures: Numbers, m: Numbers = 2, overhead: Numbers = 0.0
) -> Array:
    """The largest whole number of steps that still gives so many pictures per hour. As `most_steps`."""
    return most_steps(F, rate, seconds_for_rate(pictures), m, overhead)


def rate_needed(flops: Numbers, seconds: Numbers, overhead: Numbers = 0.0) -> Array:
    """Effective rate at which a picture takes `seconds`, of which `overhead` are spent outside the denoiser.

    Raises ValueError where the overhead alone takes that long.
    """
    left = domains.positive(seconds, "seconds") - domains.non_negative(overhead, "overhead")
    return domains.non_negative(flops, "flops") / domains.positive(left, "seconds - overhead")


def gpus_needed(pictures: Numbers, per_gpu: Numbers, load: Numbers = 1.0) -> Array:
    """Whole accelerators for so many pictures per hour, each giving `per_gpu` at full load, run at `load`."""
    each = domains.positive(per_gpu, "per_gpu") * _share(load, "load")
    needed = domains.non_negative(pictures, "pictures") / each
    return np.asarray(np.ceil(needed * (1 - ROUNDING)))[()]


def speed_up(part: Numbers, factor: Numbers) -> Array:
    """1/(1 - part + part/factor), of the whole, when a `part` of its time gets `factor` times faster."""
    p = domains.unit(part, "part")
    return 1 / (1 - p + p / domains.positive(factor, "factor"))


# ---- batches ---------------------------------------------------------------------------------------------


def batch_seconds(B: Numbers, flops: Numbers, rate: Numbers, fixed: Numbers = 0.0) -> Array:
    """fixed + B flops/rate, the seconds of a batch at a constant rate; `fixed` are paid once per batch."""
    work = _whole(B, "B") * domains.non_negative(flops, "flops") / domains.positive(rate, "rate")
    return domains.non_negative(fixed, "fixed") + work


def roofline_seconds(flops: Numbers, moved: Numbers, P: Numbers, bandwidth: Numbers) -> Array:
    """max(flops/P, moved/bandwidth): arithmetic and memory traffic overlap, the slower one decides.

    `moved` are the bytes read and written, in the unit of `bandwidth` times seconds. Williams et al. 2009.
    """
    arithmetic = domains.non_negative(flops, "flops") / domains.positive(P, "P")
    traffic = domains.non_negative(moved, "moved") / domains.positive(bandwidth, "bandwidth")
    return np.asarray(np.maximum(arithmetic, traffic))[()]


def compute_bound_batch(flops: Numbers, moved: Numbers, P: Numbers, bandwidth: Numbers) -> Array:
    """The batch from which on arithmetic decides and no longer the reading of the weights; need not be whole.

    B flops/P = moved/bandwidth, with `flops` of one item and `moved` bytes of weights read once per batch.
    """
    traffic = domains.non_negative(moved, "moved") / domains.positive(bandwidth, "bandwidth")
    return traffic * domains.positive(P, "P") / domains.positive(flops, "flops")


# ---- memory and money ------------------------------------------------------------------------------------


def weights_gb(weights: Numbers, bytes_each: Numbers = 2) -> Array:
    """GB (10^9 bytes) of so many weights."""
    return domains.non_negative(weights, "weights") * domains.positive(bytes_each, "bytes_each") / 1e9


def memory_left_gb(G: Numbers, weights: Numbers, bytes_each: Numbers = 2) -> Array:
    """GB that remain of a memory of `G` GB beside the weights; negative when they do not fit."""
    return domains.non_negative(G, "G") - weights_gb(weights, bytes_each)


def training_gb(weights: Numbers, bytes_each: Numbers = 16) -> Array:
    """GB of weights, gradients and optimiser in training with Adam, without activations.

    16 bytes each: 2 + 2 for weights and gradients in half precision, 4 + 4 + 4 for a copy of the weights and
    both moments in full precision. Rajbhandari et al. 2020 (ZeRO), section 3.1.
    """
    return weights_gb(weights, bytes_each)


def gib_from_gb(gb: Numbers) -> Array:
    """GiB (2^30 bytes) from GB (10^9 bytes)."""
    return domains.non_negative(gb, "gb") * 1e9 / 2**30


def gb_from_gib(gib: Numbers) -> Array:
    """GB (10^9 bytes) from GiB (2^30 bytes), the inverse of `gib_from_gb`."""
    return domains.non_negative(gib, "gib") * 2**30 / 1e9


def price(per_hour: Numbers, pictures: Numbers, load: Numbers = 1.0) -> Array:
    """per_hour/(pictures · load): one picture, from the price of an hour and the pictures of a full hour."""
    made = domains.positive(pictures, "pictures") * _share(load, "load")
    return domains.non_negative(per_hour, "per_hour") / made


def price_in_cents(per_hour: Numbers, pictures: Numbers, load: Numbers = 1.0) -> Array:
    """Cents for one picture, with `per_hour` in dollars."""
    return 100 * price(per_hour, pictures, load)


def watt_hours(watts: Numbers, seconds: Numbers) -> Array:
    """Energy in watt-hours: watts · seconds/3600."""
    return domains.non_negative(watts, "watts") * domains.non_negative(seconds, "seconds") / 3600


# ---- requirements ----------------------------------------------------------------------------------------


def at_most(value: Numbers, limit: Numbers) -> Array:
    """1 where the value keeps the limit, 0 where it does not; a value at the limit keeps it."""
    return np.asarray(domains.real(value, "value") <= domains.real(limit, "limit"), np.float64)[()]


def at_least(value: Numbers, target: Numbers) -> Array:
    """1 where the value reaches the target, 0 where it does not."""
    return at_most(target, value)


def tightest(used: Numbers, allowed: Numbers) -> Array:
    """The largest used/allowed of several budgets, lists of one length; above 1 at least one is broken."""
    spent, limits = domains.non_negative(used, "used"), domains.positive(allowed, "allowed")
    return np.asarray(np.max(spent / limits))[()]


def _whole(n: Numbers, name: str) -> Array:
    number = domains.positive(n, name)
    if not np.all(np.isfinite(number) & (number == np.floor(number))):
        raise ValueError(f"{name} counts from 1")
    return number


def _share(u: Numbers, name: str) -> Array:
    return domains.positive(domains.unit(u, name), name)
