"""A tree laid out as text: blocks indented by two, short lists on one line, comments where they belong."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence as Seq
from dataclasses import dataclass, field

from app.documents import read_document
from app.faults import BadContent
from app.layout.comments import Comment, Comments, scalars
from app.layout.order import ordered
from app.layout.pieces import Mapping, Piece, Scalar, Sequence

WIDTH = 110  # columns: a collection in brackets over several lines that fits is put on one
STEP = 2
HEAD = re.compile(r"(?P<style>[|>])(?P<rest>[-+0-9]*)(?P<comment>[ \t]*(?:#.*)?)")


@dataclass
class Page:
    """The lines written so far."""

    text: str
    comments: Comments
    lines: list[str] = field(default_factory=list)

    def document(self, tree: Piece) -> str:
        """The whole text."""
        if isinstance(tree, Scalar) or tree.flow:
            self.lines.append("")
            self.value(tree, 0, (), inline=True)
        else:
            self.value(tree, 0, ())
        self.write(self.comments.at_end, 0)
        return "\n".join(self.lines).strip("\n") + "\n"

    # ---- comments and blank lines ---

    def write(self, comments: Seq[Comment], column: int) -> None:
        """Comments on lines of their own."""
        for one in comments:
            if one.after_blank:
                self.blank()
            self.lines.append(" " * column + one.text)

    def blank(self) -> None:
        """A blank line, unless the page begins here or has one."""
        if self.lines and self.lines[-1]:
            self.lines.append("")

    def begin(self, piece: Piece, column: int) -> None:
        """What stands before a key or an item."""
        self.write(self.comments.before.pop(piece.start, ()), column)
        if self.comments.lines.row(piece.start) - 1 in self.comments.blank:
            self.blank()

    def beside(self, end: int) -> None:
        """Ends the last line with the comment that stood in the line of a character."""
        if found := self.comments.beside.pop(self.comments.lines.row(end), None):
            gap, text = found
            self.lines[-1] += " " * max(gap, STEP) + text

    # ---- pieces ---

    def value(self, piece: Piece, column: int, where: Seq[str], *, inline: bool = False) -> None:
        """A value whose lines begin at a column; `inline` when it goes on behind what was written."""
        match piece:
            case Scalar(style="|" | ">"):
                self.block_text(piece, column)
            case Scalar():
                self.scalar(piece, column)
            case Sequence() | Mapping() if piece.flow and not self.is_spread(piece, column):
                kept = self.text[piece.start : piece.end] if self.is_kept(piece) else ""
                self.append(kept or self.in_brackets(piece, where))
                self.beside(piece.end - 1)
            case Sequence():
                self.sequence(piece, column, where, inline=inline)
            case Mapping():
                self.mapping(piece, column, where, inline=inline)

    def append(self, text: str) -> None:
        """Puts a text behind what the last line has."""
        self.lines[-1] += f" {text}" if self.lines[-1].strip() else text

    def sequence(self, piece: Sequence, column: int, where: Seq[str], *, inline: bool) -> None:
        for number, item in enumerate(piece.items):
            first = inline and not number and not piece.anchor
            if not first:
                self.begin(item, column)
                self.lines.append(" " * column + "-")
            else:
                self.append("-")
            self.head(item)
            self.value(item, column + STEP, where, inline=True)
            self.write(self.comments.behind.pop(item.start, ()), column)

    def mapping(self, piece: Mapping, column: int, where: Seq[str], *, inline: bool) -> None:
        for number, (key, value) in enumerate(ordered(piece, where)):
            if inline and not number and not piece.anchor:
                self.write_above(self.comments.before.pop(key.start, ()), column - STEP)
                self.append(f"{_written(key)}:")
            else:
                self.begin(key, column)
                self.lines.append(f"{' ' * column}{_written(key)}:")
            self.head(value)
            is_block = not isinstance(value, Scalar) and (
                not value.flow or self.is_spread(value, column + STEP)
            )
            if is_block:
                self.beside(key.end)
            self.value(value, column + STEP, (*where, key.value))
            self.write(self.comments.behind.pop(key.start, ()), column)

    def write_above(self, comments: Seq[Comment], column: int) -> None:
        """Comments of a key that has become the first of its item: above the item."""
        last = self.lines.pop()
        self.write(comments, column)
        self.lines.append(last)

    def head(self, piece: Piece) -> None:
        """The name that references to a block use."""
        if not isinstance(piece, Scalar) and not piece.flow and piece.anchor:
            self.append(f"&{piece.anchor}")

    # ---- scalars ---

    def scalar(self, piece: Scalar, column: int) -> None:
        if text := _as_block(piece):
            head, *body = text
            self.append(head)
            self.beside(piece.end - 1)
            self.lines += [f"{' ' * column}{line}" if line else "" for line in body]
            return
        first, *rest = _written(piece).split("\n")
        if first:
            self.append(first.rstrip() if rest else first)
        for line in rest:
            self.lines.append(f"{' ' * column}{line.strip()}" if line.strip() else "")
        if first:
            self.beside(piece.end - 1)

    def block_text(self, piece: Scalar, column: int) -> None:
        """A text in a block, its lines moved to the column."""
        head, *body = piece.raw.split("\n")
        found = HEAD.match(head[head.index(piece.style or "|") :])
        assert found is not None  # libyaml has read it
        keeps = "+" in found["rest"]
        body = body[:-1] if body and not body[-1] else body
        while body and not body[-1].strip() and not keeps:
            body.pop()
        indent = self.indent_of(body, found["rest"], piece)
        explicit = re.sub(r"[0-9]", str(STEP), found["rest"])
        name = head[: head.index(piece.style or "|")]
        self.append(f"{name}{found['style']}{explicit}{_comment(found['comment'])}")
        for line in body:
            moved = line[indent:] if len(line) > indent else ""
            self.lines.append(" " * column + moved if moved else "")

    def indent_of(self, body: Seq[str], rest: str, piece: Scalar) -> int:
        """How far the lines of a text in a block are indented."""
        digits = re.sub(r"\D", "", rest)
        filled = [len(line) - len(line.lstrip(" ")) for line in body if line.strip()]
        if not digits or not filled:
            return filled[0] if filled else 0
        # Its first line begins with blanks of its own, so the digit counts from the column of the parent.
        parent = next(
            (one for one in range(min(filled) + 1) if _reads(body, one + int(digits), rest, piece.value)), 0
        )
        return parent + int(digits)

    # ---- brackets ---

    def is_spread(self, piece: Sequence | Mapping, column: int) -> bool:
        """Whether a collection in brackets over several lines is too long for one, and becomes a block."""
        if "\n" not in self.text[piece.start : piece.end] or self.is_kept(piece):
            return False
        empty = not (piece.items if isinstance(piece, Sequence) else piece.entries)
        return not empty and column + len(self.in_brackets(piece, ())) > WIDTH

    def is_kept(self, piece: Sequence | Mapping) -> bool:
        """Whether a collection in brackets stays as it is, for the comments or the broken texts in it."""
        has_comment = any(piece.start <= one < piece.end for one in self.comments.inside)
        return has_comment or any("\n" in one.raw for one in scalars(piece))

    def in_brackets(self, piece: Piece, where: Seq[str]) -> str:
        """A collection on one line."""
        if isinstance(piece, Scalar):
            return _written(piece)
        anchor = f"&{piece.anchor} " if piece.anchor else ""
        match piece:
            case Sequence(items=items):
                return f"{anchor}[{', '.join(self.in_brackets(one, where) for one in items)}]"
            case Mapping():
                entries = (
                    f"{_written(key)}: {self.in_brackets(value, (*where, key.value))}".rstrip()
                    for key, value in ordered(piece, where)
                )
                return f"{anchor}{{{', '.join(entries)}}}"


def _written(piece: Scalar) -> str:
    """A scalar as typed; in single quotes, without them or in double ones."""
    if piece.style != "'" or "\n" in piece.raw or not piece.raw.startswith("'"):
        return piece.raw
    return plain_or_quoted(piece.value)


def plain_or_quoted(text: str) -> str:
    """A text as YAML, in quotes only where it needs them."""
    try:
        inside = read_document(f"[{text}, {text}]", "").value == [text, text]
        is_plain = inside and read_document(f"a: {text}", "").value == {"a": text}
    except BadContent:
        is_plain = False
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _as_block(piece: Scalar) -> list[str]:
    """The lines of a quoted text with line breaks as a block; none when it is no such text."""
    lines = piece.value.removesuffix("\n").split("\n")
    suits = all(line == line.rstrip() and line.isprintable() for line in lines)
    if piece.style != '"' or len(lines) < 2 or not suits or not lines[0].strip() or lines[0][0] in " ":
        return []
    if not lines[-1] or not piece.raw.startswith('"'):
        return []
    return ["|" if piece.value.endswith("\n") else "|-", *lines]


def _comment(text: str) -> str:
    return f"{' ' * STEP}{text.strip()}" if text.strip() else ""


def _reads(body: Seq[str], indent: int, rest: str, value: str) -> bool:
    """Whether the lines without so many blanks are the text."""
    text = "\n".join(line[indent:] for line in body)
    return text.rstrip("\n") == value.rstrip("\n") if rest else False
