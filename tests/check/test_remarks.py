"""What words around a formula say of it."""

from __future__ import annotations

import pytest

from app.check.remarks import has_other_numbers, is_denied, names_scale

FORMULA = "$1=2$"


@pytest.mark.parametrize(
    "words",
    [" km", "\\%", " %", " ‰", " per cent", " Prozent", " Mrd. €", " million", " Kilometer", " s", "k"],
)
def test_units_with_prefixes_and_words_for_numbers_name_a_scale(words: str) -> None:
    assert names_scale(FORMULA + words, len(FORMULA))


@pytest.mark.parametrize("words", ["", ".", " tokens.", ", as meant", " and so on", " or"])
def test_other_words_name_none(words: str) -> None:
    assert not names_scale(FORMULA + words, len(FORMULA))


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("It is not true that ", ""),
        ("not ", ""),
        ("Write it instead of “", "”."),
        ("Falsch wäre ", ""),
        ("", " is wrong"),
        ("", ", which is a contradiction"),
        ("", " would be false."),
    ],
)
def test_an_equation_may_be_denied_before_it_or_behind(before: str, behind: str) -> None:
    assert is_denied(before + FORMULA + behind, len(before), len(before + FORMULA))


@pytest.mark.parametrize(
    ("before", "behind"),
    [("", ""), ("It is not hard: ", "."), ("So ", ", and that is not all."), ("a knot ", "")],
)
def test_other_words_deny_nothing(before: str, behind: str) -> None:
    assert not is_denied(before + FORMULA + behind, len(before), len(before + FORMULA))


def test_remainders_and_other_bases_are_known_by_their_words() -> None:
    for text in (
        "modulo 12",
        "$3 \\bmod 2$",
        "in base 2",
        "Binary numbers",
        "in $\\mathbb{Z}_5$",
        "hexadecimal",
    ):
        assert has_other_numbers(text), text
    for text in ("a model of modes", "the logarithm to base 10", "based on", "a combination"):
        assert not has_other_numbers(text), text
