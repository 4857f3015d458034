"""Tests of what a page would show otherwise than it was meant."""

from __future__ import annotations

import pytest

from app.markup import Link, links_in, slips_in_markup

SOUND = (
    "",
    "For $a<b$ and $b>c$, is a < b > c?",
    "The types `List<int>`, `<br>` and ```<b>```.",
    "An index <i> alone, as on <https://example.org>.",
    "See [the paper](https://arxiv.org/abs/2006.11239) and [mail](mailto:a@example.org).",
    "See [chapter 1](/chapters/01-one), [above](#cards) and [a *b*](/exercises/one?seed=3).",
    "$\\alpha$, $$\\begin{aligned}x\\end{aligned}$$ and `\\alpha`.",
    "The set {a, b}, {{ n }}, $\\{n\\}$, ${{ n }}^{2}$ and \\{n\\}.",
    "A path C:\\Users, \\*stars\\*, a \\[0, 1\\] and `` ` ``.",
    "x[0][1] and a[i], C++ and C# and #1",
    "#hashtag",
    "<br>",
    "[^a-z]+ and [^abc]",
    "The power set is {∅, {1}}, and so on.",
    "See:\n\n    <div>{n}</div> # ![a](b)\n\n\n    \\alpha\n",
    'Open C:\\new\\text or "D:\\alpha\\pi".',
    "- #3 is third\n- std::vector, a::b\n- 3: note that",
    "~~~\n<b>\n![a](b)\n~~~\nand\n\n```\n::figure x\n#Title\n```",
    "Use {{ '}}' }} or {{ \"<b>\" }}.",
    "It costs \\$5.",
    "The braces \\{\\{ n }} and a \\<b>tag\\</b>.",
    'The sets {{ "{{" }}1}, {2}} of sets.',
    "![plot](data:image/png;base64,AAAA)",
)


@pytest.mark.parametrize("text", SOUND)
def test_a_sound_text_is_left_alone(text: str) -> None:
    assert list(slips_in_markup(text, {"n"})) == []


STRAY = (
    ("Is it <b>bold</b>?", 6, "the tag <b>"),
    ("See <a href='x'>this</a>.", 4, "the tag <a href='x'>"),
    ("See <img src=x.png>.", 4, "the tag <img src=x.png>"),
    ("a <!-- b -->", 2, "comments"),
    ("See ![a b](c.png)", 4, "'c.png'"),
    ("See ![a](//example.org/c.png)", 4, "load nothing from elsewhere"),
    ("See [a](b.md#c)", 4, "'b.md#c'"),
    ("See [a]( )", 4, "leads nowhere"),
    ("See [a](file:///etc)", 4, "do not link to"),
    ("Let \\(x\\) be", 4, "\\( does not begin"),
    ("Let \\[x^2\\] be", 4, "\\[ does not begin"),
    ("Let \\sigma be", 4, "\\sigma stands outside"),
    ("Here {n} is", 5, "{n} itself"),
    ("Here n }} is", 7, "closes nothing"),
    ("Here `n is", 5, "no partner"),
    ("a[^note] b", 1, "footnotes"),
    ("a\n##Title", 2, "a space after its #"),
    ("a\n ::: note", 3, "places nothing"),
)


@pytest.mark.parametrize(("text", "offset", "words"), STRAY)
def test_a_stray_sign_is_told_where_it_stands(text: str, offset: int, words: str) -> None:
    (slip,) = slips_in_markup(text, {"n"})
    assert slip.offset == offset
    assert words in slip.message
    assert slip.cure


def test_latex_is_not_told_where_a_dollar_sign_lacks_its_partner() -> None:
    assert list(slips_in_markup("Let $\\sigma be")) == []


def test_a_text_full_of_slips_is_told_ten() -> None:
    assert len(list(slips_in_markup("[a]() " * 50))) == 10


def test_links_are_found_outside_of_code_and_formulas() -> None:
    assert list(links_in("[a](/b), `[c](/d)`, $[e](f)$, ![g](h)")) == [Link("/b", 4)]
