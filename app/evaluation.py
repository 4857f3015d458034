"""The value of an expression."""

from __future__ import annotations

from collections.abc import Mapping

from app.nodes import Node
from app.values import EvaluationError, Value

__all__ = ["EvaluationError", "Value", "evaluate"]


def evaluate(node: Node, names: Mapping[str, Value]) -> Value:
    """The value of `node`, its names looked up in `names`. Raises EvaluationError, and nothing else."""
    raise NotImplementedError
