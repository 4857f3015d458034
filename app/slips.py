"""A slip within an exercise, by its path in the file, before it is known where that stands."""

from __future__ import annotations

from dataclasses import dataclass

from app.composer import PathTuple
from app.documents import Document
from app.faults import Fault


@dataclass(frozen=True)
class Slip:
    """A slip at a path of a document; `offset` is the character of that text where it stands."""

    where: PathTuple
    message: str
    cure: str = ""
    offset: int | None = None
    key: bool = False  # it is the key that is wrong
    rule: str = "code"


def fault_at(document: Document, slip: Slip) -> Fault:
    """The slip as a fault at its line and column."""
    if slip.offset is not None:
        spot = document.text_position(slip.where, slip.offset)
    else:
        spot = document.position(slip.where, key=slip.key)
    return document.fault(spot, slip.rule, slip.message, slip.cure)
