"""The kinds of input fields, as the templates see them; `app.fields` fills them."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from app.grading import PartGraded


@dataclass(frozen=True)
class Entry:
    """A line to type in: a number, a vector or a formula."""

    kind = "entry"
    name: str
    value: str
    what: str  # for the label: "a number", "2 numbers", "a formula in a1, a2"
    example: str
    digits: int | None
    unit: str | None

    @property
    def label(self) -> str:
        """What the field wants, in words."""
        asked = f", to {self.digits} significant digits" if self.digits else ""
        return f"Your answer: {self.what}{asked}"


@dataclass(frozen=True)
class Row:
    """One option, with the mark and the words it got."""

    id: str
    html: Markup
    checked: bool
    mark: str | None
    say: Markup | None


@dataclass(frozen=True)
class Options:
    """One of several, or several of several."""

    kind = "options"
    name: str
    multiple: bool
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class MatchRow:
    """A left item and the right item chosen for it."""

    id: str
    html: Markup
    chosen: str
    mark: str | None
    say: Markup | None


@dataclass(frozen=True)
class Matching:
    """Left items, and the right items to choose from, lettered."""

    kind = "matching"
    rows: tuple[MatchRow, ...]
    rights: tuple[tuple[str, str, Markup], ...]  # id, letter, text


@dataclass(frozen=True)
class Sequence:
    """Items in the learner's order, and those left out."""

    kind = "sequence"
    items: tuple[tuple[str, Markup], ...]
    out: tuple[tuple[str, Markup], ...]
    may_leave_out: bool


@dataclass(frozen=True)
class Lines:
    """A program, one line to a row."""

    kind = "lines"
    rows: tuple[tuple[int, Markup], ...]
    chosen: int | None


@dataclass(frozen=True)
class Program:
    """A box for code."""

    kind = "program"
    source: str
    starter: str
    signatures: tuple[str, ...]


@dataclass(frozen=True)
class Essay:
    """A text; then, once the learner has asked to compare, the model answer and points to tick."""

    kind = "essay"
    text: str
    model: Markup
    points: tuple[tuple[int, Markup, bool], ...]


@dataclass(frozen=True)
class PartField:
    """A part of a multipart exercise with its own field and verdict."""

    id: str
    ask: Markup
    field: Field
    graded: PartGraded | None


@dataclass(frozen=True)
class Parts:
    """The parts, in order."""

    kind = "parts"
    parts: tuple[PartField, ...]


Field = Entry | Options | Matching | Sequence | Lines | Program | Essay | Parts
