"""Every figure a lesson can name is drawn from the checkers and well formed."""

from __future__ import annotations

from xml.etree import ElementTree

import numpy as np
import pytest
from pydantic import ValidationError

from app.figures import FIGURES, figure_of
from app.figures.forward import alpha_bar
from checkers import schedules


@pytest.mark.parametrize("name", FIGURES)
def test_each_figure_draws_well_formed_svg_with_a_name(name: str) -> None:
    svg = str(figure_of(name, {}).draw())
    ElementTree.fromstring(f"<div>{svg}</div>")
    assert "nan" not in svg
    assert "aria-label=" in svg or "t = " in svg


def test_an_unknown_figure_or_option_is_refused() -> None:
    with pytest.raises(KeyError):
        figure_of("nothing", {})
    with pytest.raises(ValidationError):
        figure_of("coefficients", {"schedul": "linear"})
    with pytest.raises(ValidationError):
        figure_of("alpha-bar-curves", {"schedules": ["magic"]})


def test_the_curves_are_the_schedules_of_the_literature() -> None:
    assert np.array_equal(alpha_bar("linear"), schedules.alpha_bar(schedules.linear(1e-4, 0.02, 1000)))
    assert alpha_bar("cosine")[500] == pytest.approx(0.4938435904)
    assert alpha_bar("scaled-linear")[1000] == pytest.approx(0.0046600985)


def test_the_steps_of_the_cloud_are_said_under_it() -> None:
    svg = str(figure_of("dissolve", {"steps": [0, 10]}).draw())
    assert "t = 0" in svg
    assert "t = 10" in svg
