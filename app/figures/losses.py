"""Figures of the loss: a pixel on turned axes, how errors travel, weights, and what no network can remove."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

import numpy as np
from markupsafe import Markup
from pydantic import Field

from app.figures.figure import STYLES, Figure
from app.figures.forward import STEP_AXIS, STEPS, ScheduleName, alpha_bar
from app.plots import Axis, Line, Style, plot, ticks
from checkers import objectives, predictions, schedules

LOG_SNR = np.linspace(-6, 6, 241)
LOG_SNR_AXIS = Axis(
    -6, 6, ticks((-6, -4, -2, 0, 2, 4, 6)), "log SNR: much noise to the left, little to the right"
)

# The plane of one pixel, with as many units of the plot to one of x₀ as to one of ε.
ACROSS = Axis(-1.2, 2, ticks((-1, 0, 1, 2)), "x₀")
UP = Axis(0, 2, (*ticks((0, 1)), (2, "ε = 2")), "ε")


class ErrorFactors(Figure):
    """By what an error is multiplied from one prediction to another, against the log-SNR."""

    def draw(self) -> Markup:
        conversions = (("x_0", "eps"), ("eps", "x_0"), ("v", "x_0"), ("v", "eps"))
        written = {"eps": "ε", "x_0": "x₀", "v": "v"}
        lines = [
            Line(LOG_SNR, self.factor(*pair), f"{written[pair[0]]} → {written[pair[1]]}", style)
            for pair, style in zip(conversions, STYLES, strict=True)
        ]
        y = Axis(0, 6, ticks((0, 1, 2, 3, 4, 5, 6), "× {:g}"), "error")
        title = "Factor of the error when one prediction is converted into another, against the log-SNR"
        return plot(title, lines, LOG_SNR_AXIS, y)

    def factor(self, source: str, result: str) -> np.ndarray:
        """The factor at each log-SNR of the figure."""
        return objectives.error_factor(source, result, schedules.alpha_bar_from_log_snr(LOG_SNR))


class ImpliedWeights(Figure):
    """The weight on squared errors of x₀ that a loss amounts to, both axes logarithmic."""

    gamma: Annotated[float, Field(gt=0)] = 5.0

    def draw(self) -> Markup:
        weights = self.weights()
        lines = [
            Line(LOG_SNR, np.log10(weights[name]), name, style)
            for name, style in zip(weights, STYLES, strict=True)
        ]
        y = Axis(-3, 3, tuple((k, f"10{str(k).translate(RAISED)}") for k in range(-3, 4)), "weight")
        return plot("Weight on squared errors of x₀ against the log-SNR", lines, LOG_SNR_AXIS, y)

    def weights(self) -> dict[str, np.ndarray]:
        """By name, the weight at each log-SNR of the figure."""
        snr = np.exp(LOG_SNR)
        return {
            "loss on x₀": objectives.x_0_weight("x_0", snr),
            "loss on ε": objectives.x_0_weight("eps", snr),
            "loss on v": objectives.x_0_weight("v", snr),
            f"min-SNR, γ = {self.gamma:g}": objectives.min_snr_weight(snr, self.gamma, "x_0"),
        }


class LossFloors(Figure):
    """The least squared error of ε at each step, for Gaussian pixels of several variances."""

    schedule: ScheduleName = "linear"
    variances: Annotated[tuple[Annotated[float, Field(gt=0)], ...], Field(min_length=1, max_length=4)] = (
        0.25,
        1.0,
    )

    def draw(self) -> Markup:
        table = alpha_bar(self.schedule)
        lines = [
            Line(STEPS[1:], objectives.loss_floor(table[1:], variance), f"variance {variance:g}", style)
            for variance, style in zip(self.variances, STYLES, strict=False)
        ]
        y = Axis(0, 1, ticks((0, 0.25, 0.5, 0.75, 1)), "floor")
        return plot(
            "The least possible squared error of a noise prediction at each step", lines, STEP_AXIS, y
        )


class PredictionAxes(Figure):
    """One pixel in the plane of x₀ and ε, and its readings on the turned axes x_t and v."""

    alpha_bar: Annotated[float, Field(ge=0, le=1)] = 0.64
    x_0: float = 0.9
    eps: float = 1.5

    def draw(self) -> Markup:
        phi = float(predictions.angle(self.alpha_bar))
        on_x_t, on_v = self.feet()
        feet = np.array([on_x_t, [self.x_0, self.eps], on_v])
        lines = [
            ray(phi, "axis of xₜ", "ink"),
            ray(phi + np.pi / 2, "axis of v", "muted"),
            Line(np.array([0, self.x_0]), np.array([0, self.eps]), "the pixel (x₀, ε)", "signal"),
            Line(feet[:, 0], feet[:, 1], "its readings", "noise"),
        ]
        x_t, v = predictions.rotate(self.x_0, self.eps, phi)
        title = f"The pixel x₀ = {self.x_0:g}, ε = {self.eps:g} on turned axes: xₜ = {x_t:.2f}, v = {v:.2f}"
        return plot(title, lines, ACROSS, UP)

    def feet(self) -> tuple[np.ndarray, np.ndarray]:
        """Where the perpendiculars from the pixel meet the two axes."""
        phi = predictions.angle(self.alpha_bar)
        x_t, v = predictions.rotate(self.x_0, self.eps, phi)
        return x_t * np.array([np.cos(phi), np.sin(phi)]), v * np.array([-np.sin(phi), np.cos(phi)])


def ray(angle: float, label: str, style: Style) -> Line:
    """A half-line from the origin as far as the plot of `PredictionAxes` reaches."""
    length = np.linspace(0, 3, 601)
    x, y = length * np.cos(angle), length * np.sin(angle)
    inside = (x >= ACROSS.low) & (x <= ACROSS.high) & (y <= UP.high)
    return Line(x[inside], y[inside], label, style)


RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")

FIGURES: Mapping[str, type[Figure]] = {
    "error-factors": ErrorFactors,
    "implied-weights": ImpliedWeights,
    "loss-floors": LossFloors,
    "prediction-axes": PredictionAxes,
}
