"""What slips make of one node of a formula: each function gives the nodes that may stand there instead."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import replace
from itertools import combinations

import numpy as np

from app.evaluation import EvaluationError, evaluate
from app.functions import FUNCTIONS
from app.mutations.mutation import OfNode
from app.nodes import Binary, Call, Index, Name, Node, Number, Slice, Text, Unary, children, with_children
from app.values import Value

Names = Mapping[str, Value]
ONE, TWO = Number(1), Number(2)
ANGLES = frozenset({"sin", "cos", "tan"})
LOGARITHMS = frozenset({"log", "ln"})
LARGEST_COUNT = 4  # whole numbers up to here count something; larger ones are units and sizes
PER_STEP: Mapping[str, Callable[[Call], Node]] = {  # what a cumulative table is made of
    "cumprod": lambda call: call.arguments[0],
    "cumsum": lambda call: call.arguments[0],
    "schedules.alpha_bar": lambda call: Binary("-", ONE, call.arguments[0]),
    "schedules.linear_sum": lambda call: replace(call, function="schedules.linear_beta"),
    "schedules.cosine_alpha_bar": lambda call: Binary("/", call, with_children(call, _step_before(call))),
}


def _step_before(call: Call) -> list[Node]:
    first, *rest = children(call)
    return [Binary("-", first, ONE), *rest]


# ---- places ---


def changed_once(
    node: Node, change: Callable[[Node], Iterator[Node]], spared: Collection[Node] = ()
) -> Iterator[tuple[Node, Node, Node]]:
    """Every way to change the tree at one place: what stood there, what stands there now, the whole tree.

    Nothing is changed within the trees that are `spared`.
    """
    if node in spared:
        return
    for new in change(node):
        yield node, new, new
    below = children(node)
    for place, child in enumerate(below):
        for old, new, whole in changed_once(child, change, spared):
            yield old, new, with_children(node, [*below[:place], whole, *below[place + 1 :]])


# ---- roots and squares ---


def drop_root(node: Node, _names: Names) -> Iterator[Node]:
    """x for √x."""
    if isinstance(node, Call) and node.function == "sqrt":
        yield node.arguments[0]


def drop_square(node: Node, _names: Names) -> Iterator[Node]:
    """x for x²."""
    if isinstance(node, Binary) and node.sign == "**" and node.right == TWO:
        yield node.left


def add_root(node: Node, names: Names) -> Iterator[Node]:
    """√x for a share x."""
    if _is_share(node, names):
        yield Call("sqrt", (node,))


def deviation_for_variance(node: Node, _names: Names) -> Iterator[Node]:
    """σ for σ² and back: in an argument that is one of them, or in the spread of some numbers."""
    match node:
        case Call(function="var" | "std" as function):
            yield replace(node, function="std" if function == "var" else "var")
        case Call(function=name, arguments=arguments) if name in FUNCTIONS and "." in name:
            places = zip(FUNCTIONS[name].positional, arguments, strict=False)
            for place, (wanted, given) in enumerate(places):
                if "variance" in wanted and given != Number(0):
                    yield _with_argument(node, place, Call("sqrt", (given,)))
                if "variance" in wanted or wanted.startswith("sigma"):
                    yield _with_argument(node, place, Binary("**", given, TWO))


def _with_argument(call: Call, place: int, new: Node) -> Call:
    return replace(call, arguments=(*call.arguments[:place], new, *call.arguments[place + 1 :]))


# ---- signs, sums and products ---


def other_sign(node: Node, _names: Names) -> Iterator[Node]:
    """+ for -, and - for +."""
    match node:
        case Binary(sign="+" | "-" as sign) if not is_count(node.right):
            yield replace(node, sign="-" if sign == "+" else "+")
        case Unary(sign="-", operand=operand):
            yield operand


def swap_difference(node: Node, _names: Names) -> Iterator[Node]:
    """b - a for a - b."""
    if isinstance(node, Binary) and node.sign == "-":
        yield replace(node, left=node.right, right=node.left)


def swap_ratio(node: Node, _names: Names) -> Iterator[Node]:
    """b/a for a/b."""
    if isinstance(node, Binary) and node.sign == "/":
        yield replace(node, left=node.right, right=node.left)


def times_for_divided(node: Node, _names: Names) -> Iterator[Node]:
    """* for /, and / for *."""
    if isinstance(node, Binary) and node.sign in "*/":
        yield replace(node, sign="/" if node.sign == "*" else "*")


def complement(node: Node, names: Names) -> Iterator[Node]:
    """x for 1 - x, and 1 - x for a share x."""
    if isinstance(node, Binary) and node.sign == "-" and node.left == ONE:
        yield node.right
    elif _is_share(node, names):
        yield Binary("-", ONE, node)


def drop_term(node: Node, _names: Names) -> Iterator[Node]:
    """a, or b, for a sum of both; a, or -b, for a - b."""
    match node:
        case Binary(sign="+", left=left, right=right) if not is_count(right):
            yield left
            yield right
        case Binary(sign="-", left=left, right=right) if not is_count(right):
            yield left
            if left != ONE:
                yield Unary("-", right)


def drop_factor(node: Node, _names: Names) -> Iterator[Node]:
    """a, or b, for a product; a for a/b."""
    match node:
        case Binary(sign="*", left=left, right=right) if not _is_two(left) and not _is_two(right):
            yield left
            yield right
        case Binary(sign="/", left=left, right=right) if not _is_two(right):
            yield left


def drop_two(node: Node, _names: Names) -> Iterator[Node]:
    """x for 2x."""
    match node:
        case Binary(sign="*", left=left, right=right) if left == TWO or right == TWO:
            yield right if left == TWO else left


def drop_half(node: Node, _names: Names) -> Iterator[Node]:
    """x for x/2."""
    match node:
        case Binary(sign="/", left=left, right=Number(value=2)):
            yield left
        case Binary(sign="*", left=left, right=right) if Number(0.5) in (left, right):
            yield right if left == Number(0.5) else left


def _is_two(node: Node) -> bool:
    return node in (TWO, Number(0.5))


# ---- counting and tables ---


def beside(node: Node, _names: Names) -> Iterator[Node]:
    """The entry before or after the one that is meant; one more or less than is added or taken away."""
    match node:
        case Index(item=item) if not isinstance(item, Slice):
            for sign in "-+":
                yield replace(node, item=Binary(sign, item, ONE))
        case Binary(sign="+" | "-", left=left, right=Number(value=value)) if is_count(node.right):
            yield left if value == 1 else replace(node, right=Number(value - 1))
            yield replace(node, right=Number(value + 1))


def is_count(node: Node) -> bool:
    """Whether it is a small whole number, that counts steps when it is added or taken away."""
    return isinstance(node, Number) and isinstance(node.value, int) and 0 < node.value <= LARGEST_COUNT


def backwards(node: Node, _names: Names) -> Iterator[Node]:
    """A table read from its end."""
    if isinstance(node, Index):
        yield replace(node, base=Call("reversed", (node.base,)))


def per_step(node: Node, _names: Names) -> Iterator[Node]:
    """What belongs to one step for what has piled up until then: α for ᾱ."""
    if isinstance(node, Call) and node.function in PER_STEP and node.arguments:
        yield PER_STEP[node.function](node)


# ---- functions ---


def swap_arguments(node: Node, names: Names) -> Iterator[Node]:
    """Two arguments of a checker, of the same kind, in each other's place."""
    if isinstance(node, Call) and "." in node.function:
        for (one, first), (other, second) in combinations(enumerate(node.arguments), 2):
            if first != second and _kind(first, names) == _kind(second, names) != "":
                yield _with_argument(_with_argument(node, one, second), other, first)


def _kind(node: Node, names: Names) -> str:
    """What kind of number a node is; empty for one that is written out, which nobody exchanges."""
    if isinstance(node, Number | Text):
        return ""
    try:
        value = evaluate(node, names)
    except EvaluationError:
        return ""
    return f"{np.asarray(value).shape}" if isinstance(value, np.ndarray) else type(value).__name__


def mean_for_sum(node: Node, _names: Names) -> Iterator[Node]:
    """The mean for the sum, and back."""
    if isinstance(node, Call) and node.function in ("sum", "mean"):
        yield replace(node, function="mean" if node.function == "sum" else "sum")


def smallest_for_largest(node: Node, _names: Names) -> Iterator[Node]:
    """min for max, and back."""
    if isinstance(node, Call) and node.function in ("min", "max"):
        yield replace(node, function="min" if node.function == "max" else "max")


def drop_bound(node: Node, _names: Names) -> Iterator[Node]:
    """x for max(x, bound), min(x, bound) or clip(x, lo, hi)."""
    if isinstance(node, Call) and node.function in ("min", "max", "clip") and len(node.arguments) > 1:
        yield from (one for one in node.arguments if not isinstance(one, Number))


def drop_absolute(node: Node, _names: Names) -> Iterator[Node]:
    """x for |x|."""
    if isinstance(node, Call) and node.function == "abs" and node.arguments:
        yield node.arguments[0]


def drop_rounding(node: Node, _names: Names) -> Iterator[Node]:
    """x for x rounded to a whole number."""
    if isinstance(node, Call) and node.function in ("floor", "ceil") and node.arguments:
        yield node.arguments[0]
    elif isinstance(node, Binary) and node.sign == "//":
        yield replace(node, sign="/")


def in_degrees(node: Node, _names: Names) -> Iterator[Node]:
    """The angle taken for one in degrees."""
    if isinstance(node, Call) and node.function in ANGLES:
        yield replace(node, arguments=tuple(Binary("*", one, _RADIAN) for one in node.arguments))


_RADIAN = Binary("/", Name("pi"), Number(180))


def logarithm(base: str) -> OfNode:
    """A logarithm to another base."""

    def change(node: Node, _names: Names) -> Iterator[Node]:
        if isinstance(node, Call) and node.function in LOGARITHMS:
            yield replace(node, function=base)

    return change


def exchange(old: str, new: str) -> OfNode:
    """One function for another."""

    def change(node: Node, _names: Names) -> Iterator[Node]:
        if isinstance(node, Call) and node.function in (old, new):
            yield replace(node, function=new if node.function == old else old)

    return change


def _is_share(node: Node, names: Names) -> bool:
    """Whether a name, or an entry of a named table, is a number between 0 and 1."""
    if not (isinstance(node, Name) or (isinstance(node, Index) and isinstance(node.base, Name))):
        return False
    try:
        value = evaluate(node, names)
    except EvaluationError:
        return False
    return isinstance(value, float) and math.isfinite(value) and 0 < value < 1
