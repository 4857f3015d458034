"""A new exercise where its chapter names it: in the order, and in the lesson. All else stays as it is."""

from __future__ import annotations

import re

from app.composer import Value
from app.documents import Document, read_document
from app.faults import BadContent
from app.lessons import ExerciseBlock, parse_lesson

EMPTY_ORDER = re.compile(r"(order:)[ \t]*(?:\[\s*\])?[ \t]*(#.*)?")
BLOCK_ITEM = re.compile(r"\s*-\s+")


class Unplaceable(Exception):  # noqa: N818 - nothing is broken: the author adds one line
    """The file is written in a way that does not let a line be added safely."""


def placed_in_order(source: bytes, name: str, id_: str) -> str:
    """chapter.yaml with an id at the end of its order; `name` is the file's in faults.

    Raises Unplaceable, and BadContent for a faulty file.
    """
    document = read_document(source, name)
    text = source.decode()
    before = document.value
    if not isinstance(before, dict) or not isinstance(before.get("order", 0), list | None):
        raise Unplaceable
    order: list[Value] = [*(before["order"] or [])]  # type: ignore[misc]  # seen above to be a list or nothing
    after = _begun(text, document, id_) if not order else _added(text, document, len(order) - 1, id_)
    if read_document(after, name).value != {**before, "order": [*order, id_]}:
        raise Unplaceable
    return after


def _begun(text: str, document: Document, id_: str) -> str:
    """With the first id."""
    lines = text.splitlines(keepends=True)
    row = document.position(("order",), key=True)[0] - 1
    found = EMPTY_ORDER.fullmatch(lines[row].rstrip())
    if not found:
        raise Unplaceable
    head = f"{found[1]} {found[2]}" if found[2] else found[1]
    lines[row] = f"{head}{_end(text)}  - {id_}{_end(text)}"
    return "".join(lines)


def _added(text: str, document: Document, last: int, id_: str) -> str:
    """With an id behind the last one: on a line of its own, or within the brackets."""
    source = document.composed.scalars.get(("order", last))
    if source is None:
        raise Unplaceable
    lines = text.splitlines(keepends=True)
    (row, column), (last_row, last_column) = source.start, source.end
    before = lines[row][:column]
    if BLOCK_ITEM.fullmatch(before):
        if not lines[row].endswith(("\n", "\r")):
            lines[row] += _end(text)
        lines.insert(row + 1, f"{before}{id_}{_end(text)}")
    else:
        line = lines[last_row]
        lines[last_row] = f"{line[:last_column]}, {id_}{line[last_column:]}"
    return "".join(lines)


def placed_in_lesson(source: bytes, name: str, id_: str) -> str:
    """lesson.md with the exercise at its end, before the flashcards where they stand last.

    Raises Unplaceable, and BadContent for a faulty file.
    """
    before = parse_lesson(source, name)
    text = source.decode()
    lines = text.splitlines(keepends=True)
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    at = end - 1 if end and lines[end - 1].strip() == "::flashcards" else end
    body, rest = "".join(lines[:at]).rstrip(), "".join(lines[at:]).strip()
    pieces = [*([body] if body else []), f"::exercise {id_}", *([rest] if rest else [])]
    after = (2 * _end(text)).join(pieces) + _end(text)
    try:
        found = parse_lesson(after, name)
    except BadContent:
        raise Unplaceable from None
    if [one for one in found if one not in before] != [ExerciseBlock(id_)]:
        raise Unplaceable
    return after


def _end(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"
