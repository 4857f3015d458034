"""What slips make of the arrays in a program: places, axes, copies and kinds of number."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from app.mutations.trees import called, dropped, function_of, operand_of, whole

PILED_UP = ("cumprod", "cumsum")
PADDED = ("concatenate", "append")
LARGEST_COUNT = 4


# ---- counting and tables ---


def beside(node: ast.AST) -> Iterator[ast.AST]:
    """The entry before or after the one that is meant; a slice or a range that ends beside its place."""
    yield from _count_beside(node)
    match node:
        case ast.Subscript(value=value, slice=ast.Slice(lower=lower, upper=upper, step=step)):
            for one in _neighbours(lower):
                yield ast.Subscript(value, ast.Slice(one, upper, step), node.ctx)
            for one in _neighbours(upper):
                yield ast.Subscript(value, ast.Slice(lower, one, step), node.ctx)
        case ast.Subscript(value=value, slice=ast.Name() | ast.BinOp() | ast.Constant(value=int()) as item):
            for sign in (ast.Sub(), ast.Add()):
                yield ast.Subscript(value, ast.BinOp(item, sign, ast.Constant(1)), node.ctx)


def _neighbours(bound: ast.expr | None) -> Iterator[ast.expr | None]:
    value = whole(bound)
    if value is not None:
        yield None
        yield ast.Constant(value - 1) if value > 1 else ast.Constant(value + 1)


def _count_beside(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=ast.Constant(value=value)):
            if isinstance(value, int) and 0 < value <= LARGEST_COUNT:
                yield ast.BinOp(left, sign, ast.Constant(value + 1))
        case ast.Call(args=[*before, last]) if function_of(node) in ("range", "arange", "linspace"):
            for sign in (ast.Sub(), ast.Add()):
                end = ast.BinOp(last, sign, ast.Constant(1))
                yield ast.Call(node.func, [*before, end], node.keywords)


def backwards(node: ast.AST) -> Iterator[ast.AST]:
    """What is turned round left as it is, and a loop run from its end."""
    yield from dropped("reversed", "flip")(node)
    match node:
        case ast.Subscript(
            value=value, slice=ast.Slice(lower=None, upper=None, step=ast.UnaryOp(op=ast.USub()))
        ):
            yield value
        case ast.For(target=target, iter=ast.Call() as over, body=body) if function_of(over) == "range":
            turned = ast.Call(ast.Name("reversed", ast.Load()), [over], [])
            yield ast.For(target, turned, body, node.orelse)


def per_step(node: ast.AST) -> Iterator[ast.AST]:
    """What belongs to one step for what has piled up until then: α for ᾱ."""
    yield from dropped(*PILED_UP)(node)


def swap_arguments(node: ast.AST) -> Iterator[ast.AST]:
    """Two neighbouring arguments in each other's place."""
    match node:
        case ast.Call(args=[first, second, *rest]) if not _is_padding(node):
            yield ast.Call(node.func, [second, first, *rest], node.keywords)


def _is_padding(node: ast.Call) -> bool:
    return function_of(node) in PADDED


# ---- shapes ---


def other_axis(node: ast.AST) -> Iterator[ast.AST]:
    """Another axis, or none."""
    if not isinstance(node, ast.Call):
        return
    for place, keyword in enumerate(node.keywords):
        if keyword.arg == "axis":
            rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield ast.Call(node.func, node.args, rest)
            if (axis := whole(keyword.value)) is not None:
                other = ast.keyword("axis", ast.Constant(0 if axis else 1))
                yield ast.Call(node.func, node.args, [*rest, other])


def drop_axis(node: ast.AST) -> Iterator[ast.AST]:
    """A shape that is left as it is: no new axis, no reshape, no kept one."""
    yield from dropped("reshape", "expand_dims", "atleast_1d", "atleast_2d")(node)
    match node:
        case ast.Subscript(value=value, slice=ast.Tuple(elts=items)) if any(map(_is_new, items)):
            yield value
        case ast.Call(keywords=keywords) if any(one.arg == "keepdims" for one in keywords):
            kept = [one for one in keywords if one.arg != "keepdims"]
            yield ast.Call(node.func, node.args, kept)


def _is_new(item: ast.expr) -> bool:
    return ast.unparse(item) in ("None", "np.newaxis")


def other_ddof(node: ast.AST) -> Iterator[ast.AST]:
    """A spread divided by n - 1 for one divided by n, and back."""
    if isinstance(node, ast.Call) and function_of(node) in ("std", "var"):
        kept = [one for one in node.keywords if one.arg != "ddof"]
        added = [] if len(kept) < len(node.keywords) else [ast.keyword("ddof", ast.Constant(1))]
        yield ast.Call(node.func, node.args, [*kept, *added])


def drop_pad(node: ast.AST) -> Iterator[ast.AST]:
    """A table without the entry that is put before or after it."""
    match node:
        case ast.Call(args=[ast.List(elts=items), *_]) if function_of(node) == "concatenate":
            yield from (one for one in items if not isinstance(one, ast.List))


# ---- copies and kinds of number ---


def drop_copy(node: ast.AST) -> Iterator[ast.AST]:
    """The array itself for a copy of it, and a change in place for a new array."""
    match node:
        case ast.Call(args=[_, *_]) if function_of(node) == "array":
            yield ast.Call(called(node.func, "asarray"), node.args, node.keywords)
        case ast.Call() if function_of(node) == "copy" and (operand := operand_of(node)):
            yield operand
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(left=ast.Name(id=same), op=sign)):
            if name == same:
                right = node.value.right if isinstance(node.value, ast.BinOp) else node.value
                yield ast.AugAssign(ast.Name(name, ast.Store()), sign, right)


def drop_kind(node: ast.AST) -> Iterator[ast.AST]:
    """Numbers of the kind they come in: nothing is made an array, a float or a byte."""
    yield from dropped("asarray", "astype", "float", "int", "float64")(node)
    match node:
        case ast.Call(keywords=keywords, args=[first, *rest]) if function_of(node) in ("array", "asarray"):
            kept = [one for one in keywords if one.arg != "dtype"]
            if len(kept) < len(keywords) or rest:
                yield ast.Call(node.func, [first], kept)
