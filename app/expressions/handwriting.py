r"""What students type, as tokens: plain signs, and the known names in a run of letters.

Names are compared in one spelling, so ᾱ_t, `\bar\alpha_t`, `abar_t` and `alpha_bar_t` are the same variable,
and so are x₀, `x_0` and `x0`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from app.expressions.signs import rewritten
from app.expressions.tokens import NUMBER, ExpressionError, Kind, Token

STUDENT_CHARACTERS = 400
SHOWN = 20  # characters of an unknown name
MOST_PIECES = 40  # that one run of letters is split into

STUDENT_FUNCTIONS: tuple[str, ...] = (
    *("sqrt", "cbrt", "exp", "expm1", "log", "ln", "log1p", "log10", "log2", "abs", "sign", "floor", "ceil"),
    *(
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
    ),
    *("sigmoid", "softplus", "logit", "erf", "factorial", "min", "max", "round"),
)
OTHER_SPELLINGS = {
    **{f"a{short}": f"arc{short}" for short in ("sin", "cos", "tan", "sinh", "cosh", "tanh")},
    "lg": "log10",
    "sgn": "sign",
    "root": "sqrt",
}
CONSTANTS = ("pi", "e")

TOKEN = re.compile(
    rf"\s*(?:(?P<number>{NUMBER})|(?P<name>[A-Za-z_][A-Za-z0-9_]*)|(?P<sign>\*\*|\\frac|[-+*/^()\[\]{{}}|,!√<>=%;:])|(?P<end>\Z))"
)
CURES = {
    "=": "leave out the =: only the formula is asked for",
    "<": "a comparison is no formula",
    ">": "a comparison is no formula",
    "%": "write a percentage as a fraction, such as 0.25",
    ";": "put commas between several numbers",
    ":": "for a division write /",
}


Word = tuple[Kind, str]  # the kind of its token, and what stands in the tree


@dataclass(frozen=True)
class Vocabulary:
    """The words a student may use, by their one spelling: what each stands for."""

    names: tuple[str, ...]
    words: Mapping[str, Word]  # by spelling
    longest: int

    def word(self, typed: str) -> Word | None:
        """What a word stands for, whatever way it is spelt."""
        if found := self.words.get(typed) or self.words.get(spelling(typed)):
            return found
        return self.words.get(typed.lower()) if len(typed) > 1 else None


def spelling(word: str) -> str:
    """One spelling for all the ways to write a name."""
    bare = word.replace("_", "")
    bare = re.sub(r"(?<!alph)abar|alphabar|baralpha", "alphabar", bare)
    return re.sub(r"(?:var)?eps(?:ilon)?", "epsilon", bare)


@lru_cache(maxsize=256)
def vocabulary(names: tuple[str, ...]) -> Vocabulary:
    """The words of a question with these variables; a variable comes before a function of the same name."""
    words: dict[str, Word] = {}
    for function in STUDENT_FUNCTIONS:
        words[function] = ("function", function)
    for other, function in OTHER_SPELLINGS.items():
        words[other] = ("function", function)
    for constant in CONSTANTS:
        words[constant] = ("name", constant)
    for same in (spelling, str):  # a name as it is written comes before another one's other spelling
        for name in names:
            words[same(name)] = ("name", name)
    return Vocabulary(names, words, max(map(len, words)) + 8)


def student_tokens(text: str, names: Collection[str]) -> list[Token]:
    """The tokens of what a student typed, an `end` token last.

    Raises ExpressionError, with the position in `text`, for unknown names and characters.
    """
    if len(text) > STUDENT_CHARACTERS:
        raise ExpressionError(f"a formula has at most {STUDENT_CHARACTERS} characters", STUDENT_CHARACTERS)
    plain, places = rewritten(text)
    if "=" in plain:
        raise ExpressionError(CURES["="], places(plain.index("=")))
    known = vocabulary(tuple(names))
    tokens: list[Token] = []
    place = 0
    while not tokens or tokens[-1].kind != "end":
        found = TOKEN.match(plain, place)
        if found is None:
            at = place + len(plain[place:]) - len(plain[place:].lstrip())
            raise ExpressionError(f"{plain[at]!r} is not understood here", places(at))
        at = places(found.start(found.lastgroup or 0))
        place = found.end()
        tokens.extend(_tokens(found, at, text[at : places(place)], known))
    return tokens


def _tokens(found: re.Match[str], at: int, shown: str, known: Vocabulary) -> Iterator[Token]:
    kind = found.lastgroup
    spaced = found.start(kind or 0) > found.start()
    match kind, found[kind or 0]:
        case "number", digits:
            yield Token("number", digits, at, spaced)
        case "name", word:
            yield from _words(word, Token("name", shown, at, spaced), known)
        case "sign", sign if sign in CURES:
            raise ExpressionError(CURES[sign], at)
        case "sign", sign:
            yield Token("sign", "**" if sign == "^" else sign, at, spaced)
        case _:
            yield Token("end", "", at, spaced)


def _words(run: str, typed: Token, known: Vocabulary) -> Iterator[Token]:
    """The names and functions that a run of letters and digits is made of."""
    whole = known.word(run)
    spaced = typed.spaced
    for kind, word in [whole] if whole else _split(run, known) or _unknown(typed, known):
        yield Token(kind, word, typed.at, spaced)
        spaced = False


def _split(run: str, known: Vocabulary) -> list[Word] | None:
    """The fewest known words that make up `run`, if any do."""
    best: list[list[Word] | None] = [[]]  # by where they end
    for end in range(1, len(run) + 1):
        ways = [
            [*before, word]
            for start in range(max(0, end - known.longest), end)
            if (before := best[start]) is not None and (word := _piece(run, start, end, before, known))
        ]
        fewest = min(ways, key=len, default=None)
        best.append(fewest if fewest and len(fewest) <= MOST_PIECES else None)
    return best[-1]


def _piece(run: str, start: int, end: int, before: list[Word], known: Vocabulary) -> Word | None:
    """The word that `run[start:end]` is; digits count as one right behind a function, as in sqrt2."""
    piece = run[start:end]
    if piece.isdigit() and before and before[-1][0] == "function":
        return ("number", piece)
    if piece[0] == "_" or piece[-1] == "_":
        return None
    is_plain = not any(mark in piece for mark in ("_", "bar", "eps"))
    return known.words.get(piece if is_plain else spelling(piece))


def _unknown(typed: Token, known: Vocabulary) -> list[Word]:
    """Says that a word is not known, and what is."""
    if (called := re.match(r"([^\W\d_]+)\d+$", typed.text)) and known.word(called[1]):
        cure = "if you mean a product, write the *"
    elif known.names:
        cure = f"use {', '.join(known.names)}"
    else:
        cure = "write numbers, pi, e and functions such as sqrt"
    shown = typed.text if len(typed.text) <= SHOWN else f"{typed.text[:SHOWN]}…"
    raise ExpressionError(f"I don't know the name {shown}; {cure}", typed.at)
