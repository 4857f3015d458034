"""The text of an array as lists of the texts of its numbers, in each way that it can be split."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from app.answers.typed_text import Unread, quoted

DEEPEST = 6
Leaf = str | int | float
Nested = Leaf | Sequence["Nested"]
Splitter = Callable[[str], Nested | None]

_CLOSING = {"[": "]", "(": ")", "{": "}"}


def nested(text: str, split: Splitter, depth: int) -> Nested | None:
    """The text as lists of lists of entries; None where this way of splitting finds nothing to split."""
    if depth > DEEPEST:
        raise Unread(f"The brackets are nested more than {DEEPEST} deep.")
    text = text.strip()
    end = _group_end(text)
    if end == len(text):
        inner = text[1:-1].strip()
        return _groups(inner, split, depth + 1) if _group_end(inner) else split(inner)
    return _groups(text, split, depth) if end and text[0] == "[" else split(text)


def _groups(text: str, split: Splitter, depth: int) -> list[Nested] | None:
    """The bracketed groups that follow one another."""
    found: list[Nested] = []
    while text:
        end = _group_end(text)
        if not end:
            raise Unread(f"The rows need brackets alike: I stopped at {quoted(text)}.")
        inner = nested(text[:end], split, depth + 1)
        if inner is None:
            return None
        found.append(inner)
        text = text[end:].lstrip(" \t\n,;")
    return found


def _group_end(text: str) -> int:
    """Where the list that starts the text ends; 0 when none starts there. `(1 + 2)` alone is no list."""
    if not text or text[0] not in _CLOSING:
        return 0
    end = _closing(text)
    after, inner = text[end : end + 1], text[1 : end - 1].strip()
    is_list = text[0] != "(" or bool(_cut(inner, ",;\n \t")[1:]) or inner[:1] == "["
    return end if is_list and (not after or after in ",; \t\n[({") else 0


def _closing(text: str) -> int:
    """Just behind the bracket that closes the first one."""
    open_: list[str] = []
    for place, character in enumerate(text):
        if character in _CLOSING:
            open_.append(_CLOSING[character])
        elif character in ")]}" and (not open_ or character != open_.pop()):
            break
        if not open_:
            return place + 1
    raise Unread("The brackets don't match.")


def _cut(text: str, marks: str) -> list[str]:
    """The pieces between the marks outside parentheses, without blanks around and an empty last one."""
    pieces, depth = [""], 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if character in marks and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += character
    pieces = [piece.strip() for piece in pieces]
    if marks.strip(" \t\n") == "":  # blanks may be repeated
        return [piece for piece in pieces if piece]
    return pieces[:-1] if len(pieces) > 1 and not pieces[-1] else pieces


def _by_semicolons(text: str) -> Nested | None:
    """`0,86; -0,4`: one row, where a comma can be a decimal comma."""
    return _cut(text, ";") if ";" in text else None


def _by_commas(text: str) -> Nested | None:
    """`0.86, -0.4`, or rows of that between semicolons or on lines."""
    rows = [row for row in _cut(text, ";\n") if row]
    if len(rows) > 1:
        return [_cut(row, ",") for row in rows]
    return _cut(text, ",")


def _by_lines(text: str) -> Nested | None:
    """One number to a line."""
    return [row.rstrip(",") for row in _cut(text, "\n") if row] if "\n" in text else None


def _by_blanks(text: str) -> Nested | None:
    """`0,86 -0,4`, or rows of that between semicolons or on lines."""
    rows = [_cut(row, " \t") for row in _cut(text, ";\n") if row]
    if all(len(row) < 2 for row in rows) or any(piece.strip(",") != piece for row in rows for piece in row):
        return None
    return rows if len(rows) > 1 else rows[0]


def _by_anything(text: str) -> Nested | None:
    """Numbers in one row with commas, blanks and line ends between them as they come."""
    if re.search(r"[,;]\s*[,;]", text):
        return None
    return [piece for piece in re.split(r"[\s,;]+", text) if piece]


SPLITTERS: tuple[Splitter, ...] = (_by_semicolons, _by_commas, _by_lines, _by_blanks, _by_anything)
