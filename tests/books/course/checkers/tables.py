"""What the other modules of this course share."""

from __future__ import annotations

import numpy as np


def squares(n: int) -> np.ndarray:
    """0, 1, 4, … up to (n-1)²; shape (n,)."""
    return np.arange(n) ** 2
