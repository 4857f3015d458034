"""Images as numbers: how many, and in which range."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from checkers import domains
from checkers.domains import Array, Numbers


def pixel_count(H: int, W: int) -> int:
    """Pixels of an image of `H` rows and `W` columns. Raises ValueError unless both count from 1."""
    return domains.count(H, "H") * domains.count(W, "W")


def value_count(H: int, W: int, C: int = 3) -> int:
    """Numbers in an image of `C` channels: the dimension of the space it is a point of. Raises as above."""
    return pixel_count(H, W) * domains.count(C, "C")


def to_model(img: Numbers) -> Array:
    """The image as floats in [-1, 1]: level 0 becomes -1 and 255 becomes +1.

    Any shape of whole levels 0..255. Raises ValueError for anything else, so also for floats in [0, 1].
    """
    levels = domains.real(img, "img")
    if not np.all((levels >= 0) & (levels <= 255) & (levels == np.floor(levels))):
        raise ValueError("img must hold whole levels from 0 to 255")
    return levels / 127.5 - 1


def to_uint8(x: Numbers) -> npt.NDArray[np.uint8]:
    """The image as uint8 levels: rounded, and clipped outside [-1, 1]. Raises ValueError for nan."""
    return np.clip(np.round((domains.real(x, "x") + 1) * 127.5), 0, 255).astype(np.uint8)
