"""What may become of a slip that is made in a key, and how often it is tried."""

from __future__ import annotations

from typing import Literal

LUCK = 0.1  # of the seeds: accepted no more often, a slip had good luck with its numbers
FEW = 2  # so many seeds prove nothing of numbers that change
ENOUGH = 20  # with fewer seeds nobody knows that a slip is accepted nowhere
FIRST = 3  # seeds at which a slip is tried before it is said to be far away

Fate = Literal[
    "told apart", "the key itself", "too small to see", "without value", "accepted", "acknowledged"
]


def is_luck(times: int, of: int, share: float, *, varies: bool) -> bool:
    """Whether what is right at so few of the seeds says nothing: other numbers will tell it apart."""
    return times <= max(share * of, FEW if varies else 0)
