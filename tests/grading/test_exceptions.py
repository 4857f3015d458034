from __future__ import annotations

import pytest

from app.grading.exceptions import exception_text, line_text, missing_function
from app.runner import Raised

SOURCE = "def f(x):\r\n    return `1`\n\tx  =  2\n" + "y" * 200


@pytest.mark.parametrize(
    ("line", "text"),
    [(1, "def f(x):"), (2, "return '1'"), (3, "x = 2"), (4, "y" * 79 + "…"), (5, ""), (0, ""), (-1, "")],
)
def test_a_line_is_shown_as_it_can_stand_in_a_sentence(line: int, text: str) -> None:
    assert line_text(SOURCE, line) == text


@pytest.mark.parametrize(
    ("raised", "text"),
    [
        (Raised("ValueError", "no", 1), "`ValueError: no` in line 1, `def f(x):`"),
        (Raised("ValueError", "", None), "`ValueError`"),
        (Raised("Odd`kind", "a\n`b`" + "x" * 300, 99), f"`Odd'kind: a 'b'{'x' * 194}…` in line 99"),
        (
            Raised("PermissionError", "", None),
            "`PermissionError`: programs here have no files and no network",
        ),
    ],
)
def test_an_exception_is_told_with_its_place(raised: Raised, text: str) -> None:
    assert exception_text(raised, SOURCE) == text


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("def q_sampel(x): ...", "you defined `q_sampel`; `q_sample` is asked for"),
        ("async def Q_Sample(x): ...", "you defined `Q_Sample`; `q_sample` is asked for"),
        ("if x:\n    def q_sample(x): ...", "`q_sample` is defined inside another block"),
        ("def other(x): ...", "your program defines no function `q_sample`"),
        ("def q_sample(x): ...\ndel q_sample", "your program defines no function `q_sample`"),
        ("def q_sample" + "e" * 1000 + "(x): ...", "your program defines no function"),
        ("def " * 25_000, "your program defines no function"),
    ],
)
def test_a_misspelt_function_is_named(source: str, words: str) -> None:
    assert missing_function("q_sample", source).startswith(words)
