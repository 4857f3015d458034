"""The U-Nets of Stable Diffusion: the weights of the published files, and costs that scale as they must."""

from __future__ import annotations

import numpy as np
import pytest

from checkers import networks, unets
from checkers.compare import equal


def test_the_weights_are_those_of_the_published_files_to_the_last_one() -> None:
    """The sizes that diffusers reports for the denoisers of Stable Diffusion 1.5 and SDXL base 1.0."""
    assert unets.weights("sd-1.5") == 859_520_964
    assert unets.weights("sdxl") == 2_567_463_684


def test_the_costs_are_those_of_a_count_made_apart() -> None:
    assert equal(unets.flops("sd-1.5", 512), 803_273_441_280, rel=1e-12)
    assert equal(unets.flops("sdxl", 1024), 6_761_236_398_080, rel=1e-12)


@pytest.mark.parametrize("model", unets.UNETS)
def test_the_cost_is_a_polynomial_in_the_positions_whose_square_is_self_attention(model: str) -> None:
    """Convolutions grow with n, scores with n²; what is embedded once is the constant."""
    n = np.array([256, 512, 768, 1024]) ** 2 / 64
    costs = np.array([unets.flops(model, side) for side in (256, 512, 768, 1024)])
    square, _, constant = np.polyfit(n[:3], costs[:3], 2)
    assert equal(np.polyval(np.polyfit(n[:3], costs[:3], 2), n[3]), costs[3], rel=1e-9)
    assert square > 0
    assert 0 < constant < 1e11


def test_self_attention_alone_explains_the_square() -> None:
    n = np.array([256, 512, 768]) ** 2 / 64
    square = np.polyfit(n, [unets.flops("sd-1.5", side) for side in (256, 512, 768)], 2)[0]
    per_level = {0: (320, 5), 1: (640, 5), 2: (1280, 5), 3: (1280, 1)}  # width, layers with attention
    scores = sum(4 * d * layers / 16**level for level, (d, layers) in per_level.items())
    assert equal(square, scores, rel=1e-6)


def test_a_weight_works_at_many_positions_and_never_at_more_than_the_latent_has() -> None:
    assert 400 < networks.weight_positions(unets.flops("sd-1.5", 512), unets.weights("sd-1.5")) < 64 * 64
    assert 1300 < networks.weight_positions(unets.flops("sdxl", 1024), unets.weights("sdxl")) < 128 * 128


def test_an_unknown_model_and_a_side_that_cannot_be_halved_are_refused() -> None:
    with pytest.raises(ValueError, match="no U-Net is called 'sd-3'"):
        unets.weights("sd-3")
    with pytest.raises(ValueError, match=r"^H must be a multiple of 64"):
        unets.flops("sd-1.5", 520)
    with pytest.raises(ValueError, match=r"^H counts from 1"):
        unets.flops("sdxl", 0)
