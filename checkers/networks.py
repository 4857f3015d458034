"""Weights and FLOPs of the layers of a denoiser, and of whole transformers and U-Nets.

A multiply-add is 2 FLOPs. FLOPs are those of matrix products and convolutions; normalisations, activations
and the adding of biases are left out. h and w are the sides of the map that a layer writes. Sizes may be
arrays that broadcast. Every function raises ValueError, with the argument's name, for a size that is not
whole or below 1.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from checkers import domains, latents
from checkers.domains import Array, Numbers

# ---- weights ---------------------------------------------------------------------------------------------


def linear_weights(d_in: Numbers, d_out: Numbers, bias: bool = False) -> Array:
    """d_in d_out weights of a linear layer, and d_out more with a bias."""
    return conv_weights(d_in, d_out, 1, bias)


def conv_weights(C_in: Numbers, C_out: Numbers, k: Numbers = 3, bias: bool = False) -> Array:
    """k² C_in C_out weights of a k × k convolution, and C_out more with a bias."""
    c, d = _whole(C_in, "C_in"), _whole(C_out, "C_out")
    return _whole(k, "k") ** 2 * c * d + (d if bias else 0)


def residual_block_weights(C_in: Numbers, C_out: Numbers | None = None, k: Numbers = 3) -> Array:
    """Weights of two k × k convolutions, C_in to C_out to C_out, without biases: 2 k² C² at one width C.

    Where the width changes, the 1 × 1 convolution of the shortcut is counted too.
    """
    c, d = _whole(C_in, "C_in"), _whole(C_in if C_out is None else C_out, "C_out")
    shortcut = np.where(c == d, 0.0, conv_weights(c, d, 1))
    return conv_weights(c, d, k) + conv_weights(d, d, k) + shortcut


def unet_residual_weights(
    C: float, multipliers: Sequence[float], blocks: int = 4, middle: int = 1, k: int = 3
) -> Array:
    """Weights of the residual blocks of a U-Net: `blocks` at each width m C, and `middle` more at the last.

    Each is a `residual_block_weights` of one width: 2 k² C² (blocks Σ m² + middle m_last²) in all.
    `blocks` counts those of encoder and decoder together; `middle` may be 0.
    """
    per_width = residual_block_weights(domains.count(C, "C") * _widening(multipliers), k=k)
    blocks, middle = domains.count(blocks, "blocks"), _count_or_none(middle, "middle")
    return np.asarray(blocks * np.sum(per_width) + middle * per_width[-1])[()]


def unet_deepest_share(multipliers: Sequence[float], blocks: int = 4, middle: int = 1) -> Array:
    """Share of `unet_residual_weights` at the last width, in (0, 1]; the base width cancels."""
    m_2 = _widening(multipliers) ** 2
    blocks, middle = domains.count(blocks, "blocks"), _count_or_none(middle, "middle")
    return np.asarray((blocks + middle) * m_2[-1] / (blocks * np.sum(m_2) + middle * m_2[-1]))[()]


def attention_weights(d: Numbers, d_context: Numbers | None = None) -> Array:
    """Weights of the query, key, value and output layers at width `d`: 4 d², without biases.

    In cross-attention keys and values read tokens of width `d_context`: 2 d² + 2 d d_context.
    """
    width = _whole(d, "d")
    return 2 * width**2 + 2 * width * (width if d_context is None else _whole(d_context, "d_context"))


def transformer_block_weights(d: Numbers, mlp: Numbers = 4, adaptive: bool = False) -> Array:
    """Weights of one transformer block: (4 + 2 mlp) d², so 12 d² for the usual mlp = 4.

    4 d² of attention, and two layers d to mlp d and back. `adaptive` adds the 6 d² with which a DiT block
    computes scales, shifts and gates from the timestep (Peebles & Xie 2023, adaLN-Zero): they work once per
    picture, not once per token. Raises ValueError unless mlp > 0.
    """
    width = _whole(d, "d")
    return (4 + 2 * domains.positive(mlp, "mlp") + (6 if adaptive else 0)) * width**2


def transformer_weights(d: Numbers, layers: Numbers, mlp: Numbers = 4, adaptive: bool = False) -> Array:
    """Weights of `layers` transformer blocks, without embeddings, biases and the last layer."""
    return _whole(layers, "layers") * transformer_block_weights(d, mlp, adaptive)


# ---- FLOPs of one evaluation -----------------------------------------------------------------------------


def linear_flops(d_in: Numbers, d_out: Numbers, n: Numbers = 1) -> Array:
    """2 n d_in d_out FLOPs of a linear layer applied at `n` positions."""
    return 2 * linear_weights(d_in, d_out) * _whole(n, "n")


def conv_flops(C_in: Numbers, C_out: Numbers, h: Numbers, w: Numbers, k: Numbers = 3) -> Array:
    """2 k² C_in C_out h w FLOPs of a k × k convolution: every weight works at every position it writes."""
    return 2 * conv_weights(C_in, C_out, k) * _whole(h, "h") * _whole(w, "w")


def residual_block_flops(
    C_in: Numbers, h: Numbers, w: Numbers, C_out: Numbers | None = None, k: Numbers = 3
) -> Array:
    """FLOPs of the convolutions of `residual_block_weights` on an h × w map."""
    return 2 * residual_block_weights(C_in, C_out, k) * _whole(h, "h") * _whole(w, "w")


def transformer_block_flops(n: Numbers, d: Numbers, mlp: Numbers = 4) -> Array:
    """FLOPs of one transformer block over n tokens: 24 n d² + 4 n² d for the usual mlp = 4."""
    return latents.attention_flops(n, d) + latents.feed_forward_flops(n, d, mlp)


def transformer_flops(n: Numbers, d: Numbers, layers: Numbers, mlp: Numbers = 4) -> Array:
    """FLOPs of one evaluation of `layers` transformer blocks over n tokens of width d."""
    return _whole(layers, "layers") * transformer_block_flops(n, d, mlp)


def weight_positions(flops: Numbers, weights: Numbers) -> Array:
    """At how many positions a weight works on average, flops/(2 · weights); h w for a convolution.

    Raises ValueError unless flops >= 0 and weights > 0.
    """
    return domains.non_negative(flops, "flops") / (2 * domains.positive(weights, "weights"))


def _whole(n: Numbers, name: str) -> Array:
    number = domains.positive(n, name)
    if not np.all(np.isfinite(number) & (number == np.floor(number))):
        raise ValueError(f"{name} counts from 1")
    return number


def _count_or_none(n: int, name: str) -> int:
    return 0 if n == 0 else domains.count(n, name)


def _widening(multipliers: Sequence[float]) -> Array:
    m = _whole(multipliers, "multipliers")
    if m.ndim != 1 or not len(m):
        raise ValueError("multipliers must be a list of whole numbers")
    return m
