"""Numbers as people type them: one line of text to a finite number, or the sentence that says what to type.

Read are `0,36`, `−3`, `1e-3`, `4,04·10⁻⁵`, `1 000 000`, `36 %`, `9/25`, `exp(-2.535)`, `x_t ≈ 0.36` and such.
A single comma is a decimal comma; where it could group thousands (`1,234`), `also` holds the other reading.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from app.answers.formulas import grouped_joined, value_of
from app.answers.typed_text import Unread, quoted, without_label

LONGEST = 400
_SIGN = r"[+-]?"
_EXPONENT = (
    r"(?:[eE](?P<e>[+-]?\d{1,5})|\s*[*xX]\s*10\s*(?:\^|\*\*)\s*\(?\s*(?P<power>[+-]?\s*\d{1,5})\s*\)?)?"
)
_NUMBER = re.compile(
    rf"(?P<sign>{_SIGN})\s*(?P<body>(?=[.,]?\d)[\d.,' _]*?){_EXPONENT}\s*(?P<percent>%|percent|pct)?"
)
_GROUPED = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:{re.escape(mark)}\d{{3}})+") for mark in " '_,."}
_UNIT = re.compile(r"(?P<number>.*[\d)%])\s*(?P<unit>[A-Za-zµΩ°][A-Za-z0-9µΩ°/%^ -]*)")
_WORDS_OF_NO_NUMBER = frozenset(
    {"inf", "-inf", "+inf", "infinity", "-infinity", "∞", "-∞", "nan", "none", "null"}
)


@dataclass(frozen=True)
class ReadNumber:
    """A number, how many significant digits were typed (None: computed), and another way to read it."""

    value: float
    digits: int | None
    also: float | None = None


def number_read(text: str, unit: str | None = None) -> ReadNumber:
    """The number in a normalised text. Raises Unread with what to type instead."""
    bare = without_label(text).strip().rstrip(";,").strip()
    if not bare:
        raise Unread("Type a number, for example `0.36` or `9/25`.")
    if len(bare) > LONGEST:
        raise Unread(f"That is {len(bare)} characters long; type a number in at most {LONGEST}.")
    if bare.lower() in _WORDS_OF_NO_NUMBER:
        raise Unread("The answer is a finite number.")
    bare, with_unit = _without_unit(bare, unit)
    return _typed(bare, percent=not with_unit) or _computed(bare)


def _without_unit(text: str, unit: str | None) -> tuple[str, bool]:
    """The text before the unit that the question names, and whether the unit was there."""
    if unit and text.lower().endswith(unit.lower()) and len(text) > len(unit):
        return text[: -len(unit)].strip(), True
    return text, False


def _typed(text: str, *, percent: bool) -> ReadNumber | None:
    """The number written out in digits; None when the text is anything else."""
    match = _NUMBER.fullmatch(text)
    if match is None or (match["percent"] and not percent):
        return None
    digits, thousands = _decimal(match["body"].strip())
    exponent = (match["e"] or match["power"] or "0").replace(" ", "")
    shift = int(exponent) - (2 if match["percent"] else 0)
    value = _finite(f"{match['sign']}{digits}e{shift}")
    also = _finite(f"{match['sign']}{thousands}e{shift}") if thousands else None
    return ReadNumber(value, _significant(digits), also)


def _decimal(body: str) -> tuple[str, str]:
    """The digits with a decimal point, and "" or the digits if the comma meant thousands."""
    if "," in body and "." in body:
        return _both_marks(body)
    if body.count(",") > 1 or body.count(".") > 1:
        return _plain(_ungrouped(body, "," if "," in body else ".")), ""
    if "," in body:
        thousands = body.replace(",", "") if re.fullmatch(r"[1-9]\d{0,2},\d{3}", body) else ""
        return _plain(body.replace(",", ".")), thousands
    return _plain(body), ""


def _both_marks(body: str) -> tuple[str, str]:
    """`1,234.5` or `1.234,5`: the last mark is the decimal one, the other groups thousands."""
    mark, group = (",", ".") if body.rfind(",") > body.rfind(".") else (".", ",")
    whole, _, fraction = body.rpartition(mark)
    if mark in whole or not fraction:
        raise Unread(f"I can't tell which mark in {quoted(body)} is the decimal point.")
    return _plain(f"{_ungrouped(whole, group)}.{fraction}"), ""


def _plain(body: str) -> str:
    """The digits without blanks, apostrophes and underscores, which must stand between groups of three."""
    whole, point, fraction = body.partition(".")
    for mark in " '_":
        if mark in whole:
            whole = _ungrouped(whole, mark)
    if " " in fraction and not re.fullmatch(r"(?:\d{3} )+\d{1,3}", fraction):
        raise Unread("I read two numbers; this box takes one.")
    joined = whole + point + fraction.replace(" ", "")
    if not re.fullmatch(r"\d+\.?\d*|\.\d+", joined):
        raise Unread(f"I can't read {quoted(body)} as a number; type for example `0.36` or `1e-3`.")
    return joined


def _ungrouped(body: str, mark: str) -> str:
    if not _GROUPED[mark].fullmatch(body):
        what = "two numbers" if mark == " " else "several marks in one number"
        raise Unread(f"I read {what}; type for example `1234.5`.")
    return body.replace(mark, "")


def _significant(digits: str) -> int:
    """How many significant digits stand there: leading zeros don't count, trailing ones do."""
    return max(1, len(digits.replace(".", "").lstrip("0")))


def _finite(literal: str) -> float:
    value = float(literal)
    if not math.isfinite(value):
        raise Unread("That number is too large to work with.")
    if value == 0 and re.search(r"[1-9]", literal.partition("e")[0]):
        raise Unread("That number is too small to work with.")
    return value


def _computed(text: str) -> ReadNumber:
    """The value of arithmetic such as `sqrt(2)/3`; digits are not counted in it."""
    text = grouped_joined(text)
    _refuse_what_would_be_misread(text)
    factor, arithmetic = (0.01, text.rstrip("% ")) if text.endswith("%") else (1.0, text)
    try:
        return ReadNumber(factor * value_of(arithmetic), None)
    except Unread:
        if match := _UNIT.fullmatch(text):
            _refuse_unit(match["number"], match["unit"])
        raise


def _refuse_unit(number: str, unit: str) -> None:
    try:
        number_read(number)
    except Unread:
        return
    raise Unread(f"Type the number alone, without {quoted(unit.strip())}.")


# What implicit multiplication would read as a product that nobody meant.
_TRAPS = (
    (re.compile(r"\d[eE][+-]?$"), "The exponent is missing: type for example `5e-3`."),
    (re.compile(r"\d[eE][+-]?\d*[.,]"), "The exponent of `e` is a whole number: type for example `5e-3`."),
    (re.compile(r"[\d.]*\.\d*\.[\d.]*"), "I see two decimal points; type one number, for example `1234.5`."),
    (re.compile(r"^[+-]?\d+\s+\d+\s*/\s*\d+$"), "Type a mixed number as a sum, for example `1 + 1/2`."),
    (re.compile(r"[\d.]\s+[\d.]"), "I read two numbers; this box takes one."),
    (re.compile(r"±"), "Type one number: `±` stands for two."),
    (re.compile(r"^\s*[\[{]"), "This box takes one number, without brackets."),
    (re.compile(r"^[^()]*;"), "I read several numbers; this box takes one."),
    (re.compile(r"^[^()]*\d\s*,\s+[-+]?[\d.]"), "I read several numbers; this box takes one."),
)


def _refuse_what_would_be_misread(text: str) -> None:
    for pattern, message in _TRAPS:
        if pattern.search(text):
            raise Unread(message)
