"""Figures of flow matching: tracks and leaves, their mean velocity, few steps, and where time is spent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

import numpy as np
from markupsafe import Markup
from pydantic import Field

from app.figures.figure import STYLES, Figure
from app.plots import Axis, Line, plot, ticks
from checkers import flows

SEED, FINE = 8, 200
TIME = np.linspace(1, 0, 101)
TIME_AXIS = Axis(0, 1, ticks((0, 0.25, 0.5, 0.75, 1)), "time t: 0 data, 1 noise")
UNIT_TICKS = ticks((0, 0.25, 0.5, 0.75, 1))
Points = Annotated[tuple[float, ...], Field(min_length=1, max_length=6)]


def ends(noise: np.ndarray, points: Points) -> np.ndarray:
    """The data point to which the exact flow carries each noise value."""
    there, data = (
        flows.sample(lambda x, t: flows.points_velocity(x, t, points), noise, FINE),
        np.array(points),
    )
    return np.asarray(data[np.abs(there[:, None] - data).argmin(axis=1)])


def pairs(points: Points, pairing: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Data and noise of training pairs: dealt at random, or each noise with the point its flow leads to."""
    rng = np.random.default_rng(SEED)
    noise = rng.standard_normal(count)
    data = rng.permutation(np.resize(np.asarray(points), count))
    return (ends(noise, points) if pairing == "reflowed" else data), noise


def in_one(curves: np.ndarray, label: str, style: Literal["signal", "noise", "ink", "muted"]) -> Line:
    """Curves (n, len(TIME)) over TIME as one line with gaps."""
    gaps = np.full((len(curves), 1), np.nan)
    across = np.tile(np.append(TIME, 0.0), len(curves))
    return Line(across, np.hstack([curves, gaps]).ravel(), label, style)


class Tracks(Figure):
    """Straight tracks of training pairs in space and time, and leaves adrift in their mean velocity."""

    points: Points = (-1.0, 1.0)
    pairing: Literal["random", "reflowed"] = "random"
    show: Literal["tracks", "leaves", "both"] = "both"
    count: Annotated[int, Field(ge=1, le=60)] = 24

    def tracks(self) -> np.ndarray:
        """The position of each pair at each of TIME."""
        x_0, x_1 = pairs(self.points, self.pairing, self.count)
        return np.stack([flows.interpolate(x_0, x_1, float(t)) for t in TIME], axis=1)

    def leaves(self) -> np.ndarray:
        """The position of each leaf at each of TIME."""
        start = np.linspace(-2, 2, 10)
        grid = np.linspace(1, 0, 4 * (len(TIME) - 1) + 1)
        route = flows.trajectory(lambda x, t: flows.points_velocity(x, t, self.points), start, grid)
        return np.asarray(route[::4].T)

    def draw(self) -> Markup:
        lines = []
        if self.show != "leaves":
            lines.append(in_one(self.tracks(), "parcels: training pairs", "muted"))
        if self.show != "tracks":
            lines.append(in_one(self.leaves(), "leaves: the learned flow", "signal"))
        title = f"Positions over time from noise to data, {self.pairing} pairing: {self.show}"
        return plot(title, lines, TIME_AXIS, Axis(-2.5, 2.5, ticks((-2, -1, 0, 1, 2)), "x"))


class MarginalVelocity(Figure):
    """The marginal velocity against the place, for data ±1, at a few times."""

    times: Annotated[
        tuple[Annotated[float, Field(gt=0, le=1)], ...], Field(min_length=1, max_length=len(STYLES))
    ] = (1.0, 0.6, 0.3)

    def draw(self) -> Markup:
        x = np.linspace(-2, 2, 401)
        lines = [
            Line(x, flows.two_point_velocity(x, t), f"t = {t:g}", style)
            for t, style in zip(self.times, STYLES, strict=False)
        ]
        across = Axis(-2, 2, ticks((-2, -1, 0, 1, 2)), "place x")
        up = Axis(-3.5, 3.5, ticks((-3, -2, -1, 0, 1, 2, 3)), "velocity")
        return plot(
            "The marginal velocity against the place at a few times, data +1 or −1", lines, across, up
        )


class FewSteps(Figure):
    """What N Euler steps make of each noise value, for data in three narrow heaps."""

    steps: Annotated[
        tuple[Annotated[int, Field(ge=1, le=FINE)], ...], Field(min_length=1, max_length=len(STYLES))
    ] = (64, 1, 2, 4)
    weights: Points = (0.4, 0.35, 0.25)
    means: Points = (-1.5, 0.2, 1.6)
    variance: Annotated[float, Field(ge=0)] = 0.01

    def sample(self, noise: np.ndarray, steps: int) -> np.ndarray:
        """What that many Euler steps make of the noise."""
        variances = [self.variance] * len(self.means)
        return flows.sample(
            lambda x, t: flows.mixture_velocity(x, t, self.weights, self.means, variances), noise, steps
        )

    def draw(self) -> Markup:
        noise = np.linspace(-2.5, 2.5, 401)
        lines = [
            Line(noise, self.sample(noise, steps), "1 step" if steps == 1 else f"{steps} steps", style)
            for steps, style in zip(self.steps, STYLES, strict=False)
        ]
        across = Axis(-2.5, 2.5, ticks((-2, -1, 0, 1, 2)), "noise x₁")
        up = Axis(-2.2, 2.2, ticks((-2, -1, 0, 1, 2)), "sample")
        return plot("Sample against starting noise, for a few numbers of Euler steps", lines, across, up)


class ShiftCurves(Figure):
    """The shifted time against the time, for a few factors."""

    factors: Annotated[
        tuple[Annotated[float, Field(gt=0)], ...], Field(min_length=1, max_length=len(STYLES))
    ] = (1.0, 3.0, 6.0)

    def draw(self) -> Markup:
        t = np.linspace(0, 1, 201)
        lines = [
            Line(t, flows.shift(t, s), f"s = {s:g}", style)
            for s, style in zip(self.factors, STYLES, strict=False)
        ]
        title = "The shifted time against the time, for a few shift factors"
        return plot(title, lines, Axis(0, 1, UNIT_TICKS, "t"), Axis(0, 1, UNIT_TICKS, "t′"))


class TimeDensities(Figure):
    """How densely four ways to draw times visit each of them."""

    factor: Annotated[float, Field(gt=0)] = 3.0

    def draw(self) -> Markup:
        t, s = np.linspace(0, 1, 401), self.factor
        lines = [
            Line(t, flows.logit_normal_pdf(t), "logit-normal", "signal"),
            Line(t, flows.shifted_uniform_pdf(t, s), f"uniform, shifted by {s:g}", "noise"),
            Line(t, flows.shifted_uniform_pdf(t, 1), "uniform", "ink"),
            Line(t, flows.logit_normal_pdf(t, float(np.log(s))), f"logit-normal, shifted by {s:g}", "muted"),
        ]
        title = "Densities of training times: uniform, logit-normal, and both shifted"
        return plot(title, lines, TIME_AXIS, Axis(0, 3.2, ticks((0, 1, 2, 3)), "density"))


FIGURES: Mapping[str, type[Figure]] = {
    "flow-few-steps": FewSteps,
    "flow-marginal-velocity": MarginalVelocity,
    "flow-shift-curves": ShiftCurves,
    "flow-time-densities": TimeDensities,
    "flow-tracks": Tracks,
}
