"""The curve a program returned beside the one it should: a plot, and the same in rows of numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from markupsafe import Markup

from app.grading import CaseNumbers, Series
from app.plots import Axis, Line, plot, ticks

ROWS = 11  # of the table beside a plot


def curve_plot(numbers: CaseNumbers) -> Markup:
    """The plot of a case's curves; empty without any finite number."""
    own, wanted = numbers.got_curve, numbers.expected_curve
    drawn = [
        *([Line(np.array(own.index), heights(own), "yours", "signal")] if own else []),
        *([Line(np.array(wanted.index), heights(wanted), "expected", "noise")] if wanted else []),
    ]
    finite = [line.y[np.isfinite(line.y)] for line in reversed(drawn)]
    if not any(part.size for part in finite):
        return Markup("")
    x = Axis(0, last := max(float(line.x[-1]) for line in drawn), ticks(steps(0, last)), "index")
    low, high = shown_range(finite)
    return plot(f"What {numbers.label} returned", drawn, x, Axis(low, high, ticks(steps(low, high)), "value"))


def heights(series: Series) -> np.ndarray:
    """The values of a curve, nan where there is no finite number."""
    return np.array([math.nan if one is None else one for one in series.value])


def shown_range(curves: list[np.ndarray]) -> tuple[float, float]:
    """The lowest and highest value to show: all of the first curve, others at most as far again beyond it."""
    low, high = next((part.min(), part.max()) for part in curves if part.size)
    room = max(high - low, 1e-9 * abs(high)) or 1.0
    for part in curves:
        if part.size:
            low, high = min(low, max(part.min(), low - room)), max(high, min(part.max(), high + room))
    is_flat = high - low <= 1e-9 * max(abs(low), abs(high), 1e-280)
    return (float(low - room), float(high + room)) if is_flat else (float(low), float(high))


def steps(low: float, high: float) -> list[float]:
    """Four to ten round values from low to high."""
    rough = (high - low) / 5
    size = 10 ** math.floor(math.log10(rough))
    step = next(factor * size for factor in (1, 2, 5, 10) if factor * size >= rough)
    first = math.ceil(low / step - 1e-9)
    return [float(f"{number * step:.12g}") for number in range(first, math.floor(high / step + 1e-9) + 1)]


def curve_rows(numbers: CaseNumbers) -> Iterator[tuple[int, str, str]]:
    """Index, own value and expected one, evenly over the curve."""
    own, wanted = by_index(numbers.got_curve), by_index(numbers.expected_curve)
    places = sorted(own.keys() | wanted.keys())
    chosen = np.unique(np.linspace(0, len(places) - 1, min(len(places), ROWS)).round().astype(int))
    for place in (places[number] for number in chosen):
        yield place, own.get(place, ""), wanted.get(place, "")


def by_index(series: Series | None) -> dict[int, str]:
    """The values as texts by their index."""
    if series is None:
        return {}
    texts = ("not finite" if one is None else f"{one:g}" for one in series.value)
    return dict(zip(series.index, texts, strict=True))
