"""The comments of a text, and the blank lines before things: which piece each belongs to."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

from app.layout.pieces import Mapping, Piece, Scalar, Sequence

COMMENT = re.compile(r"(?:(?<=[ \t\n])|\A)#[^\n]*")


@dataclass(frozen=True)
class Comment:
    """A comment from its # on, and whether the line above it was blank."""

    text: str
    after_blank: bool = False


@dataclass
class Comments:
    """Comments by what they belong to; each is handed out once."""

    before: dict[int, list[Comment]]  # by the first character of the piece that follows
    behind: dict[
        int, list[Comment]
    ]  # by the first character of the piece that they end, deeper than what follows
    at_end: list[Comment]
    beside: dict[int, tuple[int, str]]  # by line: how many blanks stand before it, and the comment
    inside: list[int]  # where comments within brackets begin; they stay where they are
    lines: Lines
    blank: frozenset[int]  # lines that are blank, and no part of a text

    @property
    def left(self) -> bool:
        """Whether some have not been handed out."""
        return bool(self.before or self.behind or self.beside)


@dataclass(frozen=True)
class Lines:
    """Which line a character stands in, counted from 0."""

    text: str
    starts: tuple[int, ...] = field(default=())

    @classmethod
    def of(cls, text: str) -> Lines:
        return cls(text, (0, *(found.end() for found in re.finditer("\n", text))))

    def row(self, index: int) -> int:
        return bisect_right(self.starts, index) - 1

    def indent(self, row: int) -> int:
        """How many blanks a line begins with."""
        line = self.text[self.starts[row] :].split("\n", 1)[0]
        return len(line) - len(line.lstrip(" "))


def comments_of(text: str, tree: Piece) -> Comments:
    """The comments of a text."""
    lines = Lines.of(text)
    starters = sorted({piece.start for piece in beginnings(tree)})
    rows = [lines.row(start) for start in starters]
    texts = sorted((one.start, one.end) for one in scalars(tree))
    blank = frozenset(_blank_rows(text, lines, tree))
    found = Comments(defaultdict(list), defaultdict(list), [], {}, [], lines, blank)
    brackets = list(_brackets(tree))
    for start, comment in _comments(text, texts):
        if any(first <= start < end for first, end in brackets):
            found.inside.append(start)
            continue
        row = lines.row(start)
        column = start - lines.starts[row]
        lead = text[lines.starts[row] : start]
        if lead.strip(" -"):
            found.beside[row] = len(lead) - len(lead.rstrip()), comment.rstrip()
            continue
        said = Comment(comment.rstrip(), row - 1 in blank)
        place = bisect_right(rows, row)
        following = lines.indent(rows[place]) if place < len(rows) else 0
        if place and column > following:
            found.behind[starters[place - 1]].append(said)
        elif place < len(rows):
            found.before[starters[place]].append(said)
        else:
            found.at_end.append(said)
    return found


def beginnings(piece: Piece) -> Iterator[Piece]:
    """The pieces that begin a line once they are laid out: keys and items in blocks."""
    match piece:
        case Sequence(items=items, flow=False):
            for one in items:
                yield one
                yield from beginnings(one)
        case Mapping(entries=entries, flow=False):
            for key, value in entries:
                yield key
                yield from beginnings(value)
        case _:
            pass


def scalars(piece: Piece) -> Iterator[Scalar]:
    """Every key and scalar."""
    match piece:
        case Scalar():
            yield piece
        case Sequence(items=items):
            for one in items:
                yield from scalars(one)
        case Mapping(entries=entries):
            for key, value in entries:
                yield key
                yield from scalars(value)


def _brackets(piece: Piece) -> Iterator[tuple[int, int]]:
    """Where the outermost collections in brackets begin and end."""
    match piece:
        case Sequence(flow=True) | Mapping(flow=True):
            yield piece.start, piece.end
        case Sequence(items=items):
            for one in items:
                yield from _brackets(one)
        case Mapping(entries=entries):
            for _, value in entries:
                yield from _brackets(value)
        case Scalar():
            pass


def _comments(text: str, texts: list[tuple[int, int]]) -> Iterator[tuple[int, str]]:
    """The comments between scalars, each with where it begins."""
    place = 0
    for start, end in (*texts, (len(text), len(text))):
        for one in COMMENT.finditer(text, place, max(place, start)):
            yield one.start(), one[0]
        place = max(place, end)


def _blank_rows(text: str, lines: Lines, tree: Piece) -> Iterator[int]:
    """Blank lines; those at the end of a text in a block count, unless it keeps them."""
    within: set[int] = set()
    for one in scalars(tree):
        if one.style in ("|", ">"):
            head = one.raw.split("\n", 1)[0].split("#")[0]
            body = one.raw if "+" in head else one.raw.rstrip()
            within |= set(range(lines.row(one.start), lines.row(one.start) + body.count("\n") + 1))
    for row, line in enumerate(text.split("\n")):
        if not line.strip() and row not in within:
            yield row
