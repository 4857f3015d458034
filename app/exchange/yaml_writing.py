"""An exercise as YAML that people read, in the layout of `workbook fmt`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from app.composer import Value
from app.layout import Unformattable, formatted

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ()./+_-]*(?<! )")
PROSE = ("prompt", "explanation", "solution", "model")
WIDE = 100


def written(exercise: Mapping[str | int, Value], comments: Sequence[str] = ()) -> str:
    """The whole file; the comments stand at its top, a line each."""
    lines = [f"# {one}" if one else "#" for comment in comments for one in comment.split("\n")]
    for key, value in exercise.items():
        lines += _entry(str(key), value, 0)
    text = "\n".join(lines) + "\n"
    try:
        return formatted(text.encode(), "").decode()
    except Unformattable:
        return text


def _entry(key: str, value: Value, depth: int) -> Iterator[str]:
    """A key and its value, at a depth of so many spaces."""
    space = " " * depth
    match value:
        case str() if "\n" in value or (not depth and key in PROSE):
            yield f"{space}{key}: |{'-' if depth or key not in PROSE else ''}"
            yield from (f"{space}  {line}" if line else "" for line in value.split("\n"))
        case list() | dict() if not _is_short(value):
            yield f"{space}{key}:"
            yield from _items(value, depth + 2)
        case _:
            yield f"{space}{key}: {_short(value)}"


def _items(value: list[Value] | dict[str | int, Value], depth: int) -> Iterator[str]:
    space = " " * depth
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _entry(str(key), item, depth)
        return
    for item in value:
        match item:
            case str() if "\n" in item:
                yield f"{space}- |-"
                yield from (f"{space}  {line}" if line else "" for line in item.split("\n"))
            case dict() if not _is_short(item):
                first, *rest = _items(item, depth + 2)
                yield f"{space}- {first.lstrip()}"
                yield from rest
            case _:
                yield f"{space}- {_short(item)}"


def _is_short(value: Value) -> bool:
    """Whether a value stands in a line: numbers and words, no sentences."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for one in inner:
        if isinstance(one, str) and (not PLAIN.fullmatch(one) or " " in one):
            return False
        if isinstance(one, list | dict) and not _is_short(one):
            return False
    return len(_short(value)) <= WIDE


def _short(value: Value) -> str:
    """A value in a line."""
    match value:
        case None:
            return "null"
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return "'" + value.replace("'", "''") + "'"  # the layout takes away what is not needed
        case list():
            return f"[{', '.join(map(_short, value))}]"
        case dict():
            return f"{{{', '.join(f'{key}: {_short(one)}' for key, one in value.items())}}}"
