"""What a graded answer is told: a verdict, its words and its evidence, all plain data that JSON can hold."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

Verdict = Literal["correct", "close", "mistake", "wrong"]
PartVerdict = Literal["correct", "close", "mistake", "wrong", "blank"]


@dataclass(frozen=True)
class ReadAs:
    """How the answer was read (markdown)."""

    text: str
    kind: Literal["read"] = "read"


@dataclass(frozen=True)
class ArrayEvidence:
    """How many entries differ, and where the first one stands (counted from 0)."""

    shape: tuple[int, ...]
    differing: int
    first_index: tuple[int, ...] | None
    first_got: float | None
    kind: Literal["array"] = "array"


@dataclass(frozen=True)
class OptionMark:
    """An option that was chosen rightly or wrongly, or missed."""

    id: str
    mark: Literal["right", "wrong", "missed"]
    say: str


@dataclass(frozen=True)
class OptionsEvidence:
    """The marks of the options."""

    options: tuple[OptionMark, ...]
    kind: Literal["options"] = "options"


@dataclass(frozen=True)
class PairMark:
    """Whether a left item got its right one."""

    id: str
    right: bool
    say: str


@dataclass(frozen=True)
class PairsEvidence:
    """The marks of the pairs."""

    pairs: tuple[PairMark, ...]
    kind: Literal["pairs"] = "pairs"


@dataclass(frozen=True)
class OrderEvidence:
    """What is wrong first: `first` stands before `second`, a distractor is placed, or an item is missing."""

    first: str | None = None
    second: str | None = None
    distractor: str | None = None
    missing: str | None = None
    kind: Literal["order"] = "order"


@dataclass(frozen=True)
class LineEvidence:
    """The line that was chosen, and whether it is the wrong one of the program."""

    line: int
    right: bool
    kind: Literal["line"] = "line"


Outcome = Literal["pass", "wrong", "raised", "unreadable", "stopped", "not run"]


@dataclass(frozen=True)
class CaseMark:
    """How one call went; of a hidden one neither input nor values are told. stopped: it met a limit."""

    label: str
    visible: bool
    outcome: Outcome
    input: str = ""
    expected: str = ""
    got: str = ""
    note: str = ""


@dataclass(frozen=True)
class CodeEvidence:
    """The calls, what the program printed, and the student's line that raised, with its text."""

    cases: tuple[CaseMark, ...]
    output: str = ""
    error_line: int | None = None
    error_text: str = ""
    kind: Literal["code"] = "code"


@dataclass(frozen=True)
class SelfEvidence:
    """How many points of the rubric the student found."""

    points: int
    of: int
    kind: Literal["self"] = "self"


Evidence = Annotated[
    ReadAs
    | ArrayEvidence
    | OptionsEvidence
    | PairsEvidence
    | OrderEvidence
    | LineEvidence
    | CodeEvidence
    | SelfEvidence,
    Field(discriminator="kind"),
]


@dataclass(frozen=True)
class PartGraded:
    """The verdict on a part; `carried`: right with the student's own earlier value."""

    id: str
    verdict: PartVerdict
    credit: float
    tag: str | None = None
    heading: str = ""
    message: str = ""
    evidence: Evidence | None = None
    carried: bool = False


@dataclass(frozen=True)
class Graded:
    """The verdict on an answer, with what to say about it (markdown)."""

    verdict: Verdict
    credit: float
    tag: str | None = None
    heading: str = ""
    message: str = ""
    evidence: Evidence | None = None
    parts: tuple[PartGraded, ...] = ()


def correct(message: str = "", evidence: Evidence | None = None) -> Graded:
    """Full credit."""
    return Graded("correct", 1.0, None, "Right.", message, evidence)


def close(
    message: str, evidence: Evidence | None = None, *, heading: str = "Almost.", credit: float = 0.5
) -> Graded:
    """Right as far as it goes."""
    return Graded("close", credit, None, heading, message, evidence)


def mistake(tag: str, message: str, evidence: Evidence | None = None) -> Graded:
    """Wrong in a way that is understood."""
    return Graded("mistake", 0.0, tag, "Not yet, but I see what happened.", message, evidence)


def wrong(
    message: str, evidence: Evidence | None = None, *, heading: str = "Not yet.", credit: float = 0.0
) -> Graded:
    """Wrong in a way that nobody foresaw."""
    return Graded("wrong", credit, None, heading, message, evidence)
