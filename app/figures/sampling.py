"""Figures of sampling: two ways down the noise levels, large steps, and which levels are visited."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import pairwise
from typing import Annotated, Literal

import numpy as np
from markupsafe import Markup
from pydantic import Field

from app.figures.figure import STYLES, Figure
from app.figures.forward import T, alpha_bar
from app.plots import Axis, Line, Style, plot, ticks
from checkers import gaussians, mixtures, reverse

Spacing = Literal["leading", "trailing", "linspace"]
ANGLE_COUNTS = np.arange(2, 51)

# Two kinds of pictures, -1 and 1, each with a little variety.
WEIGHTS, MEANS, VARIANCES = (0.5, 0.5), (-1.0, 1.0), (0.02, 0.02)


def noise_estimate(table: np.ndarray) -> reverse.Model:
    """The exact estimate of the noise for the two kinds of pictures."""

    def model(x: np.ndarray, t: int) -> np.ndarray:
        return mixtures.eps_vp(x, table[t], WEIGHTS, MEANS, VARIANCES)

    return model


def walk(starts: np.ndarray, steps: int, eta: float, seed: int) -> np.ndarray:
    """What a sampler passes through from the starts, shape (steps + 1, walkers)."""
    table = alpha_bar("linear")
    model, rng = noise_estimate(table), np.random.default_rng(seed)
    levels = [*reverse.steps(T, steps, "trailing"), 0]
    x, path = starts, [starts]
    for t, s in pairwise(levels):
        fresh = rng.standard_normal(starts.shape)
        x = reverse.ddim_step(x, model(x, int(t)), table[t], table[s], eta, fresh)
        path.append(x)
    return np.stack(path)


def joined(paths: np.ndarray, label: str, style: Style) -> Line:
    """All paths as one curve, the pen lifted between them."""
    gap = np.full((1, paths.shape[1]), np.nan)
    at = np.append(np.arange(len(paths)), len(paths))
    return Line(np.tile(at, paths.shape[1]), np.vstack([paths, gap]).T.ravel(), label, style)


class TwoWalkers(Figure):
    """DDPM and DDIM from the same starting points, with the exact noise estimate."""

    steps: Annotated[int, Field(ge=2, le=200)] = 60
    starts: Annotated[tuple[float, ...], Field(min_length=1, max_length=6)] = (-0.9, 0.4)
    seed: int = 5

    def draw(self) -> Markup:
        starts = np.array(self.starts)
        lines = [
            joined(walk(starts, self.steps, 1.0, self.seed), "DDPM (η = 1)", "noise"),
            joined(walk(starts, self.steps, 0.0, self.seed), "DDIM (η = 0)", "signal"),
        ]
        x = Axis(0, self.steps, ticks((0, self.steps // 2, self.steps)), "steps taken, from noise to data")
        y = Axis(-2.6, 2.6, ticks((-2, -1, 0, 1, 2)), "x")
        return plot("Paths of DDPM and of DDIM from the same starts to data near −1 and 1", lines, x, y)


class ReverseShape(Figure):
    """The true law of one reverse step for data ±1, and the one Gaussian with its mean and variance."""

    from_level: Annotated[float, Field(gt=0, lt=1)] = 0.1
    to_level: Annotated[float, Field(gt=0, lt=1)] = 0.95
    x_t: Annotated[float, Field(ge=-3, le=3)] = 0.3

    def densities(self, at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The true density and the Gaussian's."""
        weights, means, variances = reverse.reverse_mixture(
            self.x_t, self.from_level, self.to_level, WEIGHTS, MEANS
        )
        mean = weights @ means
        variance = weights @ (variances + (means - mean) ** 2)
        true = gaussians.pdf(at[:, None], means, variances) @ weights
        return np.asarray(true), gaussians.pdf(at, mean, variance)

    def draw(self) -> Markup:
        at = np.linspace(-2.5, 2.5, 501)
        true, one = self.densities(at)
        lines = [
            Line(at, true / true.max(), "true law", "signal"),
            Line(at, one / true.max(), "one Gaussian", "noise"),
        ]
        x = Axis(-2.5, 2.5, ticks((-2, -1, 0, 1, 2)), "x after the step")
        y = Axis(0, 1.1, ticks((0, 0.5, 1)), "density")
        title = (
            f"Law of x after a reverse step from ᾱ = {self.from_level:g} to {self.to_level:g}, "
            "and the Gaussian of the same mean and variance"
        )
        return plot(title, lines, x, y)


def bars(heights: np.ndarray, label: str, style: Style) -> Line:
    """A short level stroke for each height, at 1, 2, 3, …"""
    at = np.arange(1, len(heights) + 1)[:, None] + np.array([-0.4, 0.4, np.nan])
    return Line(at.ravel(), np.repeat(heights, 3) + 0 * at.ravel(), label, style)


class TimestepsVisited(Figure):
    """The timestep of each network call, for the spacings of the libraries."""

    spacings: Annotated[tuple[Spacing, ...], Field(min_length=1, max_length=3)] = (
        "leading",
        "trailing",
        "linspace",
    )
    steps: Annotated[int, Field(ge=2, le=20)] = 5

    def draw(self) -> Markup:
        lines = [
            bars(reverse.timesteps(T, self.steps, kind), kind, style)
            for kind, style in zip(self.spacings, STYLES, strict=False)
        ]
        x = Axis(0.4, self.steps + 0.6, ticks(range(1, self.steps + 1)), "network call")
        y = Axis(-20, 1020, ticks((0, 200, 400, 600, 800, 999)), "timestep")
        return plot(f"Timesteps visited with {self.steps} steps of {T}", lines, x, y)


def spread_left(levels: Callable[[int], np.ndarray]) -> np.ndarray:
    """The standard deviation that N DDIM steps leave of N(0, 1) data, for N = 2..50; `levels` rise to 1."""
    left = []
    for count in ANGLE_COUNTS:
        a = levels(int(count))
        left.append(np.prod(reverse.ddim_gaussian_factor(a[:-1], a[1:])))
    return np.array(left)


def trailing_levels(count: int) -> np.ndarray:
    """ᾱ at the steps of the trailing spacing on the linear schedule, then 1."""
    return np.append(alpha_bar("linear")[reverse.steps(T, count, "trailing")], 1.0)


class SpreadLeft(Figure):
    """How much of the spread of standard normal data N deterministic steps leave."""

    def draw(self) -> Markup:
        lines = [
            Line(ANGLE_COUNTS, spread_left(reverse.equal_angles), "equal angles", "signal"),
            Line(ANGLE_COUNTS, spread_left(trailing_levels), "linear schedule, trailing", "noise"),
        ]
        x = Axis(0, 50, ticks((2, 10, 20, 30, 40, 50)), "DDIM steps N")
        y = Axis(0, 1.02, ticks((0, 0.25, 0.5, 0.75, 1)), "spread")
        return plot("Spread that N deterministic steps leave of standard normal data", lines, x, y)


FIGURES: Mapping[str, type[Figure]] = {
    "reverse-shape": ReverseShape,
    "spread-left": SpreadLeft,
    "timesteps-visited": TimestepsVisited,
    "two-walkers": TwoWalkers,
}
