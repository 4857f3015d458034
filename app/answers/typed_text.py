"""What keyboards, spreadsheets and copied pages do to a formula, undone."""

from __future__ import annotations

import re
import unicodedata


class Unread(Exception):  # noqa: N818  # it is no error: a student typed what can't be read
    """The text can't be read; the message tells the student what to type."""


_SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁺", "0123456789-+")
_RAISED = re.compile("[⁻⁺]?[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_VULGAR = re.compile("(\\d*)\\s*([¼½¾⅐-⅞])")
_CHARACTERS = str.maketrans(
    {
        **dict.fromkeys("−–—‒―﹣－‐‑", "-"),
        **dict.fromkeys("×·⋅∙•∗＊", "*"),
        **dict.fromkeys("÷∕⁄", "/"),
        **dict.fromkeys("’‘ʼ", "'"),
        **dict.fromkeys("\u200b\u200c\u200d\u2060\ufeff\u200e\u200f\xad", ""),
        **dict.fromkeys("≃≅∼", "≈"),
    }
)
_LATEX = (
    (re.compile(r"\\(?:left|right|displaystyle|,|;|!|quad)"), " "),
    (re.compile(r"\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}"), r"((\1)/(\2))"),
    (re.compile(r"\\[dt]?frac\s*(\d)\s*(\d)"), r"(\1/\2)"),
    (re.compile(r"\\(?:cdot|times)(?![a-z])"), "*"),
    (re.compile(r"\\approx(?![a-z])"), "≈"),
    (re.compile(r"\\%"), "%"),
    (re.compile(r"\\([a-z]+)"), r"\1"),
    (re.compile(r"\{([^{},;]*)\}"), r"(\1)"),
)
_NUMPY = re.compile(r"\b(?:np|numpy|math|torch|jnp)\.(?:(?:float|int)\d*\(([^()]*)\))?")
_LABEL = re.compile(r"(?:[^=≈<>!]{0,60}[=≈])+(?!=)")
_UNREADABLE = frozenset({"Cc", "Cs", "Co", "Cn"})
SHOWN = 40


def normalised(text: str) -> str:
    """The text in plain ASCII marks: minus, times, fractions, powers, blanks; letters of formulas stay.

    Raises Unread for characters that no keyboard types.
    """
    refuse_unreadable(text)
    text = _VULGAR.sub(_fraction, text)
    text = _RAISED.sub(lambda match: f"^({match[0].translate(_SUPERSCRIPTS)})", text)
    text = unicodedata.normalize("NFKC", text.translate(_CHARACTERS)).translate(_CHARACTERS)
    return _NUMPY.sub(r"\1", _without_latex(text)).strip()


def refuse_unreadable(text: str) -> None:
    """Raises Unread for control characters, lone surrogates and code points that stand for nothing."""
    if any(unicodedata.category(one) in _UNREADABLE and one not in "\t\n\r" for one in text):
        raise Unread("There is a character in it that can't be read; type that place again by hand.")


def _fraction(match: re.Match[str]) -> str:
    numerator, denominator = unicodedata.normalize("NFKC", match[2]).split("⁄")
    whole = f"{match[1]}+" if match[1] else ""
    return f"({whole}{numerator}/{denominator})"


def _without_latex(text: str) -> str:
    text = text.strip().strip("$")
    if "\\" not in text:
        return text
    text = text.removeprefix("\\(").removesuffix("\\)").removeprefix("\\[").removesuffix("\\]")
    for pattern, plain in _LATEX:
        text = pattern.sub(plain, text)
    return text


def without_label(text: str) -> str:
    """What stands after the last `=` or `≈`: the number in `x_t ≈ 0.36`."""
    match = _LABEL.match(text)
    return text[match.end() :] if match else text


def quoted(text: str) -> str:
    """The student's text as a short code span, safe to put into markdown."""
    printable = "".join(character if character.isprintable() else " " for character in text)
    short = " ".join(printable.replace("`", "'").split())
    short = short if len(short) <= SHOWN else short[: SHOWN - 1] + "…"
    return f"`{short}`" if short else "an empty text"
