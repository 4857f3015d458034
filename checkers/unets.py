"""Weights and FLOPs of the U-Nets of Stable Diffusion, added up layer by layer.

A level has residual blocks, and behind each of them transformer blocks that attend to the latent and to the
text; from level to level half the positions per side remain. Weights include biases and normalisations; FLOPs
are those of matrix products and convolutions, 2 per multiply-add. Rombach et al. 2022, Podell et al. 2023
(SDXL), and the configuration files of both. A model is 'sd-1.5' or 'sdxl'; ValueError for another name.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from checkers import domains, latents
from checkers import networks as net
from checkers.domains import Array

LATENT_CHANNELS, TEXT_TOKENS = 4, 77
BLOCKS = 2  # residual blocks of a level in the encoder; in the decoder there is one more
DOWNSAMPLING = 8  # of the autoencoder

Layer = tuple[float, float]  # weights, FLOPs


@dataclass(frozen=True)
class UNet:
    """Widths of the levels, transformer blocks behind each residual block, widths of what else is read."""

    widths: tuple[int, ...]
    depths: tuple[int, ...]
    middle_depth: int
    text_width: int
    size_width: int | None = None  # of the embedded picture size and text summary


UNETS: Mapping[str, UNet] = {
    "sd-1.5": UNet((320, 640, 1280, 1280), (1, 1, 1, 0), 1, 768),
    "sdxl": UNet((320, 640, 1280), (0, 2, 10), 10, 2048, 2816),
}


def weights(model: str) -> Array:
    """Weights of the denoiser: 859,520,964 for 'sd-1.5', 2,567,463,684 for 'sdxl'."""
    return np.asarray(_totals(_unet(model), 64)[0])[()]


def flops(model: str, H: int) -> Array:
    """FLOPs of one evaluation for a square picture of side `H`: about 6.8e12 for 'sdxl' at 1024.

    Raises ValueError unless H is a multiple of 8 times 2 per halving: 64 for 'sd-1.5', 32 for 'sdxl'.
    """
    unet = _unet(model)
    smallest = DOWNSAMPLING * 2 ** (len(unet.widths) - 1)
    if domains.count(H, "H") % smallest:
        raise ValueError(f"H must be a multiple of {smallest} for {model}, not {H}")
    return np.asarray(_totals(unet, H // DOWNSAMPLING)[1])[()]


def _unet(model: str) -> UNet:
    if model not in UNETS:
        raise ValueError(f"no U-Net is called {model!r}: {' or '.join(UNETS)}")
    return UNETS[model]


@lru_cache(maxsize=64)
def _totals(unet: UNet, side: int) -> Layer:
    layers = list(_layers(unet, side))
    return sum(float(weights) for weights, _ in layers), sum(float(flops) for _, flops in layers)


def _layers(unet: UNet, side: int) -> Iterator[Layer]:
    """All layers, from the timestep's embedding to the last convolution, on a latent of this side."""
    time = 4 * unet.widths[0]
    yield from _embedding(unet.widths[0], time)
    if unet.size_width is not None:
        yield from _embedding(unet.size_width, time)
    yield _conv(LATENT_CHANNELS, unet.widths[0], side)
    width, kept = unet.widths[0], [unet.widths[0]]  # what the decoder will read again
    levels = list(zip(unet.widths, unet.depths, strict=True))
    for number, (d, depth) in enumerate(levels):
        for _ in range(BLOCKS):
            yield from _stage(unet, width, d, side, depth)
            width = d
            kept.append(width)
        if number < len(levels) - 1:
            side //= 2
            yield _conv(width, width, side)
            kept.append(width)
    yield from _stage(unet, width, width, side, unet.middle_depth)
    yield from _residual(width, width, side, time)
    for number, (d, depth) in reversed(list(enumerate(levels))):
        for _ in range(BLOCKS + 1):
            yield from _stage(unet, width + kept.pop(), d, side, depth)
            width = d
        if number:
            side *= 2
            yield _conv(width, width, side)
    yield _norm(width)
    yield _conv(width, LATENT_CHANNELS, side)


def _stage(unet: UNet, C_in: int, C_out: int, side: int, depth: int) -> Iterator[Layer]:
    yield from _residual(C_in, C_out, side, 4 * unet.widths[0])
    if depth:
        yield from _transformer(C_out, side * side, depth, unet.text_width)


def _residual(C_in: int, C_out: int, side: int, time: int) -> Iterator[Layer]:
    yield from (_norm(C_in), _conv(C_in, C_out, side))
    yield _linear(time, C_out, 1)
    yield from (_norm(C_out), _conv(C_out, C_out, side))
    if C_in != C_out:
        yield _conv(C_in, C_out, side, k=1)


def _transformer(d: int, n: int, depth: int, text_width: int) -> Iterator[Layer]:
    yield from (_norm(d), _linear(d, d, n), _linear(d, d, n))  # into the blocks, and out of them
    for _ in range(depth):
        yield from (_norm(d), _attention(d, latents.attention_flops(n, d), d))
        yield from (
            _norm(d),
            _attention(d, latents.cross_attention_flops(n, TEXT_TOKENS, d, text_width), text_width),
        )
        yield from (_norm(d), _linear(d, 8 * d, n), _linear(4 * d, d, n))  # one half gates the other


def _attention(d: int, flops: Array, context: int) -> Layer:
    return float(net.attention_weights(d, context)) + d, float(flops)  # only the output layer has a bias


def _embedding(d_in: int, time: int) -> Iterator[Layer]:
    yield from (_linear(d_in, time, 1), _linear(time, time, 1))


def _conv(C_in: int, C_out: int, side: int, k: int = 3) -> Layer:
    return float(net.conv_weights(C_in, C_out, k, bias=True)), float(
        net.conv_flops(C_in, C_out, side, side, k)
    )


def _linear(d_in: int, d_out: int, n: int) -> Layer:
    return float(net.linear_weights(d_in, d_out, bias=True)), float(net.linear_flops(d_in, d_out, n))


def _norm(C: int) -> Layer:
    return 2.0 * C, 0.0
