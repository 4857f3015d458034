"""The blocks of code that a page of the documentation shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"`([\w./-]+)`:$")


@dataclass(frozen=True)
class Block:
    """A block: its language, its text, and the file that the paragraph before it ends with."""

    language: str
    text: str
    file: str | None


def blocks(page: str) -> list[Block]:
    """The blocks of a page, in order."""
    found = []
    end = 0
    for match in _BLOCK.finditer(page):
        before = page[end : match.start()]
        named = _FILE.search(before.strip().rpartition("\n\n")[2])
        found.append(Block(match[1], match[2], named[1] if named else None))
        end = match.end()
    return found


def patched(text: str, diff: str) -> str:
    """The text after a block of a diff without line numbers.

    Raises ValueError unless the lines it begins with stand there just once.
    """
    lines = diff.splitlines()
    old = "\n".join(line[1:] for line in lines if line[0] in " -")
    new = "\n".join(line[1:] for line in lines if line[0] in " +")
    if text.count(old) != 1:
        raise ValueError(f"not there once: {old}")
    return text.replace(old, new)
