"""Figures of ODE and SDE solvers: their ways, noise levels and errors, and what noise corrects."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from statistics import NormalDist
from typing import Annotated

import numpy as np
from markupsafe import Markup
from pydantic import Field

from app.figures.figure import Figure
from app.plots import Axis, Line, Style, plot, ticks
from checkers import karras, mixtures, sdes, solvers

# Two kinds of pictures, one rarer and more uniform than the other.
WEIGHTS, MEANS, VARIANCES = (0.3, 0.7), (-1.0, 1.0), (0.01, 0.04)
SIGMA_MIN, SIGMA_MAX = 0.002, 10.0
BUDGETS = (5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129)
RACERS: Mapping[str, Callable[..., np.ndarray]] = {
    "euler": solvers.euler_sigma,
    "heun": solvers.heun_sigma,
    "2m": solvers.dpmpp_2m,
}

RACE: tuple[tuple[str, str, Style], ...] = (
    ("euler", "Euler (DDIM)", "noise"),
    ("heun", "Heun", "signal"),
    ("2m", "DPM-Solver++ 2M", "ink"),
)


def denoise(x: np.ndarray, sigma: float) -> np.ndarray:
    """The exact denoiser of the two kinds of pictures."""
    return mixtures.denoiser(x, sigma, WEIGHTS, MEANS, VARIANCES)


def powers(low: int, high: int) -> tuple[tuple[float, str], ...]:
    """Ticks of an axis of base-10 logarithms."""
    names = {-3: "0.001", -2: "0.01", -1: "0.1", 0: "1", 1: "10", 2: "100"}
    return tuple((float(power), names[power]) for power in range(low, high + 1))


class CompassChecks(Figure):
    """Euler's and Heun's way beside the exact one, for dx/dt = -x."""

    start: Annotated[float, Field(gt=0, le=4)] = 3.0
    step: Annotated[float, Field(gt=0, le=1)] = 0.75
    steps: Annotated[int, Field(ge=1, le=8)] = 4

    def draw(self) -> Markup:
        times = self.step * np.arange(self.steps + 1)
        fine = np.linspace(0, times[-1], 200)
        lines = [
            Line(fine, self.start * solvers.decay_factor(1, fine), "exact", "ink"),
            Line(times, self.way(solvers.euler_step), "Euler, 1 look a step", "noise"),
            Line(times, self.way(solvers.heun_step), "Heun, 2 looks a step", "signal"),
        ]
        x = Axis(0, float(times[-1]), ticks([float(t) for t in times]), "time")
        title = f"Euler, Heun and the exact solution of dx/dt = −x, steps of {self.step:g}"
        return plot(title, lines, x, Axis(0, self.start, ticks((0, 1, 2, 3)), "x"))

    def way(self, step: solvers.Step) -> np.ndarray:
        """x after each step."""
        times = self.step * np.arange(self.steps + 1)
        return solvers.path(step, lambda x, _: -x, self.start, times)


class PathsInSigma(Figure):
    """Exact generating paths of a few starts, against the noise level."""

    starts: Annotated[tuple[float, ...], Field(min_length=1, max_length=12)] = (
        -6,
        -3.5,
        -1.8,
        -0.6,
        0.6,
        2,
        4,
    )
    sigma_max: Annotated[float, Field(gt=0.5, le=20)] = 4.0

    def draw(self) -> Markup:
        grid = karras.sigmas_to_zero(240, 0.002, self.sigma_max)
        states = solvers.path(solvers.heun_step, slope, self.starts, grid[:-1])
        states = np.vstack([states, denoise(states[-1], float(grid[-2])), np.full(len(self.starts), np.nan)])
        at = np.append(self.sigma_max - grid, np.nan)
        line = Line(np.tile(at, len(self.starts)), states.T.ravel(), "exact paths of the ODE", "signal")
        shown = [s for s in (4, 3, 2, 1, 0.5, 0) if s <= self.sigma_max]
        x = Axis(0, self.sigma_max, tuple((self.sigma_max - s, f"{s:g}") for s in shown), "noise level σ")
        title = (
            "Generating paths for two kinds of pictures, nearly straight at high noise and bent at low noise"
        )
        return plot(title, [line], x, Axis(-6.5, 6.5, ticks((-6, -4, -2, -1, 0, 1, 2, 4, 6)), "x"))


class NoiseGrids(Figure):
    """Noise levels of three grids, on a logarithmic axis."""

    levels: Annotated[int, Field(ge=3, le=60)] = 18

    def draw(self) -> Markup:
        number = np.arange(self.levels)
        lines = [
            Line(number, np.log10(karras.uniform_sigmas(self.levels)), "equal steps, ρ = 1", "noise"),
            Line(number, np.log10(karras.sigmas(self.levels)), "Karras, ρ = 7", "signal"),
            Line(number, np.log10(karras.geometric_sigmas(self.levels)), "equal ratios, ρ → ∞", "ink"),
        ]
        last = self.levels - 1
        x = Axis(0, last, ticks(sorted({0, last // 4, last // 2, 3 * last // 4, last})), "step")
        title = f"{self.levels} noise levels from 80 to 0.002 on three grids"
        return plot(title, lines, x, Axis(-3, 2, powers(-3, 2), "σ"))


class SolverRace(Figure):
    """The mean error of three solvers against the number of evaluations, both axes logarithmic."""

    def draw(self) -> Markup:
        at = np.log2(BUDGETS)
        lines = [Line(at, np.log10(errors(kind)), name, style) for kind, name, style in RACE]
        x = Axis(
            float(at[0]),
            float(at[-1]),
            tuple((float(np.log2(n)), f"{n}") for n in (5, 9, 17, 33, 65, 129)),
            "evaluations",
        )
        title = "Mean error of Euler, Heun and DPM-Solver++ 2M against the number of network evaluations"
        return plot(title, lines, x, Axis(-4, 1, ((-4.0, "0.0001"), *powers(-3, 1)), "error"))


class WhatNoiseCorrects(Figure):
    """The spread of the result when every score is off by a factor, against the share of noise."""

    factor: Annotated[float, Field(gt=0.5, lt=1)] = 0.9
    data_variance: Annotated[float, Field(gt=0)] = 0.25

    def draw(self) -> Markup:
        c = np.linspace(0, 3, 200)
        lines = [
            Line(c, self.spread(1.0, c), "exact score", "ink"),
            Line(c, self.spread(self.factor, c), f"score × {self.factor:g}", "noise"),
            Line(c, self.spread(2 - self.factor, c), f"score × {2 - self.factor:g}", "signal"),
        ]
        x = Axis(0, 3, ((0, "0: ODE"), (1, "1: SDE"), (2, "2"), (3, "3")), "noise share c")
        y = Axis(0.4, 1.8, ticks((0.4, 0.6, 0.8, 1, 1.2, 1.4, 1.6, 1.8)), "spread ÷ true spread")
        return plot(
            "Spread of generated data when the score is too small or too large, against the noise",
            lines,
            x,
            y,
        )

    def spread(self, factor: float, share: np.ndarray) -> np.ndarray:
        """Standard deviation of the result over that of the data."""
        v = sdes.ve_biased_variance(self.data_variance, 80.0, factor, share)
        return np.asarray(np.sqrt(v / self.data_variance))


def slope(x: np.ndarray, sigma: float) -> np.ndarray:
    """dx/dσ for the two kinds of pictures."""
    return solvers.sigma_slope(x, denoise(x, sigma), sigma)


@cache
def starts() -> np.ndarray:
    """200 evenly spread quantiles of the starting noise."""
    return np.array([NormalDist(0, SIGMA_MAX).inv_cdf((i + 0.5) / 200) for i in range(200)])


@cache
def reference() -> np.ndarray:
    """Where the exact paths of the starts lead, by many small Heun steps."""
    return solvers.heun_sigma(denoise, starts(), karras.sigmas_to_zero(800, SIGMA_MIN, SIGMA_MAX))


@cache
def errors(kind: str) -> np.ndarray:
    """Mean distance from the exact end, for each of BUDGETS."""
    found = []
    for budget in BUDGETS:
        grid = karras.sigmas_to_zero(solvers.steps_within(kind, budget), SIGMA_MIN, SIGMA_MAX)
        found.append(np.abs(RACERS[kind](denoise, starts(), grid) - reference()).mean())
    return np.array(found)


FIGURES: Mapping[str, type[Figure]] = {
    "compass-checks": CompassChecks,
    "noise-grids": NoiseGrids,
    "paths-in-sigma": PathsInSigma,
    "solver-race": SolverRace,
    "what-noise-corrects": WhatNoiseCorrects,
}
