"""The figures a lesson can place by name: exact curves from the checkers, drawn as SVG.

A figure is a model of its options; a lesson writes `::figure alpha-bar-curves {schedules: [linear, cosine]}`.
"""

from __future__ import annotations

from collections.abc import Mapping

from app.figures import budgets, flows, forward, guidance, latents, losses, sampling, scores, solvers
from app.figures.figure import Figure

FIGURES: Mapping[str, type[Figure]] = {
    **budgets.FIGURES,
    **flows.FIGURES,
    **forward.FIGURES,
    **guidance.FIGURES,
    **latents.FIGURES,
    **losses.FIGURES,
    **sampling.FIGURES,
    **scores.FIGURES,
    **solvers.FIGURES,
}


def figure_of(name: str, options: Mapping[str, object]) -> Figure:
    """The figure. Raises KeyError for an unknown name and pydantic's ValidationError for wrong options."""
    return FIGURES[name].model_validate(dict(options))
