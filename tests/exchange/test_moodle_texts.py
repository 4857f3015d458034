"""Our prose as Moodle shows it."""

from __future__ import annotations

import pytest

from app.exchange.moodle_texts import Words, without_macros

WORDS = Words()


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (r"\abar_t", r"{\bar\alpha}_t"),
        (r"\sig{x}+\noi{\sqrt{\abar}}", r"{x}+{\sqrt{{\bar\alpha}}}"),
        (r"\sig x", r"{x}"),
        (r"\epsilon\sigma", r"\epsilon\sigma"),
        (r"\E[x]", r"{\mathbb{E}}[x]"),
        (r"\sig{a\}b}", r"{a\}b}"),
        (r"\sig", r"{}"),
        (r"\sig{x", r"{{x}"),
    ],
)
def test_our_macros_are_written_out(latex: str, plain: str) -> None:
    assert without_macros(latex) == plain


def test_formulas_stand_between_moodle_s_own_signs() -> None:
    assert WORDS.line("a $x<\\abar$ *b*") == r"a \(x&lt;{\bar\alpha}\) <em>b</em>"
    assert WORDS.block("$$\nx\n$$") == r"\[x\]"
    assert WORDS.plain("*a* $x<y$ `b`") == r"a \(x<y\) b"


def test_code_goes_without_its_colours() -> None:
    assert "<span" not in WORDS.block("```python\nx = 1\n```")


def test_what_xml_cannot_hold_is_dropped() -> None:
    assert WORDS.line("a\x0bb\ufffe") == "ab"
