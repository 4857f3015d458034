"""The figures of flow matching show what the exact flow does."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from app.figures import figure_of
from app.figures.flows import FewSteps, Tracks, pairs
from checkers import flows


def crossings(curves: np.ndarray) -> int:
    """How many pairs of curves (n, times) are in another order at the end than at the start."""
    start, end = curves[:, 0], curves[:, -1]
    before = np.sign(start[:, None] - start)
    return int((before * (end[:, None] - end) < 0).sum()) // 2


def test_tracks_cross_and_leaves_do_not() -> None:
    figure = Tracks()
    assert crossings(figure.tracks()) > 20
    assert crossings(figure.leaves()) == 0


def test_tracks_are_straight_and_leaves_bend() -> None:
    def bend(curves: np.ndarray) -> float:
        return float(np.abs(curves[:, 50] - (curves[:, 0] + curves[:, 100]) / 2).max())

    assert bend(Tracks().tracks()) < 1e-12
    assert bend(Tracks().leaves()) > 0.2


def test_leaves_end_in_the_data_and_random_pairs_deal_every_point_equally() -> None:
    assert np.abs(Tracks().leaves()[:, -1]) == pytest.approx(np.ones(10), abs=1e-6)
    data, _ = pairs((-1.0, 1.0), "random", 24)
    assert data.sum() == 0


def test_reflowed_pairs_do_not_cross() -> None:
    figure = Tracks(pairing="reflowed")
    assert crossings(figure.tracks()) == 0
    data, noise = pairs((-1.0, 1.0), "reflowed", 24)
    assert np.array_equal(data, np.sign(noise))


def test_one_step_draws_the_mean_of_the_data_and_many_the_heaps() -> None:
    figure, noise = FewSteps(), np.linspace(-2, 2, 9)
    assert figure.sample(noise, 1) == pytest.approx(np.full(9, np.dot(figure.weights, figure.means)))
    nearest = np.abs(figure.sample(noise, 64)[:, None] - np.asarray(figure.means)).min(axis=1)
    assert np.quantile(nearest, 0.8) < 0.3


def test_the_velocity_drawn_at_the_noise_end_is_the_place_itself() -> None:
    assert flows.two_point_velocity(1.5, 1.0) == 1.5
    assert "t = 0.3" in str(figure_of("flow-marginal-velocity", {}).draw())


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("flow-marginal-velocity", {"times": [0.0]}),
        ("flow-few-steps", {"steps": [0]}),
        ("flow-shift-curves", {"factors": [-1]}),
        ("flow-tracks", {"pairing": "sorted"}),
    ],
)
def test_options_without_meaning_are_refused(name: str, options: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        figure_of(name, options)
