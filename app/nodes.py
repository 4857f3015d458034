"""What an expression is made of; `at` is the 0-based place in the text and of no matter to equality."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written: an int stays exact."""

    value: int | float
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A quoted string."""

    value: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Name:
    """A parameter, a `let`, a constant or a part's value such as `parts.a`."""

    name: str
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Unary:
    """A sign or `not` before its operand."""

    sign: str
    operand: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Binary:
    """One of + - * / // % ** between two operands."""

    sign: str
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Compare:
    """A chain such as a < b <= c: the first operand, then each sign with the operand after it."""

    first: Node
    rest: tuple[tuple[str, Node], ...]
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Logic:
    """`and` or `or` between two operands."""

    sign: str
    left: Node
    right: Node
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    """A function, or a checker's `module.function`, with its arguments."""

    function: str
    arguments: tuple[Node, ...]
    keywords: tuple[tuple[str, Node], ...] = ()
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Slice:
    """The `start:stop:step` between square brackets."""

    start: Node | None
    stop: Node | None
    step: Node | None
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Index:
    """An entry, or a slice, of an array."""

    base: Node
    item: Node | Slice
    at: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class ListNode:
    """A list literal."""

    items: tuple[Node, ...]
    at: int = field(default=0, compare=False)


Node = Number | Text | Name | Unary | Binary | Compare | Logic | Call | Index | ListNode


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly under `node`, in the order they are written."""
    match node:
        case Number() | Text() | Name():
            return ()
        case Unary():
            return (node.operand,)
        case Binary() | Logic():
            return (node.left, node.right)
        case Compare():
            return (node.first, *(operand for _, operand in node.rest))
        case Call():
            return (*node.arguments, *(value for _, value in node.keywords))
        case Index():
            return (node.base, *_under(node.item))
        case ListNode():
            return node.items


def _under(item: Node | Slice) -> tuple[Node, ...]:
    if isinstance(item, Slice):
        return tuple(bound for bound in (item.start, item.stop, item.step) if bound is not None)
    return (item,)


def with_children(node: Node, new: Sequence[Node]) -> Node:
    """The node with other nodes directly under it, as many and in the order of `children`."""
    match node:
        case Number() | Text() | Name():
            return node
        case Unary():
            return replace(node, operand=new[0])
        case Binary() | Logic():
            return replace(node, left=new[0], right=new[1])
        case Compare():
            signs = (sign for sign, _ in node.rest)
            return replace(node, first=new[0], rest=tuple(zip(signs, new[1:], strict=True)))
        case Call():
            count = len(node.arguments)
            names = (name for name, _ in node.keywords)
            keywords = tuple(zip(names, new[count:], strict=True))
            return replace(node, arguments=tuple(new[:count]), keywords=keywords)
        case Index(item=Slice() as cut):
            bounds = iter(new[1:])
            start, stop, step = (
                None if one is None else next(bounds) for one in (cut.start, cut.stop, cut.step)
            )
            return replace(node, base=new[0], item=replace(cut, start=start, stop=stop, step=step))
        case Index():
            return replace(node, base=new[0], item=new[1])
        case ListNode():
            return replace(node, items=tuple(new))


def rewritten(node: Node, change: Callable[[Node], Node]) -> Node:
    """The tree with every node changed, from the leaves up."""
    return change(with_children(node, [rewritten(one, change) for one in children(node)]))


def walk(node: Node) -> Iterator[Node]:
    """Every node of the tree, a parent before its children."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))
