"""What slips make of the arithmetic in a program: each function gives the nodes that may stand for one."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from app.mutations.mutation import OfProgram
from app.mutations.trees import both_ways, dropped, function_of, renamed

# ---- roots and squares ---


def drop_root(node: ast.AST) -> Iterator[ast.AST]:
    """x for √x."""
    yield from dropped("sqrt")(node)
    match node:
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=0.5)):
            yield left


def drop_square(node: ast.AST) -> Iterator[ast.AST]:
    """x for x²."""
    yield from dropped("square")(node)
    match node:
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=2)):
            yield left


def deviation_for_variance(node: ast.AST) -> Iterator[ast.AST]:
    """std for var and back, and the square of what is called sigma."""
    yield from renamed(both_ways({"std": "var"}))(node)
    match node:
        case ast.Name(id=name, ctx=ast.Load()) if name.startswith(("sigma", "std")):
            yield ast.BinOp(node, ast.Pow(), ast.Constant(2))


# ---- signs, sums and products ---


def other_sign(node: ast.AST) -> Iterator[ast.AST]:
    """+ for -, and - for +."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield ast.BinOp(left, ast.Sub(), right)
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            yield ast.BinOp(left, ast.Add(), right)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            yield operand
        case ast.AugAssign(target=target, op=ast.Add(), value=value):
            yield ast.AugAssign(target, ast.Sub(), value)
        case ast.AugAssign(target=target, op=ast.Sub(), value=value):
            yield ast.AugAssign(target, ast.Add(), value)


def swap_difference(node: ast.AST) -> Iterator[ast.AST]:
    """b - a for a - b."""
    match node:
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            yield ast.BinOp(right, ast.Sub(), left)


def swap_ratio(node: ast.AST) -> Iterator[ast.AST]:
    """b/a for a/b."""
    match node:
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            yield ast.BinOp(right, ast.Div(), left)


def times_for_divided(node: ast.AST) -> Iterator[ast.AST]:
    """* for /, and / for *."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            yield ast.BinOp(left, ast.Div(), right)
        case ast.BinOp(left=left, op=ast.Div(), right=right):
            yield ast.BinOp(left, ast.Mult(), right)
        case ast.AugAssign(target=target, op=ast.Mult(), value=value):
            yield ast.AugAssign(target, ast.Div(), value)
        case ast.AugAssign(target=target, op=ast.Div(), value=value):
            yield ast.AugAssign(target, ast.Mult(), value)


def complement(node: ast.AST) -> Iterator[ast.AST]:
    """x for 1 - x."""
    match node:
        case ast.BinOp(left=ast.Constant(value=1), op=ast.Sub(), right=right):
            yield right


def drop_term(node: ast.AST) -> Iterator[ast.AST]:
    """a, or b, for a sum of both; a, or -b, for a - b."""
    match node:
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            yield left
            yield right
        case ast.BinOp(left=left, op=ast.Sub(), right=right):
            yield left
            yield ast.UnaryOp(ast.USub(), right)


def drop_factor(node: ast.AST) -> Iterator[ast.AST]:
    """a, or b, for a product; a for a/b."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult(), right=right) if not _is_two(left) and not _is_two(right):
            yield left
            yield right
        case ast.BinOp(left=left, op=ast.Div(), right=right) if not _is_two(right):
            yield left


def drop_two(node: ast.AST) -> Iterator[ast.AST]:
    """x for 2x."""
    match node:
        case ast.BinOp(left=ast.Constant(value=2), op=ast.Mult(), right=other):
            yield other
        case ast.BinOp(left=other, op=ast.Mult(), right=ast.Constant(value=2)):
            yield other


def drop_half(node: ast.AST) -> Iterator[ast.AST]:
    """x for x/2."""
    match node:
        case ast.BinOp(left=other, op=ast.Div(), right=ast.Constant(value=2)):
            yield other
        case ast.BinOp(left=ast.Constant(value=0.5), op=ast.Mult(), right=other):
            yield other
        case ast.BinOp(left=other, op=ast.Mult(), right=ast.Constant(value=0.5)):
            yield other


def _is_two(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value in (2, 0.5)


# ---- functions of numpy ---


def mean_for_sum(node: ast.AST) -> Iterator[ast.AST]:
    """The mean for the sum, and back."""
    yield from renamed(both_ways({"sum": "mean"}))(node)


def smallest_for_largest(node: ast.AST) -> Iterator[ast.AST]:
    """min for max, and back."""
    yield from renamed(both_ways({"min": "max", "minimum": "maximum"}))(node)


def drop_bound(node: ast.AST) -> Iterator[ast.AST]:
    """x for max(x, bound), min(x, bound) or clip(x, lo, hi)."""
    yield from dropped("maximum", "minimum", "clip")(node)
    if isinstance(node, ast.Call) and function_of(node) in ("max", "min") and len(node.args) > 1:
        yield node.args[0]


def drop_absolute(node: ast.AST) -> Iterator[ast.AST]:
    """x for |x|."""
    yield from dropped("abs", "absolute", "fabs")(node)


def drop_rounding(node: ast.AST) -> Iterator[ast.AST]:
    """x for x rounded, and / for //."""
    yield from dropped("round", "rint", "floor", "ceil")(node)
    match node:
        case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
            yield ast.BinOp(left, ast.Div(), right)


def other_rounding(node: ast.AST) -> Iterator[ast.AST]:
    """Rounded down, or up, for rounded to the nearest."""
    yield from renamed({"round": "ceil", "rint": "ceil"})(node)
    yield from renamed({"round": "floor", "rint": "floor", "floor": "ceil", "ceil": "floor"})(node)


def exchange(old: str, new: str) -> OfProgram:
    """One function for another, and back."""
    return renamed(both_ways({old: new}))


def logarithm(base: str) -> OfProgram:
    """A logarithm to another base."""
    return renamed({"log": base})


def in_degrees(node: ast.AST) -> Iterator[ast.AST]:
    """The angle taken for one in degrees."""
    if isinstance(node, ast.Call) and function_of(node) in ("sin", "cos", "tan") and node.args:
        angle = ast.Call(ast.Attribute(ast.Name("np", ast.Load()), "radians", ast.Load()), node.args, [])
        yield ast.Call(node.func, [angle], [])
