"""The words and signs of an author's expression."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["number", "name", "function", "text", "sign", "end"]

AUTHOR_CHARACTERS = 2000
IN_PARTS = "Compute parts of it in `let`, and use their names here."

NUMBER = r"(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"
AUTHOR = re.compile(
    rf"""\s*(?:
      (?P<number>{NUMBER})
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
    | (?P<text>'[^'\\]*'|"[^"\\]*")
    | (?P<sign>\*\*|//|<=|>=|==|!=|[-+*/%<>=()\[\],:])
    | (?P<end>\Z)
    )""",
    re.VERBOSE,
)
WORD_SIGNS = frozenset({"and", "or", "not"})
CURES = {
    "^": ("for a power write **, as in x**2", "Write ** in place of ^."),
    "{": ("use round brackets ( )", "A formula stands without {{ }} and without LaTeX's braces."),
    "}": ("use round brackets ( )", "A formula stands without {{ }} and without LaTeX's braces."),
    "&": ("write `and`", "For example `a > 0 and b > 0`."),
    "|": ("write `or`, or abs(x)", "For example `a > 0 or b > 0`."),
    "!": ("write `not`, or != to compare", "A factorial is factorial(n)."),
    "'": ("the quotation mark is not closed", "Close it with the same mark."),
    '"': ("the quotation mark is not closed", "Close it with the same mark."),
    ".": (
        "a point belongs inside a number or a name such as parts.a",
        "Write 0.5, or call a function: f(x).",
    ),
    "?": ("there is no operator ?", "Write where(condition, yes, no)."),
    "\\": ("this looks like LaTeX", "Write it as a formula to compute, such as sqrt(x) or alpha*x."),
    "$": ("this looks like LaTeX", "Write the formula to compute, without dollar signs."),
    ";": ("a formula is one expression", "Compute the parts of it in `let`, one name each."),
    **dict.fromkeys("−–—‐", ("this minus sign is not the one of the keyboard", "Write -.")),
    **dict.fromkeys("·×∗•⋅", ("this sign of multiplication is not understood here", "Write *.")),
    **dict.fromkeys("÷∕", ("this sign of division is not understood here", "Write /.")),
    **dict.fromkeys("⁰¹²³⁴⁵⁶⁷⁸⁹", ("raised digits are not understood here", "Write x**2 for a power.")),
    **dict.fromkeys(
        "₀₁₂₃₄₅₆₇₈₉", ("lowered digits are not understood here", "Write x_0, or an entry as x[0].")
    ),
    "√": ("the root sign is not understood here", "Write sqrt(x)."),
    "π": ("Greek letters are not understood here", "Write pi."),
    "≤": ("this comparison is not understood here", "Write <=."),
    "≥": ("this comparison is not understood here", "Write >=."),
    "≠": ("this comparison is not understood here", "Write !=."),
    **dict.fromkeys("‘’“”", ("these quotation marks are not understood here", "Write ' or \".")),
}
_LETTERS = "Names are of the letters a-z, digits and _: write alpha for α."


class ExpressionError(ValueError):
    """What cannot be read in an expression, in words, its 0-based position, and what to write instead."""

    def __init__(self, message: str, position: int = 0, cure: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.position = position
        self.cure = cure


class Token(NamedTuple):
    """A word or sign, the place it begins, and whether a space stands before it."""

    kind: Kind
    text: str
    at: int
    spaced: bool = False


def author_tokens(text: str) -> list[Token]:
    """The tokens of `text`, an `end` token last.

    Raises ExpressionError at the first character that is none.
    """
    if len(text) > AUTHOR_CHARACTERS:
        told = f"an expression has at most {AUTHOR_CHARACTERS} characters"
        raise ExpressionError(told, AUTHOR_CHARACTERS, IN_PARTS)
    tokens: list[Token] = []
    place = 0
    while not tokens or tokens[-1].kind != "end":
        found = AUTHOR.match(text, place)
        if found is None:
            raise _unknown_character(text, place)
        place = found.end()
        tokens.append(_token(found))
    return tokens


def _token(found: re.Match[str]) -> Token:
    kind = found.lastgroup
    at = found.start(kind or 0)
    word = found[kind or 0]
    spaced = at > found.start()
    match kind:
        case "number" | "text" | "sign" | "end":
            return Token(kind, word, at, spaced)
        case _:
            return Token("sign" if word in WORD_SIGNS else "name", word, at, spaced)


def _unknown_character(text: str, place: int) -> ExpressionError:
    at = place + len(text[place:]) - len(text[place:].lstrip())
    character = text[at]
    unknown = f"{character!r} is not understood here", _LETTERS if character.isalpha() else ""
    message, cure = CURES.get(character, unknown)
    return ExpressionError(message, at, cure)
