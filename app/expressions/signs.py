r"""Unicode and LaTeX rewritten with the plain signs of a keyboard: √2·β₁² is √2*beta_1^(2)."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from app.expressions.tokens import ExpressionError

# fmt: off
GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ϵ": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ϑ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu",
    "ν": "nu", "ξ": "xi", "ο": "omicron", "π": "pi", "ρ": "rho", "ϱ": "rho", "σ": "sigma",
    "ς": "sigma", "τ": "tau", "υ": "upsilon", "φ": "phi", "ϕ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
    "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta", "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Φ": "Phi",
    "Ψ": "Psi", "Ω": "Omega",
}
FUNCTIONS = ("sin", "cos", "tan", "sinh", "cosh", "tanh", "arcsin", "arccos", "arctan", "exp", "ln", "log")
# fmt: on
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿˣᵗ", "0123456789+-()nxt", strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉ₜₓₙₛᵢⱼₖ", "0123456789txnsijk", strict=True))
SIGNS = {
    **dict.fromkeys("−–—‒―﹣－", "-"),
    **dict.fromkeys("×·⋅∙•∗＊✕⨯", "*"),
    **dict.fromkeys("÷∕⁄", "/"),
    **dict.fromkeys("\u00a0\u2009\u202f\u2002\u2003\u200a\u2007\u2062\u200b\u2061", " "),
    **dict.fromkeys("（", "("),
    **dict.fromkeys("）", ")"),
    "＋": "+",
    "½": "(1/2)",
    "⅓": "(1/3)",
    "⅔": "(2/3)",
    "¼": "(1/4)",
    "¾": "(3/4)",
    "⅛": "(1/8)",
    "∣": "|",
    "ᾱ": "alphabar",
    "ā": "abar",
    "ℯ": "e",
    "∛": "cbrt ",
}
COMMANDS = {
    **{name: name for name in GREEK.values()},
    "varepsilon": "epsilon",
    "varphi": "phi",
    "vartheta": "theta",
    **{name: name for name in FUNCTIONS},
    "sqrt": "√",
    "cdot": "*",
    "times": "*",
    "ast": "*",
    "div": "/",
    "mid": "|",
    "vert": "|",
    "lvert": "|",
    "rvert": "|",
    **dict.fromkeys(("left", "right", "big", "Big", "bigl", "bigr", "displaystyle", "quad", "qquad"), " "),
    **dict.fromkeys(",;:! ", " "),
    "{": "(",
    "}": ")",
    "(": " ",
    ")": " ",
    "%": "%",
}
PIECE = re.compile(
    rf"""(?P<bar>\\(?:bar|overline)\s*(?:\{{\s*\\?(?:alpha|α)\s*\}}|\\alpha(?![A-Za-z])|α|\s*a\b)|[αa]\u0304)
       | (?P<fraction>\\[dt]?frac\s*(?P<over>[0-9])\s*(?P<under>[0-9]))
       | (?P<quotient>\\[dt]?frac(?![A-Za-z]))
       | (?P<command>\\(?:[A-Za-z]+|.|\Z))
       | (?P<index>_\{{\s*(?P<inner>[A-Za-z0-9]+)\s*\}})
       | (?P<raised>[{"".join(RAISED)}]+)
       | (?P<lowered>[{"".join(LOWERED)}]+)
       | (?P<dollar>\$)""",
    re.VERBOSE | re.DOTALL,
)


def rewritten(text: str) -> tuple[str, Callable[[int], int]]:
    """`text` in plain signs, and the function that finds a place of it in `text` again.

    Raises ExpressionError for LaTeX commands that mean nothing here.
    """
    if text.isascii() and not any(mark in text for mark in ("\\", "$", "_{")):
        return text, lambda place: place
    pieces: list[str] = []
    starts: list[
        tuple[int, int, int]
    ] = []  # where a piece begins in the new text and in `text`, its old length
    made = place = 0
    while place < len(text):
        found = PIECE.match(text, place)
        new, width = (_piece(found), len(found[0])) if found else (_sign(text[place]), 1)
        starts.append((made, place, width))
        pieces.append(new)
        made += len(new)
        place += width
    return "".join(pieces), lambda at: _origin(starts, at, len(text)) if at < made else len(text)


def _origin(starts: list[tuple[int, int, int]], at: int, length: int) -> int:
    return starts[bisect_right(starts, (at, length, length)) - 1][1]


def _sign(character: str) -> str:
    return SIGNS.get(character) or GREEK.get(character) or character


def _piece(found: re.Match[str]) -> str:
    match found.lastgroup:
        case "bar":
            return "alphabar"
        case "fraction":
            return f"(({found['over']})/({found['under']}))"
        case "quotient":
            return r"\frac"
        case "index":
            return f"_{found['inner']}"
        case "raised":
            return f"^({''.join(map(RAISED.__getitem__, found[0]))})"
        case "lowered":
            return f"_{''.join(map(LOWERED.__getitem__, found[0]))}"
        case "dollar":
            return " "
        case _:
            return _command(found[0], found.start())


def _command(text: str, at: int) -> str:
    plain = COMMANDS.get(text[1:])
    if plain is None:
        raise ExpressionError(f"I don't know {text}; write the formula as on a keyboard", at)
    return plain
