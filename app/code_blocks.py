"""Blocks of code in markdown that no backticks mark: between lines of ~~~, or indented by four spaces."""

from __future__ import annotations

import re

_FENCED = re.compile(r"^(?P<fence>~{3,}).*?(?:^(?P=fence)|\Z)", re.MULTILINE | re.DOTALL)
_ITEM = re.compile(r" {0,3}(?:[-*+]|\d+[.)]) ")
_CODE = re.compile(r" {4}|\t")


def without_code_blocks(text: str) -> str:
    """The text with these blocks blanked, each other character in its old place."""
    lines = _FENCED.sub(blank, text).split("\n")
    is_in_list, may_begin = False, True  # what is indented in a list belongs to its item
    for row, line in enumerate(lines):
        if not line.strip():
            may_begin = True
        elif _CODE.match(line) and may_begin and not is_in_list:
            lines[row] = " " * len(line)
        else:
            is_in_list = _ITEM.match(line) is not None or (is_in_list and line[:1] in " \t")
            may_begin = False
    return "\n".join(lines)


def blank(found: re.Match[str]) -> str:
    """As many spaces as there are characters, with the ends of lines."""
    return re.sub(r"[^\n]", " ", found[0])
