"""Point clouds as SVG: a ∇ made of points dissolves into noise, the noise's share painted in its colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from markupsafe import Markup

from checkers import forward

GOLDEN = 0.6180339887
CORNERS = np.array([[-1.0, 0.85], [1.0, 0.85], [0.0, -0.95]])


def nabla(count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Points (count, 2) along the three sides of a ∇, and as many standard normal noises."""
    generator = np.random.default_rng(seed)
    side, along = generator.integers(0, 3, count), generator.random((count, 1))
    points = CORNERS[side] * (1 - along) + CORNERS[(side + 1) % 3] * along
    return points + generator.normal(0, 0.035, (count, 2)), generator.normal(0, 1, (count, 2))


def dots(
    x_0: np.ndarray,
    eps: np.ndarray,
    alpha_bar: float,
    *,
    centre: tuple[float, float],
    scale: float,
    reach: float,
) -> Markup:
    """Two paths of round dots, signal and noise, in proportion to their shares of the variance.

    Points further than `reach` from the middle are left out, so that nothing leaves the picture.
    """
    points = forward.q_sample(x_0, alpha_bar, eps)
    noisy = (np.arange(len(points)) * GOLDEN) % 1 < 1 - alpha_bar
    near = np.all(np.abs(points) < reach, axis=1)
    places = np.round(points * [scale, -scale] + centre).astype(int)
    paths = (
        Markup('<path class="{}" d="{}"/>').format(
            name, "".join(f"M{x} {y}h0" for x, y in places[chosen & near])
        )
        for name, chosen in (("signal", ~noisy), ("noise", noisy))
    )
    return Markup("").join(paths)


def panels(alpha_bars: Sequence[tuple[int, float]]) -> Markup:
    """One small cloud per (step, ᾱ), with the step below it."""
    x_0, eps = nabla(260, seed=3)
    clouds = (
        Markup('<li><svg class="cloud" viewBox="0 0 200 200" aria-hidden="true">{}</svg>t = {}</li>').format(
            dots(x_0, eps, alpha_bar, centre=(100, 100), scale=36, reach=2.7), step
        )
        for step, alpha_bar in alpha_bars
    )
    return Markup('<ol class="panels" role="list">{}</ol>').format(Markup("").join(clouds))


def band(count: int = 7) -> Markup:
    """The wide band that opens a page: one ∇ on the left becomes noise on the right."""
    pieces = []
    for number in range(count):
        x_0, eps = nabla(250, seed=11 + number)
        noise = np.sin(number / (count - 1) * np.pi / 2) ** 2.6
        centre = (80 + number * 155, 118)
        pieces.append(dots(x_0, eps, 1 - noise, centre=centre, scale=70 - 3 * number, reach=1.75))
    return Markup('<svg class="band wide" viewBox="0 0 1100 220" aria-hidden="true">{}</svg>').format(
        Markup("").join(pieces)
    )
