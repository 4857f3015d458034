"""A YAML file as plain values, with the place of every key, value and character."""

from __future__ import annotations

import re
from dataclasses import dataclass

from app.composer import Composed, PathTuple, Value, compose
from app.faults import BadContent, Fault
from app.scalars import LINE_BREAK, Spot, character_spot
from app.yaml_slips import Slip, SlipError

SIZE_LIMIT = 1024 * 1024  # bytes


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
        """A fault in this file."""
        return Fault(self.path, *spot, rule, message, cure)


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


_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")


def read_text(source: bytes | str) -> str:
    """The source as text, when it is UTF-8 text of a sensible size. Raises SlipError."""
    if len(source) > SIZE_LIMIT:
        raise _slip((1, 1), f"the file is longer than {SIZE_LIMIT // 1024} KiB", "Split it.")
    text = source if isinstance(source, str) else _decoded(source)
    if found := _UNPRINTABLE.search(text):
        message = f"the character U+{ord(found[0]):04X} cannot be printed"
        raise _slip(_spot(text, found.start()), message, "Delete it: this file must be plain text.")
    return text


def _decoded(source: bytes) -> str:
    if source.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        raise _slip((1, 1), "the file begins with a byte-order mark", "Save it as UTF-8 without BOM.")
    try:
        return source.decode()
    except UnicodeDecodeError as error:
        before = source[: error.start].decode()
        message = f"the byte 0x{source[error.start]:02x} is not UTF-8"
        raise _slip(_spot(before, len(before)), message, "Save the file as UTF-8.") from None


def _slip(spot: Spot, message: str, cure: str) -> SlipError:
    return SlipError(Slip(*spot, message, cure, "file"))


def _spot(text: str, index: int) -> Spot:
    before = LINE_BREAK.split(text[:index])
    return len(before), len(before[-1]) + 1
