"""The figures of the loss show the numbers that their captions promise."""

from __future__ import annotations

import numpy as np
import pytest

from app.figures.losses import LOG_SNR, ErrorFactors, ImpliedWeights, LossFloors, PredictionAxes, ray


def test_errors_are_unchanged_where_signal_and_noise_are_equal_and_grow_at_opposite_ends() -> None:
    middle = int(np.argmin(np.abs(LOG_SNR)))
    there, back = ErrorFactors().factor("eps", "x_0"), ErrorFactors().factor("x_0", "eps")
    assert there[middle] == pytest.approx(1)
    assert there == pytest.approx(back[::-1])
    assert there[0] == pytest.approx(np.exp(3))
    assert max(ErrorFactors().factor("v", "x_0").max(), ErrorFactors().factor("v", "eps").max()) < 1


def test_the_clipped_weight_follows_the_snr_until_the_clip() -> None:
    weights = ImpliedWeights(gamma=5).weights()
    low = np.exp(LOG_SNR) < 5
    assert weights["min-SNR, γ = 5"][low] == pytest.approx(np.exp(LOG_SNR[low]))
    assert weights["min-SNR, γ = 5"][~low] == pytest.approx(5)
    assert weights["loss on v"] - weights["loss on ε"] == pytest.approx(weights["loss on x₀"])


def test_a_floor_is_drawn_for_each_variance() -> None:
    svg = str(LossFloors(variances=(0.1, 0.25, 1)).draw())
    assert all(f"variance {variance}" in svg for variance in (0.1, 0.25, 1))


def test_the_readings_stand_at_right_angles_and_add_up_to_the_pixel() -> None:
    figure = PredictionAxes()
    on_x_t, on_v = figure.feet()
    assert on_x_t @ on_v == pytest.approx(0)
    assert on_x_t + on_v == pytest.approx([figure.x_0, figure.eps])
    assert "xₜ = 1.62, v = 0.66" in str(figure.draw())


def test_the_axis_of_what_the_network_sees_has_the_cosine_of_the_signal_and_stays_in_the_plot() -> None:
    axis = ray(np.arccos(0.8), "", "ink")
    assert axis.y == pytest.approx(0.75 * axis.x)
    assert axis.x[-1] == pytest.approx(2, abs=0.01)
    assert ray(np.arccos(-0.6), "", "ink").x[-1] == pytest.approx(-1.2, abs=0.01)
