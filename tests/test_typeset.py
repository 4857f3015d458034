from __future__ import annotations

import pytest

from app.expressions import parse
from app.typeset import formula_tex


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        ("1-a1*a2", r"1-a_{1}\,a_{2}"),
        ("a-(b-c)", r"a-\left(b-c\right)"),
        ("(a+b)*c", r"\left(a+b\right)\,c"),
        ("a/(b+c)", r"\frac{a}{b+c}"),
        ("(a/b)**2", r"{\left(\frac{a}{b}\right)}^{2}"),
        ("-a**2", "-{a}^{2}"),
        ("(-a)**2", r"{\left(-a\right)}^{2}"),
        ("sqrt(1-abar)", r"\sqrt{1-\bar\alpha}"),
        ("exp(-x)", "e^{-x}"),
        ("2*3", r"2\cdot 3"),
        ("sigma*log(x)", r"\sigma\,\log\left(x\right)"),
        ("noise_level", r"\mathrm{noise}_{level}"),
        ("a[2]", "a_{2}"),
        ("a < b", "a < b"),
        ("tanh(x)", r"\tanh\left(x\right)"),
        ("sigmoid(x)", r"\operatorname{sigmoid}\left(x\right)"),
    ],
)
def test_a_formula_is_set_as_it_was_understood(text: str, tex: str) -> None:
    assert formula_tex(parse(text)) == tex
