"""Figures of latent diffusion: sizes to scale, the cost of a block, and noise between noises."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, NamedTuple

import numpy as np
from markupsafe import Markup
from pydantic import Field

from app.figures.figure import STYLES, Figure
from app.plots import HEIGHT, WIDTH, Axis, Line, Style, plot, ticks
from checkers import gaussians, images, latents

SIDES = np.arange(128, 2049, 32)
SLOT = 132  # room for the words under a small square
LAMBDAS = np.linspace(0, 1, 201)


class Square(NamedTuple):
    """An array drawn as a square: how many numbers it holds, and what is written beside it."""

    values: int
    label: str
    style: Style


class LatentSizes(Figure):
    """A picture and its latents as squares whose areas are the sizes of the arrays."""

    side: Annotated[int, Field(ge=64, le=4096, multiple_of=8)] = 512
    channels: Annotated[tuple[Annotated[int, Field(ge=1, le=64)], ...], Field(min_length=1, max_length=3)] = (
        16,
        4,
    )

    def squares(self) -> list[Square]:
        """The picture first, then a latent for each number of channels."""
        h = self.side // 8
        picture = Square(images.value_count(self.side, self.side), f"3 × {self.side} × {self.side}", "ink")
        return [picture] + [
            Square(latents.latent_values(self.side, self.side, channels=c), f"{c} × {h} × {h}", style)
            for c, style in zip(self.channels, STYLES, strict=False)
        ]

    def draw(self) -> Markup:
        squares = self.squares()
        unit = HEIGHT / np.sqrt(max(square.values for square in squares))
        parts, left = [], 0.0
        for square in squares:
            edge = float(np.sqrt(square.values) * unit)
            parts.append(_drawn(square, left, edge))
            left += max(edge + 24, SLOT)
        named = " and ".join(f"{square.label}, {square.values} numbers" for square in squares)
        return Markup(
            '<svg class="plot" viewBox="-4 -4 {:.0f} {:.0f}" role="img" aria-label="{}">{}</svg>'
        ).format(max(left, WIDTH), HEIGHT + 48, f"Squares to scale: {named}", Markup("").join(parts))


class BlockCost(Figure):
    """FLOPs of the parts of one block against the side of the picture, on a logarithmic scale."""

    f: Annotated[int, Field(ge=1, le=32)] = 8
    width: Annotated[int, Field(ge=1, le=8192)] = 320
    patch: Annotated[int, Field(ge=1, le=8)] = 1

    def positions(self) -> np.ndarray:
        """Tokens for each of `SIDES`, as if sides could be divided without a rest."""
        return np.maximum(np.round((SIDES / (self.f * self.patch)) ** 2), 1)

    def costs(self) -> dict[str, np.ndarray]:
        """FLOPs of each part for each of `SIDES`; what has patches has no convolutions."""
        n, d = self.positions(), self.width
        costs = {
            "scores": latents.attention_score_flops(n, d),
            "projections": latents.attention_projection_flops(n, d),
            "feed-forward": latents.feed_forward_flops(n, d),
        }
        return costs if self.patch > 1 else {**costs, "3 × 3 convolution": latents.convolution_flops(n, d, d)}

    def draw(self) -> Markup:
        styles: tuple[Style, ...] = ("noise", "signal", "ink", "muted")
        lines = [
            Line(SIDES, np.log10(cost), name, style)
            for (name, cost), style in zip(self.costs().items(), styles, strict=False)
        ]
        x = Axis(128, 2048, ticks((256, 512, 1024, 1536, 2048)), "side of the picture in pixels")
        powers = ((8, "100 M"), (9, "1 G"), (10, "10 G"), (11, "100 G"), (12, "1 T"), (13, "10 T"))
        title = f"FLOPs of one block of width {self.width} against the side of the picture"
        return plot(title, lines, x, Axis(7.5, 13.2, powers, "FLOPs"))


class ShellWalk(Figure):
    """Length divided by √d on both ways, and where noise is: up to three standard deviations off."""

    d: Annotated[int, Field(ge=2)] = 16384

    def draw(self) -> Markup:
        spread = 3 * gaussians.norm_spread(self.d) / gaussians.typical_norm(self.d)
        edges = np.concatenate([np.full(201, 1 - spread), [np.nan], np.full(201, 1 + spread)])
        lines = [
            Line(LAMBDAS, latents.lerp_factor(LAMBDAS), "straight line", "noise"),
            Line(LAMBDAS, np.ones(201), "great circle", "signal"),
            Line(np.concatenate([LAMBDAS, [1.0], LAMBDAS]), edges, "where noise is", "muted"),
        ]
        x = Axis(0, 1, ticks((0, 0.25, 0.5, 0.75, 1)), "λ")
        y = Axis(0.6, 1.1, ticks((0.6, 0.7, 0.8, 0.9, 1, 1.1)), "length ÷ √d")
        return plot(f"Length of the noise between two noises of {self.d} numbers", lines, x, y)


class MidpointShells(Figure):
    """Densities of length ÷ √d for noise and for the midpoint of two noises, in a few dimensions."""

    dimensions: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1, max_length=2)] = (
        2,
        256,
    )

    def draw(self) -> Markup:
        radius = np.linspace(0.005, 2.2, 500)
        shrunk = float(latents.lerp_factor(0.5))
        lines = []
        for d, (whole, half) in zip(self.dimensions, (STYLES[2:], STYLES[:2]), strict=False):
            noise, midpoint = (
                gaussians.norm_pdf(radius * np.sqrt(d) / size, d) / size for size in (1.0, shrunk)
            )
            peak = midpoint.max()
            lines.append(Line(radius, noise / peak, f"noise, d = {d}", whole))
            lines.append(Line(radius, midpoint / peak, f"midpoint, d = {d}", half))
        x = Axis(0, 2.2, ticks((0, 0.5, 1, 1.5, 2)), "length ÷ √d")
        y = Axis(0, 1.05, ticks((0, 0.5, 1)), "density ÷ peak")
        return plot("Length of noise and of the midpoint of two noises", lines, x, y)


def _drawn(square: Square, left: float, edge: float) -> Markup:
    return Markup(
        '<path class="line" data-style="{}" d="M{:.1f} {:.1f}h{:.1f}v{:.1f}h{:.1f}z"/>'
        '<text class="label" x="{:.1f}" y="{:.0f}">{}</text><text x="{:.1f}" y="{:.0f}">{} numbers</text>'
    ).format(
        square.style, left, HEIGHT - edge, edge, edge, -edge,
        left, HEIGHT + 18, square.label, left, HEIGHT + 36, square.values,
    )  # fmt: skip


FIGURES: Mapping[str, type[Figure]] = {
    "block-cost": BlockCost,
    "latent-sizes": LatentSizes,
    "midpoint-shells": MidpointShells,
    "shell-walk": ShellWalk,
}
