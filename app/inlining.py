"""A checker's call as the formula that it computes, read from its source and never run.

Checkers hold one line of code per line of the paper, so that most of them are formulas with a guard before
them. What is no formula (a loop, a table filled in) stays the call it is.
"""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType

from app.functions import FUNCTIONS
from app.nodes import Binary, Call, Compare, Index, Name, Node, Number, Slice, Text, Unary, rewritten

DEEPEST = 6  # checkers that call checkers
# what gives back its first argument, or its first ones: it only looks whether they may be used
_GUARDS = frozenset({"real", "unit", "positive", "non_negative", "count", "step", "like", "asarray", "float"})
_SEVERAL = {"batch": 2, "pair": 3}
_SAME = {"maximum": "max", "minimum": "min"}
_NUMPY = ("np", "numpy", "math")
_SIGNS: Mapping[type[ast.operator], str] = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
}
_COMPARISONS: Mapping[type[ast.cmpop], str] = {ast.Eq: "==", ast.Lt: "<", ast.Gt: ">"}
Parts = Node | tuple[Node, ...]


class NoFormula(Exception):  # noqa: N818  # nothing failed: the function is none
    """A function that is no formula."""


def spelled_out(node: Node) -> Node:
    """The formula with the checkers it calls written out, as far as they are formulas themselves."""
    return rewritten(node, lambda one: _written_out(one, DEEPEST))


def _written_out(node: Node, depth: int) -> Node:
    """A call as what it computes; any other node, and a call of no formula, as it is."""
    if not isinstance(node, Call) or node.function not in FUNCTIONS or "." not in node.function or not depth:
        return node
    source = _source(FUNCTIONS[node.function].call)
    if source is None:
        return node
    try:
        return _single(_Reader(source.module, depth).result(source.function, node.arguments, node.keywords))
    except NoFormula:
        return node


@dataclass(frozen=True)
class _Source:
    """A function as it is written, and the module that it stands in."""

    function: ast.FunctionDef
    module: ModuleType


@lru_cache(maxsize=2048)
def _source(function: Callable[..., object]) -> _Source | None:
    """How a function is written; None where that cannot be read."""
    module = inspect.getmodule(function)
    try:
        tree = ast.parse(textwrap.dedent(inspect.getsource(function))).body[0]
    except (OSError, TypeError, SyntaxError):
        return None
    return _Source(tree, module) if isinstance(tree, ast.FunctionDef) and module else None


def _single(parts: Parts) -> Node:
    if isinstance(parts, tuple):
        raise NoFormula
    return parts


@dataclass(frozen=True)
class _Reader:
    """Reads the functions of one module as formulas."""

    module: ModuleType
    depth: int

    def result(
        self, function: ast.FunctionDef, given: tuple[Node, ...], named: tuple[tuple[str, Node], ...]
    ) -> Parts:
        """What a function returns for these arguments. Raises NoFormula."""
        names = self.bound(function.args, given, dict(named))
        for line in function.body:
            if isinstance(line, ast.With):
                line = line.body[0]
            match line:
                case ast.Return(value=ast.expr() as value):
                    return self.parts(value, names)
                case ast.Assign(targets=[target], value=value):
                    names = {**names, **self.assigned(target, self.parts(value, names))}
                case ast.If(body=[ast.Raise()], orelse=[]) | ast.Expr():
                    pass  # a guard, or the docstring
                case _:
                    raise NoFormula
        raise NoFormula

    def bound(
        self, arguments: ast.arguments, given: tuple[Node, ...], named: Mapping[str, Node]
    ) -> dict[str, Parts]:
        """The arguments by name. Raises NoFormula where one is missing or there may be any number."""
        names = [one.arg for one in (*arguments.posonlyargs, *arguments.args)]
        if arguments.vararg or arguments.kwonlyargs or len(given) > len(names):
            raise NoFormula
        defaults = arguments.defaults
        bound: dict[str, Parts] = {
            name: self.node(value, {})
            for name, value in zip(names[len(names) - len(defaults) :], defaults, strict=True)
        }
        bound.update(zip(names, given, strict=False))
        bound.update(named)
        if bound.keys() != set(names):
            raise NoFormula
        return bound

    def assigned(self, target: ast.expr, value: Parts) -> dict[str, Parts]:
        """The names that an assignment gives a value."""
        match target, value:
            case ast.Name(id=name), _:
                return {name: value}
            case ast.Tuple(elts=targets), tuple() if len(targets) == len(value):
                pairs = zip(targets, value, strict=True)
                return {name: new for one, part in pairs for name, new in self.assigned(one, part).items()}
        raise NoFormula

    def parts(self, value: ast.expr, names: Mapping[str, Parts]) -> Parts:
        """The value of an expression, which may be several."""
        match value:
            case ast.Tuple(elts=items):
                return tuple(self.node(one, names) for one in items)
            case ast.Name(id=name) if name in names:
                return names[name]
            case ast.Call():
                return self.called(value, names)
        return self.node(value, names)

    def node(self, value: ast.expr, names: Mapping[str, Parts]) -> Node:
        """The value of an expression as a formula."""
        match value:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return Number(number)
            case ast.Constant(value=str(text)):
                return Text(text)
            case ast.Name(id=name) if name in names:
                return _single(names[name])
            case ast.Attribute(value=ast.Name(id=module), attr="pi") if module in _NUMPY:
                return Name("pi")
            case ast.BinOp(left=left, op=sign, right=right) if type(sign) in _SIGNS:
                return Binary(_SIGNS[type(sign)], self.node(left, names), self.node(right, names))
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return Unary("-", self.node(operand, names))
            case ast.Compare(left=left, ops=[sign], comparators=[right]) if type(sign) in _COMPARISONS:
                rest = ((_COMPARISONS[type(sign)], self.node(right, names)),)
                return Compare(self.node(left, names), rest)
            case ast.Subscript(value=base, slice=ast.Tuple(elts=[])):
                return self.node(base, names)  # `[()]` makes a number of an array without axes
            case ast.Subscript(value=base, slice=item):
                return Index(self.node(base, names), self.item(item, names))
            case ast.Call(args=[ast.Tuple(elts=[])], func=ast.Attribute(attr="zeros")):
                return Number(0.0)  # an array without axes
            case ast.Call():
                return _single(self.called(value, names))
        raise NoFormula

    def item(self, item: ast.expr, names: Mapping[str, Parts]) -> Node | Slice:
        """What stands between square brackets."""
        if not isinstance(item, ast.Slice):
            return self.node(item, names)
        start, stop, step = (
            None if one is None else self.node(one, names) for one in (item.lower, item.upper, item.step)
        )
        return Slice(start, stop, step)

    def called(self, call: ast.Call, names: Mapping[str, Parts]) -> Parts:
        """What a call gives: a guard its argument, a checker its formula, numpy the same function."""
        match call.func:
            case (
                ast.Name(id=name) | ast.Attribute(value=ast.Name(id="domains" | "np" | "math"), attr=name)
            ) if name in _GUARDS or name in _SEVERAL:
                if name in _SEVERAL:
                    return tuple(self.node(one, names) for one in call.args[: _SEVERAL[name]])
                return self.node(call.args[0], names)
            case ast.Attribute(value=ast.Name(id="np"), attr="broadcast_arrays"):
                return tuple(self.node(one, names) for one in call.args)
            case ast.Name(id=name):
                return self.own(name, *self.given(call, names))
            case ast.Attribute(value=ast.Name(id=module), attr=name) if module in _NUMPY:
                return self.of_numpy(_SAME.get(name, name), *self.given(call, names))
            case ast.Attribute(value=ast.Name(id=module), attr=name):
                arguments, keywords = self.given(call, names)
                return _written_out(Call(f"{module}.{name}", arguments, keywords), self.depth - 1)
        raise NoFormula

    def given(
        self, call: ast.Call, names: Mapping[str, Parts]
    ) -> tuple[tuple[Node, ...], tuple[tuple[str, Node], ...]]:
        """The arguments of a call as formulas."""
        if any(isinstance(one, ast.Starred) for one in call.args):
            raise NoFormula
        named = [(one.arg, self.node(one.value, names)) for one in call.keywords if one.arg]
        return tuple(self.node(one, names) for one in call.args), tuple(named)

    def own(self, name: str, given: tuple[Node, ...], named: tuple[tuple[str, Node], ...]) -> Parts:
        """What another function of the module computes; one that formulas may name may stay a call."""
        public = f"{self.module.__name__.rpartition('.')[2]}.{name}"
        if public in FUNCTIONS:
            return _written_out(Call(public, given, named), self.depth - 1)
        function = getattr(self.module, name, None)
        if function is None and name in FUNCTIONS:
            return Call(name, given)  # Python's own max, min, abs …
        source = _source(function) if inspect.isfunction(function) else None
        if source is None or not self.depth:
            raise NoFormula
        return _Reader(self.module, self.depth - 1).result(source.function, given, named)

    def of_numpy(self, name: str, given: tuple[Node, ...], named: tuple[tuple[str, Node], ...]) -> Node:
        """A function of numpy, if formulas have it too. One that only spares a division by 0 is left out."""
        match name, given:
            case "where", (Compare(rest=(("==", Number(value=0)),)), Number(), other):
                return other
        if name not in FUNCTIONS or named:
            raise NoFormula
        return Call(name, given)
