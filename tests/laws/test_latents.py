"""Latents: arrays of the stated shapes, products counted one by one, drawn noise, ways that keep a length."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import forward, gaussians, images, latents, schedules
from checkers.compare import equal
from checkers.domains import Array

factors = st.sampled_from([1, 2, 4, 8, 16, 32])
counts = st.integers(1, 64)
shares = st.floats(0, 1)
levels = st.floats(0.001, 0.999)
angles = st.floats(0, 3.1)


# How many numbers


@given(factors, counts, counts, counts)
def test_a_latent_has_as_many_numbers_as_an_array_of_its_shape(f: int, h: int, w: int, c: int) -> None:
    z = np.zeros(latents.latent_shape(h * f, w * f, f, c))
    assert z.shape == (c, h, w)
    assert latents.latent_values(h * f, w * f, f, c) == z.size
    assert latents.positions(h * f, w * f, f) == z[0].size


@given(factors, counts, counts, counts)
def test_the_ratios_are_those_of_counted_numbers_at_every_resolution(f: int, h: int, w: int, c: int) -> None:
    H, W = h * f, w * f
    values = images.value_count(H, W) / latents.latent_values(H, W, f, c)
    places = images.pixel_count(H, W) / latents.positions(H, W, f)
    assert equal(latents.compression_ratio(f, c), values, rel=1e-14)
    assert equal(latents.position_ratio(f), places, rel=1e-14)
    assert equal(latents.attention_ratio(f), places**2, rel=1e-14)


def test_the_systems_of_the_lesson_have_the_sizes_it_states() -> None:
    assert latents.latent_shape(512, 512) == (4, 64, 64)
    assert latents.latent_values(512, 512) == 16384
    assert latents.latent_values(1024, 1024) == 65536
    assert latents.latent_values(1024, 1024, channels=16) == 262144
    assert latents.compression_ratio(8, 4) == 48
    assert latents.compression_ratio(8, 16) == 12
    assert latents.position_ratio(8) == 64
    assert latents.attention_ratio([1, 8]).tolist() == [1, 4096]


def test_bytes_shrink_less_than_numbers_because_a_pixel_is_one_byte() -> None:
    picture, latent = np.zeros((3, 512, 512), np.uint8), np.zeros((4, 64, 64), np.float16)
    assert latents.byte_ratio(8, 4) == picture.nbytes / latent.nbytes == 24
    assert latents.byte_ratio(8, 4, image_bytes=4, latent_bytes=4) == latents.compression_ratio(8, 4)


# Tokens


def test_tokens_are_blocks_of_the_latent() -> None:
    assert latents.dit_tokens(512, 512) == 1024
    assert latents.dit_tokens(256, 256, 8, 4) == 64
    assert latents.dit_tokens(512, 256, 8, 1) == latents.positions(512, 256)
    z = np.arange(2 * 4 * 6, dtype=float).reshape(2, 4, 6)
    tokens = latents.patchify(z, 2)
    assert tokens.shape == (2 * 3, latents.token_values(2, 2))
    assert sorted(tokens[4]) == sorted(z[:, 2:4, 2:4].ravel())  # the second row of blocks, its second block
    assert tokens[0].tolist() == [z[c, y, x] for y in (0, 1) for x in (0, 1) for c in (0, 1)]


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 4), st.integers(1, 5))
def test_the_latent_can_be_put_together_again(p: int, rows: int, columns: int, C: int) -> None:
    z = np.random.default_rng(1).standard_normal((C, rows * p, columns * p))
    tokens = latents.patchify(z, p)
    assert tokens.shape == (
        latents.dit_tokens(8 * rows * p, 8 * columns * p, 8, p),
        latents.token_values(p, C),
    )
    assert equal(latents.unpatchify(tokens, p, rows * p, columns * p), z)


# What attention costs: every product of two matrices counted by its sizes


def product_flops(a: Array, b: Array) -> int:
    """One multiplication and one addition for each term of each entry."""
    (rows, inner), (_, columns) = a.shape, b.shape
    return int(2 * rows * inner * columns)


@given(st.integers(1, 30), st.integers(1, 6), st.integers(1, 4))
def test_a_layer_of_attention_is_the_products_it_consists_of(n: int, head_width: int, heads: int) -> None:
    d = head_width * heads
    x, W, q = np.zeros((n, d)), np.zeros((d, d)), np.zeros((n, head_width))
    scores = q @ q.T
    projections = 4 * product_flops(x, W)
    mixing = heads * (product_flops(q, q.T) + product_flops(scores, q))
    assert latents.attention_projection_flops(n, d) == projections
    assert latents.attention_score_flops(n, d) == mixing
    assert latents.attention_flops(n, d) == projections + mixing
    assert latents.attention_scores(n, heads) == heads * scores.size
    assert latents.attention_matrix_bytes(n, 4, heads, 3) == 3 * heads * scores.astype(np.float32).nbytes


@given(st.integers(1, 30), st.integers(1, 9), st.integers(1, 12), st.integers(1, 12))
def test_attention_to_the_text_is_linear_in_the_picture(n: int, m: int, d: int, d_text: int) -> None:
    x, text, W, W_text = np.zeros((n, d)), np.zeros((m, d_text)), np.zeros((d, d)), np.zeros((d_text, d))
    k = text @ W_text
    by_hand = 2 * product_flops(x, W) + 2 * product_flops(text, W_text)
    by_hand += product_flops(x, k.T) + product_flops(x @ k.T, k)
    assert latents.cross_attention_flops(n, m, d, d_text) == by_hand
    assert latents.cross_attention_flops(n, n, d, d) == latents.attention_flops(n, d)


@given(st.integers(1, 3000))
def test_below_the_crossover_projections_cost_more_and_above_it_scores(d: int) -> None:
    n = latents.attention_crossover(d)
    assert latents.attention_projection_flops(n, d) == latents.attention_score_flops(n, d)
    assert latents.attention_projection_flops(n - 1, d) > latents.attention_score_flops(n - 1, d)
    assert latents.attention_projection_flops(n + 1, d) < latents.attention_score_flops(n + 1, d)


def test_the_feed_forward_and_the_convolution_are_products_too() -> None:
    n, d = 12, 5
    x, up, down = np.zeros((n, d)), np.zeros((d, 4 * d)), np.zeros((4 * d, d))
    assert latents.feed_forward_flops(n, d) == product_flops(x, up) + product_flops(x @ up, down)
    patches, kernel = np.zeros((n, 3 * 3 * 6)), np.zeros((3 * 3 * 6, 7))
    assert latents.convolution_flops(n, 6, 7) == product_flops(patches, kernel)
    assert latents.convolution_flops(n, 6, 7, 1) == product_flops(np.zeros((n, 6)), np.zeros((6, 7)))
    assert latents.convolution_flops(64 * 64, 320, 320) == 18 * 64 * 64 * 320**2


def test_the_numbers_of_the_lesson() -> None:
    assert latents.mebibytes(latents.attention_matrix_bytes(64 * 64)) == 32
    assert latents.gibibytes(latents.attention_matrix_bytes(512 * 512)) == 128
    assert equal(latents.attention_projection_flops(4096, 320) / 1e9, 3.35544, digits=6)
    assert equal(latents.attention_score_flops(4096, 320) / 1e9, 21.4748, digits=6)
    assert latents.attention_crossover(320) == 640
    assert latents.attention_matrix_bytes([2, 4]).tolist() == [8, 32]


@given(st.floats(1, 1e15))
def test_units_agree_with_each_other(size: float) -> None:
    assert equal(latents.gibibytes(size) * 1024, latents.mebibytes(size), rel=1e-14)
    assert equal(latents.gigabytes(size) * 1000, latents.megabytes(size), rel=1e-14)
    assert equal(latents.gigabytes(size), latents.gibibytes(size) * 1.073741824, rel=1e-14)
    assert equal(latents.macs_from_flops(latents.flops_from_macs(size)), size)
    assert latents.flops_from_macs(3) == 6


# The scale


@given(st.floats(0.01, 20), st.floats(-9, 9), st.floats(-50, 50))
def test_what_the_encoder_gives_the_decoder_gets_back(k: float, shift: float, z: float) -> None:
    there = latents.to_diffusion(z, k, shift)
    assert equal(latents.to_decoder(there, k, shift), z, rel=1e-9, abs=1e-9)
    assert equal(latents.latent_std(latents.scale_factor(k)), k, rel=1e-14)


def test_the_factor_gives_drawn_latents_unit_variance() -> None:
    z = np.random.default_rng(2).normal(0.7, 5.49, (4, 4, 64, 64))
    k = latents.measured_scale(z)
    scaled = latents.to_diffusion(z, k, z.mean())
    assert equal(scaled.std(), 1, rel=1e-12)
    assert abs(scaled.mean()) < 1e-12
    assert abs(k - 0.18215) < 5 * 0.18215 / math.sqrt(2 * z.size)


def test_the_published_factors_are_those_of_the_published_widths() -> None:
    assert equal(latents.latent_std(0.18215), 5.48998, digits=6)
    assert equal(latents.to_diffusion(8.2, 0.18215), 1.49363, digits=6)
    assert equal(latents.to_diffusion([1.1159, 3.0], 0.3611, 0.1159), [0.3611, 0.3611 * 2.8841], rel=1e-12)


@given(levels, st.floats(0.05, 20))
def test_latents_left_unscaled_are_less_noisy_than_the_schedule_says(a: float, std: float) -> None:
    share = forward.signal_share(a, std**2)
    assert equal(latents.snr_of_data(a, std), share / (1 - share), rel=1e-9)
    assert equal(latents.alpha_bar_of_data(a, std), share, rel=1e-9)
    assert equal(latents.snr_of_data(a, 1), schedules.snr(a), rel=1e-14)


def test_drawn_unscaled_latents_have_that_ratio_of_powers() -> None:
    rng = np.random.default_rng(3)
    n, a, std = 100_000, 0.2, 5.5
    z, eps = rng.normal(0, std, n), rng.standard_normal(n)
    measured = forward.mean(z, a).var() / (forward.q_sample(z, a, eps) - forward.mean(z, a)).var()
    expected = latents.snr_of_data(a, std)
    assert abs(measured - expected) < 5 * expected * math.sqrt(4 / n)
    assert latents.alpha_bar_of_data([0.0, 1.0], std).tolist() == [0, 1]


# The ceiling


@given(st.floats(1e-9, 10), st.floats(0.1, 300))
def test_mean_squared_error_and_decibels_translate_both_ways(m: float, peak: float) -> None:
    assert equal(latents.mse_from_psnr(latents.psnr(m, peak), peak), m, rel=1e-9)
    assert equal(latents.psnr(m / 10, peak), latents.psnr(m, peak) + 10, abs=1e-9)


@given(st.floats(1e-6, 1))
def test_the_decibels_of_a_picture_do_not_depend_on_its_range(m: float) -> None:
    in_levels = latents.error_in_levels(m) ** 2
    assert equal(latents.psnr(m), latents.psnr(m / 4, 1), abs=1e-9)
    assert equal(latents.psnr(m), latents.psnr(in_levels, 255), abs=1e-9)


def test_errors_of_drawn_pictures_are_measured_and_perfect_copies_have_none() -> None:
    rng = np.random.default_rng(4)
    x = images.to_model(rng.integers(0, 256, (3, 64, 64)))
    y = x + rng.normal(0, 0.1, x.shape)
    assert abs(latents.mse(x, y) - 0.01) < 5 * 0.01 * math.sqrt(2 / x.size)
    assert latents.mse(x, x) == 0
    assert latents.psnr(0) == np.inf
    assert equal(latents.psnr(0.004), 30, rel=1e-12)
    assert equal(latents.error_in_levels(latents.mse(images.to_model(17), images.to_model(10))), 7, rel=1e-12)


# Between two latents


def test_drawn_noises_have_the_lengths_stated_along_the_straight_way() -> None:
    rng = np.random.default_rng(5)
    d, n = 400, 4000
    for lam in (0.0, 0.25, 0.5, 1.0):
        squares = [
            np.sum(latents.lerp(rng.standard_normal(d), rng.standard_normal(d), lam) ** 2) for _ in range(n)
        ]
        expected = latents.lerp_norm(d, lam) ** 2
        assert abs(np.mean(squares) - expected) < 5 * expected * math.sqrt(2 / d / n)
    assert latents.lerp_norm(d, 0) == gaussians.typical_norm(d) == 20


@given(shares, angles)
def test_the_straight_way_between_unit_vectors_has_the_length_of_the_chord_point(
    lam: float, angle: float
) -> None:
    u, v = np.array([1.0, 0.0]), np.array([math.cos(angle), math.sin(angle)])
    assert equal(latents.lerp_factor(lam, angle), np.linalg.norm(latents.lerp(u, v, lam)), rel=1e-9)


@given(shares, st.integers(1, 10**6))
def test_right_angles_and_independent_noises_shrink_alike(lam: float, d: int) -> None:
    shrunk = latents.lerp_factor(lam)
    assert equal(shrunk**2, latents.lerp_variance(lam), rel=1e-12)
    assert equal(latents.lerp_norm(d, lam) / gaussians.typical_norm(d), shrunk, rel=1e-12)
    variance = gaussians.variance_of_sum(1 - lam, 1, lam, 1)
    assert equal(latents.lerp_variance(lam), variance, rel=1e-14)
    assert shrunk >= latents.lerp_factor(0.5) - 1e-15


def test_the_midpoint_is_29_percent_too_short_in_every_dimension() -> None:
    assert equal(latents.lerp_factor(0.5), 0.707107, digits=6)
    assert equal(latents.lerp_norm(16384, 0.5), 90.5097, digits=6)
    assert latents.lerp_factor([0.0, 1.0], math.pi).tolist() == [1, 1]
    assert equal(latents.lerp_factor(0.5, math.pi), 0, abs=1e-12)
    assert latents.lerp_factor(0.3, 0) == 1


@given(angles, shares, st.integers(0, 99))
def test_the_great_circle_keeps_the_length_and_shares_out_the_angle(
    angle: float, lam: float, seed: int
) -> None:
    plane, _ = np.linalg.qr(np.random.default_rng(seed).standard_normal((6, 2)))
    a = 7 * plane[:, 0]
    b = 7 * (math.cos(angle) * plane[:, 0] + math.sin(angle) * plane[:, 1])
    point = latents.slerp(a, b, lam)
    assert equal(np.linalg.norm(point), 7, rel=1e-7)
    assert equal(latents.angle_between(a, point), lam * angle, abs=1e-7)
    assert equal(latents.angle_between(point, b), (1 - lam) * angle, abs=1e-7)


@given(st.floats(1e-9, 3.14159))
def test_small_and_large_angles_are_both_seen(angle: float) -> None:
    v = np.array([[math.cos(angle), math.sin(angle)]])
    assert equal(latents.angle_between([[2.0, 0.0]], 3 * v), angle, rel=1e-9)


def test_both_ways_begin_and_end_at_the_vectors_and_agree_where_there_is_no_angle() -> None:
    rng = np.random.default_rng(6)
    a, b = rng.standard_normal((2, 4, 8, 8))
    for way in (latents.lerp, latents.slerp, latents.noise_mix):
        frames = way(a, b, [0.0, 1.0])
        assert frames.shape == (2, 4, 8, 8)
        assert equal(frames, np.stack([a, b]), rel=1e-12)
        assert equal(way(a, b, 0.3), way(b, a, 0.7), rel=1e-9, abs=1e-12)
    assert equal(latents.slerp(a, 2 * a, 0.25), latents.lerp(a, 2 * a, 0.25), rel=1e-12)
    assert latents.lerp(1.0, 3.0, 0.5) == 2


def test_for_right_angles_the_weights_are_cosine_and_sine() -> None:
    a, b = latents.slerp_weights([0.0, 1 / 3, 0.5], math.pi / 2)
    assert equal(a, [1, math.cos(math.pi / 6), math.sqrt(0.5)], rel=1e-14)
    assert equal(b, [0, 0.5, math.sqrt(0.5)], rel=1e-14)


def test_mixed_noise_is_noise_again() -> None:
    a, b = np.random.default_rng(7).standard_normal((2, 100_000))
    for lam in (0.2, 0.5):
        mixed = latents.noise_mix(a, b, lam)
        assert abs(mixed.var() - 1) < 5 * math.sqrt(2 / a.size)
        assert equal(latents.slerp(a, b, 0.5), latents.noise_mix(a, b, 0.5), rel=0.02, abs=0.02)


# Refusals

REFUSED: dict[str, Callable[[], object]] = {
    "H must be a multiple of 8": lambda: latents.latent_shape(500, 512),
    "W counts": lambda: latents.positions(512, 0),
    "f counts": lambda: latents.latent_values(512, 512, 0),
    "channels counts": lambda: latents.latent_values(512, 512, 8, 0),
    "channels must be whole": lambda: latents.compression_ratio(8, 0.5),
    "f must be whole": lambda: latents.attention_ratio(0),
    "latent_bytes must": lambda: latents.byte_ratio(8, 4, 0),
    "H must be a multiple of 16": lambda: latents.dit_tokens(520, 512),
    "patch counts": lambda: latents.token_values(0),
    r"z must have shape \(C, h, w\)": lambda: latents.patchify(np.zeros((4, 4)), 2),
    "w must be a multiple of 2": lambda: latents.patchify(np.zeros((4, 4, 3)), 2),
    "tokens must have shape": lambda: latents.unpatchify(np.zeros((3, 16)), 2, 4, 4),
    "n must be whole": lambda: latents.attention_matrix_bytes(0),
    "heads must be whole": lambda: latents.attention_scores(4, 1.5),
    "bytes_per_number must": lambda: latents.attention_matrix_bytes(4, -2),
    "d must be whole": lambda: latents.attention_flops(4, np.inf),
    "m must be whole": lambda: latents.cross_attention_flops(4, 0, 8, 8),
    "expansion must": lambda: latents.feed_forward_flops(4, 4, 0),
    "kernel must be whole": lambda: latents.convolution_flops(4, 4, 4, 0),
    "size must": lambda: latents.mebibytes(-1),
    "macs must": lambda: latents.flops_from_macs(-1),
    "k must": lambda: latents.to_decoder(1, 0),
    "std must": lambda: latents.measured_scale([2.0, 2.0]),
    "alpha_bar must": lambda: latents.snr_of_data(1.1, 1),
    "mse must": lambda: latents.psnr(-1),
    "peak must": lambda: latents.mse_from_psnr(30, 0),
    "y has shape": lambda: latents.mse([1.0, 2.0], [1.0]),
    "lam must": lambda: latents.lerp(0, 1, 1.5),
    "z_b has shape": lambda: latents.slerp([1.0, 2.0], [1.0, 2.0, 3.0], 0.5),
    "the length of z_b must": lambda: latents.angle_between([1.0, 2.0], [0.0, 0.0]),
    "must not be opposite": lambda: latents.slerp([1.0, 2.0], [-2.0, -4.0], 0.5),
    "angle must": lambda: latents.slerp_weights(0.5, math.pi),
}


@pytest.mark.parametrize("rule", REFUSED)
def test_what_has_no_meaning_is_refused_in_words(rule: str) -> None:
    with pytest.raises(ValueError, match=rule):
        REFUSED[rule]()
