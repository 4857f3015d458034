"""Plots put every value where the axes say, and nothing outside."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import numpy as np

from app.plots import HEIGHT, WIDTH, Axis, Line, path, plot, ticks

UNIT = Axis(0, 1, ticks((0, 0.5, 1)), "x")


def points(data: str) -> list[tuple[str, float, float]]:
    return [(pen, float(x), float(y)) for pen, x, y in re.findall(r"([ML])([\d.]+) ([\d.]+)", data)]


def test_the_corners_of_the_axes_are_the_corners_of_the_plot() -> None:
    line = Line(np.array([0.0, 1.0]), np.array([0.0, 1.0]), "diagonal", "signal")
    assert points(path(line, UNIT, UNIT)) == [("M", 0, HEIGHT), ("L", WIDTH, 0)]


def test_a_curve_is_cut_where_it_leaves_the_plot_or_is_not_a_number() -> None:
    line = Line(np.linspace(0, 1, 5), np.array([0.1, 2.0, 0.3, np.nan, 0.5]), "wild", "noise")
    assert [pen for pen, _, _ in points(path(line, UNIT, UNIT))] == ["M", "M", "M"]


def test_a_plot_is_well_formed_and_names_itself_and_its_curves() -> None:
    lines = [Line(np.array([0.0, 1.0]), np.array([0.0, 1.0]), "a < b & c", "signal")]
    root = ElementTree.fromstring(plot("x < y & z", lines, UNIT, UNIT))
    assert root.get("aria-label") == "x < y & z"
    assert any(text.text == "a < b & c" for text in root.iter("text"))


def test_negative_ticks_have_a_true_minus() -> None:
    assert ticks((-5.0,)) == ((-5.0, "−5"),)
