"""Figures beside what the design asks of them, as tables for people and as data for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from rich.console import Console
from rich.table import Table

REMINDER = (
    "Machines are noisy: the same run can take twice as long an hour later. Ratios of figures of one run "
    "hold better than the figures, and a bar missed once is a reason to measure again."
)


@dataclass(frozen=True)
class Bar:
    """What the design asks: a most, or a least."""

    limit: float
    at_least: bool = False

    def is_reached(self, value: float) -> bool:
        """Whether a figure reaches it."""
        return value >= self.limit if self.at_least else value <= self.limit

    def __str__(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.limit:g}"


@dataclass(frozen=True)
class Figure:
    """One measured number."""

    what: str
    value: float
    unit: str
    bar: Bar | None = None

    @property
    def reached(self) -> bool | None:
        """Whether it reached its bar; None without a bar."""
        return None if self.bar is None else self.bar.is_reached(self.value)


@dataclass(frozen=True)
class Subject:
    """Figures of one table; `note` says how they were taken, or what is missing and how to get it."""

    title: str
    figures: tuple[Figure, ...] = ()
    note: str = ""


def percentile(samples: Sequence[float], share: float) -> float:
    """The value that this share of the samples does not exceed; `share` lies in [0, 1]."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def show(subject: Subject, console: Console) -> None:
    """Prints the table."""
    table = Table(title=subject.title, title_justify="left", caption=subject.note, caption_justify="left")
    table.add_column("what", min_width=44)
    for column in ("measured", "bar"):
        table.add_column(column, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    for one in subject.figures:
        table.add_row(one.what, f"{written(one.value)} {one.unit}", str(one.bar or ""), mark(one))
    console.print(table, highlight=False)


def written(value: float) -> str:
    """Three significant digits, and no fewer than stand before the point."""
    return f"{value:.0f}" if abs(value) >= 100 or value == int(value) else f"{value:.3g}"


def mark(figure: Figure) -> str:
    """In words, so that colour is not the only sign."""
    return {None: "", True: "[green]reached[/green]", False: "[yellow]missed[/yellow]"}[figure.reached]


def plain(machine: Mapping[str, object], subjects: Sequence[Subject]) -> dict[str, object]:
    """The same as data for JSON."""
    return {
        "machine": dict(machine),
        "subjects": [
            {
                "title": subject.title,
                "note": subject.note,
                "figures": [asdict(one) | {"reached": one.reached} for one in subject.figures],
            }
            for subject in subjects
        ],
    }
