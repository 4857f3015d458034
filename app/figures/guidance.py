"""Figures of guidance: what it does to two Gaussians, and to the size of a prediction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

import numpy as np
from markupsafe import Markup
from pydantic import Field, model_validator

from app.figures.figure import STYLES, Figure
from app.plots import Axis, Line, Style, plot, ticks
from checkers import gaussians, guidance

SCALES = np.linspace(0, 8, 161)
SCALE_AXIS = Axis(0, 8, ticks((0, 1, 2, 4, 6, 8)), "guidance scale w")


class OfTwoGaussians(Figure):
    """A figure of N(0, v_u) without the prompt and N(mean, v_c) with it; the second may not be the wider."""

    mean: float = 1.0
    v_u: Annotated[float, Field(gt=0)] = 4.0
    v_c: Annotated[float, Field(gt=0)] = 1.0

    @model_validator(mode="after")
    def _tilted_at_every_scale(self) -> Self:
        if self.v_c > self.v_u:
            raise ValueError("v_c must not be larger than v_u: a large w would leave no density")
        return self

    def pretended(self, w: float) -> tuple[float, float]:
        """Mean and variance of the tilted density."""
        mean = guidance.tilted_mean(0, self.v_u, self.mean, self.v_c, w)
        return float(mean), float(guidance.tilted_variance(self.v_u, self.v_c, w))

    def sampled(self, w: float) -> tuple[float, float]:
        """Mean and variance of what the sampler yields."""
        mean = guidance.sampled_mean(0, self.v_u, self.mean, self.v_c, w)
        return float(mean), float(guidance.sampled_variance(self.v_u, self.v_c, w))


class GuidanceTilt(OfTwoGaussians):
    """The densities without and with the prompt, the tilted one, and that of the samples."""

    w: Annotated[float, Field(ge=0, le=8)] = 3.0

    def draw(self) -> Markup:
        x = np.linspace(-5, 5, 501)
        curves = {
            "without the prompt": (0.0, self.v_u),
            "with the prompt": (self.mean, self.v_c),
            "pretended": self.pretended(self.w),
            "sampled": self.sampled(self.w),
        }
        styles: tuple[Style, ...] = ("muted", "ink", "signal", "noise")
        lines = [
            Line(x, gaussians.pdf(x, *moments), name, style)
            for (name, moments), style in zip(curves.items(), styles, strict=True)
        ]
        top = max(float(line.y.max()) for line in lines)
        title = f"Densities of two Gaussians, and of their guided combination with scale {self.w:g}"
        return plot(
            title,
            lines,
            Axis(-5, 5, ticks((-4, -2, 0, 2, 4)), "x"),
            Axis(0, 1.05 * top, ticks((0, 0.5, 1, 1.5) if top > 1 else (0, 0.25, 0.5)), "density"),
        )


class GuidanceClasses(Figure):
    """Two classes of numbers around -1 and 1: all, the right-hand class, and that class exaggerated."""

    variance: Annotated[float, Field(gt=0, le=2)] = 0.6
    w: Annotated[float, Field(ge=1, le=8)] = 4.0

    def densities(self, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """p(x), p(x|c) and p(x) p(c|x)^w, normalised, at evenly spaced x that reach far enough."""
        left, right = gaussians.pdf(x, -1, self.variance), gaussians.pdf(x, 1, self.variance)
        both = (left + right) / 2
        return both, right, guidance.tilted_probabilities(both, right, self.w) / (x[1] - x[0])

    def draw(self) -> Markup:
        x = np.linspace(-5, 5, 801)
        inside = np.abs(x) <= 4
        names = ("all, p(x)", "one class, p(x|c)", f"guided, w = {self.w:g}")
        styles: tuple[Style, ...] = ("muted", "ink", "signal")
        lines = [
            Line(x[inside], density[inside], name, style)
            for density, name, style in zip(self.densities(x), names, styles, strict=True)
        ]
        top = max(float(line.y.max()) for line in lines)
        title = f"Two classes of numbers, and one of them exaggerated with scale {self.w:g}"
        return plot(
            title,
            lines,
            Axis(-4, 4, ticks((-4, -2, -1, 0, 1, 2, 4)), "x"),
            Axis(0, 1.05 * top, ticks((0, 0.25, 0.5)), "density"),
        )


class GuidanceSpread(OfTwoGaussians):
    """The standard deviation of the tilted density and of the samples, against the scale."""

    def draw(self) -> Markup:
        lines = [
            Line(
                SCALES, np.sqrt(guidance.tilted_variance(self.v_u, self.v_c, SCALES)), "pretended", "signal"
            ),
            Line(SCALES, np.sqrt(guidance.sampled_variance(self.v_u, self.v_c, SCALES)), "sampled", "noise"),
        ]
        y = Axis(0, np.sqrt(self.v_u), ticks((0, 0.5, 1, 1.5, 2)), "standard deviation")
        return plot("Standard deviation that guidance leaves, against its scale", lines, SCALE_AXIS, y)


class GuidanceSize(Figure):
    """The standard deviation of a guided prediction, for correlated predictions of variance 1."""

    correlations: Annotated[
        tuple[Annotated[float, Field(ge=-1, le=1)], ...], Field(min_length=1, max_length=4)
    ] = (
        0.5,
        0.9,
        0.99,
    )

    def draw(self) -> Markup:
        lines = [
            Line(SCALES, np.sqrt(guidance.guided_variance(1, 1, rho, SCALES)), f"ρ = {rho:g}", style)
            for rho, style in zip(self.correlations, STYLES, strict=False)
        ]
        y = Axis(0, 8, ticks((0, 1, 2, 4, 6, 8)), "standard deviation")
        return plot("Size of a guided prediction against the scale, by correlation", lines, SCALE_AXIS, y)


FIGURES: Mapping[str, type[Figure]] = {
    "guidance-classes": GuidanceClasses,
    "guidance-size": GuidanceSize,
    "guidance-spread": GuidanceSpread,
    "guidance-tilt": GuidanceTilt,
}
