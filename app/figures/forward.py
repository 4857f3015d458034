"""Figures of the forward process and its schedules."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

import numpy as np
from markupsafe import Markup
from pydantic import Field

from app.clouds import panels
from app.figures.figure import STYLES, Figure, relative
from app.plots import Axis, Line, plot, ticks
from checkers import forward, gaussians, schedules

ScheduleName = Literal["linear", "cosine", "scaled-linear"]
T = 1000
STEPS = np.arange(T + 1)

BETAS: Mapping[ScheduleName, Callable[[], np.ndarray]] = {
    "linear": lambda: schedules.linear(1e-4, 0.02, T),
    "cosine": lambda: schedules.cosine(T),
    "scaled-linear": lambda: schedules.scaled_linear(0.00085, 0.012, T),
}
STEP_AXIS = Axis(0, T, ticks((0, 250, 500, 750, 1000)), "step t")


def alpha_bar(name: ScheduleName) -> np.ndarray:
    """The table ᾱ_0 … ᾱ_T of a schedule of the literature with T = 1000."""
    return schedules.alpha_bar(BETAS[name]())


class OfSchedules(Figure):
    """A figure that compares schedules."""

    schedules: Annotated[tuple[ScheduleName, ...], Field(min_length=1, max_length=3)] = ("linear", "cosine")

    def lines(self, values: Callable[[np.ndarray], np.ndarray], first: int = 0) -> list[Line]:
        """A curve for each schedule, of a function of its ᾱ."""
        return [
            Line(STEPS[first:], values(alpha_bar(name))[first:], name, style)
            for name, style in zip(self.schedules, STYLES, strict=False)
        ]


class AlphaBarCurves(OfSchedules):
    """ᾱ against the step."""

    def draw(self) -> Markup:
        names = " and ".join(self.schedules)
        y = Axis(0, 1, ticks((0, 0.25, 0.5, 0.75, 1)), "ᾱ")
        return plot(
            f"The share ᾱ of the signal against the step, for {names}", self.lines(np.asarray), STEP_AXIS, y
        )


class LogSnrCurves(OfSchedules):
    """The log-SNR against the step."""

    def draw(self) -> Markup:
        y = Axis(-12, 10, ticks((-10, -5, 0, 5, 10)), "log SNR")
        lines = self.lines(lambda table: with_ends_cut(schedules.log_snr, table), first=1)
        return plot("The logarithm of the signal-to-noise ratio against the step", lines, STEP_AXIS, y)


class BetasCurves(OfSchedules):
    """β against the step; the last betas of the cosine schedule leave the plot."""

    def draw(self) -> Markup:
        lines = [
            Line(STEPS[1:], BETAS[name]()[1:], name, style)
            for name, style in zip(self.schedules, STYLES, strict=False)
        ]
        y = Axis(0, 0.03, ticks((0, 0.01, 0.02, 0.03)), "β")
        return plot("The noise variance β of one step against the step", lines, STEP_AXIS, y)


class Coefficients(Figure):
    """The two factors of the closed form against the step."""

    schedule: ScheduleName = "linear"

    def draw(self) -> Markup:
        table = alpha_bar(self.schedule)
        lines = [
            Line(STEPS, np.sqrt(table), "signal √ᾱ", "signal"),
            Line(STEPS, np.sqrt(1 - table), "noise √(1−ᾱ)", "noise"),
        ]
        y = Axis(0, 1, ticks((0, 0.25, 0.5, 0.75, 1)), "factor")
        return plot(f"Signal and noise factors over the steps, {self.schedule} schedule", lines, STEP_AXIS, y)


class LogSnrHistogram(OfSchedules):
    """How densely a schedule visits each log-SNR, drawn as a smooth density."""

    def draw(self) -> Markup:
        edges = np.linspace(-11, 9, 81)
        middle = (edges[1:] + edges[:-1]) / 2
        lines = []
        for name, style in zip(self.schedules, STYLES, strict=False):
            visited = with_ends_cut(schedules.log_snr, alpha_bar(name))[1:]
            density, _ = np.histogram(visited[np.isfinite(visited)], edges, density=False)
            lines.append(Line(middle, density / T / (edges[1] - edges[0]), name, style))
        x = Axis(-11, 9, ticks((-10, -5, 0, 5)), "log SNR")
        return plot(
            "Share of training steps at each log-SNR",
            lines,
            x,
            Axis(0, 0.3, ticks((0, 0.1, 0.2, 0.3)), "share"),
        )


class EstimateError(Figure):
    """How far exp(-Σβ) lies above the exact product, in percent."""

    schedule: Literal["linear", "scaled-linear"] = "linear"

    def draw(self) -> Markup:
        beta = BETAS[self.schedule]()
        percent = 100 * (np.exp(-np.cumsum(beta)) / schedules.alpha_bar(beta) - 1)
        y = Axis(0, 8, ticks((0, 2, 4, 6, 8), "{:g} %"), "error")
        title = "Error of the estimate exp(−Σβ) in percent against the step"
        return plot(title, [Line(STEPS, percent, "exp(−Σβ) too high by", "noise")], STEP_AXIS, y)


class GaussianShell(Figure):
    """The density of ‖ε‖/√d for growing dimension: a shell that gets thinner."""

    dimensions: Annotated[tuple[int, ...], Field(min_length=1, max_length=4)] = (1, 16, 256)

    def draw(self) -> Markup:
        radius = np.linspace(0.005, 2.5, 400)
        lines = [
            Line(radius, relative(gaussians.norm_pdf(radius * np.sqrt(d), d)), f"d = {d}", style)
            for d, style in zip(self.dimensions, STYLES, strict=False)
        ]
        x = Axis(0, 2.5, ticks((0, 0.5, 1, 1.5, 2, 2.5)), "length ÷ √d")
        y = Axis(0, 1.05, ticks((0, 0.5, 1)), "density ÷ its peak")
        return plot("Length of standard normal vectors, divided by the square root of d", lines, x, y)


class TerminalLeak(Figure):
    """The mean over n pixels of x_T for a dark and a bright picture, against pure noise."""

    alpha_bar: Annotated[float, Field(gt=0, lt=1)] = 0.00466
    mean: float = 1.5
    pixels: Annotated[int, Field(ge=1)] = 4096

    def draw(self) -> Markup:
        at = np.linspace(-0.2, 0.2, 400)
        variance = (1 - self.alpha_bar) / self.pixels
        shift = forward.mean(self.mean, self.alpha_bar)
        peak = float(gaussians.pdf(0.0, 0.0, variance))
        lines = [
            Line(at, gaussians.pdf(at, -shift, variance) / peak, "dark picture", "ink"),
            Line(at, gaussians.pdf(at, 0.0, 1 / self.pixels) / peak, "pure noise", "noise"),
            Line(at, gaussians.pdf(at, shift, variance) / peak, "bright picture", "signal"),
        ]
        x = Axis(-0.2, 0.2, ticks((-0.2, -0.1, 0, 0.1, 0.2)), "mean of the last input")
        return plot(
            "Mean brightness of the most noisy training input",
            lines,
            x,
            Axis(0, 1.1, ticks((0, 0.5, 1)), "density"),
        )


class Dissolve(Figure):
    """A ∇ of points at a few steps of a schedule."""

    schedule: ScheduleName = "linear"
    steps: Annotated[tuple[Annotated[int, Field(ge=0, le=T)], ...], Field(min_length=1, max_length=6)] = (
        0,
        60,
        150,
        300,
        1000,
    )

    def draw(self) -> Markup:
        table = alpha_bar(self.schedule)
        return panels([(step, float(table[step])) for step in self.steps])


def with_ends_cut(function: Callable[[np.ndarray], np.ndarray], table: np.ndarray) -> np.ndarray:
    """The function where ᾱ lies strictly between 0 and 1, NaN elsewhere."""
    inside = (table > 1e-12) & (table < 1)
    return np.asarray(np.where(inside, function(np.where(inside, table, 0.5)), np.nan))


FIGURES: Mapping[str, type[Figure]] = {
    "alpha-bar-curves": AlphaBarCurves,
    "betas-curves": BetasCurves,
    "coefficients": Coefficients,
    "dissolve": Dissolve,
    "estimate-error": EstimateError,
    "gaussian-shell": GaussianShell,
    "log-snr-curves": LogSnrCurves,
    "log-snr-histogram": LogSnrHistogram,
    "terminal-leak": TerminalLeak,
}
