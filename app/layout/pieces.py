"""A YAML text as a tree of its pieces: each scalar keeps the very characters that its author typed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

import yaml


@dataclass(frozen=True, eq=False)
class Scalar:
    """A scalar or a reference; `raw` is its source, `style` its first character, None when it is plain."""

    start: int  # characters from the beginning of the text
    end: int
    raw: str
    value: str
    style: str | None


@dataclass(frozen=True, eq=False)
class Sequence:
    """A list; `flow` when it stands in brackets, `anchor` its name for references."""

    start: int
    end: int
    items: tuple[Piece, ...]
    flow: bool
    anchor: str


@dataclass(frozen=True, eq=False)
class Mapping:
    """Keys and values in the order of the text."""

    start: int
    end: int
    entries: tuple[tuple[Scalar, Piece], ...]
    flow: bool
    anchor: str


Piece = Scalar | Sequence | Mapping
_Start = yaml.SequenceStartEvent | yaml.MappingStartEvent


def parsed(text: str) -> Piece:
    """The tree of a text that is known to be sound YAML with one document."""
    events = yaml.parse(text, Loader=yaml.CSafeLoader)
    next(events)  # the stream begins
    next(events)  # the document begins
    return _piece(text, next(events), events)


def _piece(text: str, event: yaml.Event, events: Iterator[yaml.Event]) -> Piece:
    match event:
        case yaml.SequenceStartEvent():
            items: list[Piece] = []
            while not isinstance(one := next(events), yaml.SequenceEndEvent):
                items.append(_piece(text, one, events))
            return Sequence(_start(event), _end(one), tuple(items), _is_flow(event), event.anchor or "")
        case yaml.MappingStartEvent():
            entries: list[tuple[Scalar, Piece]] = []
            while not isinstance(one := next(events), yaml.MappingEndEvent):
                key = cast(Scalar, _piece(text, one, events))
                entries.append((key, _piece(text, next(events), events)))
            return Mapping(_start(event), _end(one), tuple(entries), _is_flow(event), event.anchor or "")
        case yaml.ScalarEvent():
            style = event.style if event.style in ("'", '"', "|", ">") else None
            return _scalar(text, event, event.value, style)
        case _:
            return _scalar(text, event, "", None)


def _scalar(text: str, event: yaml.Event, value: str, style: str | None) -> Scalar:
    start, end = _start(event), _end(event)
    raw = text[start:end]
    return Scalar(start, end, raw, value, style)


def _start(event: yaml.Event) -> int:
    assert event.start_mark is not None  # libyaml marks every event
    return event.start_mark.index


def _end(event: yaml.Event) -> int:
    assert event.end_mark is not None
    return event.end_mark.index


def _is_flow(event: _Start) -> bool:
    return bool(event.flow_style)
