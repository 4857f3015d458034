"""A formula as its author would write it: the text of a tree, with no more brackets than it needs."""

from __future__ import annotations

from app.nodes import Binary, Call, Compare, Index, ListNode, Logic, Name, Node, Number, Slice, Text, Unary

OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, WHOLE = range(1, 10)
_STRENGTHS = {
    "or": OR,
    "and": AND,
    "+": SUM,
    "-": SUM,
    "*": PRODUCT,
    "/": PRODUCT,
    "//": PRODUCT,
    "%": PRODUCT,
    "**": POWER,
}


def written(node: Node) -> str:
    """The text of a formula, which is read back as the same tree."""
    return _within(node, OR)


def _within(node: Node, least: int) -> str:
    """The text, in brackets where it binds less than is needed there."""
    text, strength = _text(node)
    return text if strength >= least else f"({text})"


def _text(node: Node) -> tuple[str, int]:
    """The text of a node, and how strongly it binds."""
    match node:
        case Number(value=value):
            return repr(value), WHOLE if value >= 0 else SIGN
        case Text(value=value):
            return f'"{value}"' if "'" in value else f"'{value}'", WHOLE
        case Name(name=name):
            return name, WHOLE
        case Unary(sign="not", operand=operand):
            return f"not {_within(operand, NOT)}", NOT
        case Unary(sign=sign, operand=operand):
            return f"{sign}{_within(operand, SIGN)}", SIGN
        case Binary(sign="**", left=left, right=right):
            return f"{_within(left, WHOLE)}**{_within(right, SIGN)}", POWER
        case Binary(sign=sign, left=left, right=right) | Logic(sign=sign, left=left, right=right):
            own = _STRENGTHS[sign]
            space = "" if own == PRODUCT else " "
            return f"{_within(left, own)}{space}{sign}{space}{_within(right, own + 1)}", own
        case Compare(first=first, rest=rest):
            tail = (f" {sign} {_within(one, SUM)}" for sign, one in rest)
            return _within(first, SUM) + "".join(tail), COMPARISON
        case Call(function=function, arguments=arguments, keywords=keywords):
            given = [written(one) for one in arguments]
            given += [f"{name}={written(one)}" for name, one in keywords]
            return f"{function}({', '.join(given)})", WHOLE
        case Index(base=base, item=item):
            return f"{_within(base, WHOLE)}[{_item(item)}]", WHOLE
        case ListNode(items=items):
            return f"[{', '.join(map(written, items))}]", WHOLE


def _item(item: Node | Slice) -> str:
    if not isinstance(item, Slice):
        return written(item)
    start, stop, step = ("" if one is None else written(one) for one in (item.start, item.stop, item.step))
    return f"{start}:{stop}:{step}" if step else f"{start}:{stop}"
