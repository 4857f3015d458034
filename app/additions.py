"""New exercises where their chapter names them: at the end of its order and of its lesson. All else stays."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.composer import Value
from app.documents import Document, read_document
from app.faults import BadContent
from app.lessons import ExerciseBlock, parse_lesson

WIDE = 110  # columns after which an order in brackets goes on in the next line
EMPTY_ORDER = re.compile(r"(order:)[ \t]*(?:\[\s*\])?[ \t]*(#.*)?")
BLOCK_ITEM = re.compile(r"\s*-\s+")


class Unplaceable(Exception):  # noqa: N818 - nothing is broken: the author adds a line
    """The file is written in a way that does not let it grow safely; says what to add by hand."""


def with_order(source: bytes, name: str, ids: Sequence[str]) -> str:
    """chapter.yaml with ids at the end of its order; `name` is the file's in faults.

    Raises Unplaceable, and BadContent for a faulty file.
    """
    document = read_document(source, name)
    chapter, before = source.decode(), document.value
    by_hand = f"the order in {name} cannot be extended safely; add {', '.join(ids)}"
    if not isinstance(before, dict) or not isinstance(before.get("order", 0), list | None):
        raise Unplaceable(by_hand)
    if not ids:
        return chapter
    order: list[Value] = [*(before["order"] or [])]  # type: ignore[misc]  # seen above to be a list or nothing
    after = _extended(chapter, document, len(order) - 1, ids) if order else _begun(chapter, document, ids)
    if after is None or read_document(after, name).value != {**before, "order": [*order, *ids]}:
        raise Unplaceable(by_hand)
    return after


def _begun(text: str, document: Document, ids: Sequence[str]) -> str | None:
    """With the first ids."""
    lines = text.splitlines(keepends=True)
    row = document.position(("order",), key=True)[0] - 1
    found = EMPTY_ORDER.fullmatch(lines[row].rstrip())
    if not found:
        return None
    head = f"{found[1]} {found[2]}" if found[2] else found[1]
    lines[row] = "".join(f"{line}{_end(text)}" for line in (head, *(f"  - {one}" for one in ids)))
    return "".join(lines)


def _extended(text: str, document: Document, last: int, ids: Sequence[str]) -> str | None:
    """With ids behind the last one: on lines of their own, or within the brackets."""
    source = document.composed.scalars.get(("order", last))
    if source is None:
        return None
    lines = text.splitlines(keepends=True)
    (row, column), (last_row, last_column) = source.start, source.end
    before = lines[row][:column]
    if BLOCK_ITEM.fullmatch(before):
        if not lines[last_row].endswith(("\n", "\r")):
            lines[last_row] += _end(text)
        lines.insert(last_row + 1, "".join(f"{before}{one}{_end(text)}" for one in ids))
    else:
        line = lines[last_row]
        lines[last_row] = _in_brackets(line[:last_column], ids, _end(text)) + line[last_column:]
    return "".join(lines)


def _in_brackets(line: str, ids: Sequence[str], newline: str) -> str:
    """The ids after the last one in brackets, on new lines where it gets wide."""
    written, current = "", line
    for one in ids:
        if len(current) + len(one) + 3 > WIDE:
            written, current = f"{written}{current},{newline}", f"  {one}"
        else:
            current = f"{current}, {one}"
    return written + current


def with_blocks(source: bytes, name: str, blocks: Sequence[str]) -> str:
    """lesson.md with blocks at its end, before the flashcards where they stand last.

    Raises Unplaceable, also when it places one of their exercises already, and BadContent for a faulty file.
    """
    before, new = _exercises(source, name), _exercises("\n\n".join(blocks), name)
    lesson = source.decode()
    if not blocks:
        return lesson
    lines = lesson.splitlines(keepends=True)
    while lines and not lines[-1].strip():
        lines.pop()
    at = len(lines) - 1 if lines and lines[-1].strip() == "::flashcards" else len(lines)
    body, rest = "".join(lines[:at]).rstrip(), "".join(lines[at:]).strip()
    own = [one.replace("\n", _end(lesson)) for one in blocks]
    after = (2 * _end(lesson)).join(filter(None, (body, *own, rest))) + _end(lesson)
    by_hand = f"{name} cannot be extended safely; add {', '.join(f'::exercise {one}' for one in new)}"
    try:
        is_grown = _exercises(after, name) == [*before, *new]
    except BadContent:
        is_grown = False
    if not is_grown or set(before) & set(new):
        raise Unplaceable(by_hand)
    return after


def _exercises(lesson: bytes | str, name: str) -> list[str]:
    """The ids of the exercises that a lesson places, in order. Raises BadContent."""
    return [one.id for one in parse_lesson(lesson, name) if isinstance(one, ExerciseBlock)]


def _end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
