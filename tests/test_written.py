from __future__ import annotations

from pathlib import Path

import pytest

from app.expressions import parse
from app.written import written


@pytest.mark.parametrize(
    "text",
    [
        "sqrt(1 - abar[t])",
        "a - (b - c)",
        "a - b - c",
        "a/(b*c)",
        "a/b*c",
        "-x**2",
        "(-x)**2",
        "2**-x",
        "(2**x)**y",
        "2**x**y",
        "(a + b)*c",
        "a < b <= c",
        "(a < b) == c",
        "not (a and b) or not c",
        "a and (b or c)",
        "reverse.ddim_step(x, e, ab, s, eta=0.5)",
        "[[1, 2.5], [x, -1]][0]",
        "a[1:]",
        "a[:n + 1:2]",
        "(a + b)[t - 1]",
        "where(kind == 'v', 1, 2)",
        "1e-05*x",
    ],
)
def test_a_formula_is_written_as_authors_write_it(text: str) -> None:
    assert written(parse(text)) == text


def test_the_book_s_formulas_are_read_back_as_they_were() -> None:
    lines = [
        line.partition(":")[2].strip().strip('"')
        for path in Path("exercises").rglob("*.yaml")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.startswith("answer:")
    ]
    assert len(lines) > 40
    assert all(parse(written(parse(text))) == parse(text) for text in lines)
