"""Prose with numbers in it: `{{ expression }}` and `{{ expression | filter(digits) }}`.

The first `}}` outside quotation marks ends it, so `_{{{ t }}}` is a brace, a number and a brace. Two braces
that shall stay are written as a text: `{{ "{{" }}`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from app import numerals
from app.evaluation import evaluate
from app.expressions import ExpressionError, Formula
from app.faults import did_you_mean
from app.numerals import PLAIN, TEX, UNICODE, Style
from app.values import EvaluationError, Value

OPENING = re.compile(r"\{\{(?!\{)|\{[%#]")
INSIDE = re.compile(r"""(?P<expression>(?:'[^']*'|"[^"]*"|[^'"|}]|\}(?!\}))*)(?:\|(?P<filter>[^}'"]*))?""")
PYTHON_FORMAT = re.compile(r":\s*[-+,0-9]*\.?[0-9]*[a-zA-Z%]?\s*$")
FILTER = re.compile(r"\s*([A-Za-z]\w*)\s*(?:\(\s*([0-9]*)\s*\))?\s*")
PLACES = re.compile(
    r"""\\.                                             # an escaped character
      | (?P<code>(?<!`)(?P<ticks>`++).*?(?<!`)(?P=ticks)(?!`))
      | (?P<maths>\$\$.+?\$\$ | \$(?=\S)(?:\\.|[^$\\\n]|\n(?!\s*\n))*?(?<=\S)\$(?![0-9]))""",
    re.VERBOSE | re.DOTALL,
)

Write = Callable[[Value, Style, int], str]
FILTERS: Mapping[str, tuple[int | None, Write]] = {  # name: the digits when none are given, how it writes
    "sig": (3, lambda value, style, digits: numerals.written(value, style, max(digits, 1))),
    "fixed": (2, numerals.fixed),
    "percent": (0, numerals.percent),
    "sci": (3, lambda value, style, digits: numerals.scientific(value, style, max(digits, 1))),
    "int": (None, lambda value, style, _: numerals.rounded(value, style)),
    "raw": (None, lambda value, _style, _digits: str(value)),
}
MOST_DIGITS = 17


@dataclass(frozen=True)
class Insertion:
    """One `{{ … }}`: its expression, where that begins in the text, and how its value is written."""

    formula: Formula
    position: int
    style: Style
    filter: str = ""
    digits: int = 0

    def render(self, names: Mapping[str, Value]) -> str:
        """Its value as text. Raises EvaluationError."""
        try:
            value = evaluate(self.formula.node, names)
        except EvaluationError as error:
            raise EvaluationError(f"{{{{ {self.formula.text} }}}}: {error.message}") from error
        if not self.filter:
            return numerals.written(value, self.style)
        return FILTERS[self.filter][1](value, self.style, self.digits)


@dataclass(frozen=True)
class Template:
    """Prose whose numbers are computed."""

    text: str
    pieces: tuple[str | Insertion, ...]

    @classmethod
    def parse(cls, text: str) -> Self:
        """The template written as `text`. Raises ExpressionError with the position in the text."""
        return cls(text, tuple(_pieces(text)))

    @cached_property
    def expressions(self) -> tuple[Insertion, ...]:
        """What is computed, in order."""
        return tuple(piece for piece in self.pieces if isinstance(piece, Insertion))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names its expressions use."""
        return frozenset[str]().union(*(insertion.formula.names for insertion in self.expressions))

    def render(self, names: Mapping[str, Value]) -> str:
        """The prose, as markdown, with the values that follow from `names`. Raises EvaluationError."""
        return "".join(piece if isinstance(piece, str) else piece.render(names) for piece in self.pieces)

    def __str__(self) -> str:
        return self.text

    @classmethod
    def from_yaml(cls, value: object) -> Self:
        """The template a YAML value stands for: a text, or a number. Raises ExpressionError."""
        match value:
            case cls():
                return value
            case str():
                return cls.parse(value)
            case int() | float() if not isinstance(value, bool):
                return cls.parse(numerals.plain(value))
            case None:
                raise ExpressionError(
                    "a text is missing here", 0, "Write it after the colon, in quotes if need be."
                )
            case dict():
                cure = "Put the text in quotation marks: a colon followed by a space makes it a mapping."
                raise ExpressionError("this is a text: put it in quotation marks", 0, cure)
            case _:
                raise ExpressionError("this is a text: put it in quotation marks")

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.from_yaml, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"title": "text", "type": ["string", "number"]}


def _pieces(text: str) -> list[str | Insertion]:
    spans = [_span(text, opening.start()) for opening in _openings(text)]
    style_at = _styles(text, spans)
    pieces: list[str | Insertion] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], _insertion(text, start + 2, end - 2, style_at(start))]
        done = end
    return [piece for piece in (*pieces, text[done:]) if piece != ""]


def _openings(text: str) -> list[re.Match[str]]:
    openings: list[re.Match[str]] = []
    place = 0
    while opening := OPENING.search(text, place):
        if opening[0] != "{{":
            raise ExpressionError(
                f"{opening[0]} is not used here; only {{{{ expression }}}} is",
                opening.start(),
                "Write variants of the text as several exercises, or choose by where(condition, 'a', 'b').",
            )
        openings.append(opening)
        place = _span(text, opening.start())[1]
    return openings


def _span(text: str, start: int) -> tuple[int, int]:
    """Where the insertion that opens at `start` begins and ends, braces included."""
    inside = INSIDE.match(text, start + 2)
    end = inside.end() if inside else start
    if not text.startswith("}}", end):
        raise ExpressionError("this {{ is not closed by }}", start, "Write {{ expression }} in one line.")
    return start, end + 2


def _insertion(text: str, start: int, end: int, style: Style) -> Insertion:
    inside = INSIDE.match(text, start, end)
    assert inside is not None  # _span has matched it
    expression = inside["expression"]
    position = start + len(expression) - len(expression.lstrip())
    try:
        formula = Formula.parse(expression.strip())
    except ExpressionError as error:
        if found := PYTHON_FORMAT.search(expression):
            cure = "Write {{ expression | sig(3) }}, or fixed(3) for so many decimals."
            raise ExpressionError("digits are given by a filter", start + found.start(), cure) from error
        raise ExpressionError(error.message, position + error.position, error.cure) from error
    if inside["filter"] is None:
        return Insertion(formula, position, style)
    return Insertion(formula, position, style, *_filter(inside["filter"], inside.start("filter")))


def _filter(text: str, position: int) -> tuple[str, int]:
    """The name and the digits of a filter."""
    found = FILTER.fullmatch(text)
    if found is None:
        raise ExpressionError(
            "a filter is written like sig(4)", position, f"There is one at most, of: {', '.join(FILTERS)}."
        )
    name, digits = found[1], found[2]
    at = position + found.start(1)
    if name not in FILTERS:
        told = f"there is no filter {name}; {did_you_mean(name, FILTERS)}".rstrip("; ")
        raise ExpressionError(told, at, f"There are {', '.join(FILTERS)}.")
    default = FILTERS[name][0]
    if default is None and digits:
        raise ExpressionError(f"the filter {name} takes no digits", at)
    if digits and (len(digits) > 3 or int(digits) > MOST_DIGITS):
        raise ExpressionError(f"a filter shows at most {MOST_DIGITS} digits", at)
    return name, int(digits) if digits else default or 0


def _styles(text: str, spans: list[tuple[int, int]]) -> Callable[[int], Style]:
    """How a number is written at a place: TeX between dollars, plain in code, unicode elsewhere."""
    pieces, done = [], 0
    for start, end in spans:  # so that a $ or ` within an expression isn't taken for prose
        pieces += [text[done:start], "x" * (end - start)]
        done = end
    text = "".join((*pieces, text[done:]))
    areas = [
        (found.start(), found.end(), PLAIN if found["code"] else TEX)
        for found in PLACES.finditer(text)
        if found["code"] or found["maths"]
    ]
    starts = [start for start, _, _ in areas]

    def style_at(place: int) -> Style:
        start, end, style = areas[bisect_right(starts, place) - 1] if areas else (0, 0, UNICODE)
        return style if start <= place < end else UNICODE

    return style_at
