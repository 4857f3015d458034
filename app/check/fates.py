"""What may become of a slip that is made in a key, and how often it is tried."""

from __future__ import annotations

from typing import Literal

LUCK = 0.1  # of the seeds: accepted no more often, a slip had good luck with its numbers
FIRST = 3  # seeds at which a slip is tried before it is said to be far away

Fate = Literal[
    "told apart", "the key itself", "too small to see", "without value", "accepted", "acknowledged"
]
