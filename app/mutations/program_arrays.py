"""What slips make of the arrays in a program: places, axes, copies and kinds of number."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping
from math import prod

from app.mutations.mutation import OfProgram
from app.mutations.trees import called, dropped, function_of, is_module, operand_of, whole

PILED_UP = ("cumprod", "cumsum")
PADDED = ("concatenate", "append")
FILLED = ("zeros", "ones", "empty")
TYPED = ("array", "asarray", "zeros_like", "ones_like", "empty_like")
REDUCTIONS = ("sum", "mean", "std", "var", "prod", "min", "max", "argmin", "argmax", "median", *PILED_UP)
SHAPED = ("reshape", "expand_dims", "atleast_1d", "atleast_2d", "ravel", "flatten", "squeeze")
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
    """Another axis, none, or one where all are meant."""
    if not isinstance(node, ast.Call):
        return
    for place, keyword in enumerate(node.keywords):
        if keyword.arg == "axis":
            rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield ast.Call(node.func, node.args, rest)
            for other in _other_axes(keyword.value):
                yield ast.Call(node.func, node.args, [*rest, ast.keyword("axis", other)])
            return
    if function_of(node) in REDUCTIONS and isinstance(node.func, ast.Attribute):
        before = 1 if is_module(node.func.value) else 0
        yield from _by_place(node, before)


def _by_place(node: ast.Call, before: int) -> Iterator[ast.AST]:
    """Another axis, which stands without its name after so many arguments, or is not there."""
    if len(node.args) == before:
        for axis in (0, -1):
            added = ast.keyword("axis", ast.Constant(axis))
            yield ast.Call(node.func, node.args, [*node.keywords, added])
    elif len(node.args) > before:
        yield ast.Call(node.func, node.args[:before], node.keywords)
        for other in _other_axes(node.args[before]):
            yield ast.Call(node.func, [*node.args[:before], other, *node.args[before + 1 :]], node.keywords)


def _other_axes(axis: ast.expr) -> Iterator[ast.expr]:
    if isinstance(axis, ast.Tuple):
        yield from axis.elts
    elif (own := whole(axis)) is not None:
        yield from (ast.Constant(one) for one in (0, 1, -1) if one != own)


def drop_axis(node: ast.AST) -> Iterator[ast.AST]:
    """A shape that is left as it is: no new axis, no reshape, no kept one; a new axis at the other end."""
    yield from dropped(*SHAPED)(node)
    match node:
        case ast.Subscript(value=value, slice=ast.Tuple(elts=items)) if any(map(_is_new, items)):
            yield value
            if len(items) > 1:
                yield ast.Subscript(value, ast.Tuple(items[::-1], ast.Load()), node.ctx)
        case ast.Call(keywords=keywords) if any(one.arg == "keepdims" for one in keywords):
            kept = [one for one in keywords if one.arg != "keepdims"]
            yield ast.Call(node.func, node.args, kept)


def transpose(node: ast.AST) -> Iterator[ast.AST]:
    """Rows for columns: a matrix that is not turned, or one that is, in a product."""
    yield from dropped("transpose")(node)
    match node:
        case ast.Attribute(value=value, attr="T"):
            yield value
        case ast.BinOp(left=left, op=ast.MatMult(), right=right):
            yield ast.BinOp(_turned(left), ast.MatMult(), right)
            yield ast.BinOp(left, ast.MatMult(), _turned(right))
            yield ast.BinOp(right, ast.MatMult(), left)


def _turned(matrix: ast.expr) -> ast.expr:
    return ast.Attribute(matrix, "T", ast.Load())


def other_count(node: ast.AST) -> Iterator[ast.AST]:
    """The rows counted for the entries, and back."""
    match node:
        case ast.Attribute(value=value, attr="size"):
            yield ast.Call(ast.Name("len", ast.Load()), [value], [])
        case ast.Call(func=ast.Name(id="len"), args=[value]):
            yield ast.Call(_of_numpy("size"), [value], [])


def _of_numpy(name: str) -> ast.expr:
    return ast.Attribute(ast.Name("np", ast.Load()), name, ast.Load())


def fix_sizes(shapes: Mapping[str, tuple[int, ...]]) -> OfProgram:
    """The size that an input has in an example for the size of any; `shapes` are those of the example."""

    def change(node: ast.AST) -> Iterator[ast.AST]:
        match node:
            case ast.Call(func=ast.Name(id="len"), args=[ast.Name(id=name)]) if name in shapes:
                yield ast.Constant(shapes[name][0])
            case ast.Attribute(value=ast.Name(id=name), attr="size") if name in shapes:
                yield ast.Constant(prod(shapes[name]))
            case ast.Subscript(value=ast.Attribute(value=ast.Name(id=name), attr="shape"), slice=item):
                place = whole(item)
                if place is not None and -len(shapes.get(name, ())) <= place < len(shapes.get(name, ())):
                    yield ast.Constant(shapes[name][place])
            case ast.Call(func=ast.Attribute(attr="mean"), keywords=[]) if operand := _only_operand(node):
                for size in sorted({prod(shape) for shape in shapes.values()}):
                    total = ast.Call(_of_numpy("sum"), [operand], [])
                    yield ast.BinOp(total, ast.Div(), ast.Constant(size))

    return change


def _only_operand(call: ast.Call) -> ast.expr | None:
    """What a function is applied to, where it has no further argument."""
    operand = operand_of(call)
    return operand if call.args in ([], [operand]) else None


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
        case ast.Call(keywords=keywords, args=[first, *rest]) if function_of(node) in TYPED:
            kept = [one for one in keywords if one.arg != "dtype"]
            if len(kept) < len(keywords) or rest:
                yield ast.Call(node.func, [first], kept)


def keep_kind(node: ast.AST) -> Iterator[ast.AST]:
    """An array that is made like an input, and so of its kind."""
    match node:
        case ast.Call(
            args=[ast.Call(func=ast.Name(id="len"), args=[like]) | ast.Attribute(value=like, attr="shape")]
        ):
            if function_of(node) in FILLED:
                yield ast.Call(called(node.func, f"{function_of(node)}_like"), [like], [])


def keep_kind_of(names: Collection[str]) -> OfProgram:
    """A result of the kind of an input with one of the names, as when it is written into an array like it."""

    def change(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.Return) and node.value is not None:
            for name in names:
                text = f"np.asarray({ast.unparse(node.value)}).astype(np.asarray({name}).dtype)"
                yield ast.Return(ast.parse(text, mode="eval").body)

    return change
