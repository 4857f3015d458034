"""What an expression can be worth."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[np.generic]
Value: TypeAlias = "bool | int | float | complex | str | Array | list[Value]"

MOST_ENTRIES = 1_000_000  # of one array


class EvaluationError(Exception):
    """Why an expression has no value, in a sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message
