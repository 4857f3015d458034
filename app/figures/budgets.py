"""Figures of cost: where weights and work sit, how time grows with steps, what a batch gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

import numpy as np
from markupsafe import Markup
from pydantic import Field

from app.figures.figure import STYLES, Figure
from app.plots import Axis, Line, Style, plot, ticks
from checkers import budgets, networks, unets

PEAK, BANDWIDTH = (
    312e12,
    1.555e12,
)  # FLOP/s in half precision and bytes/s of an A100 with 40 GB: its data sheet
BYTES = 2
Positive = Annotated[float, Field(gt=0)]


def bars(values: Sequence[float], width: float, shift: float, label: str, style: Style) -> Line:
    """Outlines of bars over 1, 2, 3, …, moved sideways by `shift`."""
    x, y = [], []
    for place, value in enumerate(values, 1):
        left, right = place + shift - width / 2, place + shift + width / 2
        x += [left, left, right, right, np.nan]
        y += [0, value, value, 0, np.nan]
    return Line(np.array(x), np.array(y), label, style)


class WeightsAndWork(Figure):
    """Shares of a U-Net's weights and FLOPs in the residual blocks of each level, in percent."""

    multipliers: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=2, max_length=6)] = (
        1,
        2,
        4,
        8,
    )

    def shares(self) -> tuple[np.ndarray, np.ndarray]:
        """Percent of the weights and of the FLOPs, level by level; each has half the side of the last."""
        widths = 64 * np.array(self.multipliers)
        sides = 2 ** np.arange(len(widths))[::-1]
        weights = networks.residual_block_weights(widths)
        work = networks.residual_block_flops(widths, sides, sides)
        return 100 * weights / weights.sum(), 100 * work / work.sum()

    def draw(self) -> Markup:
        weights, work = self.shares()
        count = len(self.multipliers)
        lines = [
            bars(list(weights), 0.32, -0.19, "weights", "signal"),
            bars(list(work), 0.32, 0.19, "FLOPs", "noise"),
        ]
        texts = tuple((place, f"level {place} (×{m})") for place, m in enumerate(self.multipliers, 1))
        x = Axis(0.5, count + 0.5, texts, "deeper: half the side, more channels")
        y = Axis(0, 100, ticks((0, 25, 50, 75, 100), "{:g} %"), "share")
        return plot("Share of weights and of FLOPs in the residual blocks of each level", lines, x, y)


class SecondsAndSteps(Figure):
    """Seconds per picture against the number of steps, with and without a second evaluation per step."""

    flops: Positive = 6.76
    peak: Positive = 312
    utilisation: Annotated[float, Field(gt=0, le=1)] = 0.4
    seconds: Positive = 5
    pictures: Positive = 1000

    def draw(self) -> Markup:
        N = np.arange(1, 61)
        limit = float(budgets.seconds_for_rate(self.pictures))
        lines = [
            Line(N, self.time(N, 2), "guidance: 2 per step", "noise"),
            Line(N, self.time(N, 1), "distilled: 1 per step", "signal"),
            Line(np.array([0, 60]), np.full(2, self.seconds), f"limit of {self.seconds:g} s", "muted"),
            Line(np.array([0, 60]), np.full(2, limit), f"{self.pictures:g} per hour: {limit:.3g} s", "ink"),
        ]
        x = Axis(0, 60, ticks((0, 10, 20, 30, 40, 50, 60)), "steps")
        y = Axis(0, 8, ticks((0, 2, 4, 6, 8), "{:g} s"), "seconds")
        return plot("Seconds per picture against the number of steps, and two limits", lines, x, y)

    def time(self, N: np.ndarray, m: int) -> np.ndarray:
        """Seconds for each number of steps."""
        work = budgets.picture_flops(self.flops, N, m)
        return budgets.seconds_per_picture(work, self.peak, self.utilisation)


class BatchGain(Figure):
    """How many times more items per second a batch gives than one at a time, at the roofline."""

    def draw(self) -> Markup:
        B = 2 ** np.linspace(0, 8, 200)
        lines = [
            Line(np.log2(B), np.log2(self.gain(B, *cost)), name, style)
            for (name, cost), style in zip(self.costs().items(), STYLES, strict=False)
        ]
        x = Axis(0, 8, tuple((k, str(2**k)) for k in range(0, 9, 2)), "batch")
        y = Axis(-0.4, 8, tuple((k, f"×{2**k}") for k in range(0, 9, 2)), "gain")
        title = "Items per second against the batch, relative to one at a time"
        return plot(title, lines, x, y)

    def costs(self) -> Mapping[str, tuple[float, float]]:
        """FLOPs of an item, and the bytes of weights that are read once per batch."""
        picture = float(unets.flops("sdxl", 1024)), float(BYTES * unets.weights("sdxl"))
        token = float(budgets.token_flops(7e9)), BYTES * 7e9
        return {"one evaluation of SDXL": picture, "one language token": token}

    def gain(self, B: np.ndarray, flops: float, moved: float) -> np.ndarray:
        """Items per second in a batch over those one at a time."""
        alone = budgets.roofline_seconds(flops, moved, PEAK, BANDWIDTH)
        return B * alone / budgets.roofline_seconds(B * flops, moved, PEAK, BANDWIDTH)


FIGURES: Mapping[str, type[Figure]] = {
    "weights-and-work": WeightsAndWork,
    "seconds-and-steps": SecondsAndSteps,
    "batch-gain": BatchGain,
}
