"""Characters that look like those of YAML, or like nothing at all, by name: `U+00A0 (no-break space)`."""

from __future__ import annotations

import re
import unicodedata

_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_QUOTES = "“”„‟‘’‚‛«»‹›「」＂＇"
_KEY = r"[ ]*(?:- +)*[\"']?[A-Za-z_][\w-]*[\"']?"
_ORDINARY = "Write an ordinary space."

# Where a line would hold something else to YAML than it seems to; the group is the character.
_STANDING: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (
        re.compile(rf"[ ]*(?:- +)*([{_SPACES}])"),
        "where ordinary spaces must indent",
        "Indent with ordinary spaces.",
    ),
    (re.compile(rf"[ ]*(?:- +)*-([{_SPACES}])"), "after the dash", _ORDINARY),
    (re.compile(rf"{_KEY} *([{_SPACES}])[ {_SPACES}]*:"), "before the colon", "Take it out."),
    (re.compile(rf"{_KEY} *:([{_SPACES}])"), "after the colon", _ORDINARY),
    (re.compile(rf"{_KEY} *([：﹕∶꞉])"), "where a colon must end the key", "Write : and a space."),
    (re.compile(rf"{_KEY} *: +([{_QUOTES}])"), "where a quote must begin", "Write ' or \"."),
    (re.compile(rf".*[{{\[,] *[\w-]+:([{_SPACES}])"), "after the colon", _ORDINARY),
    (
        re.compile(r"[^'\"]*([，；、［］｛｝：])"),
        "where YAML knows its own sign only",
        "Write , : [ ] { } as on an English keyboard.",
    ),
)


def named(character: str) -> str:
    """`U+00A0 (no-break space)`; only the number where Unicode has no name."""
    name = unicodedata.name(character, "").lower()
    return f"U+{ord(character):04X}{f' ({name})' if name else ''}"


def lookalike(line: str) -> tuple[int, str, str] | None:
    """The character of a line of YAML that is not the sign it looks like: its index, message and cure."""
    for pattern, where, cure in _STANDING:
        if found := pattern.match(line):
            return found.start(1), f"the character {named(found[1])} stands {where}", cure
    return None


def strange(word: str) -> str:
    """A sentence that names what in a key, an id or a number cannot be seen or looks like another sign."""
    for character in word:
        is_wide = unicodedata.east_asian_width(character) in ("F", "W")
        is_hidden = unicodedata.category(character) in ("Cf", "Zs") and character != " "
        is_foreign = character.isalpha() and not unicodedata.name(character, "").startswith("LATIN")
        if character in _QUOTES or is_wide or is_hidden or is_foreign:
            return f"It holds the character {named(character)}: use the ones of an English keyboard."
    return ""
