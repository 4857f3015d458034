"""The words of YAML 1.2: what a plain scalar means, and where each of its characters stands in the source."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

Scalar = None | bool | int | float | str
Spot = tuple[int, int]  # line and column, from 1

LINE_BREAK = re.compile(r"\r\n|[\n\r\x85\u2028\u2029]")  # what libyaml takes for the end of a line
_INTEGER = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_SPECIAL = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_LONGEST_NUMBER = 400  # characters; Python refuses to read an int of 4301

# One character of the value for each match, whatever its length in the source.
_UNITS = {
    None: re.compile(r"."),
    "'": re.compile(r"''|."),
    '"': re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)|\\$|."),
}


@dataclass(frozen=True, slots=True)
class ScalarSource:
    """Where a scalar stands: rows and columns from 0; its style is its first character, None when plain."""

    value: str
    style: str | None
    start: tuple[int, int]
    end: tuple[int, int]


def resolve(text: str) -> Scalar:
    """The value of a plain scalar by the core schema of YAML 1.2: `no` is text, `1e-4` is a number."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "-+.0123456789":
        return text
    if len(text) > _LONGEST_NUMBER:
        return text
    if _INTEGER.fullmatch(text):
        return int(text)
    if _BASED.fullmatch(text):
        return int(text, 0)
    if _FLOAT.fullmatch(text):
        return float(text) if math.isfinite(float(text)) else text
    return float(text.replace(".", "")) if _SPECIAL.fullmatch(text) else text


def character_spot(lines: list[str], source: ScalarSource, offset: int) -> Spot:
    """The line and column of character `offset` of a scalar's value; the start of the scalar when unsure."""
    match source.style:
        case "|":
            return _literal_spot(lines, source, offset)
        case ">":
            return _folded_spot(lines, source, offset)
        case _:
            return _flow_spot(lines, source, offset)


def _literal_spot(lines: list[str], source: ScalarSource, offset: int) -> Spot:
    """In a literal block each line of the value is a line of the source, less its indentation."""
    before = source.value[:offset]
    row = source.start[0] + 1 + before.count("\n")
    column = len(before) - (before.rfind("\n") + 1)
    if row >= len(lines):
        return row, 1
    value_line = source.value[offset - column :].split("\n", 1)[0]
    return row + 1, len(lines[row]) - len(value_line) + column + 1


def _folded_spot(lines: list[str], source: ScalarSource, offset: int) -> Spot:
    """In a folded block the words keep their order: each source line is looked for after the one before."""
    spot, cursor = (source.start[0] + 1, source.start[1] + 1), 0
    for row in range(source.start[0] + 1, min(source.end[0] + 1, len(lines))):
        words = lines[row].strip()
        found = source.value.find(words, cursor)
        if found > offset:
            break
        if words and found >= 0:
            indent = len(lines[row]) - len(lines[row].lstrip())
            spot = row + 1, indent + 1 + min(offset - found, len(words))
            cursor = found + len(words)
    return spot


def _flow_spot(lines: list[str], source: ScalarSource, offset: int) -> Spot:
    start = source.start[0] + 1, source.start[1] + 1
    spots = _flow_spots(lines, source)
    at_end = offset == len(source.value) == len(spots) and spots
    if at_end:
        return spots[-1][0], spots[-1][1] + 1
    return spots[offset] if len(spots) == len(source.value) and 0 <= offset < len(spots) else start


def _flow_spots(lines: list[str], source: ScalarSource) -> list[Spot]:
    """The place of every character of a plain or quoted scalar, whose lines are folded into one."""
    spots: list[Spot] = []
    blank = 0
    joined = True  # nothing stands between the last line and the next one
    for row in range(source.start[0], min(source.end[0] + 1, len(lines))):
        units = _units(lines, source, row)
        if not units and row > source.start[0] and row < source.end[0]:
            blank += 1
            continue
        if not joined:
            last = (row, len(lines[row - 1]) + 1)
            spots += [last] * max(blank, 1)
        joined, blank = bool(units) and units[-1][1] == "\\", 0
        spots += [(row + 1, column + 1) for column, text in (units[:-1] if joined else units)]
    return spots


def _units(lines: list[str], source: ScalarSource, row: int) -> list[tuple[int, str]]:
    """Column and source text of each character that one line gives to the value."""
    quote = len(source.style or "")
    first, last = row == source.start[0], row == source.end[0]
    begin = source.start[1] + quote if first else 0
    end = source.end[1] - quote if last else len(lines[row])
    text = lines[row][:end]
    if not first:
        begin = len(text) - len(text.lstrip(" \t"))
    if not last:
        text = text.rstrip(" \t")
    return [(unit.start(), unit[0]) for unit in _UNITS[source.style].finditer(text, begin)]
