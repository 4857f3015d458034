"""What slips make of one node of a Python program: each function gives the nodes that may stand there."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

from app.mutations.mutation import OfProgram

OTHER_COMPARISON: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
PILED_UP = ("cumprod", "cumsum")
PADDED = ("concatenate", "append")
LARGEST_COUNT = 4


# ---- places ---


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


def _function(node: ast.AST) -> str:
    """The name of what is called: `sqrt` of `np.sqrt(x)` and `mean` of `x.mean()`."""
    match node:
        case ast.Call(func=ast.Attribute(attr=name)) | ast.Call(func=ast.Name(id=name)):
            return name
    return ""


def _operand(call: ast.Call) -> ast.expr | None:
    """What a function is applied to: its first argument, or the value it is a method of."""
    match call:
        case ast.Call(func=ast.Attribute(value=value)) if not _is_module(value):
            return value
        case ast.Call(args=[ast.expr() as first, *_]):
            return first
    return None


def _is_module(node: ast.expr) -> bool:
    return ast.unparse(node) in ("np", "numpy", "math", "np.linalg", "numpy.linalg", "np.random")


def _dropped(*names: str) -> OfProgram:
    def change(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.Call) and _function(node) in names and (operand := _operand(node)):
            yield operand

    return change


def _renamed(pairs: Mapping[str, str]) -> OfProgram:
    def change(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.Call) and (new := pairs.get(_function(node))):
            yield ast.Call(_called(node.func, new), node.args, node.keywords)

    return change


def _called(function: ast.expr, name: str) -> ast.expr:
    if isinstance(function, ast.Attribute):
        return ast.Attribute(function.value, name, ast.Load())
    return ast.Name(name, ast.Load())


def _both_ways(pairs: Mapping[str, str]) -> dict[str, str]:
    return {**pairs, **{new: old for old, new in pairs.items()}}


# ---- roots and squares ---


def drop_root(node: ast.AST) -> Iterator[ast.AST]:
    """x for √x."""
    yield from _dropped("sqrt")(node)
    match node:
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=0.5)):
            yield left


def drop_square(node: ast.AST) -> Iterator[ast.AST]:
    """x for x²."""
    yield from _dropped("square")(node)
    match node:
        case ast.BinOp(left=left, op=ast.Pow(), right=ast.Constant(value=2)):
            yield left


def deviation_for_variance(node: ast.AST) -> Iterator[ast.AST]:
    """std for var and back, and the square of what is called sigma."""
    yield from _renamed(_both_ways({"std": "var"}))(node)
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
    value = _whole(bound)
    if value is not None:
        yield None
        yield ast.Constant(value - 1) if value > 1 else ast.Constant(value + 1)


def _whole(node: ast.expr | None) -> int | None:
    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int(value))):
            return -value
    return None


def _count_beside(node: ast.AST) -> Iterator[ast.AST]:
    match node:
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as sign, right=ast.Constant(value=value)):
            if isinstance(value, int) and 0 < value <= LARGEST_COUNT:
                yield ast.BinOp(left, sign, ast.Constant(value + 1))
        case ast.Call(args=[*before, last]) if _function(node) in ("range", "arange", "linspace"):
            for sign in (ast.Sub(), ast.Add()):
                end = ast.BinOp(last, sign, ast.Constant(1))
                yield ast.Call(node.func, [*before, end], node.keywords)


def backwards(node: ast.AST) -> Iterator[ast.AST]:
    """What is turned round left as it is, and a loop run from its end."""
    yield from _dropped("reversed", "flip")(node)
    match node:
        case ast.Subscript(
            value=value, slice=ast.Slice(lower=None, upper=None, step=ast.UnaryOp(op=ast.USub()))
        ):
            yield value
        case ast.For(target=target, iter=ast.Call() as over, body=body) if _function(over) == "range":
            turned = ast.Call(ast.Name("reversed", ast.Load()), [over], [])
            yield ast.For(target, turned, body, node.orelse)


def per_step(node: ast.AST) -> Iterator[ast.AST]:
    """What belongs to one step for what has piled up until then: α for ᾱ."""
    yield from _dropped(*PILED_UP)(node)


# ---- functions of numpy ---


def mean_for_sum(node: ast.AST) -> Iterator[ast.AST]:
    """The mean for the sum, and back."""
    yield from _renamed(_both_ways({"sum": "mean"}))(node)


def smallest_for_largest(node: ast.AST) -> Iterator[ast.AST]:
    """min for max, and back."""
    yield from _renamed(_both_ways({"min": "max", "minimum": "maximum"}))(node)


def drop_bound(node: ast.AST) -> Iterator[ast.AST]:
    """x for max(x, bound), min(x, bound) or clip(x, lo, hi)."""
    yield from _dropped("maximum", "minimum", "clip")(node)
    if isinstance(node, ast.Call) and _function(node) in ("max", "min") and len(node.args) > 1:
        yield node.args[0]


def drop_absolute(node: ast.AST) -> Iterator[ast.AST]:
    """x for |x|."""
    yield from _dropped("abs", "absolute", "fabs")(node)


def drop_rounding(node: ast.AST) -> Iterator[ast.AST]:
    """x for x rounded, and / for //."""
    yield from _dropped("round", "rint", "floor", "ceil")(node)
    match node:
        case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
            yield ast.BinOp(left, ast.Div(), right)


def other_rounding(node: ast.AST) -> Iterator[ast.AST]:
    """Rounded down for rounded to the nearest."""
    yield from _renamed({"round": "floor", "rint": "floor", "floor": "ceil", "ceil": "floor"})(node)


def exchange(old: str, new: str) -> OfProgram:
    """One function for another, and back."""
    return _renamed(_both_ways({old: new}))


def logarithm(base: str) -> OfProgram:
    """A logarithm to another base."""
    return _renamed({"log": base})


def in_degrees(node: ast.AST) -> Iterator[ast.AST]:
    """The angle taken for one in degrees."""
    if isinstance(node, ast.Call) and _function(node) in ("sin", "cos", "tan") and node.args:
        angle = ast.Call(ast.Attribute(ast.Name("np", ast.Load()), "radians", ast.Load()), node.args, [])
        yield ast.Call(node.func, [angle], [])


def swap_arguments(node: ast.AST) -> Iterator[ast.AST]:
    """Two neighbouring arguments in each other's place."""
    match node:
        case ast.Call(args=[first, second, *rest]) if not _is_padding(node):
            yield ast.Call(node.func, [second, first, *rest], node.keywords)


def _is_padding(node: ast.Call) -> bool:
    return _function(node) in PADDED


# ---- shapes ---


def other_axis(node: ast.AST) -> Iterator[ast.AST]:
    """Another axis, or none."""
    if not isinstance(node, ast.Call):
        return
    for place, keyword in enumerate(node.keywords):
        if keyword.arg == "axis":
            rest = [*node.keywords[:place], *node.keywords[place + 1 :]]
            yield ast.Call(node.func, node.args, rest)
            if (axis := _whole(keyword.value)) is not None:
                other = ast.keyword("axis", ast.Constant(0 if axis else 1))
                yield ast.Call(node.func, node.args, [*rest, other])


def drop_axis(node: ast.AST) -> Iterator[ast.AST]:
    """A shape that is left as it is: no new axis, no reshape, no kept one."""
    yield from _dropped("reshape", "expand_dims", "atleast_1d", "atleast_2d")(node)
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
    if isinstance(node, ast.Call) and _function(node) in ("std", "var"):
        kept = [one for one in node.keywords if one.arg != "ddof"]
        added = [] if len(kept) < len(node.keywords) else [ast.keyword("ddof", ast.Constant(1))]
        yield ast.Call(node.func, node.args, [*kept, *added])


def drop_pad(node: ast.AST) -> Iterator[ast.AST]:
    """A table without the entry that is put before or after it."""
    match node:
        case ast.Call(args=[ast.List(elts=items), *_]) if _function(node) == "concatenate":
            yield from (one for one in items if not isinstance(one, ast.List))


# ---- copies and kinds of number ---


def drop_copy(node: ast.AST) -> Iterator[ast.AST]:
    """The array itself for a copy of it, and a change in place for a new array."""
    match node:
        case ast.Call(args=[_, *_]) if _function(node) == "array":
            yield ast.Call(_called(node.func, "asarray"), node.args, node.keywords)
        case ast.Call() if _function(node) == "copy" and (operand := _operand(node)):
            yield operand
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.BinOp(left=ast.Name(id=same), op=sign)):
            if name == same:
                right = node.value.right if isinstance(node.value, ast.BinOp) else node.value
                yield ast.AugAssign(ast.Name(name, ast.Store()), sign, right)


def drop_kind(node: ast.AST) -> Iterator[ast.AST]:
    """Numbers of the kind they come in: nothing is made an array, a float or a byte."""
    yield from _dropped("asarray", "astype", "float", "int", "float64")(node)
    match node:
        case ast.Call(keywords=keywords, args=[first, *rest]) if _function(node) in ("array", "asarray"):
            kept = [one for one in keywords if one.arg != "dtype"]
            if len(kept) < len(keywords) or rest:
                yield ast.Call(node.func, [first], kept)


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
