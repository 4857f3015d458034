"""Names that formulas have a meaning for, so that a number cannot be called by them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.functions import CONSTANTS
from app.slips import Slip

RESERVED = {"answer", "parts", "and", "or", "not", *CONSTANTS} - {"e"}  # e is a fine name for an error
# Functions that are words for numbers, too, such as mean, max and sign, are left out.
FUNCTION_NAMES = frozenset(
    {
        "sqrt",
        "cbrt",
        "exp",
        "expm1",
        "log",
        "ln",
        "log1p",
        "log10",
        "log2",
        "sin",
        "cos",
        "tan",
        "arcsin",
        "arccos",
        "arctan",
        "sinh",
        "cosh",
        "tanh",
        "arcsinh",
        "arccosh",
        "arctanh",
        "sigmoid",
        "softplus",
        "erf",
        "abs",
        "factorial",
    }
)


def taken(key: str, names: Iterable[str]) -> Iterator[Slip]:
    """Names that formulas would not find, or that would hide a constant or a function."""
    for name in names:
        if name in RESERVED:
            message, cure = f"{name!r} has a meaning of its own", "Choose another name."
            yield Slip((key, name), message, cure, key=True, rule="meaning")
        elif name in FUNCTION_NAMES:
            message, cure = f"{name!r} is the name of a function", f"Choose another name, such as {name}_1."
            yield Slip((key, name), message, cure, key=True, rule="meaning")
