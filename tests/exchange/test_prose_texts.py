"""Texts of elsewhere as our prose: what was words stays words, what was TeX is TeX."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.prose_texts import clean, escaped_braces, from_markdown, from_plain
from app.formulas import Renderer
from app.markdown import Markdown
from app.prose import Template

MARKDOWN = Markdown(Renderer(None), lenient=True)
WORDS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), max_size=60)


def shown(prose: str) -> str:
    """The words a student reads."""
    html = MARKDOWN.html(Template.parse(prose).render({}))
    text = re.sub(r"<[^>]*>", " ", html)
    for entity, sign in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        text = text.replace(entity, sign)
    return " ".join(text.split())


@given(WORDS.filter(lambda text: "$$" not in text and "\\(" not in text and "\\[" not in text))
def test_plain_words_read_as_they_were_written(text: str) -> None:
    assert shown(from_plain(text)) == " ".join(clean(text).split())


@given(st.text("{}%#$\\`*_[]<>|~-+=.:1a &;\n", max_size=30))
def test_signs_of_every_language_stay_signs(text: str) -> None:
    if re.search(r"\$\$|\\[(\[]", text):
        return
    assert shown(from_plain(text)).replace(" ", "") == re.sub(r"\s", "", text)


@pytest.mark.parametrize(
    ("text", "prose"),
    [
        (r"\(x^2\)", "$x^2$"),
        (r"\[ x \]", "$$x$$"),
        ("$$ x $$", "$$x$$"),
        (r"5\(x\)7", "5 $x$ 7"),
        (r"\(a\)\(b\)", "$a$ $b$"),
        (r"\(\frac{1}{2}\)", r"$\frac{1}{2}$"),
        (r"\(x_{{a}}\)", '$x_{{ "{" }}{a}}$'),
        ("costs $5", r"costs \$5"),
        ("\\\\(no\\\\)", r"\\\\(no\\\\)"),
        ("one\ntwo\n\nthree", "one\\\ntwo\n\nthree"),
        ("1. one", r"1\. one"),
        ("::exercise x", r"\::exercise x"),
        ("\x00\x07a\u2028b\u00a0c", "a\\\nb c"),
    ],
)
def test_formulas_and_signs(text: str, prose: str) -> None:
    assert from_plain(text) == prose


def test_markdown_keeps_its_marks_and_code_and_loses_single_dollars() -> None:
    lost: list[str] = []
    text = "*a* `$x` costs $5, \\(y\\)\n\n```\n$z {{\n```\n<b>c</b>"
    assert from_markdown(text, lost) == ('*a* `$x` costs \\$5, $y$\n\n```\n$z {{ "{" }}{\n```\n<b>c</b>')
    assert lost == ["HTML tags within markdown are shown as they are written"]


@given(st.text("{%#} a", max_size=20))
def test_escaped_braces_render_to_what_was_written(text: str) -> None:
    assert Template.parse(escaped_braces(text)).render({}) == text
