"""What slips make of the way that a program takes: decisions, lines, limits and the inputs it heeds."""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterator, Mapping

from app.mutations.mutation import OfProgram
from app.mutations.trees import dropped, function_of

OTHER_COMPARISON: Mapping[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
}
SMALL = 0.01


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
    match node:
        case ast.IfExp(body=one, orelse=other):
            yield one
            yield other
        case ast.Call(args=[_, one, other]) if function_of(node) == "where":
            yield one
            yield other
        case ast.BoolOp(op=sign, values=values):
            for place in range(len(values)):
                kept = [*values[:place], *values[place + 1 :]]
                yield ast.BoolOp(sign, kept) if len(kept) > 1 else kept[0]


def drop_line(node: ast.AST) -> Iterator[ast.AST]:
    """A line that is missing."""
    if isinstance(node, ast.Assign | ast.AugAssign | ast.Raise | ast.Expr) and not _is_text(node):
        yield ast.Pass()


def other_constant(node: ast.AST) -> Iterator[ast.AST]:
    """A limit with another power of ten: 1e-5 for 1e-6, 0.99 for 0.999, 0 for infinity."""
    match node:
        case ast.Constant(value=float(value)) if 0 < value <= SMALL:
            yield ast.Constant(value * 10)
            yield ast.Constant(value / 10)
        case ast.Constant(value=float(value)) if 1 - SMALL <= value < 1:
            yield ast.Constant(round(1 - 10 * (1 - value), 12))
            yield ast.Constant(1.0)
        case ast.Attribute(attr="inf"):
            yield ast.Constant(0)
        case ast.Call(func=ast.Name(id="float"), args=[ast.Constant(value="inf" | "-inf")]):
            yield ast.Constant(0)


def drop_order(node: ast.AST) -> Iterator[ast.AST]:
    """A row that is not put in order, or keeps what comes twice."""
    yield from dropped("sorted", "sort", "unique", "set")(node)


def drop_default(node: ast.AST) -> Iterator[ast.AST]:
    """An input that is left at its default, whatever is given."""
    if isinstance(node, ast.FunctionDef):
        own = node.args
        positional = [*own.posonlyargs, *own.args]
        last = positional[len(positional) - len(own.defaults) :]
        pairs = (*zip(last, own.defaults, strict=True), *zip(own.kwonlyargs, own.kw_defaults, strict=True))
        for one, value in pairs:
            if value is not None:
                yield _with_input(node, one.arg, value)


def fix_inputs(values: Mapping[str, Mapping[str, bool | float | str]]) -> OfProgram:
    """The value that an input has in an example, whatever is given; `values` are those of each function."""

    def change(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.FunctionDef):
            for name, value in values.get(node.name, {}).items():
                yield _with_input(node, name, ast.Constant(value))

    return change


def first_entries(names: Collection[str]) -> OfProgram:
    """The first entry of an array in all its places, for each input with such a name."""

    def change(node: ast.AST) -> Iterator[ast.AST]:
        if isinstance(node, ast.FunctionDef):
            for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs):
                if one.arg in names:
                    text = f"np.full_like({one.arg}, np.ravel({one.arg})[0])"
                    yield _with_input(node, one.arg, ast.parse(text, mode="eval").body)

    return change


def _with_input(function: ast.FunctionDef, name: str, value: ast.expr) -> ast.FunctionDef:
    """The function with one more line at its beginning."""
    line = ast.Assign([ast.Name(name, ast.Store())], value)
    return ast.FunctionDef(**{**dict(ast.iter_fields(function)), "body": [line, *function.body]})


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
