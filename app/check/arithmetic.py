"""Calculations in TeX that are of numbers alone, worked out with the error that rounding leaves in them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

SIGNS = {"+": 1, "-": -1}
OPERATORS = {r"\cdot": "*", r"\times": "*", "*": "*", "/": "/", r"\div": "/"}
CLOSING = {"(": ")", "[": "]", "{": "}"}
FRACTIONS = frozenset({r"\frac", r"\dfrac", r"\tfrac"})
FUNCTIONS: Mapping[str, Callable[[float], float]] = {
    **{rf"\{name}": getattr(math, name) for name in ("exp", "sinh", "cosh", "tanh")},
    r"\ln": math.log,
}
ANGLES: Mapping[str, Callable[[float], float]] = {r"\sin": math.sin, r"\cos": math.cos, r"\tan": math.tan}
ARCS: Mapping[str, Callable[[float], float]] = {
    r"\arcsin": math.asin,
    r"\arccos": math.acos,
    r"\arctan": math.atan,
}
LOGARITHMS: Mapping[float, Callable[[float], float]] = {10.0: math.log10, 2.0: math.log2}
NAMED = frozenset({r"\log", *FUNCTIONS, *ANGLES, *ARCS})
BESIDE = frozenset({*CLOSING, *FRACTIONS, r"\sqrt", r"\binom", "e", *NAMED})  # factors that need no sign
TYPED = re.compile(r"\d+(?:\.\d+)?|\.\d+")
EXACT_DIGITS = 2  # 0.5 is meant as it stands, 0.693 is rounded
FLOATING = 1e-14  # of a number: so much of it may be lost where others are subtracted
MOST_COUNTED = 170  # the factorial of a larger number is beyond a float


class Unread(Exception):  # noqa: N818  # it is no error: most mathematics is not of numbers alone
    """The mathematics holds something else than numbers, or may be read in two ways."""


@dataclass(frozen=True)
class Number:
    """A value, and how far off rounding may have left it."""

    value: float
    slack: float = 0.0


@dataclass(frozen=True)
class Reading:
    r"""What authors mean by `\log`, in what unit they give angles, and what a slash divides by."""

    log: Callable[[float], float]
    angle: float = 1.0
    is_power_bound: bool = False  # a/b\cdot10^n divides by all of b\cdot10^n


READINGS = (
    Reading(math.log),
    Reading(math.log10, math.pi / 180),
    Reading(math.log2),
    Reading(math.log10, is_power_bound=True),
)


def worked_out(
    tokens: Sequence[str],
    given: Mapping[str, Number],
    reading: Reading,
    rounded: Collection[str] = (),
) -> Number:
    """What a calculation comes to. Raises Unread.

    `given` are the values of tokens that stand for numbers; decimals in `rounded` are, however short.
    """
    reader = _Reader([*tokens], given, reading, rounded)
    result = reader.sum()
    if reader.tokens:
        raise Unread
    typed = next(filter(TYPED.fullmatch, tokens), "")
    if typed and is_number(tokens, {}):  # it stands for all that are rounded to it
        size = abs(result.value / float(typed)) if float(typed) else 1.0
        return Number(result.value, size * _last_place(typed) / 2)
    return result


def is_number(tokens: Sequence[str], given: Mapping[str, Number]) -> bool:
    """Whether it is one number, with a sign and a power of ten at most."""
    bare = tokens[1:] if tokens[:1] in (["-"], ["+"]) else tokens
    if not bare or (bare[0] not in given and not TYPED.fullmatch(bare[0])):
        return False
    return len(bare) == 1 or (bare[1] in OPERATORS and [*bare[2:4]] == ["10", "^"])


def _last_place(typed: str) -> float:
    """What the last digit of a number counts for."""
    return float(10.0 ** -len(typed.partition(".")[2]))


def _typed(text: str, rounded: Collection[str]) -> Number:
    digits = text.replace(".", "").lstrip("0")
    is_exact = "." not in text or (len(digits) <= EXACT_DIGITS and text not in rounded)
    return Number(float(text), FLOATING * float(text) if is_exact else _last_place(text) / 2)


def _apply(function: Callable[..., float], *of: Number) -> Number:
    """A function of some numbers; what the slack of each changes adds up. Raises Unread."""
    values = [one.value for one in of]
    try:
        value, slack = function(*values), 0.0
    except (ValueError, ArithmeticError):
        raise Unread from None
    for place, one in enumerate(of):
        if one.slack:
            with suppress(ValueError, ArithmeticError):  # a whole number that counts has nothing beside it
                moved = function(*values[:place], one.value + one.slack, *values[place + 1 :])
                slack += abs(moved - value)
    return Number(value, slack)


# ---- reading ---


@dataclass
class _Reader:
    """What is still to be read, from the left."""

    tokens: list[str]
    given: Mapping[str, Number]
    reading: Reading
    rounded: Collection[str]

    @property
    def next(self) -> str:
        """The next token; empty at the end."""
        return self.tokens[0] if self.tokens else ""

    def take(self, *wanted: str) -> str:
        """The next token, which must be one of those, if there are any. Raises Unread."""
        if not self.tokens or (wanted and self.next not in wanted):
            raise Unread
        return self.tokens.pop(0)

    def sum(self) -> Number:
        total = self.product()
        while self.next in SIGNS:
            sign = SIGNS[self.take()]
            total = _apply(lambda a, b, sign=sign: a + sign * b, total, self.product())
        return total

    def product(self) -> Number:
        result, divided = self.factor(), False
        while self.next in OPERATORS or self.next in BESIDE:
            if self.next in BESIDE:
                if divided:
                    raise Unread  # 1/2(3) is read in two ways
                result = _apply(_times, result, self.factor())
            else:
                divided = OPERATORS[self.take()] == "/"
                is_bound = divided and self.reading.is_power_bound
                other = self.scaled() if is_bound else self.factor()
                result = _apply(_over if divided else _times, result, other)
        return result

    def scaled(self) -> Number:
        """A factor, with the power of ten that is written behind it."""
        result = self.factor()
        if OPERATORS.get(self.next) == "*" and self.tokens[1:3] == ["10", "^"]:
            self.take()
            result = _apply(_times, result, self.factor())
        return result

    def factor(self) -> Number:
        if self.next in SIGNS:
            sign = SIGNS[self.take()]
            return _apply(lambda a: sign * a, self.factor())
        result = self.one()
        if self.next == "^":
            self.take()
            result = _apply(math.pow, result, self.argument())
        if self.next == "!":
            self.take()
            result = _apply(lambda a: float(math.factorial(_count(a))), result)
        return result

    def one(self) -> Number:
        """A number, a group, a fraction, a root or a function of something."""
        token = self.take()
        if token in self.given:
            return self.given[token]
        if TYPED.fullmatch(token):
            return self.after_number(token)
        if token in CLOSING:
            inner = self.sum()
            self.take(CLOSING[token])
            return inner
        if token in FRACTIONS:
            return _apply(_over, self.argument(), self.argument())
        if token == r"\binom":
            return _apply(
                lambda n, k: float(math.comb(_count(n), _count(k))), self.argument(), self.argument()
            )
        if token == r"\sqrt":
            return self.root()
        if token == "e" and self.next == "^":
            self.take()
            return _apply(math.exp, self.argument())
        return self.function(token)

    def after_number(self, text: str) -> Number:
        if self.next in FRACTIONS:
            raise Unread  # a mixed number, or a product
        if "." in text and self.next == "(" and self.tokens[2:3] == [")"]:
            raise Unread  # 0.1(6) goes on with sixes
        if self.next == r"\pi":  # 2π is of the circle; a π with no number before it may be anything
            self.take()
            return Number(math.pi * float(text))
        return _typed(text, self.rounded)

    def argument(self) -> Number:
        r"""What TeX takes behind ^ or \frac: a group, or one digit."""
        if self.next == "{" or self.next in self.given:
            return self.one()
        token = self.take()
        if not token[0].isdigit() or not TYPED.fullmatch(token):
            raise Unread
        self.tokens[:0] = [token[1:]] if token[1:] else []
        return Number(float(token[0]))

    def root(self) -> Number:
        if self.next != "[":
            return _apply(math.sqrt, self.argument())
        self.take()
        degree = self.sum()
        self.take("]")
        return _apply(lambda a, n: math.pow(a, 1 / n), self.argument(), degree)

    def function(self, token: str) -> Number:
        function, power = self.named(token), Number(1.0)
        if self.next == "^":
            self.take()
            power = self.argument()
        is_closed = self.next in CLOSING
        result = _apply(function, self.one() if is_closed else self.factor())
        if power.value <= 0 or (self.next == "^" if is_closed else self.goes_on()):
            raise Unread  # an inverse; or what may belong to the argument or not: log(2)², log 2 · 3
        return _apply(math.pow, result, power)

    def goes_on(self) -> bool:
        """Whether an argument without brackets may go on; not before a division by another function."""
        if OPERATORS.get(self.next) == "/":
            return self.tokens[1:2] == [] or self.tokens[1] not in NAMED
        return self.next in OPERATORS or self.next in BESIDE

    def named(self, token: str) -> Callable[[float], float]:
        if token in FUNCTIONS:
            return FUNCTIONS[token]
        if token in ANGLES:
            return lambda angle: ANGLES[token](self.reading.angle * angle)
        if token in ARCS:
            return lambda ratio: ARCS[token](ratio) / self.reading.angle
        if token != r"\log":
            raise Unread
        if self.next != "_":
            return self.reading.log
        self.take()
        base = self.argument().value
        if base not in LOGARITHMS:
            raise Unread
        return LOGARITHMS[base]


def _times(one: float, other: float) -> float:
    return one * other


def _over(one: float, other: float) -> float:
    return one / other


def _count(value: float) -> int:
    """A whole number that can be counted with. Raises ValueError."""
    if not value.is_integer() or value > MOST_COUNTED:
        raise ValueError(value)
    return int(value)
