"""Line plots as SVG: drawn here once, coloured by the page's style sheet, readable without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from markupsafe import Markup, escape

WIDTH, HEIGHT = 400.0, 250.0
MARGIN = {"left": 46, "right": 16, "top": 26, "bottom": 44}

Style = Literal["signal", "noise", "ink", "muted"]


@dataclass(frozen=True)
class Line:
    """A curve with its own label; styles differ in colour and in dashes."""

    x: np.ndarray
    y: np.ndarray
    label: str
    style: Style


@dataclass(frozen=True)
class Axis:
    """What one axis shows: its ends, ticks (value, text) and name."""

    low: float
    high: float
    ticks: tuple[tuple[float, str], ...]
    name: str

    def at(self, values: np.ndarray | float, length: float) -> np.ndarray:
        """Positions 0..length of the values."""
        return (np.asarray(values, float) - self.low) / (self.high - self.low) * length


def plot(title: str, lines: Sequence[Line], x: Axis, y: Axis) -> Markup:
    """One plot with grid, axes, curves and a legend."""
    left, top = MARGIN["left"], MARGIN["top"] + 20 * ((len(lines) + 1) // 2 - 1)
    box = f"{-left} {-top} {WIDTH + left + MARGIN['right']:.0f} {HEIGHT + top + MARGIN['bottom']:.0f}"
    parts = [frame(x, y), *(curve(line, x, y) for line in lines), legend(lines)]
    return Markup('<svg class="plot" viewBox="{}" role="img" aria-label="{}">{}</svg>').format(
        box, title, Markup("").join(parts)
    )


def frame(x: Axis, y: Axis) -> Markup:
    """Grid lines, tick texts and axis names."""
    rows = [(HEIGHT - float(y.at(value, HEIGHT)), text) for value, text in y.ticks]
    columns = [(float(x.at(value, WIDTH)), text) for value, text in x.ticks]
    grid = "".join(f"M0 {row:.1f}H{WIDTH:.0f}" for row, _ in rows)
    texts = [
        Markup('<text x="-8" y="{:.1f}" text-anchor="end">{}</text>').format(row + 4, text)
        for row, text in rows
    ]
    texts += [
        Markup('<text x="{:.1f}" y="{:.0f}" text-anchor="middle">{}</text>').format(column, HEIGHT + 18, text)
        for column, text in columns
    ]
    names = Markup('<text x="{:.0f}" y="{:.0f}" text-anchor="end">{}</text>').format(
        WIDTH, HEIGHT + 36, x.name
    )
    return Markup('<path class="grid" d="{}"/><path class="axis" d="M0 {:.0f}H{:.0f}"/>{}{}').format(
        grid, HEIGHT, WIDTH, Markup("").join(texts), names
    )


def curve(line: Line, x: Axis, y: Axis) -> Markup:
    """The path of one curve, cut to the plot."""
    return Markup('<path class="line" data-style="{}" d="{}"/>').format(line.style, path(line, x, y))


def path(line: Line, x: Axis, y: Axis) -> str:
    """Path data through the points inside the plot, to a tenth of a unit."""
    inside = np.isfinite(line.y) & (line.y >= y.low) & (line.y <= y.high)
    across, up = x.at(line.x, WIDTH), HEIGHT - y.at(np.where(inside, line.y, y.low), HEIGHT)
    pieces, pen_down = [], False
    for here, right, down in zip(inside, across, up, strict=True):
        if here:
            pieces.append(f"{'L' if pen_down else 'M'}{right:.1f} {down:.1f}")
        pen_down = bool(here)
    return "".join(pieces)


def legend(lines: Sequence[Line]) -> Markup:
    """A sample of each curve beside its name, two to a row above the plot."""
    rows = (len(lines) + 1) // 2
    entries = []
    for number, line in enumerate(lines):
        row, column = divmod(number, 2)
        right, down = column * WIDTH / 2, -12 - 20 * (rows - 1 - row)
        entries.append(
            Markup(
                '<path class="line" data-style="{}" d="M{:.0f} {:.0f}h26"/>'
                '<text class="label" x="{:.0f}" y="{:.0f}">{}</text>'
            ).format(line.style, right, down - 4, right + 33, down, line.label)
        )
    return Markup("").join(entries)


def ticks(values: Sequence[float], form: str = "{:g}") -> tuple[tuple[float, str], ...]:
    """Ticks at the values, with a true minus sign."""
    return tuple((value, escape(form.format(value).replace("-", "−"))) for value in values)
