"""HTML as Moodle writes it, in markdown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.html_styles import LANGUAGES
from app.exchange.html_texts import from_html
from app.prose import Template


@pytest.mark.parametrize(
    ("source", "prose"),
    [
        ("<p>a</p><p>b</p>", "a\n\nb"),
        ("a<br>b<br/><br>c<br>", "a\\\nb\n\nc"),
        ("<p>a <b>bold </b>c</p>", "a **bold** c"),
        ("<i>a</i>, <em>b</em> <s>c</s>", "*a*, *b* ~~c~~"),
        ("a &lt;b&gt; &amp;lt; *c*", r"a \<b\> \&lt; \*c\*"),
        ("<code>x = a*b</code>", "`x = a*b`"),
        ("<code>a`b</code>", "``a`b``"),
        ("<pre>if a:\n  b = '$$x$$'</pre>", "```\nif a:\n  b = '$$x$$'\n```"),
        ("<ul><li>a</li><li>b<ol><li>c</li></ol></li></ul>", "- a\n- b\n\n  1. c"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<h3>Title</h3>text", "**Title**\n\ntext"),
        ('<a href="https://a.test/b_(c)">d</a>', "[d](https://a.test/b_%28c%29)"),
        ('<ol start="3"><li>c</li><li>d</li></ol>', "3. c\n4. d"),
        ('<span style="text-decoration: line-through;">a</span>', "~~a~~"),
        ('<span style="font-weight: 700">a</span> <span style="FONT-STYLE:italic">b</span>', "**a** *b*"),
        ("[tex]x^2[/tex] and <tex>y</tex>", "$x^2$ and $y$"),
        ("<table><tr><th>a</th></tr><tr><td>b|c</td></tr></table>", "| a |\n| --- |\n| b\\|c |"),
        ("x<sup>2</sup> and H<sub>2</sub>O", "x${}^{2}$ and H${}_{2}$O"),
        (r"\(a &lt; b\)", "$a < b$"),
        (r"\[a<br>b\]", "$$a b$$"),
        ("<div><div>a</div>b</div>", "a\n\nb"),
        ("<span style='font-size: 12px'>a</span>", "a"),
        ("<p># a</p><p>- b</p><p>1) c</p>", "\\# a\n\n\\- b\n\n1\\) c"),
        ("<p>unclosed <b>bold", "unclosed **bold**"),
        ("stray</p></div> end", "stray end"),
    ],
)  # fmt: skip
def test_what_markdown_can_say(source: str, prose: str) -> None:
    lost: list[str] = []
    assert from_html(source, lost) == prose
    assert lost == []


@pytest.mark.parametrize(
    ("source", "told"),
    [
        ('<img src="@@PLUGINFILE@@/a.png">', "the image a.png"),
        ('<img src="data:image/png;base64,AAAA">', "the image within the text"),
        ("<iframe src='https://a.test'></iframe>", "what <iframe> shows"),
        ("<video><source src='a.mp4'></video>", "what <video> shows"),
        ("<u>a</u>", "the tag <u>, whose text stays"),
        ('<a href="javascript:alert(1)">d</a>', "the link to javascript:alert(1)"),
        ('<a href="@@PLUGINFILE@@/a.pdf">d</a>', "the link to @@PLUGINFILE@@/a.pdf"),
        ("a<script>alert(1)</script>", "what <script> does"),
        ("<p style='color: red'>a</p>", "its colours"),
        ('<p>a<span style="display: none">secret</span></p>', "a text that is hidden there"),
        ('<ol type="a"><li>b</li></ol>', "the letters of a list: here they are numbers"),
        ('<span lang="en" class="multilang">a</span>', LANGUAGES),
        ("{mlang en}a{mlang}", LANGUAGES),
        ("<math><mi>x</mi></math>", "what <math> shows"),
        ("x<sup>∑</sup>", "the place of what stands in <sup>"),
        (
            "<table><tr><td colspan=2>a</td></tr></table>",
            "cells of a table that span several rows or columns",
        ),
    ],
)
def test_what_markdown_cannot_say_is_told(source: str, told: str) -> None:
    lost: list[str] = []
    from_html(source, lost)
    assert lost == [told]


def test_a_kind_of_thing_is_told_once() -> None:
    lost = ["the tag <u>, whose text stays"]
    from_html("<u>a</u><u>b</u>", lost)
    assert len(lost) == 1


@given(st.text("<>/pb r=\"'&;!-#{}$\\()[]x", max_size=60))
def test_no_html_breaks_the_reader_or_our_templates(source: str) -> None:
    Template.parse(from_html(source, []))


def test_tags_nested_without_end_are_read() -> None:
    assert from_html("<div>" * 5000 + "a" + "</div>" * 5000, []) == "a"


def test_what_is_hidden_there_is_not_shown_here() -> None:
    assert from_html('<p>a <span style="display:none">secret</span>b</p><div hidden>no</div>', []) == "a b"
