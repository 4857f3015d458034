"""A formula's tree as TeX: what a student typed, as it was understood."""

from __future__ import annotations

import re

from app import numerals
from app.nodes import Binary, Call, Compare, Index, ListNode, Logic, Name, Node, Number, Slice, Text, Unary

GREEK = frozenset({
    *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "iota", "kappa", "lambda", "mu"),
    *("nu", "xi", "pi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega"),
})  # fmt: skip
NAMED = frozenset({"sin", "cos", "tan", "sinh", "cosh", "tanh", "exp", "ln", "log", "max", "min"})
SHORT = {"eps": r"\epsilon", "sig": r"\sigma", "lam": r"\lambda", "abar": r"\bar\alpha", "inf": r"\infty"}
_INDEXED = re.compile(r"([A-Za-z]+?)_?(\d+|_[A-Za-z0-9]+)")
# How tightly a node holds together; a looser one inside gets parentheses.
_SUM, _PRODUCT, _SIGN, _POWER, _ATOM = range(1, 6)
_RELATIONS = {"<=": r"\le", ">=": r"\ge", "!=": r"\ne", "==": "=", "<": "<", ">": ">"}


def formula_tex(node: Node) -> str:
    """The formula as TeX."""
    return _tex(node)[0]


def _within(node: Node, least: int) -> str:
    text, tight = _tex(node)
    return text if tight >= least else rf"\left({text}\right)"


def _tex(node: Node) -> tuple[str, int]:
    """The TeX of a node and how tightly it holds together."""
    match node:
        case Number(value=value):
            return numerals.tex(value), _SIGN if value < 0 else _ATOM
        case Name(name=name):
            return _name(name), _ATOM
        case Unary(sign="not"):
            return rf"\lnot {_within(node.operand, _ATOM)}", _SIGN
        case Unary():
            return f"{node.sign}{_within(node.operand, _PRODUCT)}", _SIGN
        case Binary():
            return _binary(node)
        case Call():
            return _call(node), _ATOM
        case Index():
            return f"{_within(node.base, _ATOM)}_{{{_item(node.item)}}}", _ATOM
        case Compare():
            chain = (f"{_RELATIONS.get(sign, sign)} {_within(one, _SUM)}" for sign, one in node.rest)
            return " ".join((_within(node.first, _SUM), *chain)), 0
        case Logic():
            return rf"{_tex(node.left)[0]}\ \text{{{node.sign}}}\ {_tex(node.right)[0]}", 0
        case ListNode():
            return rf"\left[{', '.join(_tex(one)[0] for one in node.items)}\right]", _ATOM
        case Text():
            return r"\text{?}", _ATOM


def _binary(node: Binary) -> tuple[str, int]:
    left, right = node.left, node.right
    match node.sign:
        case "+":
            return f"{_within(left, _SUM)}+{_within(right, _PRODUCT)}", _SUM
        case "-":
            return f"{_within(left, _SUM)}-{_within(right, _PRODUCT)}", _SUM
        case "*":
            return _product(_within(left, _PRODUCT), _within(right, _POWER), right), _PRODUCT
        case "/":
            return rf"\frac{{{_tex(left)[0]}}}{{{_tex(right)[0]}}}", _ATOM
        case "**":
            base = _within(left, _ATOM)
            fraction = isinstance(left, Binary) and left.sign == "/"
            base = rf"\left({base}\right)" if fraction else base
            return f"{{{base}}}^{{{_tex(right)[0]}}}", _POWER
    return (
        rf"{_within(left, _POWER)}\mathbin{{\text{{{_escaped(node.sign)}}}}}{_within(right, _POWER)}",
        _PRODUCT,
    )


def _product(left: str, right: str, factor: Node) -> str:
    """A product; before a number its sign is written."""
    number = isinstance(factor, Number) or (isinstance(factor, Binary) and isinstance(factor.left, Number))
    return rf"{left}\cdot {right}" if number else rf"{left}\,{right}"


def _call(node: Call) -> str:
    given = [_tex(one)[0] for one in node.arguments]
    match node.function, given:
        case "sqrt", [inner]:
            return rf"\sqrt{{{inner}}}"
        case "abs", [inner]:
            return rf"\left|{inner}\right|"
        case "exp", [inner]:
            return rf"e^{{{inner}}}" if len(inner) < 12 else rf"\exp\left({inner}\right)"
    name = f"\\{node.function}" if node.function in NAMED else rf"\operatorname{{{_escaped(node.function)}}}"
    return rf"{name}\left({', '.join(given)}\right)"


def _item(item: Node | Slice) -> str:
    if isinstance(item, Slice):
        return ":".join("" if one is None else _tex(one)[0] for one in (item.start, item.stop))
    return _tex(item)[0]


def _name(name: str) -> str:
    """`a1` as a with an index, Greek names as letters, long ones upright."""
    if name in GREEK:
        return f"\\{name}"
    if name in SHORT:
        return SHORT[name]
    if found := _INDEXED.fullmatch(name):
        return f"{_name(found[1])}_{{{_escaped(found[2].strip('_'))}}}"
    plain = name.rstrip("_")
    return plain if len(plain) == 1 else rf"\mathrm{{{_escaped(name)}}}"


def _escaped(text: str) -> str:
    return re.sub(r"([_%#&$])", r"\\\1", text)
