"""Exercises put in a chapter: `order:` of chapter.yaml and lesson.md grow; nothing else in them changes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.composer import Value
from app.documents import read_document
from app.faults import BadContent
from app.models import ChapterFile
from app.validation import validated

WIDE = 110
ITEM = re.compile(r"""'[^']*'|"[^"]*"|[^\s,\]#]+""")


class CannotPlace(Exception):  # noqa: N818 - the author's file is fine, only not simple enough
    """A file that cannot be extended without rewriting it; says what to add by hand."""


def with_order(chapter: str, ids: Sequence[str]) -> str:
    """chapter.yaml with ids at the end of its order. Raises BadContent when it is faulty, CannotPlace."""
    document = read_document(chapter, "chapter.yaml")
    file = validated(ChapterFile, document)
    if not ids:
        return chapter
    row, column = document.position(("order", len(file.order) - 1))
    newline = "\r\n" if "\r\n" in chapter else "\n"
    lines = chapter.split("\n")
    line = lines[row - 1].rstrip("\r")
    item = ITEM.match(line, column - 1)
    if item is None:
        raise _by_hand(ids)
    if document.composed.lines[row - 1][: column - 1].rstrip().endswith("-"):
        start = line[: line.rindex("-", 0, column) + 1]
        indent = start if not start[:-1].strip() else f"{' ' * (len(start) - 1)}-"
        lines[row - 1] = newline.join((line, *(f"{indent} {one}" for one in ids)))
    else:
        lines[row - 1] = _in_flow(line[: item.end()], ids, newline) + line[item.end() :]
    if newline == "\r\n" and row < len(lines):
        lines[row - 1] += "\r"
    grown = "\n".join(lines)
    return _proved(chapter, grown, ids)


def _in_flow(line: str, ids: Sequence[str], newline: str) -> str:
    """The ids after the last one in brackets, on new lines where it gets wide."""
    written, current = "", line
    for one in ids:
        if len(current) + len(one) + 3 > WIDE:
            written, current = f"{written}{current},{newline}", f"  {one}"
        else:
            current = f"{current}, {one}"
    return written + current


def _proved(before: str, after: str, ids: Sequence[str]) -> str:
    """The grown file, if it says what the old one said and the ids besides."""
    old, new = _value(before), _value(after)
    wanted = {**old, "order": [*_listed(old.get("order")), *ids]}
    if new != wanted:
        raise _by_hand(ids)
    return after


def _value(text: str) -> dict[str | int, Value]:
    try:
        value = read_document(text, "chapter.yaml").value
    except BadContent:
        return {}
    return value if isinstance(value, dict) else {}


def _listed(value: Value) -> list[Value]:
    return value if isinstance(value, list) else []


def _by_hand(ids: Sequence[str]) -> CannotPlace:
    return CannotPlace(
        f"the order in chapter.yaml is written so that I cannot extend it; add {', '.join(ids)}"
    )


def with_blocks(lesson: str, blocks: Sequence[str]) -> str:
    """lesson.md with blocks at its end, before the flashcards where those come last."""
    if not blocks:
        return lesson
    newline = "\r\n" if "\r\n" in lesson else "\n"
    body, cards = lesson.rstrip(), ""
    if found := re.search(r"(?:^|\n)(::flashcards[ \t]*)\Z", body):
        body, cards = body[: found.start()].rstrip(), found[1]
    parts = [one for one in (body, *blocks, cards) if one]
    return "\n\n".join(parts).replace("\r\n", "\n").replace("\n", newline) + newline
