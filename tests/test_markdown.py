"""Markdown becomes HTML without surprises."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formulas import FormulaError
from app.markdown import Markdown, heading_id
from tests.typesetting import MATHML, katex

md = Markdown(MATHML)


def test_raw_html_is_shown_not_obeyed() -> None:
    assert md.html("a <script>alert(1)</script> <b>b</b>") == (
        "<p>a &lt;script&gt;alert(1)&lt;/script&gt; &lt;b&gt;b&lt;/b&gt;</p>\n"
    )


@pytest.mark.parametrize("address", ["javascript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc"])
def test_dangerous_links_stay_text(address: str) -> None:
    assert "href" not in md.html(f"[x]({address})")


def test_links_to_elsewhere_give_nothing_away() -> None:
    assert 'rel="noopener noreferrer"' in md.html("[x](https://example.org/a)")
    assert "rel=" not in md.html("[x](/chapters/a#b)")


def test_formulas_are_typeset_and_short_ones_kept_on_one_line() -> None:
    assert md.inline("a $x$ b") == 'a <span class="nb"><math><mi>x</mi></math></span> b'
    assert 'class="nb"' not in md.inline(f"${'x+' * 20}x$")


def test_a_displayed_formula_may_stand_within_a_paragraph_or_alone() -> None:
    assert '<p>so\n<span class="eq"><math display="block">' in md.html("so\n$$x$$\nit is")
    assert md.html("$$\nx\n$$").startswith('<span class="eq">')


def test_dollar_signs_may_mean_money() -> None:
    assert md.inline(r"from $5 to $6, or \$7") == "from $5 to $6, or $7"


def test_a_formula_in_code_is_code() -> None:
    assert md.inline("`$x$`") == "<code>$x$</code>"


def test_bad_latex_raises_when_strict_and_is_shown_when_lenient() -> None:
    with pytest.raises(FormulaError):
        Markdown(katex()).html(r"a $\foo$")
    assert Markdown(katex(), lenient=True).inline(r"$\foo$") == (
        r'<span class="nb"><code class="tex">\foo</code></span>'
    )


def test_headings_begin_below_the_title_of_the_page_and_have_ids_of_their_own() -> None:
    assert md.html("# Noise $x$\n\n## Noise\n\n### Écart & co") == (
        '<h2 id="noise">Noise <span class="nb"><math><mi>x</mi></math></span></h2>\n'
        '<h2 id="noise-2">Noise</h2>\n'
        '<h3 id="ecart-co">Écart &amp; co</h3>\n'
    )
    assert heading_id("β") == "section"


def test_a_wide_table_scrolls_by_keyboard() -> None:
    html = md.html("| a | b |\n| --- | --- |\n| 1 | $x$ |\n")
    assert html.startswith('<div class="table" role="region" aria-label="Table" tabindex="0"><table>')
    assert html.endswith("</table></div>\n")
    assert "<math" in html


def test_code_is_highlighted_by_language() -> None:
    html = md.html('```python\ndef f(x):  # why\n    return "s" + 1\n```')
    assert '<span class="k">def</span> <span class="f">f</span>' in html
    assert '<span class="c"># why</span>' in html
    assert '<span class="m">1</span>' in html
    assert "span" not in md.html("```\ndef f(x): <b>\n```")


def test_a_program_is_highlighted_line_by_line() -> None:
    lines = md.code_lines("x = '''a\n<b>'''\n\nreturn x\n")
    assert len(lines) == 4
    assert lines[1] == '<span class="s">&lt;b&gt;</span><span class="s">&#39;&#39;&#39;</span>'
    assert lines[2] == ""
    assert md.code_lines("") == ()


def test_inline_text_has_no_paragraph() -> None:
    assert md.inline("*a*\n\n") == "<em>a</em>"


@settings(deadline=None, max_examples=200)
@given(st.text(alphabet="<>&\"'`*_[]()$|#-\n \\ab1:/", max_size=60))
def test_no_text_brings_in_tags_of_its_own(text: str) -> None:
    for html in (md.html(f"<script>{text}"), md.inline(f'{text}<img src=x onerror="x">')):
        assert "<script" not in html
        assert "<img src=x onerror" not in html
