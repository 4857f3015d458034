"""What a runner has done, for monitoring."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .child.layers import Level
from .job import End


@dataclass(frozen=True)
class Counts:
    """Figures of one runner, since it was made; no student is named."""

    runs: Mapping[End, int] = field(default_factory=dict)
    turns: int = 0
    waited: float = 0.0  # seconds, all turns together
    waiting: int = 0  # now
    zygotes: int = 0
    level: Level = "none"
