"""What every figure is: a model of its options that draws itself as SVG from the checkers."""

from __future__ import annotations

from abc import abstractmethod

import numpy as np
from markupsafe import Markup
from pydantic import BaseModel, ConfigDict

from app.plots import Style

STYLES: tuple[Style, ...] = ("signal", "noise", "ink", "muted")


class Figure(BaseModel):
    """What every figure has: a caption in markdown, and a drawing."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    caption: str = ""

    @abstractmethod
    def draw(self) -> Markup:
        """The SVG."""


def relative(values: np.ndarray) -> np.ndarray:
    """Values divided by their largest."""
    return np.asarray(values / values.max())
