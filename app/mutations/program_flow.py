"""What slips make of the way that a program takes: decisions and lines."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

OTHER_COMPARISON: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}


# ---- decisions and lines ---


def other_comparison(node: ast.AST) -> Iterator[ast.AST]:
    """< for <=, > for >=, and back."""
    match node:
        case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in OTHER_COMPARISON:
            yield ast.Compare(left, [OTHER_COMPARISON[type(sign)]()], [right])


def drop_condition(node: ast.AST) -> Iterator[ast.AST]:
    """A decision that always, or never, goes one way."""
    if isinstance(node, ast.If) and not isinstance(node.test, ast.Constant):
        for value in (True, False):
            yield ast.If(ast.Constant(value), node.body, node.orelse)


def drop_line(node: ast.AST) -> Iterator[ast.AST]:
    """A line that is missing."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Raise | ast.Expr) and not _is_text(node):
        yield ast.Pass()


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
