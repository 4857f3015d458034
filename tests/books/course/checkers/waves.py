"""Waves, for the tests: a course's own module imports numpy, the built-in checkers and its other modules."""

from __future__ import annotations

import numpy as np
import tables  # type: ignore[import-not-found]  # beside this file, where only the workbook looks

from checkers import schedules


def height(x: float, *, amplitude: float = 1.0) -> float:
    """The height of a wave at x."""
    return float(amplitude * np.sin(x))


def energy(heights: np.ndarray) -> float:
    """The sum of squared heights, any shape."""
    return float(np.sum(np.asarray(heights) ** 2))


def signal(t: int) -> float:
    """The share of the signal after t of ten steps with the same noise each."""
    return float(schedules.alpha_bar(np.array([0.0, *[0.1] * 10]))[t]) + 0 * float(tables.squares(2)[0])
