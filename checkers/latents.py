"""Latents: how many numbers, what attention over them costs, their scale, and the ways between them.

Sizes of one picture are plain whole numbers; ratios and costs take arrays of sizes too. A multiply-add is 2
FLOPs; softmax, norms and biases are left out. Costs are those of one layer and one picture.
"""

from __future__ import annotations

import numpy as np

from checkers import domains, schedules
from checkers.domains import Array, Numbers

# How many numbers


def latent_shape(H: int, W: int, f: int = 8, channels: int = 4) -> tuple[int, int, int]:
    """Shape (channels, H/f, W/f) of the latent of a picture of H rows and W columns.

    Rombach et al. 2022, section 3.1. SD 1.5 and SDXL have f = 8 and 4 channels, SD3 and FLUX 16 channels.
    Raises ValueError unless all count from 1 and both sides are multiples of `f`.
    """
    return domains.count(channels, "channels"), _shrunk(H, f, "H"), _shrunk(W, f, "W")


def positions(H: int, W: int, f: int = 8) -> int:
    """Positions h·w of the latent grid; f = 1 counts the pixels. Raises as `latent_shape`."""
    return _shrunk(H, f, "H") * _shrunk(W, f, "W")


def latent_values(H: int, W: int, f: int = 8, channels: int = 4) -> int:
    """Numbers in the latent, channels times positions: 16384 for SD 1.5. Raises as `latent_shape`."""
    return domains.count(channels, "channels") * positions(H, W, f)


def compression_ratio(f: Numbers, channels: Numbers, image_channels: Numbers = 3) -> Array:
    """How many times fewer numbers than the picture, f²·image_channels/channels: 48 for SD 1.5.

    The resolution cancels. Raises ValueError unless all count from 1.
    """
    picture = _whole(image_channels, "image_channels")
    return position_ratio(f) * picture / _whole(channels, "channels")


def byte_ratio(f: Numbers, channels: Numbers, latent_bytes: Numbers = 2, image_bytes: Numbers = 1) -> Array:
    """How many times fewer bytes, with 1 byte for each number of a picture and 2 for one in fp16.

    Raises as `compression_ratio`, and unless bytes are positive.
    """
    stored = domains.positive(image_bytes, "image_bytes") / domains.positive(latent_bytes, "latent_bytes")
    return compression_ratio(f, channels) * stored


def position_ratio(f: Numbers) -> Array:
    """How many times fewer positions, f²: 64 for f = 8. Raises ValueError unless f counts from 1."""
    return _whole(f, "f") ** 2


def attention_ratio(f: Numbers) -> Array:
    """How many times fewer attention scores at equal depth of the network, f⁴: 4096 for f = 8.

    Raises ValueError unless f counts from 1.
    """
    return position_ratio(f) ** 2


# Tokens of a transformer


def dit_tokens(H: int, W: int, f: int = 8, patch: int = 2) -> int:
    """Tokens of a diffusion transformer, one for each patch × patch block of latent positions.

    Peebles & Xie 2023, section 3.2. Raises ValueError unless both sides are multiples of f·patch.
    """
    return positions(H, W, domains.count(f, "f") * domains.count(patch, "patch"))


def token_values(patch: int = 2, channels: int = 4) -> int:
    """Numbers in one token before it is embedded, patch²·channels. Raises unless both count from 1."""
    return domains.count(patch, "patch") ** 2 * domains.count(channels, "channels")


def patchify(z: Numbers, patch: int) -> Array:
    """Tokens (n, patch·patch·C) of a latent (C, h, w), row by row; inside a token the channel runs fastest.

    Peebles & Xie 2023, section 3.2. Raises ValueError unless h and w are multiples of `patch`.
    """
    z, p = domains.real(z, "z"), domains.count(patch, "patch")
    if z.ndim != 3:
        raise ValueError(f"z must have shape (C, h, w), not {z.shape}")
    C, h, w = z.shape[0], _shrunk(z.shape[1], p, "h", "patch"), _shrunk(z.shape[2], p, "w", "patch")
    return z.reshape(C, h, p, w, p).transpose(1, 3, 2, 4, 0).reshape(h * w, p * p * C)


def unpatchify(tokens: Numbers, patch: int, h: int, w: int) -> Array:
    """The latent (C, h, w) that these tokens (n, patch·patch·C) came from, the inverse of `patchify`.

    Raises ValueError unless h and w are multiples of `patch` and the tokens fill the grid.
    """
    tokens, p = domains.real(tokens, "tokens"), domains.count(patch, "patch")
    rows, columns = _shrunk(h, p, "h", "patch"), _shrunk(w, p, "w", "patch")
    if tokens.ndim != 2 or len(tokens) != rows * columns or tokens.shape[1] % p**2:
        raise ValueError(f"tokens must have shape ({rows * columns}, {p**2}·C), not {tokens.shape}")
    C = tokens.shape[1] // p**2
    return tokens.reshape(rows, columns, p, p, C).transpose(4, 0, 2, 1, 3).reshape(C, rows * p, columns * p)


# What attention and its neighbours cost


def attention_scores(n: Numbers, heads: Numbers = 1, batch: Numbers = 1) -> Array:
    """Entries of the score matrices, batch·heads·n². Raises ValueError unless all count from 1."""
    return _whole(batch, "batch") * _whole(heads, "heads") * _whole(n, "n") ** 2


def attention_matrix_bytes(
    n: Numbers, bytes_per_number: Numbers = 2, heads: Numbers = 1, batch: Numbers = 1
) -> Array:
    """Bytes of those matrices if they are stored; 2 bytes a number in fp16 and bf16, 4 in fp32.

    Fused kernels (Dao et al. 2022) never store them. Raises ValueError unless sizes count from 1.
    """
    return attention_scores(n, heads, batch) * domains.positive(bytes_per_number, "bytes_per_number")


def attention_projection_flops(n: Numbers, d: Numbers) -> Array:
    """FLOPs of the four n × d by d × d products (query, key, value, output), 8nd². Raises unless >= 1."""
    return 8 * _whole(n, "n") * _whole(d, "d") ** 2


def attention_score_flops(n: Numbers, d: Numbers) -> Array:
    """FLOPs of QKᵀ and of the weighted sum of values, 4n²d, however many heads share the width d.

    Raises ValueError unless both count from 1.
    """
    return 4 * _whole(n, "n") ** 2 * _whole(d, "d")


def attention_flops(n: Numbers, d: Numbers) -> Array:
    """FLOPs of a layer of self-attention over n positions of width d, 8nd² + 4n²d. Raises unless >= 1."""
    return attention_projection_flops(n, d) + attention_score_flops(n, d)


def attention_crossover(d: Numbers) -> Array:
    """The n above which the quadratic part costs more than the projections, 2d. Raises unless d >= 1."""
    return 2 * _whole(d, "d")


def cross_attention_flops(n: Numbers, m: Numbers, d: Numbers, d_text: Numbers) -> Array:
    """FLOPs of n positions of width d that attend to m text tokens of width d_text: linear in n.

    4nd² for query and output, 4m·d_text·d for key and value, 4nmd for scores and their sum. Raises ValueError
    unless all count from 1.
    """
    n, m = _whole(n, "n"), _whole(m, "m")
    d, d_text = _whole(d, "d"), _whole(d_text, "d_text")
    return 4 * n * d**2 + 4 * m * d_text * d + 4 * n * m * d


def feed_forward_flops(n: Numbers, d: Numbers, expansion: Numbers = 4) -> Array:
    """FLOPs of two layers d → expansion·d → d at n positions, 16nd² for the usual 4. Raises unless > 0."""
    return 4 * domains.positive(expansion, "expansion") * _whole(n, "n") * _whole(d, "d") ** 2


def convolution_flops(positions: Numbers, C_in: Numbers, C_out: Numbers, kernel: Numbers = 3) -> Array:
    """FLOPs of one convolution, 2·kernel²·C_in·C_out a position: 18hwC² for 3 × 3. A residual block has two.

    Raises ValueError unless all count from 1.
    """
    weights = _whole(kernel, "kernel") ** 2 * _whole(C_in, "C_in") * _whole(C_out, "C_out")
    return 2 * weights * _whole(positions, "positions")


def flops_from_macs(macs: Numbers) -> Array:
    """FLOPs of so many multiply-adds: 2 for each. Raises ValueError for a negative number."""
    return 2 * domains.non_negative(macs, "macs")


def macs_from_flops(flops: Numbers) -> Array:
    """Multiply-adds of so many FLOPs, the inverse of `flops_from_macs`."""
    return domains.non_negative(flops, "flops") / 2


# Units of memory


def mebibytes(size: Numbers) -> Array:
    """`size` bytes in MiB, of 2^20 bytes. Raises ValueError for a negative size."""
    return domains.non_negative(size, "size") / 2**20


def gibibytes(size: Numbers) -> Array:
    """`size` bytes in GiB, of 2^30 bytes. Raises ValueError for a negative size."""
    return domains.non_negative(size, "size") / 2**30


def megabytes(size: Numbers) -> Array:
    """`size` bytes in MB, of 10^6 bytes. Raises ValueError for a negative size."""
    return domains.non_negative(size, "size") / 1e6


def gigabytes(size: Numbers) -> Array:
    """`size` bytes in GB, of 10^9 bytes. Raises ValueError for a negative size."""
    return domains.non_negative(size, "size") / 1e9


# The scale of the latents


def scale_factor(std: Numbers) -> Array:
    """The factor k = 1/std that gives latents of this standard deviation unit variance: 0.18215 for SD 1.5.

    Rombach et al. 2022. Raises ValueError unless std > 0.
    """
    return 1 / domains.positive(std, "std")


def latent_std(k: Numbers) -> Array:
    """Standard deviation 1/k of the raw latents, the inverse of `scale_factor`. Raises unless k > 0."""
    return 1 / domains.positive(k, "k")


def measured_scale(z: Numbers) -> Array:
    """1/std over all entries of raw latents of any shape, as the published factors were measured.

    Raises ValueError if all entries are equal.
    """
    return scale_factor(np.std(domains.real(z, "z")))


def to_diffusion(z: Numbers, k: Numbers, shift: Numbers = 0.0) -> Array:
    """What the diffusion model is given for the encoder's output, (z - shift)·k; SD 1.5 has no shift.

    One factor for all entries, or any that broadcast. Raises ValueError unless k > 0.
    """
    return (domains.real(z, "z") - domains.real(shift, "shift")) * domains.positive(k, "k")


def to_decoder(z: Numbers, k: Numbers, shift: Numbers = 0.0) -> Array:
    """What the decoder is given for a finished latent, z/k + shift, the inverse of `to_diffusion`."""
    return domains.real(z, "z") / domains.positive(k, "k") + domains.real(shift, "shift")


def snr_of_data(alpha_bar_t: Numbers, std: Numbers) -> Array:
    """Signal power over noise power for data of this standard deviation, std²·ᾱ/(1 - ᾱ); inf at ᾱ = 1.

    Raises ValueError for ᾱ outside [0, 1] and unless std > 0.
    """
    return domains.positive(std, "std") ** 2 * schedules.snr(alpha_bar_t)


def alpha_bar_of_data(alpha_bar_t: Numbers, std: Numbers) -> Array:
    """The ᾱ at which data of unit variance are as noisy as data of this standard deviation are at ᾱ_t.

    Raises as `snr_of_data`.
    """
    return schedules.alpha_bar_from_snr(snr_of_data(alpha_bar_t, std))


# The ceiling of the autoencoder


def mse(x: Numbers, y: Numbers) -> Array:
    """Mean squared difference over all entries of two pictures. Raises ValueError unless of one shape."""
    x = domains.real(x, "x")
    return np.asarray(np.mean((x - domains.like(y, x, "y")) ** 2))[()]


def psnr(mse: Numbers, peak: Numbers = 2.0) -> Array:
    """Peak signal-to-noise ratio 10·log10(peak²/MSE) in dB; inf for MSE 0.

    `peak` is the width of the range: 2 for [-1, 1], 1 for [0, 1], 255 for levels. Raises ValueError unless
    MSE >= 0 and peak > 0.
    """
    m, p = domains.non_negative(mse, "mse"), domains.positive(peak, "peak")
    with np.errstate(divide="ignore"):
        return np.asarray(20 * np.log10(p) - 10 * np.log10(m))[()]


def mse_from_psnr(psnr: Numbers, peak: Numbers = 2.0) -> Array:
    """Mean squared error peak²·10^(-PSNR/10), the inverse of `psnr`. Raises ValueError unless peak > 0."""
    return domains.positive(peak, "peak") ** 2 * 10 ** (-domains.real(psnr, "psnr") / 10)


def error_in_levels(mse: Numbers) -> Array:
    """Root-mean-square error in grey levels 0..255, 127.5·√MSE, of pictures in [-1, 1].

    Raises ValueError unless MSE >= 0.
    """
    return 127.5 * np.sqrt(domains.non_negative(mse, "mse"))


# Between two latents


def lerp(z_a: Numbers, z_b: Numbers, lam: Numbers) -> Array:
    """(1 - λ) z_a + λ z_b, the straight way; for (F,) values of λ, F frames along a new first axis.

    Raises ValueError unless the shapes agree and λ is in [0, 1].
    """
    z_a, lam = domains.real(z_a, "z_a"), domains.unit(lam, "lam")
    return _mixed(1 - lam, z_a, lam, domains.like(z_b, z_a, "z_b"))


def lerp_factor(lam: Numbers, angle: Numbers = np.pi / 2) -> Array:
    """Length of (1 - λ) u + λ v for u and v of length 1 at this angle in radians.

    √((1-λ)² + λ² + 2λ(1-λ) cos angle). Independent noises of high dimension are at right angles. Raises
    ValueError for λ outside [0, 1].
    """
    lam, angle = domains.unit(lam, "lam"), domains.real(angle, "angle")
    shortfall = 4 * lam * (1 - lam) * np.sin(angle / 2) ** 2
    return np.asarray(np.sqrt(np.maximum(1 - shortfall, 0)))[()]


def lerp_norm(d: Numbers, lam: Numbers) -> Array:
    """Typical length √(d((1-λ)² + λ²)) on the straight way between two noises of d entries.

    Raises ValueError unless d counts from 1 and λ is in [0, 1].
    """
    return np.sqrt(_whole(d, "d") * lerp_variance(lam))


def lerp_variance(lam: Numbers) -> Array:
    """Variance (1-λ)² + λ² of every entry there; 1 only at the ends. Raises for λ outside [0, 1]."""
    lam = domains.unit(lam, "lam")
    return (1 - lam) ** 2 + lam**2


def angle_between(z_a: Numbers, z_b: Numbers) -> Array:
    """Angle in radians, 0..π, between two vectors (arrays of any one shape, read as one vector each).

    Raises ValueError unless the shapes agree and both have a direction.
    """
    u, v = _directions(z_a, z_b)
    apart, along = np.linalg.norm(u - v), np.linalg.norm(u + v)  # arccos is blind near 0 and π
    return np.asarray(2 * np.arctan2(apart, along))[()]


def slerp(z_a: Numbers, z_b: Numbers, lam: Numbers) -> Array:
    """sin((1-λ)θ)/sin θ · z_a + sin(λθ)/sin θ · z_b, the way along the great circle; θ is `angle_between`.

    Shoemake 1985. Frames as `lerp`. Raises ValueError as well for opposite vectors, which no one way joins.
    """
    angle, lam = angle_between(z_a, z_b), domains.unit(lam, "lam")
    if np.sin(angle) < 1e-12 and angle > 1:
        raise ValueError("z_a and z_b must not be opposite")
    a, b = slerp_weights(lam, angle)
    return _mixed(a, domains.real(z_a, "z_a"), b, domains.real(z_b, "z_b"))


def slerp_weights(lam: Numbers, angle: Numbers) -> tuple[Array, Array]:
    """The factors of z_a and z_b in `slerp`; cos(λπ/2) and sin(λπ/2) for a right angle, for 0 as `lerp`.

    Raises ValueError unless λ is in [0, 1] and the angle in [0, π).
    """
    lam, angle = domains.unit(lam, "lam"), domains.non_negative(angle, "angle")
    if np.any(angle >= np.pi):
        raise ValueError("angle must be below π")
    whole = np.sinc(angle / np.pi)  # sin θ / θ, 1 at θ = 0
    return (1 - lam) * np.sinc((1 - lam) * angle / np.pi) / whole, lam * np.sinc(lam * angle / np.pi) / whole


def noise_mix(z_a: Numbers, z_b: Numbers, lam: Numbers) -> Array:
    """The straight way divided by its own shrinkage √((1-λ)² + λ²): unit variance for independent noises.

    Errors as `lerp`.
    """
    lam = domains.unit(lam, "lam")
    z_a, r = domains.real(z_a, "z_a"), np.sqrt(lerp_variance(lam))
    return _mixed((1 - lam) / r, z_a, lam / r, domains.like(z_b, z_a, "z_b"))


def _mixed(a: Array, z_a: Array, b: Array, z_b: Array) -> Array:
    return np.multiply.outer(a, z_a) + np.multiply.outer(b, z_b)


def _directions(z_a: Numbers, z_b: Numbers) -> tuple[Array, Array]:
    z_a = domains.real(z_a, "z_a")
    z_b = domains.real(z_b, "z_b")
    if z_a.shape != z_b.shape:
        raise ValueError(f"z_b has shape {z_b.shape}, the data {z_a.shape}")
    lengths = [
        domains.positive(np.linalg.norm(z), f"the length of {name}")
        for name, z in (("z_a", z_a), ("z_b", z_b))
    ]
    return z_a / lengths[0], z_b / lengths[1]


def _whole(n: Numbers, name: str) -> Array:
    """`n` as float64, every entry a whole number from 1."""
    numbers = domains.real(n, name)
    if not np.all((numbers >= 1) & (numbers == np.floor(numbers)) & np.isfinite(numbers)):
        raise ValueError(f"{name} must be whole, from 1")
    return numbers


def _shrunk(side: int, f: int, name: str, by: str = "f") -> int:
    whole, factor = domains.count(side, name), domains.count(f, by)
    if whole % factor:
        raise ValueError(f"{name} must be a multiple of {factor}, not {whole}")
    return whole // factor
