"""YAML's own complaints in an author's words: what stands there, and what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

QUOTE = "Put the text in quotes, or in a block that begins with |."
QUOTE_FLOW = "Inside {…} and […], put text that holds brackets, braces, commas or colons in quotes."
SINGLE = r"Write it in single quotes, where a backslash is only a backslash, or double it: \\."
ONE_DOCUMENT = "Keep one document in a file: no line of --- or ... after the first."

_START = {
    "\t": ("a tab stands where spaces must indent", "Indent with spaces."),
    "`": ("a plain text may not begin with `", QUOTE),
    "@": ("a plain text may not begin with @", QUOTE),
    "%": ("a plain text may not begin with %", QUOTE),
}

# The first row whose words occur in the complaint tells it.
_TOLD: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a colon and a space begin a value here, where none can stand",
        f"{QUOTE} Or check the indentation.",
    ),
    ("unexpected ':'", "a value is missing inside {…} or […]", "Write it; an empty text is ''."),
    ("did not find expected ',' or", "the text breaks off inside {…} or […]", QUOTE_FLOW),
    ("did not find expected node content", "something is missing or misplaced inside {…} or […]", QUOTE_FLOW),
    ("tab character", "a tab stands where spaces must indent", "Indent with spaces."),
    ("found unknown escape", "this backslash means nothing in double quotes", SINGLE),
    ("expected hexdecimal number", "this backslash wants hexadecimal digits in double quotes", SINGLE),
    ("Unicode character escape", "this escape is not a character", SINGLE),
    ("scanning a quoted scalar", "this quote is never closed", "Close it with the same quote."),
    (
        "alphabetic or numeric character",
        "a text that begins with * or & is a reference in YAML",
        QUOTE,
    ),
    ("undefined alias", "a text that begins with * is a reference in YAML", QUOTE),
    (
        "could not find expected ':'",
        "this line is neither `key: value` nor part of a text",
        "Write a colon and a space after the key, or indent the line under the text it belongs to.",
    ),
    (
        "did not find expected key",
        "this fits neither the key before it nor its indentation",
        "Align the keys of one level; text that goes on after a closing quote must be inside the quotes.",
    ),
    ("did not find expected '-'", "a key stands among the items of a list", "Align keys with keys."),
    (
        "sequence entries are not allowed",
        "a list cannot begin on the line of its key",
        "Begin it on a new line.",
    ),
    (
        "expected comment or line break",
        "text cannot begin on the line of | or >",
        "Begin it on the next line, indented.",
    ),
    ("mapping keys are not allowed", "a plain text may not begin with a question mark and a space", QUOTE),
    ("document start", "the file goes on after its end", ONE_DOCUMENT),
    ("document indicator", "a line of --- or ... breaks off a quoted text", "Close the quote before it."),
    ("tag", "a word that begins with ! is a tag in YAML", QUOTE),
    ("incompatible YAML", "this YAML version is not known", "Leave the %YAML line out."),
    ("%YAML", "this YAML version is not known", "Leave the %YAML line out."),
    ("directive", "a line that begins with % is a directive in YAML", QUOTE),
)


@dataclass(frozen=True)
class Slip:
    """A slip within one file; the line and column count from 1."""

    line: int
    column: int
    message: str
    cure: str = ""
    rule: str = "yaml"


class SlipError(Exception):
    """A slip after which the file cannot be read on."""

    def __init__(self, slip: Slip) -> None:
        super().__init__(slip.message)
        self.slip = slip


def syntax_slip(error: yaml.MarkedYAMLError, lines: list[str]) -> Slip:
    """The slip behind libyaml's complaint."""
    problem, context = str(error.problem), str(error.context or "")
    mark = error.problem_mark
    opened = "quoted scalar" in context and "unexpected end of stream" in problem
    at_context = opened or problem.startswith("did not find expected alpha") or "expected ':'" in problem
    if at_context and error.context_mark:
        mark = error.context_mark
    line, column = (mark.line, mark.column) if mark else (0, 0)
    if special := _special(error, lines, line):
        return special
    standing = lines[line][column : column + 1] if line < len(lines) else ""
    if "cannot start any token" in problem:
        message, cure = _START.get(standing, (f"a plain text may not begin with {standing!r}", QUOTE))
        return Slip(line + 1, column + 1, message, cure)
    if standing in ("]", "}") and "expected node" in problem:
        return Slip(line + 1, column + 1, f"nothing is open that this {standing} could close", QUOTE)
    for words, message, cure in _TOLD:
        if words in f"{context}: {problem}":
            return Slip(line + 1, column + 1, message, cure)
    return Slip(
        line + 1, column + 1, f"this is not YAML: {problem}", "Compare with an exercise that is sound."
    )


_GLUED = re.compile(r"(\s*(?:- )?[A-Za-z_][\w-]*):(?=\S)")
_KEYED = re.compile(r"(\s*)(?:- )?[\w-]+:(?:\s|$)")


def _special(error: yaml.MarkedYAMLError, lines: list[str], line: int) -> Slip | None:
    """A slip that the lines show more plainly than the complaint does, if it is one of those."""
    problem, start = str(error.problem), error.context_mark
    text = lines[line] if line < len(lines) else ""
    if "expected ':'" in problem and (glued := _GLUED.match(text)):
        cure = f"Write `{glued[1].strip()}: {text[glued.end() :].strip()[:40]}`."
        return Slip(line + 1, glued.end(), "a space must stand after the colon", cure)
    if "expected ',' or" in problem and start and start.line < line:
        bracket = lines[start.line][start.column : start.column + 1]
        cure = "Close it where its line ends, or put the text in quotes if no list or mapping is meant."
        return Slip(start.line + 1, start.column + 1, f"this {bracket} is never closed", cure)
    if "mapping values are not allowed" in problem and (indent := _too_deep(lines, line)):
        cure = "Begin the keys of one level in one column."
        return Slip(line + 1, indent + 1, "this key is indented more than the one before it", cure)
    return None


def _too_deep(lines: list[str], line: int) -> int:
    """The indentation of a key on a line, if the key above it has its value already and stands less deep."""
    here = _KEYED.match(lines[line]) if line < len(lines) else None
    above = next((_KEYED.match(lines[row]) for row in range(line - 1, -1, -1) if lines[row].strip()), None)
    if not here or not above or len(above[1]) >= len(here[1]):
        return 0
    return len(here[1])


_ESCAPE = re.compile(r"\\(.)")
_COMMANDS = re.compile(r"n(?:abla|u|eq|e|ot|i|mid)(?![a-zA-Z])")


def swallowed_backslash(raw: str) -> tuple[int, str] | None:
    """The first backslash in a double-quoted source that was meant for LaTeX but is read as an escape."""
    for found in _ESCAPE.finditer(raw):
        letter = found[1]
        if letter in "abefrtvNLP_" or _COMMANDS.match(raw, found.start() + 1):
            return found.start(), letter
    return None
