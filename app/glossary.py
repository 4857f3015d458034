r"""The symbols of the notation tables, found in formulas, so that each can tell its meaning there.

A symbol is found as the reader sees it: `\bar\alpha_t` also in `\sqrt{\bar\alpha_{t-1}}`, but `x_0` is not
`x_t`, and nothing is looked for in words such as `\text{data}`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.models import Symbol

_TOKEN = re.compile(r"\\(?:[A-Za-z]+|.)|\s+|.", re.DOTALL)
_WORDS = re.compile(
    r"\\(?:text|textbf|textit|operatorname|begin|end|hspace|tag|left|right|middle|htmlClass|[bB]igg?[lr]?)"
)  # what follows them is no mathematics
_STYLED = re.compile(r"\\(?:math(?:cal|bb|rm|bf|sf)|bar|hat|tilde|dot|vec|boldsymbol)")
_TAKING = {r"\sqrt": 1, r"\frac": 2, r"\dfrac": 2, r"\tfrac": 2, r"\binom": 2, r"\sig": 1, r"\noi": 1}
_TAKING |= dict.fromkeys((r"\overline", r"\underline", r"\underbrace", r"\overbrace", r"\widehat"), 1)
_MOST_DEEP = 30


@dataclass(frozen=True)
class _Atom:
    """One symbol with its scripts, or anything else, as it is written."""

    base: str  # without spaces and needless braces; empty for what is no symbol
    sub: str
    source: str
    parts: tuple[_Atom, ...] = ()  # what stands in its braces, when they can hold symbols


@dataclass(frozen=True)
class Meaning:
    """A symbol that formulas name by `key`."""

    key: str
    symbol: Symbol


class Glossary:
    """The symbols of a book, or of a book and one of its chapters."""

    def __init__(self, symbols: Sequence[Symbol]) -> None:
        self._keys: dict[tuple[str, str], str] = {}
        for symbol in symbols:
            for base, sub in _spellings(symbol.symbol):
                self._keys.setdefault((base, sub), _key(base, sub))
                if _is_index(sub):  # x_t also stands for x_{t-1} and x_s
                    self._keys.setdefault((base, "*"), _key(base, sub))

    def meanings(self, symbols: Sequence[Symbol]) -> tuple[Meaning, ...]:
        """What each of these means, by the key under which formulas name it; the first of a key counts."""
        found: dict[str, Symbol] = {}
        for symbol in symbols:
            for base, sub in _spellings(symbol.symbol):
                found.setdefault(_key(base, sub), symbol)
        return tuple(Meaning(key, symbol) for key, symbol in found.items())

    def mark(self, latex: str) -> str:
        r"""The formula with every known symbol inside `\htmlData{symbol=KEY}{…}`."""
        tokens = _TOKEN.findall(latex)
        atoms, end = _atoms(tokens, 0, 0)
        return latex if end < len(tokens) else self._row(atoms)

    def _row(self, atoms: Sequence[_Atom]) -> str:
        followers = (*atoms[1:], None)
        return "".join(
            atom.source if _is_differential(atom, after) else self._marked(atom)
            for atom, after in zip(atoms, followers, strict=False)
        )

    def _marked(self, atom: _Atom) -> str:
        if key := self._key_of(atom):
            return rf"\htmlData{{symbol={key}}}{{{atom.source}}}"
        return self._row(atom.parts) if atom.parts else atom.source

    def _key_of(self, atom: _Atom) -> str | None:
        if not atom.base:
            return None
        exact = self._keys.get((atom.base, atom.sub))
        return exact or (self._keys.get((atom.base, "*")) if _may_be_index(atom.sub) else None)


def _spellings(markdown: str) -> Iterator[tuple[str, str]]:
    """The symbols that a row of the table explains, as base and subscript."""
    for latex in re.findall(r"\$([^$]+)\$", markdown):
        tokens = [
            one for one in _TOKEN.findall(latex) if not one.isspace() and one not in (r"\,", r"\ ", r"\;")
        ]
        atoms, _ = _atoms(tokens, 0, 0)
        first = True
        for atom in atoms:
            if first and atom.base:
                yield atom.base, atom.sub
            first = atom.source in (",", r"\quad")
            if atom.source in ("(", "="):
                break  # what follows are arguments, or the definition


def _is_differential(atom: _Atom, after: _Atom | None) -> bool:
    """Whether it is the d of dx."""
    return atom.source == "d" and after is not None and bool(after.base)


def _key(base: str, sub: str) -> str:
    """Letters, digits and hyphens: what KaTeX takes in an attribute."""
    return "-".join(re.findall(r"[A-Za-z0-9]+", f"{base} {sub}")) or "symbol"


def _is_index(sub: str) -> bool:
    return sub in ("t", "s", "i", "k")


def _may_be_index(sub: str) -> bool:
    return re.fullmatch(r"(?:[tsikTS]|\d)[a-zA-Z0-9+\-]*", sub) is not None


# ---- a formula as a row of atoms ---


def _atoms(tokens: Sequence[str], at: int, depth: int) -> tuple[list[_Atom], int]:
    """The atoms up to a closing brace or the end, and where that is."""
    atoms: list[_Atom] = []
    while at < len(tokens) and tokens[at] != "}" and depth < _MOST_DEEP:
        atom, at = _atom(tokens, at, depth)
        atoms.append(atom)
    return atoms, at


def _atom(tokens: Sequence[str], at: int, depth: int) -> tuple[_Atom, int]:
    """The atom that begins here, with its scripts, and what follows it."""
    token = tokens[at]
    if _WORDS.fullmatch(token):
        return _raw(tokens, at, _after(tokens, at + 1))
    if token == "{":
        inner, end = _atoms(tokens, at + 1, depth + 1)
        parts = (_plain("{"), *inner, _plain("}"))
        return _Atom("", "", "".join(tokens[at : end + 1]), parts), end + 1
    if token in _TAKING:
        return _raw(tokens, at, _past_bare(tokens, at + 1, _TAKING[token]))
    end = _after(tokens, at + 1) if _STYLED.fullmatch(token) else at + 1
    base = _bare(tokens[at:end])
    if not re.fullmatch(r"[A-Za-z]|\\[A-Za-z]+(?:\{?.*\}?)?", base):
        return _plain(token), at + 1
    sub, after = "", end
    for mark in ("_", "^", "_"):
        if (start := _skip(tokens, after)) < len(tokens) and tokens[start] == mark:
            stop = _after(tokens, start + 1)
            sub = _bare(tokens[start + 1 : stop]) if mark == "_" else sub
            after = stop
    whole = "".join(tokens[at:after])
    scripts = _inside(tokens, end, after, depth) if after > end else ()
    return _Atom(base, sub, whole, (_plain("".join(tokens[at:end])), *scripts) if scripts else ()), after


def _inside(tokens: Sequence[str], at: int, end: int, depth: int) -> tuple[_Atom, ...]:
    """The scripts of a base that is no symbol itself: symbols may stand in them."""
    atoms: list[_Atom] = []
    while at < end:
        if tokens[at] in "_^":
            atoms.append(_plain(tokens[at]))
            at += 1
        else:
            stop = _after(tokens, at)  # a script takes one thing; what it holds is marked inside braces
            atom, _ = _atom(tokens[at:stop], _skip(tokens[at:stop], 0), depth + 1)
            atoms.append(_Atom("", "", atom.source, (_plain("{"), atom, _plain("}"))) if atom.base else atom)
            at = stop
    return tuple(atoms)


def _raw(tokens: Sequence[str], at: int, end: int) -> tuple[_Atom, int]:
    return _plain("".join(tokens[at:end])), end


def _plain(source: str) -> _Atom:
    return _Atom("", "", source)


def _skip(tokens: Sequence[str], at: int) -> int:
    while at < len(tokens) and tokens[at].isspace():
        at += 1
    return at


def _after(tokens: Sequence[str], at: int) -> int:
    """Where the argument that begins here ends: after a token, or after its braces."""
    at = _skip(tokens, at)
    if at >= len(tokens) or tokens[at] != "{":
        return min(at + 1, len(tokens))
    deep = 0
    for place in range(at, len(tokens)):
        deep += (tokens[place] == "{") - (tokens[place] == "}")
        if deep == 0:
            return place + 1
    return len(tokens)


def _past_bare(tokens: Sequence[str], at: int, most: int) -> int:
    r"""Past the arguments without braces, as in `\frac12`: nothing can be put around those."""
    for _ in range(most):
        start = _skip(tokens, at)
        if start >= len(tokens) or tokens[start] in "{[":
            return at
        at = start + 1
    return at


def _bare(tokens: Sequence[str]) -> str:
    r"""The tokens without spaces and braces: `\bar{\alpha}` is `\bar\alpha`."""
    return "".join(one for one in tokens if not one.isspace() and one not in "{}")
