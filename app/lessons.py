"""lesson.md as blocks: prose with numbers, and what its directives place.

A directive is a line of its own: `::exercise ID`, `::flashcards` or `::figure NAME {option: value, …}`.
The options are YAML, with `caption` among them. A margin note stands between the lines `::: note` and `:::`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import ClassVar

from app.composer import Value
from app.documents import Document, read_document, read_text
from app.expressions import ExpressionError
from app.faults import BadContent, Fault, did_you_mean
from app.prose import Template
from app.scalars import LINE_BREAK, Spot
from app.yaml_slips import SlipError

NOTHING = Template.parse("")


@dataclass(frozen=True)
class Prose:
    """Markdown whose numbers come from the chapter's `let`."""

    kind: ClassVar[str] = "prose"
    text: Template
    line: int = field(compare=False)  # where its first line stands in lesson.md


@dataclass(frozen=True)
class NoteBlock:
    """A remark in the margin."""

    kind: ClassVar[str] = "note"
    text: Template
    line: int = field(compare=False)


@dataclass(frozen=True)
class ExerciseBlock:
    """The place of an exercise."""

    kind: ClassVar[str] = "exercise"
    id: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class FigureBlock:
    """A figure by name, with its options; the caption is markdown."""

    kind: ClassVar[str] = "figure"
    name: str
    options: Mapping[str, Value]
    caption: Template = NOTHING
    line: int = field(default=0, compare=False)
    document: Document | None = field(default=None, compare=False, repr=False)  # where the options stand


@dataclass(frozen=True)
class FlashcardsBlock:
    """The place of the chapter's cards."""

    kind: ClassVar[str] = "flashcards"
    line: int = field(default=0, compare=False)


Block = Prose | NoteBlock | ExerciseBlock | FigureBlock | FlashcardsBlock

_DIRECTIVE = re.compile(r"::(?!:)\s*(\w*)[ \t]*(\S*)[ \t]*(.*?)\s*")
_FENCE = re.compile(r"\s{0,3}(`{3,}|~{3,})")
MOST_FAULTS = 40  # of one lesson that are told; further ones follow when these are mended
_KNOWN = ("exercise", "figure", "flashcards")


def parse_lesson(source: bytes | str, path: str) -> tuple[Block, ...]:
    """The blocks of a lesson; `path` is the file's name in faults. Raises BadContent with every slip."""
    try:
        lines = LINE_BREAK.split(read_text(source))
    except SlipError as error:
        slip = error.slip
        raise BadContent([Fault(path, slip.line, slip.column, slip.rule, slip.message, slip.cure)]) from None
    reader = _Reader(path, lines)
    blocks = tuple(reader.blocks())
    if reader.faults:
        raise BadContent(reader.faults)
    return blocks


def position_in(block: Prose | NoteBlock, offset: int) -> Spot:
    """Line and column of character `offset` of a block's text."""
    before = block.text.text[:offset]
    return block.line + before.count("\n"), offset - (before.rfind("\n") + 1) + 1


class _Reader:
    """Goes through the lines once, collecting prose between directives."""

    def __init__(self, path: str, lines: Sequence[str]) -> None:
        self.path = path
        self.lines = lines
        self.faults: list[Fault] = []

    def blocks(self) -> Iterator[Block]:
        if self.lines[:1] == ["---"]:
            self.fault(1, "a lesson has no front matter", "Title, goals and the like stand in chapter.yaml.")
        start, fence, opened, note = 0, "", 0, 0  # the lines of the fence and the note that are open
        for row, line in enumerate(self.lines):
            if len(self.faults) >= MOST_FAULTS:
                return
            if found := _FENCE.match(line):
                opened = opened if fence else row + 1
                fence = found[1] if not fence else "" if found[1].startswith(fence) else fence
            if fence or not line.startswith("::"):
                continue
            yield from self.prose(start, row, bool(note))
            start = row + 1
            if line.startswith(":::"):
                note = self.note(row, line, note)
            else:
                note = self.closed(note)
                yield from self.directive(row, line)
        yield from self.prose(start, len(self.lines), bool(note))
        self.closed(note)
        if fence:
            self.fault(opened, "this block of code is never closed", f"End it with a line of {fence}")

    def fault(self, line: int, message: str, cure: str = "", column: int = 1, rule: str = "lesson") -> None:
        self.faults.append(Fault(self.path, line, column, rule, message, cure))

    def closed(self, note: int) -> int:
        """Tells that a note is still open where none can be; then none is."""
        if note:
            self.fault(note, "this note is never closed", "End it with a line that holds only :::")
        return 0

    def note(self, row: int, line: str, note: int) -> int:
        """The line of the note that is open after a line that begins with three colons."""
        word = line.strip(": \t")
        if word == "note":
            self.closed(note)
            return row + 1
        if word:
            cure = "A margin note begins with ::: note; exercises and figures with two colons."
            self.fault(row + 1, f"the block {word!r} is not known", cure)
            return 0 if word.split()[0] in _KNOWN else row + 1
        if not note:
            self.fault(row + 1, "no note is open here", "A margin note begins with ::: note")
        return 0

    def prose(self, start: int, end: int, note: bool) -> Iterator[Prose | NoteBlock]:
        """The lines from start to end as a block, unless they are blank."""
        while start < end and not self.lines[start].strip():
            start += 1
        while start < end and not self.lines[end - 1].strip():
            end -= 1
        if start == end:
            return
        block = (NoteBlock if note else Prose)(NOTHING, start + 1)
        text = "\n".join(self.lines[start:end])
        try:
            yield replace(block, text=Template.parse(text))
        except ExpressionError as error:
            bare = replace(block, text=Template(text, ()))
            line, column = position_in(bare, error.position)
            self.fault(line, error.message, error.cure, column, "expression")

    def directive(self, row: int, line: str) -> Iterator[Block]:
        found = _DIRECTIVE.fullmatch(line)
        word, name, rest = found.groups() if found else ("", "", "")
        match word:
            case "exercise" if name and not rest:
                yield ExerciseBlock(name, row + 1)
            case "flashcards" if not name:
                yield FlashcardsBlock(row + 1)
            case "figure" if name:
                yield from self.figure(row, line, name)
            case "exercise" | "figure":
                self.fault(row + 1, f"::{word} needs one name after it", f"Write ::{word} NAME")
            case "flashcards":
                self.fault(row + 1, "::flashcards takes nothing after it", "Write ::flashcards alone.")
            case _:
                near = did_you_mean(word, _KNOWN) or "Known are ::exercise, ::figure and ::flashcards."
                self.fault(row + 1, f"the directive ::{word} is not known", near[:1].upper() + near[1:])

    def figure(self, row: int, line: str, name: str) -> Iterator[FigureBlock]:
        """The options are YAML, read where they stand so that its faults do too."""
        column = line.index(name, len("::figure")) + len(name)
        if not line[column:].strip():
            yield FigureBlock(name, {}, line=row + 1)
            return
        try:
            document = read_document("\n" * row + " " * column + line[column:], self.path)
            yield self.with_caption(name, document, row)
        except BadContent as slips:
            self.faults += slips.faults
        except ExpressionError as error:
            spot = document.text_position(("caption",), error.position)
            self.fault(row + 1, error.message, error.cure, spot[1], "expression")

    def with_caption(self, name: str, document: Document, row: int) -> FigureBlock:
        options = document.value
        if not isinstance(options, dict):
            spot = document.position(())
            cure = "Write {key: value, …} after the figure's name."
            raise BadContent([document.fault(spot, "lesson", "options are a mapping", cure)])
        texts = {str(key): value for key, value in options.items() if key != "caption"}
        caption = Template.from_yaml(options.get("caption", ""))
        return FigureBlock(name, texts, caption, row + 1, document)
