"""The value of an expression."""

from app.evaluation.trees import equivalent, evaluate, evaluate_complex, point_values, same_values
from app.values import EvaluationError, Value

__all__ = [
    "EvaluationError",
    "Value",
    "equivalent",
    "evaluate",
    "evaluate_complex",
    "point_values",
    "same_values",
]
