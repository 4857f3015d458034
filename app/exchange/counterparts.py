"""What stands for a question of a bank among our exercises: the keys of one, or none."""

from __future__ import annotations

from app.composer import Value

FULL = 0.9999  # the share of the marks that a right answer earns
Fields = dict[str | int, Value]


class NoCounterpart(Exception):  # noqa: N818 - nothing failed
    """A question that no exercise of ours can stand for; says why."""
