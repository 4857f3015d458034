"""Weights and FLOPs of layers: counted one by one in loops that do the work, never by the same formula."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers import latents, networks
from checkers.compare import equal

sizes = st.integers(1, 6)


def multiply_adds_of_a_convolution(c: int, d: int, h: int, w: int, k: int) -> int:
    """One per kernel entry, input channel, output channel and position, counted."""
    kernel = np.ones((d, c, k, k))
    return sum(kernel[out].size for out in range(d) for _ in range(h) for _ in range(w))


@given(sizes, sizes, sizes, sizes, st.sampled_from([1, 3, 5]))
def test_a_convolution_costs_two_flops_for_each_multiply_add(c: int, d: int, h: int, w: int, k: int) -> None:
    counted = multiply_adds_of_a_convolution(c, d, h, w, k)
    assert networks.conv_flops(c, d, h, w, k) == 2 * counted
    assert networks.conv_flops(c, d, h, w, k) == latents.convolution_flops(h * w, c, d, k)


@given(sizes, sizes, st.booleans())
def test_weights_are_the_entries_of_the_arrays_that_a_layer_keeps(c: int, d: int, bias: bool) -> None:
    more = np.zeros(d).size if bias else 0
    assert networks.conv_weights(c, d, bias=bias) == np.zeros((d, c, 3, 3)).size + more
    assert networks.linear_weights(c, d, bias) == np.zeros((d, c)).size + more


@given(sizes, sizes, sizes)
def test_a_linear_layer_is_a_convolution_of_size_1(c: int, d: int, n: int) -> None:
    assert networks.linear_flops(c, d, n) == networks.conv_flops(c, d, n, 1, k=1)


@given(sizes, sizes, sizes, sizes)
def test_a_residual_block_is_its_convolutions_and_a_shortcut_where_the_width_changes(
    c: int, d: int, h: int, w: int
) -> None:
    weights = np.zeros((d, c, 3, 3)).size + np.zeros((d, d, 3, 3)).size + (c * d if c != d else 0)
    assert networks.residual_block_weights(c, d) == weights
    assert networks.residual_block_flops(c, h, w, d) == 2 * h * w * weights


def test_a_residual_block_of_width_320_is_worked_out_by_hand() -> None:
    assert networks.residual_block_weights(320) == 1_843_200  # 18 · 102400
    assert networks.residual_block_weights(320, 640) == 1_843_200 + 3_686_400 + 204_800


@given(st.lists(st.integers(1, 8), min_size=1, max_size=5), st.integers(1, 4), st.integers(0, 2))
def test_the_residual_blocks_of_a_unet_are_the_sum_over_a_list_of_blocks(
    multipliers: list[int], blocks: int, middle: int
) -> None:
    widths = [16 * m for m in multipliers for _ in range(blocks)] + [16 * multipliers[-1]] * middle
    each = [np.zeros((2, width, width, 3, 3)).size for width in widths]
    assert networks.unet_residual_weights(16, multipliers, blocks, middle) == sum(each)
    deepest = sum(each[(len(multipliers) - 1) * blocks :])
    assert equal(networks.unet_deepest_share(multipliers, blocks, middle), deepest / sum(each), rel=1e-14)


def test_the_deepest_width_holds_everything_where_it_is_the_only_one() -> None:
    assert networks.unet_deepest_share([4]) == 1
    assert networks.unet_deepest_share([1, 1, 1, 1], 4, 0) == 0.25


@given(st.integers(1, 40), st.integers(1, 40))
def test_attention_to_text_of_ones_own_width_has_as_many_weights_as_to_oneself(d: int, other: int) -> None:
    assert networks.attention_weights(d) == networks.attention_weights(d, d) == 4 * d * d
    assert networks.attention_weights(d, other) == sum(
        np.zeros(shape).size for shape in [(d, d), (d, other), (d, other), (d, d)]
    )


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 4))
def test_all_but_the_scores_of_a_transformer_is_one_use_of_each_weight_per_token(
    n: int, d: int, mlp: int
) -> None:
    scores = 2 * n * n * d + 2 * n * n * d  # QKᵀ, and the weighted sum of the values
    weights = networks.transformer_block_weights(d, mlp)
    assert equal(networks.transformer_block_flops(n, d, mlp), 2 * n * weights + scores, rel=1e-14)
    assert weights == sum(np.zeros(shape).size for shape in [(4, d, d), (mlp * d, d), (d, mlp * d)])


def test_a_transformer_is_its_blocks_and_adaptive_ones_have_half_as_many_weights_again() -> None:
    assert networks.transformer_weights(1152, 28) == 28 * networks.transformer_block_weights(1152)
    assert networks.transformer_flops(256, 1152, 28) == 28 * networks.transformer_block_flops(256, 1152)
    assert networks.transformer_weights(64, 3, adaptive=True) == 1.5 * networks.transformer_weights(64, 3)


def test_the_largest_dit_has_the_weights_and_the_multiply_adds_of_its_paper() -> None:
    """Peebles & Xie 2023, on DiT-XL/2 at 256 px: 675 M weights and 118.6 "Gflops" (multiply-adds)."""
    weights = networks.transformer_weights(1152, 28, adaptive=True)
    assert 0.98 < weights / 675e6 < 1
    macs = networks.transformer_flops(latents.dit_tokens(256, 256), 1152, 28) / 2
    assert 0.98 < macs / 118.6e9 < 1


@given(sizes, sizes, sizes, sizes)
def test_a_convolution_uses_each_weight_at_every_position(c: int, d: int, h: int, w: int) -> None:
    flops, weights = networks.conv_flops(c, d, h, w), networks.conv_weights(c, d)
    assert networks.weight_positions(flops, weights) == h * w


def test_sizes_may_be_arrays() -> None:
    assert networks.conv_weights([1, 2], [3, 4]).tolist() == [27, 72]
    assert networks.residual_block_weights([2, 3]).tolist() == [72, 162]
    assert networks.transformer_block_flops([1, 2], 1).tolist() == [28, 64]


REFUSED: dict[str, Callable[[], object]] = {
    "C_in": lambda: networks.conv_weights(0, 1),
    "C_out": lambda: networks.residual_block_weights(4, 2.5),
    "k": lambda: networks.conv_weights(1, 1, 0),
    "h": lambda: networks.conv_flops(1, 1, 0, 1),
    "w": lambda: networks.residual_block_flops(1, 1, -1),
    "n": lambda: networks.transformer_block_flops(0, 1),
    "d": lambda: networks.attention_weights(0),
    "d_context": lambda: networks.attention_weights(1, 0.5),
    "mlp": lambda: networks.transformer_block_weights(1, 0),
    "layers": lambda: networks.transformer_weights(1, 0),
    "multipliers": lambda: networks.unet_residual_weights(16, [1, 0.5]),
    "blocks": lambda: networks.unet_residual_weights(16, [1], 0),
    "middle": lambda: networks.unet_deepest_share([1], 1, -1),
    "weights": lambda: networks.weight_positions(1, 0),
    "flops": lambda: networks.weight_positions(-1, 1),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_size_that_no_layer_has_is_refused_by_name(name: str) -> None:
    with pytest.raises(ValueError, match=rf"^{name}\b"):
        REFUSED[name]()


def test_multipliers_are_a_list() -> None:
    for given_ in ([], [[1, 2]]):
        with pytest.raises(ValueError, match="multipliers"):
            networks.unet_residual_weights(16, given_)  # type: ignore[arg-type]  # what a caller may get wrong
