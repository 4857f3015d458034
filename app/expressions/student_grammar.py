"""The grammar of what students type: the author's, and products without a sign, |x|, √2, sin^2 x, n!.

What is written without a space belongs together: 1/2x is 1/(2x), but 1/2 x is x/2; sin 2x is sin(2x), but
sin 2 x is x sin(2).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from app.expressions.grammar import POSTFIX, POWER, PRODUCT, SIGN, SUM, Parser, number
from app.expressions.tokens import ExpressionError, Token
from app.nodes import Binary, Call, ListNode, Name, Node, Number, Unary

FUNCTION_GLUED = PRODUCT + 3  # the product in xcos(x)
GLUED = PRODUCT + 6  # the product in 2x, so that sin 2x cos x is a product of two functions
OPENING = frozenset({"(", "{", "[", "√", r"\frac"})
OF_SEVERAL = frozenset({"min", "max", "round"})


class StudentParser(Parser):
    """Reads what a student types."""

    strengths: ClassVar[dict[str, int]] = {
        **dict.fromkeys("+-", SUM),
        **dict.fromkeys("*/", PRODUCT),
        "**": POWER,
        "!": POSTFIX,
    }
    bars = 0  # of | that wait for their second, within the innermost bracket

    def strength(self) -> int:
        """How strongly the next token binds, as an operator or as a factor without a sign."""
        kind, sign, _, spaced = self.next
        if kind == "end":
            return 0
        if kind == "sign" and sign not in OPENING and (sign != "|" or self.bars):
            return self.strengths.get(sign, 0)
        if spaced:
            return PRODUCT
        return FUNCTION_GLUED if kind == "function" else GLUED

    def operand(self, binding: int) -> Node:  # noqa: ARG002 - only the author's `not` asks for it
        """A number, a variable, a function with its argument, a bracket, or one with a sign before it."""
        self.grow()
        token = self.take()
        match token.kind, token.text:
            case "number", digits:
                return Number(number(digits, token.at), token.at)
            case "name", name:
                return Name(name, token.at)
            case "function", _:
                return self.applied(token)
            case "sign", "(" | "{":
                return self.bracketed(token)
            case "sign", "[":
                return self.apart(lambda: ListNode(self.items(token), token.at))
            case "sign", "|":
                return self.absolute(token)
            case "sign", "√":
                return self.root(token)
            case "sign", r"\frac":
                return Binary("/", self.group(token), self.group(token), token.at)
            case "sign", ("-" | "+") as sign:
                return Unary(sign, self.expression(SIGN), token.at)
        raise self.unexpected(token)

    def joined(self, left: Node) -> Node:
        """`left` together with what follows."""
        kind, sign, at, _ = self.next
        if kind == "number":
            raise ExpressionError(f"there is no operator before {sign}", at)
        if self.sees("["):
            raise ExpressionError("square brackets make lists here; write ( )", at)
        if self.sees("!"):
            return self.factorial(left, self.take())
        if kind == "sign" and sign in self.strengths:
            return super().joined(left)
        return Binary("*", left, self.expression(self.strength()), at)

    def factorial(self, left: Node, token: Token) -> Node:
        """`left!`"""
        if self.sees("!"):
            raise ExpressionError("a double factorial is not known here", self.next.at)
        return Call("factorial", (left,), at=token.at)

    def apart(self, read: Callable[[], Node]) -> Node:
        """What `read` finds in a bracket, where the | outside don't count."""
        bars, self.bars = self.bars, 0
        node = read()
        self.bars = bars
        return node

    def bracketed(self, bracket: Token) -> Node:
        """The expression up to the bracket that closes `bracket`."""
        node = self.apart(self.expression)
        if self.sees(","):
            raise ExpressionError(
                "for a decimal number write a point; for several numbers write [a, b]", self.next.at
            )
        self.close(bracket)
        return node

    def absolute(self, token: Token) -> Node:
        """|…|"""
        self.bars += 1
        node = self.expression()
        self.bars -= 1
        if not self.sees("|"):
            raise ExpressionError("this | has no second | to close it", token.at)
        self.take()
        return Call("abs", (node,), at=token.at)

    def root(self, token: Token) -> Node:
        r"""√x, or \sqrt[3]{x}"""
        if not self.sees("["):
            return Call("sqrt", (self.expression(SIGN),), at=token.at)
        bracket = self.take()
        order = self.apart(self.expression)
        self.close(bracket)
        return Binary("**", self.expression(SIGN), Binary("/", Number(1), order), token.at)

    def group(self, token: Token) -> Node:
        r"""One of the two bracketed expressions after \frac."""
        if not (self.sees("{") or self.sees("(")):
            raise ExpressionError(r"\frac is followed by {…}{…}", token.at)
        return self.bracketed(self.take())

    def applied(self, name: Token) -> Node:
        """A function with its argument, bracketed or not, and perhaps its power before it: sin^2 x."""
        power: Node | None = None
        if self.sees("**"):
            self.take()
            power = self.expression(POWER - 1)
            if isinstance(power, Unary):
                raise ExpressionError(f"write arc{name.text}(x) or 1/{name.text}(x)", name.at)
        call = Call(name.text, self.arguments(name), at=name.at)
        return call if power is None else Binary("**", call, power, name.at)

    def arguments(self, name: Token) -> tuple[Node, ...]:
        """What a function is applied to."""
        if self.sees("(") or self.sees("{"):
            bars, self.bars = self.bars, 0
            arguments = self.items(self.take())
            self.bars = bars
        elif self.next.kind == "end" or self.strength() == 0 or self.sees("**"):
            arguments = ()
        else:
            arguments = (self.expression(FUNCTION_GLUED),)
        if not arguments:
            raise ExpressionError(f"{name.text} needs its argument in brackets: {name.text}(…)", name.at)
        if len(arguments) > 1 and name.text not in OF_SEVERAL:
            raise ExpressionError(
                f"{name.text} takes one number; a decimal number is written with a point", name.at
            )
        return arguments

    def unexpected(self, token: Token) -> ExpressionError:
        """What to say about a token that cannot stand where it stands."""
        if token.text == ",":
            return ExpressionError(
                "for a decimal number write a point; for several numbers write [a, b]", token.at
            )
        return super().unexpected(token)
