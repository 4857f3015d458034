"""Texts without quotes that YAML reads otherwise than they look: cut at a comment, joined, or as numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app import numerals
from app.composer import PathTuple, Value
from app.documents import Document
from app.faults import Fault
from app.scalars import ScalarSource

_BLOCK = "Write | in place of >, which joins lines."
_ALIGNED = "Align the dashes of a list; a text of several lines begins with |."
_COMMENT = re.compile(r"[ \t]+(#[^\s#].*)")
_JOINED = re.compile(r"\s*(?:[-*+] |\||```)")
_CURLY = re.compile(r"[“„‟«][^“”„‟«»]*[”“»]|[‘‚][^‘’‚]*[’‘]")


def faults_in_writing(document: Document, places: Iterable[PathTuple]) -> Iterator[Fault]:
    """What in the texts at these places of a document a reader would see otherwise than it was written."""
    for where in places:
        source = document.composed.scalars.get(where)
        if source is None:
            continue
        value = value_at(document, where)
        if source.style is None:
            yield from _cut(document, source, value)
            yield from _altered(document, where, source, value)
            yield from _curly(document, where, source)
        if source.style in (None, ">"):
            yield from _joined(document, source)


_SAYINGS = frozenset({"text", "left", "right", "items", "extra", "front", "back"})
NO_PROSE = ("let", "order")


def prose_in(document: Document) -> Iterator[PathTuple]:
    """The places of texts in a file around exercises."""
    for where in document.composed.scalars:
        if where[:1] not in [(name,) for name in NO_PROSE] and isinstance(value_at(document, where), str):
            yield where


def value_at(document: Document, where: PathTuple) -> Value:
    """The value at a path that the document has."""
    value = document.value
    for step in where:
        value = value[step]  # type: ignore[index]  # the path was found in this document
    return value


def _cut(document: Document, source: ScalarSource, value: Value) -> Iterator[Fault]:
    """A text whose end became a comment, such as `Which is #1?`."""
    row, column = source.end
    lines = document.composed.lines
    rest = lines[row][column:] if isinstance(value, str) and row < len(lines) else ""
    if found := _COMMENT.match(rest):
        message = "the text ends here: a # after a space begins a comment"
        cure = "Put the text in quotes; a comment that is meant as one begins with `# `, and a space."
        yield Fault(document.path, row + 1, column + found.start(1) + 1, "yaml", message, cure)


def _altered(document: Document, where: PathTuple, source: ScalarSource, value: Value) -> Iterator[Fault]:
    """A number as a text that would lose its form: 0.50 is shown as 0.5."""
    if isinstance(value, bool) or not isinstance(value, int | float) or "e" in source.value.lower():
        return
    shown = numerals.plain(value)
    if shown != source.value:
        message = f"{source.value} is read as a number, and shown as {shown}"
        cure = f"Put it in quotes to show it as it is: '{source.value}'."
        yield document.fault(document.position(where), "yaml", message, cure)


def _curly(document: Document, where: PathTuple, source: ScalarSource) -> Iterator[Fault]:
    """A text in quotation marks that are none to YAML. What is picked or recalled may be a saying."""
    may_be_said = not _SAYINGS.isdisjoint(step for step in where if isinstance(step, str))
    if _CURLY.fullmatch(source.value) and not may_be_said:
        message = f"to YAML {source.value[0]} and {source.value[-1]} are no quotes, so readers would see them"
        cure = "Write ' or \" instead; if they shall be seen, put straight quotes around them."
        yield document.fault(document.position(where), "yaml", message, cure)


def _joined(document: Document, source: ScalarSource) -> Iterator[Fault]:
    """A line that looks like an item, a row or a fence, and is joined to the line before it."""
    lines = document.composed.lines
    begin = source.start[0] + 1
    for row in range(begin, min(source.end[0] + 1, len(lines))):
        line, before = lines[row], lines[row - 1]
        is_first = source.style == ">" and row == begin
        if is_first or not before.strip() or (_indent(line) > _indent(before) > 0 and source.style == ">"):
            continue
        if _JOINED.match(line) and (row < source.end[0] or source.style is None):
            cure = _BLOCK if source.style == ">" else _ALIGNED
            message = "this line is joined to the text of the line before it"
            yield document.fault((row + 1, _indent(line) + 1), "yaml", message, cure)
            return


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))
