"""A YAML file as plain values, with the place of every key, value and character."""

from __future__ import annotations

import errno
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from app.composer import Composed, PathTuple, Value, compose
from app.faults import BadContent, Fault
from app.lookalikes import named
from app.scalars import LINE_BREAK, Spot, character_spot
from app.yaml_slips import Slip, SlipError

COMMENT = "What follows a # after a space is a comment: put a text that holds one in quotes."
SIZE_LIMIT = 256 * 1024  # bytes


@dataclass(frozen=True)
class Document:
    """The value of a file and where its parts stand."""

    path: str
    composed: Composed

    @property
    def value(self) -> Value:
        """The plain value of the whole file."""
        return self.composed.value

    def position(self, where: PathTuple, *, key: bool = False) -> Spot:
        """Line and column of the value (or key) at a path, else of its nearest ancestor."""
        if key and where in self.composed.keys:
            return self.composed.keys[where]
        while where and where not in self.composed.values:
            where = where[:-1]
        return self._within(self.composed.values.get(where, (1, 1)))

    def text_position(self, where: PathTuple, offset: int) -> Spot:
        """Line and column of character `offset` of the scalar at a path; of the value when it is none."""
        while where and where not in self.composed.values:
            where = where[:-1]
        source = self.composed.scalars.get(where)
        if source is None:
            return self.position(where)
        return self._within(character_spot(self.composed.lines, source, offset))

    def _within(self, spot: Spot) -> Spot:
        """The spot, or the end of the file when libyaml puts an empty value behind it."""
        last = len(self.composed.lines)
        return spot if spot[0] <= last else (last, len(self.composed.lines[-1]) + 1)

    def fault(self, spot: Spot, rule: str, message: str, cure: str = "") -> Fault:
        """A fault in this file; where a comment stands in place of a value, that is told too."""
        line, column = spot
        rest = self.composed.lines[line - 1][column - 1 :] if column > 1 else ""
        if rest.lstrip(" \t").startswith("#"):
            cure = f"{COMMENT} {cure}".rstrip()
        return Fault(self.path, *spot, rule, message, cure)


def read_source(path: Path) -> bytes:
    """What a file holds, up to one byte more than is allowed. Raises OSError, also for what is no file.

    It never waits: a pipe or a device beside the exercises would have no end.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file")
        return file.read(SIZE_LIMIT + 1)


def read_document(source: bytes | str, path: str) -> Document:
    """The document in `source`; `path` is the file's name in faults.

    Raises BadContent with every slip found; YAML itself stops at the first slip of its grammar.
    """
    try:
        composed = compose(read_text(source))
    except SlipError as error:
        raise BadContent([_fault(path, error.slip)]) from None
    if composed.slips:
        raise BadContent(_fault(path, slip) for slip in composed.slips)
    return Document(path, composed)


def _fault(path: str, slip: Slip) -> Fault:
    return Fault(path, slip.line, slip.column, slip.rule, slip.message, slip.cure)


_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\u200a\u200c-\u2027\u202f-\u205f\u206a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_BINARY = re.compile(rb"\x7fELF|\x89PNG|\x1f\x8b|PK\x03\x04|%PDF-|\xff\xd8\xff|GIF8")
_CONFLICT = re.compile(r"^(?:<{7}|>{7}) ", re.MULTILINE)


def read_text(source: bytes | str) -> str:
    """The source as text, when it is UTF-8 text of a sensible size. Raises SlipError."""
    if len(source) > SIZE_LIMIT:
        message = f"the file is longer than {SIZE_LIMIT // 1024} KiB, so it was not read"
        raise _slip((1, 1), message, "Split it, or leave out what is no text.")
    text = source if isinstance(source, str) else _decoded(source)
    if found := _UNPRINTABLE.search(text):
        raise _slip(_spot(text, found.start()), *_unprintable(found[0]))
    if found := _CONFLICT.search(text):
        message = "a merge of two versions was left unfinished here"
        raise _slip(
            _spot(text, found.start()),
            message,
            "Keep one version; delete the lines <<<<<<<, ======= and >>>>>>>.",
        )
    return text


def _unprintable(character: str) -> tuple[str, str]:
    """What is said of a character that a reader could not see, and the cure."""
    return (
        f"the invisible character {named(character)} stands here",
        "Delete it: this file must be plain text in UTF-8.",
    )


def _decoded(source: bytes) -> str:
    if _BINARY.match(source):
        raise _slip(
            (1, 1),
            "this is a picture, a program or an archive, not a text",
            "Save the exercise as plain text.",
        )
    if source.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        raise _slip((1, 1), "the file begins with a byte-order mark", "Save it as UTF-8 without BOM.")
    if source[:2].count(0) == 1:
        raise _slip((1, 1), "this looks like UTF-16, two bytes for each character", "Save the file as UTF-8.")
    try:
        return source.decode()
    except UnicodeDecodeError as error:
        before = source[: error.start].decode()
        message = (
            f"the byte 0x{source[error.start]:02x} is not UTF-8; the file may be in Latin-1 or Windows-1252"
        )
        raise _slip(_spot(before, len(before)), message, "Save the file as UTF-8.") from None


def _slip(spot: Spot, message: str, cure: str) -> SlipError:
    return SlipError(Slip(*spot, message, cure, "file"))


def _spot(text: str, index: int) -> Spot:
    before = LINE_BREAK.split(text[:index])
    return len(before), len(before[-1]) + 1
