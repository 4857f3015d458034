"""What the words around a formula say of its numbers: their unit, another base, or that it is wrong."""

from __future__ import annotations

import re

_SCALED = re.compile(  # behind a formula: 3 km, 40 %
    r"""\s*(?: \\?% | ‰ | per\ ?cent | per\ ?mille | prozent | promille | pour\ ?cent | por\ ciento
        | basis\ points | thousand | tausend | tsd\b | mille\b | mio\b | mrd\b | (?:m|b|tr)illion | milliard
        | (?:kilo|mega|giga|tera|milli|mi[ck]ro|nano|pi[ck]o|hecto|hekto|de[cz]i|[cz]enti|kibi|mebi|gibi)[a-z]
        | (?-i: k\b | [mgsLlWVAJNBKT]\b | [kKMGTPEmµunpcdh]i?[A-Za-z]{1,4}\b ) )""",
    re.VERBOSE | re.IGNORECASE,
)
_WRONG = r"""(?: not\ (?:true|right|so|equal) | wrong | false | incorrect | impossible | absurd
                 | a\ contradiction | falsch | faux | ein\ widerspruch )"""
_DENIED_BEFORE = re.compile(
    rf"""\b(?: not | never | instead\ of | rather\ than | nicht | nie | statt | non
             | {_WRONG}(?:\s+(?:that|to\s+say|to\s+write|wäre|ist|is))? )
         [\s:“”„"'(]*\Z""",
    re.VERBOSE | re.IGNORECASE,
)
_DENIED_BEHIND = re.compile(
    rf"""[\s“”"'),]*
         (?:(?:which|that|what|das|was|is|are|ist|would|be|wäre|est)\s+)*
         {_WRONG}\b""",
    re.VERBOSE | re.IGNORECASE,
)
_OTHER_NUMBERS = re.compile(
    r"""\bmod(?:ulo)?\b | \\[pb]?mod | \\mathbb\s*\{?\s*Z\s*\}?\s*_ | \bbase\ (?!10\b)(?:\d|two|eight|sixteen)
        | \bbin(?:ary|är|aire) | \bdual(?:system|zahl) | \bhexa?de[cz]i | \bo[ck]tal""",
    re.VERBOSE | re.IGNORECASE,
)


def names_scale(text: str, end: int) -> bool:
    """Whether a unit that may have a prefix, a percent sign or a word such as million stands there."""
    return _SCALED.match(text, end) is not None


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether the text says next to what stands between these places that it does not hold."""
    before = text[max(0, start - 40) : start]
    return _DENIED_BEFORE.search(before) is not None or _DENIED_BEHIND.match(text, end) is not None


def has_other_numbers(text: str) -> bool:
    """Whether the text speaks of remainders or of numbers to another base than ten."""
    return _OTHER_NUMBERS.search(text) is not None
