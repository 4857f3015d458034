r"""The calculations that a worked solution writes out, such as `$0.36/0.64={{ answer }}$`, must come out.

They are a second way to the key: one of the two is wrong where they differ.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from app import numerals
from app.check import remarks
from app.check.arithmetic import (
    CLOSING,
    FLOATING,
    OPERATORS,
    READINGS,
    SIGNS,
    Number,
    Unread,
    is_number,
    worked_out,
)
from app.check.proving import Failure, Proofs
from app.composer import PathTuple
from app.evaluation import evaluate
from app.numerals import PLAIN
from app.prose import PLACES, Insertion, Template
from app.slips import Slip
from app.values import Value

TOLD = frozenset({"solution", "hints"})  # other texts may quote what is wrong
EXACT = 1e-9  # of the larger side: floating point is no difference
ROUGH = 0.3  # of the larger side: further apart, two numbers are not even about the same

CURE = (
    "Mend the key, or the way to it, whichever is wrong; where no equality is meant, write \\equiv or \\to."
)
LONGEST = 60  # characters of a side in a message
FIRST_STAND_IN = 0xE000  # of the characters that Unicode leaves to private use
TOKEN = re.compile(
    r"""  \s | ~ | & | \\[,;:!>\ ] | \\\\(?=\s*&?\s*=) | \.(?=\s|\Z)
        | \\(?:left|right|displaystyle|[bB]igg?[lrm]?)(?![A-Za-z])
        | \\(?:begin|end)\{(?:aligned|align\*?|split|gather(?:ed|\*)?)\}
        | (?P<token> \d{1,3}(?:\\,\d{3})+(?!\d)  # a space between thousands
                   | \d+(?:(?:,|\{,\})\d+)+      # thousands, or a decimal comma: nobody knows
                   | \d+(?:\.\d+)? | \.\d+ | \\[A-Za-z]+ | \\. | . )""",
    re.VERBOSE | re.DOTALL,
)
SEEN_THROUGH = frozenset({r"\sig", r"\noi", r"\boxed", r"\mathbf"})
ABOUT = frozenset({r"\approx", r"\simeq", r"\doteq", "≈"})
ENDS = frozenset(
    {",", ";", "<", ">", "≤", "≥", "≠", r"\\", r"\quad", r"\qquad", r"\le", r"\leq", r"\ge", r"\geq"}
    | {r"\ne", r"\neq", r"\to", r"\Rightarrow", r"\implies", r"\iff", r"\equiv", r"\sim", r"\propto"}
    | {r"\Leftrightarrow", r"\rightarrow", r"\longrightarrow", r"\land", r"\lor", "→", "⇒", "⇔"}
)


@dataclass(frozen=True)
class Side:
    """What stands between two signs such as `=`."""

    sign: str  # the one before it: "=", "≈", or none
    tokens: list[str] = field(default_factory=list)
    places: list[int] = field(default_factory=list)  # of the tokens, in the text


@dataclass(frozen=True)
class Marked:
    """A text with one character in place of each number that it inserts."""

    text: str
    places: Sequence[int]  # of the characters, in the text as its author wrote it
    given: Mapping[str, Number]
    shown: Mapping[str, str]


def prove_reckoning(where: PathTuple, text: Template, names: Mapping[str, Value]) -> Proofs:
    """The equations between numbers in a text that can be written with these values hold."""
    if where[0] not in TOLD:
        return
    marked = _marked(text, names)
    for found in PLACES.finditer(marked.text):
        if found["maths"] and not remarks.is_denied(marked.text, *found.span()):
            sides = _sides(marked, *found.span("maths"))
            has_unit = remarks.names_scale(marked.text, found.end())
            yield from _prove_chain(where, sides, marked, has_unit=has_unit)


def _marked(text: Template, names: Mapping[str, Value]) -> Marked:
    written, places, given, shown = "", list[int](), dict[str, Number](), dict[str, str]()
    at = 0
    for piece in text.pieces:
        if isinstance(piece, Insertion):
            at = piece.position
            new = _stand_in(piece, names, chr(FIRST_STAND_IN + len(shown)), given, shown)
            places += [at] * len(new)
        else:
            new, at = piece, text.text.index(piece, at)
            places += range(at, at + len(new))
        written += new
    return Marked(written, places, given, shown)


def _stand_in(
    piece: Insertion,
    names: Mapping[str, Value],
    mark: str,
    given: dict[str, Number],
    shown: dict[str, str],
) -> str:
    """The mark of an inserted number, which is noted; a text stands for itself."""
    value = evaluate(piece.formula.node, names)
    if isinstance(value, str):
        return value
    shown[mark] = replace(piece, style=PLAIN).render(names)
    if isinstance(value, int | float) and not isinstance(value, bool) and piece.filter != "percent":
        rounded = abs(float(shown[mark]) - value) if piece.filter != "raw" else 0.0
        given[mark] = Number(float(value), rounded + FLOATING * abs(value))
    return mark


# ---- sides ---


def _sides(marked: Marked, start: int, end: int) -> list[Side]:
    """The sides of the equations in a formula between dollars, one after the other."""
    while marked.text[start] == "$":
        start, end = start + 1, end - 1
    sides, braces, depth = [Side("")], list[bool](), 0
    unseen = False  # a brace opens that only colours what is in it
    for one in TOKEN.finditer(marked.text, start, end):
        token = one["token"]
        if token is None:
            continue
        if token in SEEN_THROUGH:
            unseen = True
            continue
        if token == "{":
            braces.append(unseen)
        is_unseen = unseen if token == "{" else token == "}" and bool(braces) and braces.pop()
        unseen = False
        if is_unseen:
            continue
        depth += (token in CLOSING) - (token in CLOSING.values())
        if depth == 0 and (token == "=" or token in ABOUT or token in ENDS):
            sides.append(Side("" if token in ENDS else "≈" if token in ABOUT else "="))
        else:
            sides[-1].tokens.append(token.replace("\\,", ""))
            sides[-1].places.append(marked.places[one.start("token")])
    return sides


def _prove_chain(where: PathTuple, sides: Sequence[Side], marked: Marked, *, has_unit: bool) -> Proofs:
    """Each side of numbers equals the one before it, or the first; the last one may have a unit."""
    run: list[Side] = []  # the sides so far that all shall be equal
    before: Side | None = None
    for side in sides:
        if side.sign == "":
            run = []
        if (side.sign == "" and _goes_on(before, side)) or not _is_read(side, marked):
            run = run if side.sign == "=" and not _has_digit(side, marked) else []
        else:
            for left, right, *first in _entries_of([run[-1], side, run[0]] if run else []):
                if side.sign == "=" or _has_number(left, right, marked):
                    scaled = has_unit and side is sides[-1]
                    yield _equal(where, [left, *first], right, marked, scaled=scaled)
            run.append(side)
        before = side if side.tokens else before


def _goes_on(before: Side | None, side: Side) -> bool:
    """Whether a side goes on with what stands on the line before it."""
    ends_open = before is not None and before.tokens[-1] in (*SIGNS, *OPERATORS)
    return ends_open or (before is not None and side.tokens[:1] in ([sign] for sign in SIGNS))


def _has_digit(side: Side, marked: Marked) -> bool:
    """Whether it holds a number: behind `3 km` others may follow, in other units."""
    return any(token in marked.shown or token[0].isdigit() for token in side.tokens)


def _entries_of(sides: Sequence[Side]) -> list[tuple[Side, ...]]:
    """The entries of rows of numbers, each with its like; a number is a row of one. Empty for unlike rows."""
    rows = [_entries(side) for side in sides]
    return [*zip(*rows, strict=True)] if len({len(row) for row in rows}) == 1 else []


def _entries(side: Side) -> list[Side]:
    """The entries of a row such as (1, 2+3); the side itself if it is none."""
    if side.tokens[:1] != ["("] or side.tokens[-1:] != [")"]:
        return [side]
    entries, depth = [Side(side.sign)], 0
    for token, place in zip(side.tokens[1:-1], side.places[1:-1], strict=True):
        depth += (token in CLOSING) - (token in CLOSING.values())
        if depth < 0:
            return [side]
        if depth == 0 and token == ",":
            entries.append(Side(side.sign))
        else:
            entries[-1].tokens.append(token)
            entries[-1].places.append(place)
    return entries


def _has_number(left: Side, right: Side, marked: Marked) -> bool:
    """Whether one of them is a single number: between two calculations, ≈ may stand for anything."""
    return any(is_number(side.tokens, marked.given) for side in (left, right))


def _is_read(side: Side, marked: Marked) -> bool:
    try:
        for one in _entries(side):
            worked_out(one.tokens, marked.given, READINGS[0])
    except Unread:
        return False
    return True


def _equal(
    where: PathTuple, lefts: Sequence[Side], right: Side, marked: Marked, *, scaled: bool
) -> Failure | None:
    """That a side comes to one of those before it, in one of the ways to read them.

    If scaled, a power of ten is no difference. The first of those before is the one to be told.
    """
    share = EXACT if right.sign == "=" else ROUGH
    pairs = [pair for left in lefts for pair in _worked_out(left, right, marked)]
    if any(_is_same(one, other, share) or (scaled and _is_scaled(one, other)) for one, other in pairs):
        return None
    (one, other), *_ = pairs
    if remarks.has_other_numbers(marked.text) and _is_whole(one) and _is_whole(other):
        return None
    left = lefts[0]
    message = (
        f"`{_shown(left, marked)}` comes to {numerals.plain(one.value, 6)}, "
        f"and `{_shown(right, marked)}` to {numerals.plain(other.value, 6)}"
    )
    return Failure(Slip(where, message, CURE, right.places[0], rule="reckoning"))


def _worked_out(left: Side, right: Side, marked: Marked) -> Iterator[tuple[Number, Number]]:
    """What two sides come to, in each of the ways to read them."""
    are_numbers = [is_number(side.tokens, marked.given) for side in (left, right)]
    rounded = () if any(are_numbers) else {*right.tokens} - {*left.tokens}  # 2/3\cdot5=0.67\cdot5
    for reading in READINGS:
        with suppress(Unread):
            one = worked_out(left.tokens, marked.given, reading)
            other = worked_out(right.tokens, marked.given, reading, rounded)
            if all(are_numbers):  # the longer one is what the other is rounded from
                one, other = sorted((one, other), key=lambda number: number.slack)
                one = Number(one.value)
            yield one, other


def _is_whole(number: Number) -> bool:
    return number.value.is_integer()


def _is_same(one: Number, other: Number, share: float) -> bool:
    room = share * max(abs(one.value), abs(other.value)) + one.slack + other.slack
    return not abs(one.value - other.value) > room


def _is_scaled(one: Number, other: Number) -> bool:
    """Whether one is the other in a unit with a prefix, or in percent."""
    if one.value == 0 or other.value == 0:
        return False
    power = round(math.log10(abs(other.value / one.value)))
    return _is_same(Number(one.value * 10.0**power, one.slack * 10.0**power), other, EXACT)


def _shown(side: Side, marked: Marked) -> str:
    """A side with its numbers, not too long."""
    text = "".join(marked.shown.get(one, one) for one in side.tokens)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
