"""Formulas as students type them: decimal commas become points, then the expression language reads them."""

from __future__ import annotations

import math
import re
from collections.abc import Collection

from app.answers.typed_text import Unread, quoted
from app.evaluation import EvaluationError, evaluate
from app.expressions import ExpressionError, Node, parse
from app.functions import student_functions

LONGEST = 400
_GROUPS = re.compile(r"\d{1,3}(?:[,' _]\d{3}){2,}(?![\d.,])|\d{1,3}(?:[ '_]\d{3})+(?!\d)")
_DECIMAL_COMMA = re.compile(r"(?<=\d),(?=\d)")
_TAKES_SEVERAL = re.compile(r"\b(?:max|min|where|clip|pow|atan2|arctan2|hypot)\s*\(")


def formula_read(text: str, variables: Collection[str]) -> Node:
    """The tree of a formula in the variables (and constants). Raises Unread with what to type instead."""
    if not text.strip():
        names = ", ".join(f"`{name}`" for name in variables)
        raise Unread(f"Type a formula in {names}.")
    if len(text) > LONGEST:
        raise Unread(f"That is {len(text)} characters long; type a formula of at most {LONGEST}.")
    try:
        return parse(_with_points(text), implicit=True, names=variables)
    except ExpressionError as slip:
        raise Unread(f"I can't read {quoted(text)}: {slip}") from None


def value_of(text: str) -> float:
    """The value of arithmetic without names, such as `exp(-2.535)`. Raises Unread."""
    node = formula_read(text, ())
    try:
        value = evaluate(node, {}, student_functions)
    except EvaluationError as slip:
        raise Unread(f"I can't compute {quoted(text)}: {slip}") from None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise Unread(f"{quoted(text)} is not a finite number.")
    return _float(value)


def _float(value: float) -> float:
    try:
        return float(value)
    except OverflowError:
        raise Unread("That number is too large to work with.") from None


def grouped_joined(text: str) -> str:
    """The text with `1 000` and `1,000,000` written as one number."""
    return _GROUPS.sub(lambda match: re.sub(r"[,' _]", "", match[0]), text)


def _with_points(text: str) -> str:
    """Decimal commas as points, thousands joined; commas between the arguments of max(a, b) stay."""
    text = grouped_joined(text)
    return text if _TAKES_SEVERAL.search(text) else _DECIMAL_COMMA.sub(".", text)
