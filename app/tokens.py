"""The words and signs of an author's expression."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

Kind = Literal["number", "name", "function", "text", "sign", "end"]

AUTHOR_CHARACTERS = 2000

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
    "^": "for a power write **, as in x**2",
    "{": "use round brackets ( )",
    "}": "use round brackets ( )",
    "&": "write `and`",
    "|": "write `or`, or abs(x)",
    "!": "write `not`, or != to compare",
    "'": "the quotation mark is not closed",
    '"': "the quotation mark is not closed",
    ".": "a point belongs inside a number or a name such as parts.a",
}


class ExpressionError(ValueError):
    """What cannot be read in an expression, in words, and the 0-based position of it in the text."""

    def __init__(self, message: str, position: int = 0) -> None:
        super().__init__(message)
        self.message = message
        self.position = position


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
        raise ExpressionError(f"an expression has at most {AUTHOR_CHARACTERS} characters", AUTHOR_CHARACTERS)
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
    return ExpressionError(CURES.get(character, f"{character!r} is not understood here"), at)
