"""Figures of scores: a landscape and its slope, arrows of the score, ideal denoisers, Langevin walkers."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated

import numpy as np
from markupsafe import Markup
from pydantic import Field

from app.figures.figure import STYLES, Figure
from app.plots import Axis, Line, Style, plot, ticks
from checkers import mixtures

Sigma = Annotated[float, Field(gt=0, le=20)]
Positive = Annotated[float, Field(gt=0)]


class Landscape(Figure):
    """log p of equal peaks and its slope, the score."""

    means: Annotated[tuple[float, ...], Field(min_length=1, max_length=4)] = (-3.0, 3.0)
    variance: Positive = 1.0

    def lines(self) -> list[Line]:
        """The height and the slope."""
        x = np.linspace(-7, 7, 421)
        mixture = equal_peaks(self.means, self.variance)
        return [
            Line(x, mixtures.logpdf(x, *mixture), "height log p(x)", "signal"),
            Line(x, mixtures.score(x, *mixture), "slope s(x)", "noise"),
        ]

    def draw(self) -> Markup:
        x = Axis(-7, 7, ticks((-6, -3, 0, 3, 6)), "x")
        y = Axis(-10, 4.5, ticks((-8, -4, 0, 4)), "height and slope")
        return plot(
            "The logarithm of a density with several peaks, and its slope, the score", self.lines(), x, y
        )


class SoftDecision(Figure):
    """E[x_0 | x] for x_0 = ±1 at a few noise levels."""

    sigmas: Annotated[tuple[Sigma, ...], Field(min_length=1, max_length=4)] = (2.0, 1.0, 0.4)

    def lines(self) -> list[Line]:
        """One curve for each noise level."""
        x = np.linspace(-3, 3, 301)
        return [
            Line(x, mixtures.two_point_mean(x, 1, sigma**2), f"σ = {sigma:g}", style)
            for sigma, style in zip(self.sigmas, STYLES, strict=False)
        ]

    def draw(self) -> Markup:
        x = Axis(-3, 3, ticks((-3, -2, -1, 0, 1, 2, 3)), "what you see, x")
        y = Axis(-1.05, 1.05, ticks((-1, -0.5, 0, 0.5, 1)), "mean of x₀")
        return plot("The ideal denoiser of the two points plus and minus one", self.lines(), x, y)


class WindMap(Figure):
    """The score of three clouds as arrows, in one panel for each noise level."""

    sigmas: Annotated[tuple[Sigma, ...], Field(min_length=1, max_length=6)] = (0.2, 1.0, 3.0)

    def draw(self) -> Markup:
        panels = Markup("").join(wind_panel(sigma) for sigma in self.sigmas)
        return Markup('<ol class="panels" role="list">{}</ol>').format(panels)


class LangevinWells(Figure):
    """Where walkers end that start on the left of two hills: Langevin alone, and with falling noise."""

    def draw(self) -> Markup:
        x = np.linspace(-6, 6, 481)
        edges = np.linspace(-6, 6, 41)
        alone, annealed = walkers()
        lines = [
            Line(x, mixtures.pdf(x, *WELLS), "the data", "ink"),
            histogram(alone, edges, "Langevin alone", "noise"),
            histogram(annealed, edges, "with falling noise", "signal"),
        ]
        across = Axis(-6, 6, ticks((-6, -3, 0, 3, 6)), "x")
        up = Axis(0, 0.8, ticks((0, 0.2, 0.4, 0.6, 0.8)), "density")
        return plot("Where a thousand walkers end that start on the left hill", lines, across, up)


WELLS = ([0.3, 0.7], [-3.0, 3.0], [0.3, 0.3])
TOWN = ([0.45, 0.35, 0.2], [[-1.6, 1.2], [1.7, 0.6], [0.1, -1.8]], [0.06, 0.06, 0.06])
WALKERS, REACH = 1000, 3.2


def equal_peaks(means: tuple[float, ...], variance: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Weights, means and variances of components that differ in their means only."""
    return np.full(len(means), 1 / len(means)), np.array(means), np.full(len(means), variance)


@lru_cache(maxsize=1)
def walkers() -> tuple[np.ndarray, np.ndarray]:
    """Ends of the walks with the score of the data alone, and through falling levels of noise."""
    rng = np.random.default_rng(4)
    start, sigmas = np.full(WALKERS, -3.0), np.geomspace(6, 0.15, 10)
    alone = mixtures.langevin(
        start, lambda x: mixtures.score(x, *WELLS), 0.05, rng.standard_normal((60, WALKERS))
    )
    annealed = mixtures.annealed_langevin(
        start,
        lambda x, s: mixtures.score_ve(x, s, *WELLS),
        sigmas,
        0.6,
        rng.standard_normal((10, 14, WALKERS)),
    )
    return alone, annealed


def histogram(values: np.ndarray, edges: np.ndarray, label: str, style: Style) -> Line:
    """How densely the values lie between the edges, as a curve through the middles."""
    counts, _ = np.histogram(values, edges)
    density = counts / len(values) / np.diff(edges)
    return Line((edges[1:] + edges[:-1]) / 2, density, label, style)


def wind_panel(sigma: float) -> Markup:
    """One panel: draws of the clouds as dots, and the score of the noisy density as arrows."""
    draws = mixtures.sample(*TOWN, 60, np.random.default_rng(2))
    dots = Markup("").join(Markup("M{:.0f} {:.0f}h0").format(*place) for place in places(draws))
    points, arrows = wind(sigma)
    lines = Markup("").join(
        arrow(start, end) for start, end in zip(places(points), places(points + arrows), strict=True)
    )
    return Markup(
        '<li><svg class="cloud" viewBox="0 0 200 200" role="img" aria-label="The score at noise level {:g}">'
        '<path class="signal" d="{}"/><g fill="none" stroke="currentColor" stroke-width="1.3">{}</g>'
        "</svg>σ = {:g}</li>"
    ).format(sigma, dots, lines, sigma)


def wind(sigma: float) -> tuple[np.ndarray, np.ndarray]:
    """Points (81, 2) of a grid, and the score there, scaled so that arrows miss their neighbours."""
    line = np.linspace(-2.8, 2.8, 9)
    points = np.stack(np.meshgrid(line, line), axis=-1).reshape(-1, 2)
    score = mixtures.score_ve(points, sigma, *TOWN)
    length = np.linalg.norm(score, axis=1, keepdims=True)
    return points, 0.62 * score / length * np.tanh(1.5 * length / np.median(length))


def places(points: np.ndarray) -> np.ndarray:
    """Positions in a panel of 200 by 200, up is up."""
    return np.asarray(100 + points * [100 / REACH, -100 / REACH])


def arrow(start: np.ndarray, end: np.ndarray) -> Markup:
    """A shaft and two short barbs."""
    back = (start - end) * 0.35
    aside = np.array([-back[1], back[0]]) * 0.6
    corners = (start, end, end + back + aside, end, end + back - aside)
    return Markup('<polyline points="{}"/>').format(" ".join(f"{x:.1f},{y:.1f}" for x, y in corners))


FIGURES: Mapping[str, type[Figure]] = {
    "landscape": Landscape,
    "langevin-wells": LangevinWells,
    "soft-decision": SoftDecision,
    "wind-map": WindMap,
}
