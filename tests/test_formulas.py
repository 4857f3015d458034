"""Formulas are typeset on the server, by KaTeX or as MathML."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.formulas import MACROS, FormulaError, Renderer, side_by_side
from tests.typesetting import MATHML, katex


@pytest.fixture(params=["KaTeX", "math-core"])
def renderer(request: pytest.FixtureRequest) -> Renderer:
    return katex() if request.param == "KaTeX" else MATHML


@pytest.mark.parametrize(
    "latex",
    [
        r"\frac{a}{b}",
        r"\bar\alpha_t=\prod_{s\le t}(1-\beta_s)",
        r"\begin{aligned}x&=1\\y&=2\end{aligned}",
        r"\mathbb E\|\epsilon\|^2",
        "β_t < 1",
    ],
)
def test_a_formula_becomes_markup_with_mathml_in_it(renderer: Renderer, latex: str) -> None:
    html = renderer.html(latex)
    assert "<math" in html
    assert hasattr(html, "__html__")


def test_every_macro_is_known(renderer: Renderer) -> None:
    for name, meaning in MACROS.items():
        html = renderer.html(f"{name}{{x}}" if "#1" in meaning else name)
        assert "<math" in html
        assert 'class="tex"' not in html


def test_signal_and_noise_have_classes_of_their_own_in_katex() -> None:
    html = katex().html(r"\sig{x_0}+\noi{\epsilon}")
    assert "enclosing sig" in html
    assert "enclosing noi" in html


@pytest.mark.parametrize(
    ("latex", "position", "words"),
    [
        (r"x+\foo", 2, r"\foo"),
        (r"\frac{1}", 8, "Unexpected end"),
        (r"x_{", 3, "Expected '}'"),
        (r"a}", 1, "got '}'"),
        (r"\def\a{\a\a}\a", 0, "expansions"),
    ],
)
def test_katex_tells_what_is_wrong_and_where(latex: str, position: int, words: str) -> None:
    with pytest.raises(FormulaError) as caught:
        katex().html(latex)
    assert caught.value.position == position
    assert words in caught.value.message


def test_what_math_core_does_not_know_is_shown_as_its_source() -> None:
    assert MATHML.html(r"\foo<b>") == r'<code class="tex">\foo&lt;b&gt;</code>'


def test_links_and_foreign_classes_are_not_trusted() -> None:
    html = katex().html(r"\href{javascript:alert(1)}{x}")
    assert "<a " not in html


def test_the_same_formula_is_typeset_once(renderer: Renderer) -> None:
    assert renderer.html(r"\sqrt{2}") is renderer.html(r"\sqrt{2}")


def test_threads_get_their_own_formulas() -> None:
    renderer = katex()
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda number: renderer.html(f"x_{{{number}}}"), range(1000, 1064)))
    for number, html in zip(range(1000, 1064), pages, strict=True):
        assert f'<annotation encoding="application/x-tex">x_{{{number}}}<' in html


def test_a_displayed_formula_stands_in_a_span_so_that_a_paragraph_may_hold_it(renderer: Renderer) -> None:
    html = renderer.html("x", display=True)
    assert html.startswith('<span class="eq">')
    assert html.endswith("</span>")


@pytest.mark.parametrize(
    ("latex", "parts"),
    [
        (r"a=1,\qquad b=2", ["a=1,", " b=2"]),
        (r"\text{a \qquad b}\qquad c", [r"\text{a \qquad b}", " c"]),
        (r"\left(a\qquad b\right)", [r"\left(a\qquad b\right)"]),
        (r"\begin{cases}a\qquad b\end{cases}", [r"\begin{cases}a\qquad b\end{cases}"]),
        (r"\{a\qquad b\}", [r"\{a", r" b\}"]),
        (r"\qquad a", [r"\qquad a"]),
        (r"a\qquad", ["a"]),
        (r"a\qquadb", [r"a\qquadb"]),
        ("", [""]),
    ],
)
def test_parts_set_apart_may_stand_below_each_other(latex: str, parts: list[str]) -> None:
    assert side_by_side(latex) == parts


def test_checking_agrees_with_typesetting() -> None:
    renderer = katex()
    for latex in (r"\frac{a}{b}", r"\boxed{x}", r"\substack{a\\b}", r"\operatorname*{arg\,min}_x", r"\abar"):
        renderer.check(latex)
    with pytest.raises(FormulaError):
        renderer.check(r"\foo")


@settings(deadline=None, max_examples=100)
@given(st.text(alphabet="ax1{}\\$^_&%#~ αβ<>\"'", max_size=20))
def test_any_text_is_typeset_or_refused(latex: str) -> None:
    for renderer in (katex(), MATHML):
        try:
            html = renderer.html(latex, True)
        except FormulaError:
            continue
        assert "<script" not in html
