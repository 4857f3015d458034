"""Moodle's embedded answers, `{1:NUMERICAL:=3.14:0.01#well done~…}`, read and written."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from app.exchange.bank import Body, Foreign, Gap, Gaps, NumberAnswer, Numbers, Options, TextAnswer, number_in
from app.exchange.prose_texts import one_line

GAP = re.compile(r"\{([0-9]*):([A-Z_]+):((?:[^\\}]|\\.)*)\}", re.DOTALL)
ANSWER = re.compile(
    r"(?P<right>=)?(?:%(?P<share>-?[0-9.]+)%)?(?P<text>(?:[^\\#]|\\.)*)(?:#(?P<say>.*))?", re.DOTALL
)
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
    end = 0
    for found in GAP.finditer(source):
        weight, kind, answers = found.groups()
        body = _body(kind, _split(answers), convert)
        if body is None:
            return Foreign(f"a gap of the type {kind} has no counterpart here")
        gaps.append(Gap(convert(source[end : found.start()]), float(weight or 1) or 1.0, body))
        end = found.end()
    if not gaps:
        return Foreign("there is no gap in its text")
    return Gaps(tuple(gaps), convert(source[end:]))


def _split(answers: str) -> list[re.Match[str]]:
    """The answers, told apart by ~ unless a backslash stands before it."""
    pieces = re.findall(r"(?:[^\\~]|\\.)+", answers, re.DOTALL)
    return [found for piece in pieces if (found := ANSWER.fullmatch(piece.strip()))]


def _share(found: re.Match[str]) -> float:
    if found["right"]:
        return 1.0
    return (number_in(found["share"]) or 0.0) / 100


def _unescaped(text: str | None) -> str:
    return re.sub(r"\\([}#~/\"])", r"\1", text or "").strip()


def _body(kind: str, answers: list[re.Match[str]], convert: Convert) -> Numbers | Options | None:
    if kind in NUMERICAL:
        numbers = []
        for one in answers:
            value, _, tolerance = html.unescape(_unescaped(one["text"])).partition(":")
            number = number_in(value)
            if number is None and value != "*":
                return None
            say = one_line(convert(_unescaped(one["say"])))
            numbers.append(NumberAnswer(number, abs(number_in(tolerance) or 0.0), _share(one), say))
        return Numbers(tuple(numbers))
    if kind in SINGLE or kind in SEVERAL:
        options = (
            TextAnswer(
                one_line(convert(_unescaped(one["text"]))),
                _share(one),
                one_line(convert(_unescaped(one["say"]))),
            )
            for one in answers
        )
        return Options(tuple(options), kind in SINGLE)
    return None


def gap(kind: str, answers: list[tuple[float, str, str]], weight: int = 1) -> str:
    """A gap as Moodle writes it: each answer with the percent it earns, its text, and what is said to it."""
    written = (f"%{share:.7g}%{_escaped(text)}#{_escaped(say)}" for share, text, say in answers)
    return f"{{{weight}:{kind}:{'~'.join(written)}}}"


def _escaped(text: str) -> str:
    return re.sub(r"([}#~])", r"\\\1", text)
