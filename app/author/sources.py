"""Where the parts of an exercise stand in its file, to be opened in an editor."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from app.composer import PathTuple
from app.documents import Document
from app.places import seen

LISTED = ("parts", "mistakes", "options", "mutants", "cases")  # keys whose entries have places of their own


@dataclass(frozen=True)
class Source:
    """A part of an exercise: its name, `path:line:column`, and the address that opens it in an editor."""

    name: str
    text: str
    address: str


def sources(document: Document, root: Path) -> tuple[Source, ...]:
    """The keys of the file in the order in which they stand, with the entries of its longer lists."""
    spots = sorted(
        (document.composed.keys[where], where) for where in document.composed.keys if len(where) == 1
    )
    return tuple(
        source(named(path), document, root, spot)
        for spot, where in spots
        for path, spot in ((where, spot), *_entries(document, where))
    )


def named(where: PathTuple) -> str:
    """A path as it is read: `mistakes 2`."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in where)


def source(name: str, document: Document, root: Path, spot: tuple[int, int]) -> Source:
    """A place in the file of a document; `root` is the folder of its book."""
    path, (line, column) = root / document.path, spot
    address = f"vscode://file{quote(path.resolve().as_posix())}:{line}:{column}"
    return Source(name, f"{seen(path)}:{line}:{column}", address)


def _entries(document: Document, where: PathTuple) -> Iterator[tuple[PathTuple, tuple[int, int]]]:
    if where[0] not in LISTED:
        return
    for path, spot in document.composed.values.items():
        if len(path) == 2 and path[:1] == where:
            yield path, spot
