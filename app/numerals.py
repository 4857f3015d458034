"""How a value is written for a reader: in prose (unicode), in TeX, and plain as in code."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from app.values import Value

SHORT = 8  # a float of at most so many significant digits is shown as it was written
LONG = 6  # and a longer one is rounded to so many
LEAST, MOST = -4, 5  # exponents of ten shown without a power: 0.0001 to 999999
SUPERSCRIPTS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Style:
    """Where a number is written."""

    power: Callable[[str, int], str]  # mantissa and exponent of ten -> text
    infinity: str
    percent: str


def _plain_power(mantissa: str, exponent: int) -> str:
    return f"{mantissa}e{exponent:+03d}"


def _tex_power(mantissa: str, exponent: int) -> str:
    return rf"{mantissa}\times10^{{{exponent}}}"


def _unicode_power(mantissa: str, exponent: int) -> str:
    return f"{mantissa} × 10{str(exponent).translate(SUPERSCRIPTS)}"


PLAIN = Style(_plain_power, "inf", "%")
TEX = Style(_tex_power, r"\infty", r"\%")
UNICODE = Style(_unicode_power, "∞", "%")


def plain(value: Value, digits: int | None = None) -> str:
    """`value` as in code: 0.36, 4.036e-05, [0.8627, -0.396]."""
    return written(value, PLAIN, digits)


def tex(value: Value, digits: int | None = None) -> str:
    r"""`value` as TeX: 4.036\times10^{-5}."""
    return written(value, TEX, digits)


def written(value: Value, style: Style, digits: int | None = None) -> str:
    """`value` in this style.

    Floats are rounded to `digits` significant digits; without `digits` a short decimal stays as it was
    written and a longer one gets 6. Integers are exact, -0 is 0, text stays as it is.
    """
    return _each(value, style, lambda number: _number(number, style, digits))


def fixed(value: Value, style: Style, places: int) -> str:
    """`value` with exactly `places` decimals: 0.50."""
    return _each(value, style, lambda number: _unsigned_zero(f"{number:.{places}f}"))


def percent(value: Value, style: Style, places: int) -> str:
    """`value` in percent with `places` decimals: 12.5%."""
    return _each(value, style, lambda number: _unsigned_zero(f"{100 * number:.{places}f}") + style.percent)


def scientific(value: Value, style: Style, digits: int) -> str:
    """`value` with `digits` significant digits and always a power of ten: 3.60 × 10⁻¹."""
    return _each(value, style, lambda number: _with_power(number, style, digits))


def rounded(value: Value, style: Style) -> str:
    """`value` to the nearest whole number: 786432."""
    return _each(value, style, lambda number: str(round(number)))


def _each(value: Value, style: Style, write: Callable[[int | float], str]) -> str:
    """`value` written number by number, arrays in square brackets."""
    match value:
        case str():
            return value
        case bool():
            return "true" if value else "false"
        case float() if math.isnan(value):
            return "nan"
        case float() if math.isinf(value):
            return style.infinity if value > 0 else f"-{style.infinity}"
        case int() | float():
            return write(value)
        case complex():
            sign = "-" if value.imag < 0 else "+"
            return f"{_each(value.real, style, write)}{sign}{_each(abs(value.imag), style, write)}i"
        case np.ndarray():
            return _each(value.tolist(), style, write)
        case list():
            return f"[{', '.join(_each(entry, style, write) for entry in value)}]"


def _number(number: int | float, style: Style, digits: int | None) -> str:
    if isinstance(number, int):
        return str(number)
    shown = _shown(number, digits)
    exponent = shown.adjusted()
    most = max(MOST, digits or SHORT)
    if shown.is_zero() or LEAST <= exponent <= most:
        return f"{shown:f}"
    mantissa = shown.scaleb(-exponent).normalize()
    return style.power(f"{mantissa:f}", exponent)


def _shown(number: float, digits: int | None) -> Decimal:
    """The decimal to show, without trailing zeros behind the point."""
    if number == 0:
        return Decimal(0)
    exact = Decimal(repr(number)).normalize()
    if digits is None and len(exact.as_tuple().digits) > SHORT:
        digits = LONG
    return exact if digits is None else Decimal(f"{number:.{digits - 1}e}").normalize()


def _with_power(number: int | float, style: Style, digits: int) -> str:
    if number == 0:
        return "0"
    mantissa, exponent = f"{number:.{digits - 1}e}".split("e")
    return style.power(mantissa, int(exponent))


def _unsigned_zero(text: str) -> str:
    return text.removeprefix("-") if not text.strip("-0.") else text
