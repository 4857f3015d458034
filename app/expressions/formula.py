"""A text as a tree, and an author's expression as a value of the models."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Self

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticSerializationUnexpectedValue, core_schema

from app.expressions.grammar import Parser
from app.expressions.handwriting import student_tokens
from app.expressions.student_grammar import StudentParser
from app.expressions.tokens import ExpressionError, author_tokens
from app.nodes import Call, Name, Node, walk


def parse(text: str, *, implicit: bool = False, names: Collection[str] = ()) -> Node:
    """The tree of `text`.

    An author's text is read strictly, with Python's precedence. With `implicit` it is what a student types: a
    missing * is understood, so are ^, |x|, unicode and some LaTeX, and `names` are the only names allowed.
    Raises ExpressionError, and nothing else, for every text that isn't an expression.
    """
    if implicit:
        return StudentParser(student_tokens(text, names)).whole()
    return Parser(author_tokens(text)).whole()


@dataclass(frozen=True)
class Formula:
    """An author's expression: its text and its tree."""

    text: str
    node: Node

    @classmethod
    def parse(cls, text: str) -> Self:
        """The formula written as `text`. Raises ExpressionError."""
        return cls(text, parse(text))

    @cached_property
    def names(self) -> frozenset[str]:
        """The names it uses, constants among them."""
        return frozenset(node.name for node in walk(self.node) if isinstance(node, Name))

    @cached_property
    def functions(self) -> frozenset[str]:
        """The functions it calls."""
        return frozenset(node.function for node in walk(self.node) if isinstance(node, Call))

    def __str__(self) -> str:
        return self.text

    @classmethod
    def from_yaml(cls, value: object) -> Self:
        """The formula a YAML value stands for; a list is a list literal. Raises ExpressionError."""
        return value if isinstance(value, cls) else cls.parse(_written(value))

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            cls.from_yaml, serialization=core_schema.plain_serializer_function_ser_schema(_text_of)
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        return {"title": "expression", "type": ["string", "number", "boolean", "array"]}


def _text_of(value: object) -> str:
    """What the author wrote; of anything else in a union, pydantic asks the next member."""
    if not isinstance(value, Formula):
        raise PydanticSerializationUnexpectedValue("no formula")
    return value.text


def _written(value: object) -> str:
    """The text of the expression that a YAML scalar or list stands for."""
    match value:
        case str():
            return value
        case float() if math.isnan(value):
            raise ExpressionError("nan is not a number to calculate with")
        case bool() | int() | float():
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(_item(item) for item in value)}]"
        case None:
            raise ExpressionError("a formula is missing here", 0, "Write it after the colon.")
        case _:
            cure = "Put a formula in quotes when it holds braces, or a colon and a space."
            raise ExpressionError("an expression is a text, a number or a list", 0, cure)


def _item(value: object) -> str:
    written = _written(value)
    parse(written)  # so that a comma in an item is an error there, not a second item
    return written
