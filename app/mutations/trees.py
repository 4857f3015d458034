"""A Python program as a tree: every way to change it at one place, and what its nodes are."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from app.mutations.mutation import OfProgram


def changed_once(tree: ast.Module, change: OfProgram) -> Iterator[tuple[ast.AST, ast.AST, str]]:
    """Every way to change a program at one place: what stood there, what stands there now, the program."""
    for old in ast.walk(tree):
        for new in change(old):
            ast.fix_missing_locations(new)
            try:
                yield old, new, ast.unparse(_replaced(tree, old, new))
            except (ValueError, AttributeError):
                continue  # what stands there may not be there


def _replaced(node: ast.AST, old: ast.AST, new: ast.AST) -> ast.AST:
    """The tree with one node in the place of another; what is not above it is shared."""
    if node is old:
        return new
    fields: dict[str, object] = {}
    for name, value in ast.iter_fields(node):
        match value:
            case ast.AST():
                fields[name] = _replaced(value, old, new)
            case list():
                fields[name] = [
                    _replaced(one, old, new) if isinstance(one, ast.AST) else one for one in value
                ]
            case _:
                fields[name] = value
    return ast.copy_location(type(node)(**fields), node)


def function_of(node: ast.AST) -> str:
    """The name of what is called: `sqrt` of `np.sqrt(x)` and `mean` of `x.mean()`."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
    return ""


def operand_of(call: ast.Call) -> ast.expr | None:
    """What a function is applied to: its first argument, or the value it is a method of."""
    match call:
        case ast.Call(func=ast.Attribute(value=value)) if not is_module(value):
            return value
        case ast.Call(args=[ast.expr() as first, *_]):
            return first
    return None


def is_module(node: ast.expr) -> bool:
    return ast.unparse(node) in ("np", "numpy", "math", "np.linalg", "numpy.linalg", "np.random")


def dropped(*names: str) -> OfProgram:
    def change(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.Call) and function_of(node) in names and (operand := operand_of(node)):
            yield operand

    return change


def renamed(pairs: Mapping[str, str]) -> OfProgram:
    def change(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.Call) and (new := pairs.get(function_of(node))):
            yield ast.Call(called(node.func, new), node.args, node.keywords)

    return change


def called(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


def both_ways(pairs: Mapping[str, str]) -> dict[str, str]:
    return {**pairs, **{new: old for old, new in pairs.items()}}


def whole(node: ast.expr | None) -> int | None:
    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return -value
    return None
