"""A file in the one layout, proved to say what it said before."""

from __future__ import annotations

import codecs

from app.composer import Value
from app.documents import read_document
from app.faults import BadContent
from app.layout.comments import comments_of
from app.layout.page import Page
from app.layout.pieces import parsed


class Unformattable(Exception):  # noqa: N818 - nothing is wrong with the file
    """The file is sound, but cannot be laid out without a risk; it is to stay as it is."""


def formatted(source: bytes, name: str) -> bytes:
    """The file in the one layout; `name` is the file's in faults.

    Raises BadContent for a file that is no sound YAML, and Unformattable.
    """
    document = read_document(cleaned(source), name)
    text = cleaned(source).decode()
    tree = parsed(text)
    comments = comments_of(text, tree)
    after = Page(text, comments).document(tree)
    try:
        is_same = not comments.left and same(read_document(after, name).value, document.value)
    except BadContent:
        is_same = False
    if not is_same:
        raise Unformattable
    return after.encode()


def cleaned(source: bytes) -> bytes:
    """The file without a byte-order mark, with one kind of line end."""
    return source.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same to the last bit; in mappings, in whatever order."""
    if type(one) is not type(other):
        return False
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return repr(one) == repr(other)
