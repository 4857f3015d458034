"""Moodle's embedded answers, `{1:NUMERICAL:=3.14:0.01#well done~…}`, read and written."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from app.exchange.bank import Body, Foreign, Gap, Gaps, NumberAnswer, Numbers, Options, TextAnswer, number_in
from app.exchange.prose_texts import one_line

# As in Moodle, a sign with a backslash before it is no mark, even if the backslash is TeX's own.
GAP = re.compile(r"\{([0-9]*):([A-Z_]+):((?:[^}]|(?<=\\)\}){0,6000})\}")
# What may follow a gap that ends its paragraph.
LAST = re.compile(r"(?:\s|&nbsp;)*[.!?]?(?:\s|&nbsp;)*(?:</(?:p|div|li)>|<br|\Z)", re.IGNORECASE)
NESTED = re.compile(r"<(?:table|[uo]l|pre|blockquote)\b", re.IGNORECASE)
TILDE, HASH = re.compile(r"(?<!\\)~"), re.compile(r"(?<!\\)#")
HEAD = re.compile(r"(=)?(?:%(-?[0-9.]+)%)?")
NUMERICAL = {"NUMERICAL", "NM"}
SINGLE = {"MULTICHOICE", "MC", "MULTICHOICE_V", "MCV", "MULTICHOICE_H", "MCH"}
SINGLE |= {f"{name}S" for name in ("MULTICHOICE_", "MC", "MCV", "MCH", "MULTICHOICE_V", "MULTICHOICE_H")}
SEVERAL = {
    "MULTIRESPONSE",
    "MR",
    "MULTIRESPONSE_H",
    "MRH",
    "MULTIRESPONSE_S",
    "MRS",
    "MULTIRESPONSE_HS",
    "MRHS",
}

Convert = Callable[[str], str]


def gaps_of(source: str, convert: Convert) -> Body:
    """The text with its gaps; `convert` makes our prose of HTML. Foreign where a gap asks for words."""
    gaps: list[Gap] = []
    marked: list[str] = []
    end = 0
    for found in GAP.finditer(source):
        weight, kind, answers = found.groups()
        body = _body(kind, _split(answers), convert)
        if body is None and kind in NUMERICAL:
            return Foreign(f"the gap {found[0][:60]!r} accepts what is no number")
        if body is None:
            return Foreign(f"a gap of the type {kind} has no counterpart here")
        gaps.append(Gap(convert(source[end : found.start()]), float(weight or 1) or 1.0, body))
        marked.append(f"{source[end : found.start()]}<b>({len(gaps)})</b>")
        end = found.end()
    if not gaps:
        return Foreign("there is no gap in its text")
    runs_on = NESTED.search(source) or not all(LAST.match(source, one.end()) for one in GAP.finditer(source))
    whole = convert("".join((*marked, source[end:]))) if runs_on else ""
    return Gaps(tuple(gaps), convert(source[end:]), whole)


def _split(answers: str) -> list[tuple[float, str, str]]:
    """What each answer earns, its text, and what is said to it."""
    found = []
    for piece in TILDE.split(answers):
        head = HEAD.match(piece.strip())
        if piece.strip() and head is not None:
            share = 1.0 if head[1] and not head[2] else (number_in(head[2]) or 0.0) / 100
            text, *said = HASH.split(piece.strip()[head.end() :], maxsplit=1)
            found.append((share, _unescaped(text), _unescaped("".join(said))))
    return found


def _unescaped(text: str) -> str:
    return re.sub(r"\\([}#~/\"])", r"\1", text).strip()


def _body(kind: str, answers: list[tuple[float, str, str]], convert: Convert) -> Numbers | Options | None:
    if kind in NUMERICAL:
        numbers = []
        for share, text, say in answers:
            value, _, tolerance = html.unescape(text).partition(":")
            number = number_in(value)
            if number is None and value != "*":
                return None
            reach = abs(number_in(tolerance) or 0.0)
            numbers.append(NumberAnswer(number, reach, share, one_line(convert(say))))
        return Numbers(tuple(numbers))
    if kind in SINGLE or kind in SEVERAL:
        options = (
            TextAnswer(one_line(convert(text)), share, one_line(convert(say))) for share, text, say in answers
        )
        return Options(tuple(options), kind in SINGLE)
    return None


def gap(kind: str, answers: list[tuple[float, str, str]], weight: int = 1) -> str:
    """A gap as Moodle writes it: each answer with the percent it earns, its text, and what is said to it."""
    written = (f"%{share:.7g}%{_escaped(text)}#{_escaped(say)}" for share, text, say in answers)
    return f"{{{weight}:{kind}:{'~'.join(written)}}}"


def _escaped(text: str) -> str:
    return re.sub(r"([}#~])", r"\\\1", text)
