"""What is said of an exception: its kind and message, the student's own line, and a word of advice."""

from __future__ import annotations

import re

from app.faults import nearest
from app.grading.array_differences import Difference
from app.grading.cases import Prepared
from app.runner import Raised

LONGEST_LINE = 80  # characters of a line that are shown
LONGEST_MESSAGE = 200
MOST_NAMES, LONGEST_NAME = 100, 60  # of functions that are looked at for a slip of the pen
_TOP_LEVEL = re.compile(r"^(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
_INDENTED = re.compile(r"^[ \t]+def[ \t]+(\w+)", re.MULTILINE)
_ADVICE = {
    "PermissionError": "programs here have no files and no network",
    "RecursionError": "the function calls itself without end",
}


def exception_fault(call: Prepared, raised: Raised, source: str) -> Difference:
    """What is wrong when a call raised; the words are the program's own, so hidden cases tell them too."""
    name = call.signature.name
    if raised.kind == "NameError" and raised.line is None:
        return Difference("auto-no-function", missing_function(name, source))
    if raised.kind == "TypeError" and raised.line is None:
        kind = f"it can't be called as `{call.signature.text}`: {_told(raised)}"
        return Difference("auto-signature", kind)
    return Difference("auto-exception", f"it raised {exception_text(raised, source)}")


def exception_text(raised: Raised, source: str) -> str:
    """The exception, where it was raised, and advice."""
    advice = _ADVICE.get(raised.kind)
    return f"{_told(raised)}{place_text(raised, source)}{f': {advice}' if advice else ''}"


def place_text(raised: Raised, source: str) -> str:
    """` in line 2, ``return x``` when the line is known, else nothing."""
    if raised.line is None:
        return ""
    text = line_text(source, raised.line)
    return f" in line {raised.line}{f', `{text}`' if text else ''}"


def line_text(source: str, line: int) -> str:
    """One line of the program without its indentation, shortened; empty when there is no such line."""
    lines = re.split(r"\r\n|\r|\n", source)
    return _inline(lines[line - 1], LONGEST_LINE) if 0 < line <= len(lines) else ""


def missing_function(name: str, source: str) -> str:
    """What to say to a program that does not define the function."""
    defined = [found for found in _TOP_LEVEL.findall(source)[:MOST_NAMES] if len(found) <= LONGEST_NAME]
    if (near := nearest(name, defined)) and near != name:
        return f"you defined `{near}`; `{name}` is asked for"
    if name in _INDENTED.findall(source):
        return f"`{name}` is defined inside another block: its `def` belongs at the beginning of a line"
    return f"your program defines no function `{name}`"


def _told(raised: Raised) -> str:
    message = _inline(raised.message, LONGEST_MESSAGE)
    return f"`{_inline(raised.kind, LONGEST_LINE)}{f': {message}' if message else ''}`"


def _inline(text: str, longest: int) -> str:
    """The text as one short line that can stand in backquotes."""
    one_line = " ".join(text.replace("`", "'").split())
    return one_line if len(one_line) <= longest else one_line[: longest - 1] + "…"
