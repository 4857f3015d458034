"""The expression language: what authors write in `answer`, `if`, `let`, and what students type into a box."""

from app.expressions.formula import Formula, parse
from app.expressions.handwriting import STUDENT_FUNCTIONS
from app.expressions.tokens import ExpressionError
from app.nodes import Node

__all__ = ["STUDENT_FUNCTIONS", "ExpressionError", "Formula", "Node", "parse"]
