"""Symbols of the notation tables are found in formulas, and only they."""

from __future__ import annotations

import re

import pytest

from app.glossary import Glossary
from app.models import Symbol
from tests.typesetting import katex

SYMBOLS = [
    Symbol(symbol=r"$x_0$", meaning="data"),
    Symbol(symbol=r"$x_t$", meaning="noisy data"),
    Symbol(symbol=r"$t,\ T$", meaning="steps"),
    Symbol(symbol=r"$\bar\alpha_t=\prod_s\alpha_s$", meaning="signal left"),
    Symbol(symbol=r"$\mathcal N(\mu,v)$", meaning="a Gaussian"),
    Symbol(symbol=r"$\sqrt{\bar\alpha_t}$", meaning="an amplitude"),
    Symbol(symbol="$d$", meaning="numbers"),
    Symbol(symbol="B, C", meaning="no formula"),
]
GLOSSARY = Glossary(SYMBOLS)


def found(latex: str) -> list[str]:
    """What is marked in the formula."""
    return re.findall(r"\\htmlData\{symbol=[\w-]+\}\{((?:[^{}]|\{[^{}]*\})*)\}", GLOSSARY.mark(latex))


@pytest.mark.parametrize(
    ("latex", "symbols"),
    [
        (r"x_t", ["x_t"]),
        (r"\sqrt{\bar\alpha_t}\,x_0", [r"\bar\alpha_t", "x_0"]),
        (r"\bar{\alpha}_{t-1}", [r"\bar{\alpha}_{t-1}"]),
        (r"\bar\alpha_{250}^2", [r"\bar\alpha_{250}^2"]),
        (r"\frac{x_s}{T}", ["x_s", "T"]),
        (r"\mathcal{N}(0,1)", [r"\mathcal{N}"]),
        (r"\sig{x_0}+\noi{y}", ["x_0"]),
        (r"e^{-t}", ["t"]),
        (r"y_t^{T}", ["t", "T"]),
        (r"x_\theta", []),
        (r"\alpha_t", ["t"]),
        (r"\text{at } x_t", ["x_t"]),
        (r"\text{the T of } y", []),
        (r"\operatorname{T}\left(T\right)", ["T"]),
        (r"\begin{matrix}t\end{matrix}", ["t"]),
        (r"\frac t2", []),
        (r"\prod_{s\le t}", ["t"]),
        (r"\frac{dx_t}{dt}=d", ["x_t", "t", "d"]),
    ],
)
def test_a_symbol_is_found_where_a_reader_sees_it(latex: str, symbols: list[str]) -> None:
    assert found(latex) == symbols


@pytest.mark.parametrize(
    "latex", ["", "}", "{", "x_", "x^", "_", r"\sqrt", r"\frac{1", "a}b_t", "{" * 90 + "t" + "}" * 90]
)
def test_a_formula_that_is_none_is_left_or_comes_out_the_same_without_its_marks(latex: str) -> None:
    unmarked = re.sub(r"\\htmlData\{symbol=[\w-]+\}\{((?:[^{}]|\{[^{}]*\})*)\}", r"\1", GLOSSARY.mark(latex))
    assert unmarked.replace("{", "").replace("}", "") == latex.replace("{", "").replace("}", "")


def test_a_chapters_own_meaning_counts_before_the_books() -> None:
    own = Symbol(symbol="$T$", meaning="temperature")
    meanings = {one.key: one.symbol.meaning for one in GLOSSARY.meanings((own, *SYMBOLS))}
    assert meanings["T"] == "temperature"
    assert meanings["t"] == "steps"


def test_katex_sets_a_marked_formula_with_the_key_of_its_symbol() -> None:
    renderer = katex()
    assert 'data-symbol="bar-alpha-t"' in renderer.html(GLOSSARY.mark(r"\sqrt{1-\bar\alpha_t}^2+y_{t}"), True)
