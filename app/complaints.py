"""Pydantic's complaints about a document, each at its path, without those that only echo another."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic_core import ErrorDetails

from app.composer import PathTuple
from app.documents import Document
from app.models import DRAWN

KEY = "[key]"  # pydantic's mark for a mapping's key itself


@dataclass(frozen=True)
class Complaint:
    """A complaint, the path in the document it is about, and the members of unions that were tried."""

    detail: ErrorDetails
    where: PathTuple
    tried: tuple[tuple[PathTuple, str | int], ...]  # where, and the word of the member

    @property
    def kind(self) -> str:
        """What pydantic calls the complaint."""
        return self.detail["type"]

    @property
    def last(self) -> str | int:
        """The last step of pydantic's own path: the key that is missing, for one."""
        return self.detail["loc"][-1] if self.detail["loc"] else ""

    @property
    def is_about_key(self) -> bool:
        """Whether it is the key itself that doesn't fit."""
        return self.last == KEY

    @property
    def is_unknown(self) -> bool:
        """Whether the key has no meaning here."""
        return self.kind == "extra_forbidden"

    @property
    def is_short(self) -> bool:
        """Whether a list lacks items."""
        return self.kind == "too_short" or (self.kind == "missing" and isinstance(self.last, int))

    @property
    def is_undrawn(self) -> bool:
        """Whether a mapping among the parameters says nothing of what is drawn."""
        holder = self.detail["input"]
        return self.where[:-1] == ("params",) and isinstance(holder, dict) and not set(DRAWN) & holder.keys()

    def is_below(self, other: Complaint) -> bool:
        """Whether it is about a part of what the other one is about."""
        return len(self.where) > len(other.where) and self.where[: len(other.where)] == other.where


def located(document: Document, detail: ErrorDetails) -> Complaint:
    """The complaint at the place of the document that it is about."""
    where: PathTuple = ()
    tried: list[tuple[PathTuple, str | int]] = []
    loc = detail["loc"][:-1] if detail["type"] == "missing" else detail["loc"]
    for step in loc:
        if (*where, step) in document.composed.values:
            where = (*where, step)
        elif step != KEY:
            tried.append((where, step))
    return Complaint(detail, where, tuple(tried))


def without_echoes(complaints: list[Complaint]) -> list[Complaint]:
    """Each member of a union complains: only those that got furthest, with the fewest slips, were meant."""
    for union in sorted({where for one in complaints for where, _ in one.tried}, key=len):
        members: dict[tuple[str | int, ...], list[Complaint]] = {}
        for one in complaints:
            words = tuple(member for where, member in one.tried if where == union)
            members.setdefault(words, []).append(one)
        tried = {words: told for words, told in members.items() if words}
        best = max(map(_fit, tried.values()), default=None)
        unfit = {words for words, told in tried.items() if _fit(told) != best}
        complaints = [one for words, told in members.items() if words not in unfit for one in told]
    return complaints


def _fit(complaints: list[Complaint]) -> tuple[int, bool, int]:
    """How well a member of a union fits, by what it complains about."""
    depth = max(len(one.where) for one in complaints)
    is_kind = any(not one.kind.endswith("_type") for one in complaints)
    return depth, is_kind, -len({one.where for one in complaints})
