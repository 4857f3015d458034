"""The order in which keys are written: what it is, what is asked, the key, help, and where it is from."""

from __future__ import annotations

from collections.abc import Mapping as Map
from collections.abc import Sequence as Seq

from app.layout.pieces import Mapping, Piece, Scalar

# Keys in one text keep the order that their author gave them.
_BEGIN = ("id", "type", "title", "difficulty", "tags", "params", "require let", "prompt")
_END = ("hints", "solution", "explanation", "source")
_EXERCISE = (
    *_BEGIN,
    *("model", "rubric", "pairs", "options", "extra", "variables", "parts"),
    *("answer also unit tolerance digits accepts", "mistakes"),
    *("code", "line", "fix", "shows", "items", "before", "distractors reasons"),
    *_END,
)
_CODE = (
    *_BEGIN,
    *("function", "starter", "solution", "reference", "count_calls", "tolerance seconds", "properties"),
    *("cases", "plot", "mutants accepts", "hints", "explanation", "source"),
)
_CHAPTER = ("title", "summary", "goals", "prerequisites", "minutes", "symbols", "references", "let", "order")
_BOOK = ("title", "summary", "tolerance", "code_tolerance", "symbols")
_WITHIN: Map[str, Seq[str]] = {  # by the key that holds the mapping, or a list of them
    "parts": (
        *("id", "type", "ask", "points variables options answer also unit tolerance digits accepts"),
        "mistakes",
    ),
    "mistakes": ("if", "tag", "say"),
    "accepts": ("mutations", "why"),
    "options": ("id", "text", "correct", "say"),
    "pairs": ("left", "right", "say"),
    "distractors": ("text", "say"),
    "mutants": ("code", "tag", "say"),
    "properties": ("holds", "tag", "say", "call"),
    "cases": ("visible", "hidden"),
    "symbols": ("symbol", "shape", "meaning"),
    "cards": ("front", "back"),
    "tolerance": ("rel", "abs", "digits"),
    "code_tolerance": ("rel", "abs", "digits"),
    "source": ("paper", "arxiv", "equation", "url"),
}
_DRAWN = ("int float choice vector", "length", "step", "default")
_OWN_NAMES = (
    "params",
    "let",
    "variables",
    "items",
    "reasons",
    "draw",
)  # mappings whose keys an author chooses


def ordered(mapping: Mapping, where: Seq[str]) -> tuple[tuple[Scalar, Piece], ...]:
    """The entries of the mapping at a path of keys, as they are to be written.

    An unknown key stays behind the one that it followed.
    """
    known = {key: rank for rank, keys in enumerate(_keys(mapping, where)) for key in keys.split()}
    ranks: list[int] = []
    for key, _ in mapping.entries:
        ranks.append(known.get(key.value, ranks[-1] if ranks else 0))
    numbers = sorted(range(len(ranks)), key=lambda number: ranks[number])
    return tuple(mapping.entries[number] for number in numbers)


def _keys(mapping: Mapping, where: Seq[str]) -> Seq[str]:
    if not where:
        return _of_file(mapping)
    if len(where) == 2 and where[0] == "params":
        return _DRAWN
    if where[-1] in _OWN_NAMES or any(name in _OWN_NAMES for name in where[:-1]):
        return ()
    return _WITHIN.get(where[-1], ())


def _of_file(mapping: Mapping) -> Seq[str]:
    values = {key.value: value for key, value in mapping.entries}
    match values:
        case {"type": Scalar(value="code")}:
            return _CODE
        case {"type": _}:
            return _EXERCISE
        case {"code_tolerance": _}:
            return _BOOK
        case {"order": _} | {"goals": _}:
            return _CHAPTER
        case _:
            return ()
