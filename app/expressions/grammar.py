"""The grammar of expressions: precedence as in Python, read by one loop that compares binding strengths."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import ClassVar

from app.expressions.tokens import IN_PARTS, ExpressionError, Token
from app.nodes import Binary, Call, Compare, Index, ListNode, Logic, Name, Node, Number, Slice, Text, Unary

MOST_NODES = 300
MOST_DEPTH = 60

COMPARISONS = frozenset({"<", "<=", ">", ">=", "==", "!="})
OR, AND, NOT, COMPARISON, SUM, PRODUCT, SIGN, POWER, POSTFIX = 10, 20, 30, 40, 50, 60, 70, 80, 90
CLOSING = {"(": ")", "[": "]", "{": "}"}
_CONDITION = "Write where(condition, yes, no)."
_LOOP = "A function of arrays does it for all entries at once, such as sum(x**2)."
_PYTHON = {
    "if": _CONDITION,
    "else": _CONDITION,
    "for": _LOOP,
    "lambda": _LOOP,
    "in": _LOOP,
    "is": "Write == to compare.",
}
_SIGN_CURES = {
    "(": "Write * to multiply.",
    "*": "A power is **, without a space.",
    ",": "Write a list in brackets, such as [1, 2], and a decimal number with a point, such as 1.2.",
    ">": "At least is >=, at most is <=.",
}


class Parser:
    """Reads the expression an author writes."""

    strengths: ClassVar[dict[str, int]] = {
        "or": OR,
        "and": AND,
        **dict.fromkeys(COMPARISONS, COMPARISON),
        **dict.fromkeys("+-", SUM),
        **dict.fromkeys(("*", "/", "//", "%"), PRODUCT),
        "**": POWER,
        "[": POSTFIX,
    }

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.place = 0
        self.depth = 0
        self.nodes = 0

    @property
    def next(self) -> Token:
        """The token that is read next."""
        return self.tokens[self.place]

    def take(self) -> Token:
        """The next token, which is then behind us; the `end` token stays."""
        token = self.tokens[self.place]
        if token.kind != "end":
            self.place += 1
        return token

    def sees(self, sign: str) -> bool:
        """Whether the next token is this sign."""
        return self.next.kind == "sign" and self.next.text == sign

    def whole(self) -> Node:
        """The tree of the whole text. Raises ExpressionError."""
        if len(self.tokens) == 1:
            raise ExpressionError("there is nothing here", self.next.at, "Write a number or a formula.")
        node = self.expression()
        if self.next.kind != "end":
            raise self.unexpected(self.next)
        return node

    def expression(self, binding: int = 0) -> Node:
        """An operand and everything after it that binds more strongly than `binding`."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise ExpressionError("this is nested too deeply", self.next.at, IN_PARTS)
        node = self.operand(binding)
        while self.strength() > binding:
            node = self.joined(node)
            self.grow()
        self.depth -= 1
        return node

    def strength(self) -> int:
        """How strongly the next token binds to the operand before it; 0 when it doesn't."""
        return self.strengths.get(self.next.text, 0) if self.next.kind == "sign" else 0

    def operand(self, binding: int) -> Node:
        """A number, a name, a call, a bracket, or one of them with a sign before it."""
        self.grow()
        token = self.take()
        match token.kind, token.text:
            case "number", digits:
                return Number(number(digits, token.at), token.at)
            case "name", name:
                return self.call(token) if self.sees("(") else Name(name, token.at)
            case "text", quoted:
                return Text(quoted[1:-1], token.at)
            case "sign", "(":
                node = self.expression()
                self.close(token)
                return node
            case "sign", "[":
                return ListNode(self.items(token), token.at)
            case "sign", ("-" | "+") as sign:
                return Unary(sign, self.expression(SIGN), token.at)
            case "sign", "not" if binding <= NOT:
                return Unary("not", self.expression(NOT), token.at)
        raise self.unexpected(token)

    def joined(self, left: Node) -> Node:
        """`left` together with the sign that follows and the operand after it."""
        token = self.take()
        match token.text:
            case "[":
                return self.index(left, token)
            case "**":
                return Binary("**", left, self.expression(POWER - 1), token.at)
            case "and" | "or":
                return Logic(token.text, left, self.expression(self.strengths[token.text]), token.at)
            case sign if sign in COMPARISONS:
                return self.comparison(left, token)
            case sign:
                return Binary(sign, left, self.expression(self.strengths[sign]), token.at)

    def comparison(self, first: Node, token: Token) -> Node:
        """A chain of comparisons."""
        rest = [(token.text, self.expression(COMPARISON))]
        while self.next.kind == "sign" and self.next.text in COMPARISONS:
            rest.append((self.take().text, self.expression(COMPARISON)))
        return Compare(first, tuple(rest), token.at)

    def index(self, base: Node, bracket: Token) -> Node:
        """`base` with what stands between the square brackets."""
        bounds: list[Node | None] = [None if self.sees(":") else self.expression()]
        while self.sees(":") and len(bounds) < 3:
            self.take()
            bounds.append(None if self.sees(":") or self.sees("]") else self.expression())
        if self.sees(","):
            raise ExpressionError("write a[i][j] instead of a[i, j]", self.next.at)
        self.close(bracket)
        match bounds:
            case [item] if item is not None:
                return Index(base, item, bracket.at)
            case _:
                start, stop, step = [*bounds, None, None][:3]
                return Index(base, Slice(start, stop, step, bracket.at), bracket.at)

    def call(self, name: Token) -> Node:
        """The call of `name` with the arguments in the bracket that follows."""
        bracket = self.take()
        arguments: list[Node] = []
        keywords: dict[str, Node] = {}
        while not self.sees(")"):
            self.argument(arguments, keywords)
            if not self.sees(","):
                break
            self.take()
        self.close(bracket)
        return Call(name.text, tuple(arguments), tuple(keywords.items()), name.at)

    def argument(self, arguments: list[Node], keywords: dict[str, Node]) -> None:
        """Reads one argument into the list, or the mapping when it is written `name=value`."""
        token = self.next
        following = self.tokens[min(self.place + 1, len(self.tokens) - 1)]
        if token.kind == "name" and following.text == "=":
            if token.text in keywords:
                raise ExpressionError(f"the argument {token.text} is given twice", token.at)
            self.take(), self.take()
            keywords[token.text] = self.expression()
        elif keywords:
            raise ExpressionError("arguments by name come last", token.at)
        else:
            arguments.append(self.expression())

    def items(self, bracket: Token) -> tuple[Node, ...]:
        """The comma-separated expressions up to the bracket that closes `bracket`."""
        items: list[Node] = []
        while not self.sees(CLOSING[bracket.text]):
            items.append(self.expression())
            if not self.sees(","):
                break
            self.take()
        self.close(bracket)
        return tuple(items)

    def close(self, bracket: Token) -> None:
        """Steps over the bracket that closes `bracket`."""
        if self.next.kind == "end":
            raise ExpressionError(
                "this bracket is not closed", bracket.at, f"Close it with {CLOSING[bracket.text]}"
            )
        if not self.sees(CLOSING[bracket.text]):
            raise self.unexpected(self.next)
        self.take()

    def grow(self) -> None:
        """Counts a node."""
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise ExpressionError("this is too long to be read", self.next.at, IN_PARTS)

    def unexpected(self, token: Token) -> ExpressionError:
        """What to say about a token that cannot stand where it stands."""
        cure = ""
        match token.kind, token.text:
            case "end", _:
                message, cure = "something is missing at the end", "Write what the last sign is applied to."
            case "sign", (")" | "]" | "}") as bracket:
                message = (
                    f"nothing is open that this {bracket} could close, or something is missing before it"
                )
                cure = "Take it out, or write what is missing."
            case "sign", "=":
                message, cure = "write == to compare", "One = only names the argument of a function."
            case "sign", "not":
                message = "put `not …` in brackets"
            case "sign", sign:
                message, cure = f"something is missing before {sign}", _SIGN_CURES.get(sign, "")
            case "name", word if word in _PYTHON:
                message, cure = f"there is no `{word}` in formulas", _PYTHON[word]
            case _, word:
                message, cure = f"there is no operator before {word}", "Write * to multiply."
        return ExpressionError(message, token.at, cure)


def number(digits: str, at: int) -> int | float:
    """The number written in `digits`, whole ones exact. Raises ExpressionError when it is too large."""
    value = int(digits) if digits.isdigit() else float(digits)
    if (isinstance(value, int) and len(digits) > 300) or math.isinf(value):
        raise ExpressionError("this number is too large", at)
    return value
