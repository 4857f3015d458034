"""YAML's own complaints in an author's words: what stands there, and what to write instead."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from app.lookalikes import lookalike

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
        "Begin it on a new line; a text that begins with a dash needs quotes.",
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
    if special := _special(error, lines, line, column):
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


_BARE = re.compile(  # a key of ours that is followed by its value without a colon
    r"\s*(?:- +)?(?P<key>answer|ask|back|code|front|holds|id|if|label|left|prompt|right|say|tag|text|title"
    r"|type) +(?P<rest>(?:(?!: ).)+)"
)
_HEADER = re.compile(r".*[:-] +[|>](?P<digit>[-+]?[0-9]+[-+]?)?[-+]?\s*(?:#.*)?")  # of a block of text


def _special(error: yaml.MarkedYAMLError, lines: list[str], line: int, column: int) -> Slip | None:
    """A slip that the lines show more plainly than the complaint does, if it is one of those."""
    problem, start = str(error.problem), error.context_mark
    text = lines[line] if line < len(lines) else ""
    if found := lookalike(text):
        return Slip(line + 1, found[0] + 1, *found[1:])
    if "did not find expected" in problem and (left := _left(text[:column])):
        return Slip(line + 1, column + 1, *left)
    if "expected key" in problem and (header := _header(lines, line)):
        least = (
            "the first line of its text"
            if header["digit"] is None
            else f"the {header['digit']} of its block says"
        )
        cure = "Begin all lines of a text in one column, more to the right than its key; no digit is needed."
        return Slip(line + 1, column + 1, f"this is indented less than {least}", cure)
    if "document start" in problem and line and lines[line - 1].startswith("%"):
        message = "a line that begins with % is a directive in YAML, and ends what stands above it"
        return Slip(line, 1, message, "Take it out, or quote the text.")
    if "expected ':'" in problem and (glued := _GLUED.match(text)):
        cure = f"Write `{glued[1].strip()}: {text[glued.end() :].strip()[:40]}`."
        return Slip(line + 1, glued.end(), "a space must stand after the colon", cure)
    if "expected ',' or" in problem and start and start.line < line:
        bracket = lines[start.line][start.column : start.column + 1]
        cure = "Close it where its line ends, or put the text in quotes if no list or mapping is meant."
        return Slip(start.line + 1, start.column + 1, f"this {bracket} is never closed", cure)
    if "mapping values are not allowed" in problem and line and (word := _BARE.fullmatch(lines[line - 1])):
        message = f"a colon must stand after {word['key']!r}"
        return Slip(
            line, word.end("key") + 1, message, f"Write `{word['key']}: {word['rest'].strip()[:40]}`."
        )
    if "mapping values are not allowed" in problem and (indent := _too_deep(lines, line)):
        cure = "Begin the keys of one level in one column."
        return Slip(line + 1, indent + 1, "this key is indented more than the one before it", cure)
    return None


_CLOSED = {
    "'": "Keep the whole text between the quotes; an apostrophe within single quotes is doubled: 'don''t'.",
    '"': "Put the whole text in quotes, of another kind than those within it: '\"a\" and b'.",
    "]": "Put quotes around the whole text if no list is meant.",
    "}": "Put quotes around the whole text if no mapping is meant.",
}


def _left(before: str) -> tuple[str, str] | None:
    """What is said of text after a closing quote or bracket; `before` is its line up to there."""
    last = before.rstrip()[-1:]
    if last not in _CLOSED or (last in "'\"" and before.count(last) < 2):
        return None
    return f"the text goes on after its closing {last}", _CLOSED[last]


def _header(lines: list[str], line: int) -> re.Match[str] | None:
    """The line that began the block of text from which a line falls out to the left, if it does."""
    indent = len(lines[line]) - len(lines[line].lstrip()) if line < len(lines) else 0
    for above in reversed(lines[:line]):
        if above.strip() and len(above) - len(above.lstrip()) < indent:
            return _HEADER.fullmatch(above)
    return None


def _too_deep(lines: list[str], line: int) -> int:
    """The indentation of a key on a line, if the key above it has its value already and stands less deep."""
    here = _KEYED.match(lines[line]) if line < len(lines) else None
    above = next((_KEYED.match(lines[row]) for row in range(line - 1, -1, -1) if lines[row].strip()), None)
    if not here or not above or len(above[1]) >= len(here[1]):
        return 0
    return len(here[1])


_ESCAPE = re.compile(r"\\(.)|\$", re.DOTALL)
_COMMANDS = re.compile(r"n(?:abla|u|eq|e|ot|i|mid|eg|orm|ewline|otin)(?![a-zA-Z])")
_WITHIN = re.compile(  # what begins with n in formulas, where a line break hardly stands before a word
    r"n(?:atural|cong|earrow|ewcommand|exists|geq\w*|gtr|leftarrow|leftrightarrow|leq\w*|less|obreak|olimits|onumber|ormalsize"
    r"|otag|otni|parallel|prec\w*|rightarrow|short\w+|sim|subset\w*|succ\w*|supset\w*|triangle\w+|um|[vV]+[dD]ash|warrow"
    r"|Leftarrow|Rightarrow|Leftrightarrow|eg\w*space)(?![a-zA-Z])"
)


def swallowed_backslash(raw: str) -> tuple[int, str] | None:
    """The first backslash in a double-quoted source that was meant for LaTeX but is read as an escape."""
    within = False
    for found in _ESCAPE.finditer(raw):
        letter, after = found[1], found.start() + 1
        if letter is None:
            within = not within
        elif letter in "abefrtvNLP_" or _COMMANDS.match(raw, after) or (within and _WITHIN.match(raw, after)):
            return found.start(), letter
    return None
