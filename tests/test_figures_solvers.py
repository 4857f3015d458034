"""The figures of solvers show what the lesson says of them."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from app.figures import figure_of
from app.figures.solvers import BUDGETS, CompassChecks, WhatNoiseCorrects, errors
from checkers import karras, solvers


def test_euler_cuts_the_bend_and_heun_stays_close() -> None:
    figure = CompassChecks()
    exact = 3 * np.exp(-0.75 * np.arange(5))
    euler, heun = figure.way(solvers.euler_step), figure.way(solvers.heun_step)
    assert np.all(euler[1:] < exact[1:])
    assert np.all(np.abs(heun - exact)[1:] < np.abs(euler - exact)[1:])
    assert euler[4] == pytest.approx(3 * 0.25**4)


def test_heun_starts_behind_euler_and_the_multistep_method_leads_from_nine_evaluations() -> None:
    euler, heun, multistep = errors("euler"), errors("heun"), errors("2m")
    small = np.array(BUDGETS) < 15
    assert np.all(heun[small] > euler[small])
    assert np.all(heun[~small] < euler[~small])
    from_nine = np.array(BUDGETS) >= 9
    assert np.all(multistep[from_nine] < np.minimum(euler, heun)[from_nine])


def test_the_slopes_of_the_race_are_the_orders() -> None:
    for kind, order in (("euler", 1), ("heun", 2), ("2m", 2)):
        found = solvers.order(errors(kind)[-5], errors(kind)[-1], BUDGETS[-1], BUDGETS[-5])
        assert found == pytest.approx(order, abs=0.35)


def test_the_errors_of_the_race_fit_on_its_axis() -> None:
    for kind in ("euler", "heun", "2m"):
        assert np.all((errors(kind) > 1e-4) & (errors(kind) < 10))


def test_noise_tames_a_biased_score_from_either_side() -> None:
    figure, c = WhatNoiseCorrects(), np.array([0.0, 1.0, 3.0])
    assert figure.spread(1.0, c) == pytest.approx(np.ones(3))
    assert figure.spread(0.9, c) == pytest.approx([1.661, 1.118, 1.061], abs=1e-3)
    assert np.all(np.diff(figure.spread(1.1, c)) > 0)
    assert figure.spread(0.9, np.array([1e3]))[0] == pytest.approx(1 / np.sqrt(0.9), rel=1e-4)


def test_the_grids_drawn_have_the_levels_asked_for() -> None:
    assert karras.count_below(karras.sigmas(18), 1.0) == 7
    assert "18 noise levels" in figure_of("noise-grids", {"levels": 18}).draw()


def test_a_figure_refuses_what_it_cannot_draw() -> None:
    with pytest.raises(ValidationError):
        figure_of("what-noise-corrects", {"factor": 1.5})
    with pytest.raises(ValidationError):
        figure_of("paths-in-sigma", {"sigma_max": 0})
