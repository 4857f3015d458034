"""Arrays in numbers: shape, type and range of what a case returned, and its curve where one is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeGuard

import numpy as np

FEWEST_POINTS = 10  # of a curve; fewer are read more easily as they are
MOST_POINTS = 200  # of a curve; a screen shows no more
LARGEST = 1e300  # of a curve; the width of a larger range is no number


@dataclass(frozen=True)
class Summary:
    """An array in words: `(1000,)`, `float64`, and its numbers to five digits."""

    shape: str
    dtype: str
    least: str
    mean: str
    most: str


@dataclass(frozen=True)
class Series:
    """Entries of a 1-D array by index, evenly thinned; None where there is no finite number."""

    index: tuple[int, ...]
    value: tuple[float | None, ...]


@dataclass(frozen=True)
class CaseNumbers:
    """What a visible case returned, and what it should return, in numbers."""

    label: str
    got: Summary
    expected: Summary | None
    got_curve: Series | None = None
    expected_curve: Series | None = None


def case_numbers(label: str, got: object, expected: object, *, plot: bool) -> CaseNumbers | None:
    """The numbers of a case; None when it returned no array."""
    summary = summary_of(got)
    if summary is None:
        return None
    own, wanted = (series_of(got), series_of(expected)) if plot else (None, None)
    return CaseNumbers(label, summary, summary_of(expected), own, wanted)


def summary_of(value: object) -> Summary | None:
    """The array in words; None for what is no array of real numbers, or an empty one."""
    if not _is_numeric(value) or value.ndim == 0 or value.size == 0:
        return None
    with np.errstate(all="ignore"):
        least, mean, most = value.min(), value.mean(dtype=np.float64), value.max()
    return Summary(str(value.shape), str(value.dtype), *(f"{float(one):.5g}" for one in (least, mean, most)))


def series_of(value: object) -> Series | None:
    """The curve of a 1-D array that is long enough; None for everything else."""
    if not _is_numeric(value) or value.ndim != 1 or value.size < FEWEST_POINTS:
        return None
    index = np.unique(np.linspace(0, value.size - 1, min(value.size, MOST_POINTS)).round().astype(int))
    values = (float(f"{one:.6g}") if abs(one) < LARGEST else None for one in value[index].astype(float))
    return Series(tuple(index.tolist()), tuple(values))


def _is_numeric(value: object) -> TypeGuard[np.ndarray]:
    return isinstance(value, np.ndarray) and value.dtype.kind in "biuf"
