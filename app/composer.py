"""Plain values from YAML, and the place of each: YAML 1.2's core schema without its dangers.

No tags, no merge keys, no second document, no equal keys. References (&a, *a) cost what they expand to.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import yaml

from app.faults import with_guess
from app.scalars import LINE_BREAK, ScalarSource, Spot, resolve
from app.yaml_slips import (
    ONE_DOCUMENT,
    SINGLE,
    Slip,
    SlipError,
    swallowed_backslash,
    syntax_slip,
)

VALUE_LIMIT = 5_000  # values, references written out
DEPTH_LIMIT = 40

_BARE_COMMA = "Inside {…}, a text that holds commas needs quotes around it: 'normal(4, 3)'."

_CONTROL = re.compile(r"[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]")

Value = bool | int | float | str | list["Value"] | dict[str | int, "Value"] | None
PathTuple = tuple[str | int, ...]


@dataclass
class Composed:
    """The value of a text, its slips, and where its parts stand: values, keys and the source of scalars."""

    lines: list[str]
    value: Value = None
    slips: list[Slip] = field(default_factory=list)
    values: dict[PathTuple, Spot] = field(default_factory=dict)
    keys: dict[PathTuple, Spot] = field(default_factory=dict)
    scalars: dict[PathTuple, ScalarSource] = field(default_factory=dict)


def compose(text: str) -> Composed:
    """The value of the one document in `text`, with the slips that let reading go on.

    Raises SlipError for one that does not.
    """
    composer = _Composer(text)
    try:
        composer.composed.value = composer.document()
    except yaml.MarkedYAMLError as error:
        raise SlipError(syntax_slip(error, composer.composed.lines)) from None
    except yaml.YAMLError as error:
        raise SlipError(Slip(1, 1, f"this is not YAML: {error}")) from None
    return composer.composed


Node = yaml.ScalarEvent | yaml.SequenceStartEvent | yaml.MappingStartEvent


class _Composer:
    """Follows libyaml's events. PyYAML's own composer recurses without limit: `[[[[…` would crash it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.composed = Composed(LINE_BREAK.split(text))
        self.loader = yaml.CSafeLoader(text)
        self.anchors: dict[str, tuple[Value, int]] = {}  # the value and how many values it holds
        self.count = 0

    def next(self) -> yaml.Event:
        return cast(yaml.Event, self.loader.get_event())  # None only after the end, where nobody asks

    def document(self) -> Value:
        """The value of the one document."""
        self.next()  # the stream begins
        if isinstance(self.next(), yaml.StreamEndEvent):
            raise SlipError(Slip(1, 1, "the file is empty", "See another exercise for the keys it needs."))
        value = self.value((), self.next())
        self.next()  # the document ends
        after = self.next()
        if not isinstance(after, yaml.StreamEndEvent):
            raise SlipError(Slip(*_start(after), "a second document begins here", ONE_DOCUMENT))
        return value

    def value(self, where: PathTuple, event: yaml.Event) -> Value:
        """The value that begins with `event`; notes where it and all below it stand."""
        self.composed.values[where] = _start(event)
        if isinstance(event, yaml.AliasEvent):
            return self.referred(event)
        node = cast(Node, event)
        self.refuse_tag(node)
        before = self.count
        self.grow(1, where, event)
        value = self.built(where, node)
        if node.anchor:
            self.anchors[node.anchor] = value, self.count - before
        return value

    def built(self, where: PathTuple, event: Node) -> Value:
        match event:
            case yaml.ScalarEvent():
                return self.scalar(where, event)
            case yaml.SequenceStartEvent():
                return self.sequence(where, is_flow=bool(event.flow_style))
            case _:
                return self.mapping(where)

    def grow(self, size: int, where: PathTuple, event: yaml.Event) -> None:
        """Counts values; the limits stop a file that would exhaust memory or the stack."""
        self.count += size
        if self.count > VALUE_LIMIT:
            message = f"the file holds more than {VALUE_LIMIT} values, references written out"
            raise SlipError(Slip(*_start(event), message, "Split it."))
        if len(where) > DEPTH_LIMIT:
            message = f"more than {DEPTH_LIMIT} levels stand within each other"
            raise SlipError(Slip(*_start(event), message, "Flatten it."))

    def referred(self, event: yaml.AliasEvent) -> Value:
        if event.anchor not in self.anchors:
            message = f"*{event.anchor} refers to nothing before it"
            message = with_guess(message, str(event.anchor), self.anchors)
            cure = f"A text is put in quotes; else write &{event.anchor} before what it repeats."
            raise SlipError(Slip(*_start(event), message, cure))
        value, size = self.anchors[event.anchor]
        self.grow(size, (), event)
        return value

    def refuse_tag(self, event: Node) -> None:
        if event.tag:
            told = event.tag.replace("tag:yaml.org,2002:", "!!")
            self.slip(_start(event), f"the tag {told} is not allowed", "Leave it out, or quote the text.")

    def slip(self, spot: Spot, message: str, cure: str) -> None:
        self.composed.slips.append(Slip(*spot, message, cure))

    def scalar(self, where: PathTuple, event: yaml.ScalarEvent) -> Value:
        style = event.style if event.style in ("'", '"', "|", ">") else None
        (row, column), (last_row, last_column) = _start(event), _end(event)
        source = ScalarSource(event.value, style, (row - 1, column - 1), (last_row - 1, last_column - 1))
        self.composed.scalars[where] = source
        if style == '"':
            self.refuse_swallowed(event)
            self.refuse_controls(event)
        return resolve(event.value) if style is None else event.value

    def refuse_swallowed(self, event: yaml.ScalarEvent) -> None:
        """In double quotes LaTeX loses its backslashes silently: \\bar becomes a backspace and `ar`."""
        assert event.start_mark is not None
        assert event.end_mark is not None
        raw = self.text[event.start_mark.index : event.end_mark.index]
        if not (found := swallowed_backslash(raw)):
            return
        index, letter = found
        breaks = LINE_BREAK.split(raw[:index])
        line, column = _start(event)
        spot = (line + len(breaks) - 1, len(breaks[-1]) + (column if len(breaks) == 1 else 1))
        self.slip(spot, f"in double quotes \\{letter} is a control character, not a backslash", SINGLE)

    def refuse_controls(self, event: yaml.ScalarEvent) -> None:
        """An escape such as \\0 or \\x07 puts a character into the text that nobody can see or type."""
        if found := _CONTROL.search(event.value):
            message = f"an escape in this text stands for U+{ord(found[0]):04X}, which cannot be printed"
            self.slip(_start(event), message, SINGLE)

    def sequence(self, where: PathTuple, *, is_flow: bool) -> list[Value]:
        items: list[Value] = []
        while not isinstance(event := self.next(), yaml.SequenceEndEvent):
            items.append(self.value((*where, len(items)), event))
        if is_flow and (torn := _torn_item([self.plain((*where, number)) for number in range(len(items))])):
            first, text = torn
            cure = f"Put it in quotes, for inside […] a comma ends an item: {text[:60]!r}."
            self.slip(self.composed.values[(*where, first)], "the text of this item ends at a comma", cure)
        return items

    def plain(self, where: PathTuple) -> str | None:
        """The text at a place, where it stands without quotes."""
        source = self.composed.scalars.get(where)
        return source.value if source and source.style is None else None

    def mapping(self, where: PathTuple) -> dict[str | int, Value]:
        entries: dict[str | int, Value] = {}
        twice: list[tuple[Spot, str | int]] = []
        while not isinstance(event := self.next(), yaml.MappingEndEvent):
            key = self.key(event)
            if key in entries:
                twice.append((_start(event), key))
            self.composed.keys.setdefault((*where, key), _start(event))
            entries[key] = self.value((*where, key), self.next())
        if torn := _torn(entries):
            self.slip(
                self.composed.keys[(*where, torn)], f"the text of {torn!r} ends at a comma", _BARE_COMMA
            )
        else:
            self.refuse_twice(where, twice)
        return entries

    def refuse_twice(self, where: PathTuple, twice: list[tuple[Spot, str | int]]) -> None:
        for spot, key in twice:
            first = self.composed.keys[(*where, key)][0]
            self.slip(spot, f"the key {key!r} is given twice", f"It is first given in line {first}.")

    def key(self, event: yaml.Event) -> str | int:
        """A key: text, or a whole number."""
        if not isinstance(event, yaml.ScalarEvent):
            cure = "A text that begins with a template {{ … }} needs quotes around it."
            raise SlipError(Slip(*_start(event), "a key must be plain text", cure))
        self.refuse_tag(event)
        plain = event.style not in ("'", '"')
        if event.value == "<<" and plain:
            self.slip(_start(event), "merge keys are not allowed", "Write the keys out.")
        value = resolve(event.value) if plain else event.value
        return value if isinstance(value, int) and not isinstance(value, bool) else event.value


def _start(event: yaml.Event) -> Spot:
    assert event.start_mark is not None  # libyaml marks every event
    return event.start_mark.line + 1, event.start_mark.column + 1


def _end(event: yaml.Event) -> Spot:
    assert event.end_mark is not None
    return event.end_mark.line + 1, event.end_mark.column + 1


def _torn_item(texts: Sequence[str | None]) -> tuple[int, str] | None:
    """The number of the first item whose bracket a later one closes, and the text that was meant.

    An item that is no plain text is None.
    """
    first, depth = None, 0
    for number, text in enumerate(texts):
        depth = 0 if text is None else depth + text.count("(") - text.count(")")
        if first is not None and text is not None and depth <= 0:
            return first, ", ".join(map(str, texts[first : number + 1]))
        if depth <= 0:
            first, depth = None, 0
        elif first is None:
            first = number
    return None


def _torn(entries: dict[str | int, Value]) -> str | int | None:
    """The key of a text with an open bracket, when a comma in it has begun entries without a value."""
    if None not in entries.values():
        return None
    texts = ((key, value) for key, value in entries.items() if isinstance(value, str))
    return next((key for key, text in texts if text.count("(") > text.count(")")), None)
