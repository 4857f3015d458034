"""GIFT as Moodle reads it."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.bank import (
    Description,
    Essay,
    Foreign,
    NumberAnswer,
    Numbers,
    Options,
    Pairs,
    TextAnswer,
    Words,
)
from app.exchange.gift import read_gift
from app.exchange.prose_texts import clean
from tests.exchange.test_prose_texts import shown


def body(answers: str) -> object:
    """What is asked by these answers."""
    return read_gift(f"q {{{answers}}}").questions[0].body


def number(value: float | None, tolerance: float = 0.0, share: float = 1.0, say: str = "") -> NumberAnswer:
    return NumberAnswer(value, tolerance, share, say)


def option(text: str, share: float, say: str = "") -> TextAnswer:
    return TextAnswer(text, share, say)


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ("", Essay("")),
        ("#5", Numbers((number(5.0),))),
        ("#3.14:0.01", Numbers((number(3.14, 0.01),))),
        ("#1..5", Numbers((number(3.0, 2.0),))),
        ("#-1..1.5#ok", Numbers((number(0.25, 1.25, 1.0, "ok"),))),
        (
            "#=1822:0#Yes =%50%1822:2#Near ~#No",
            Numbers(
                (number(1822.0, 0.0, 1.0, "Yes"), number(1822.0, 2.0, 0.5, "Near"), number(None, 0, 0, "No"))
            ),
        ),
        ("T", Options((option("True", 1.0), option("False", 0.0)), True)),
        ("FALSE#no#yes", Options((option("True", 0.0, "no"), option("False", 1.0, "yes")), True)),
        ("=a ~b#c ~%25%d", Options((option("a", 1.0), option("b", 0.0, "c"), option("d", 0.25)), True)),
        ("~%50%a ~%50%b ~%-100%c", Options((option("a", 0.5), option("b", 0.5), option("c", -1.0)), False)),
        ("=a -> b =c -> d = -> e", Pairs((("a", "b"), ("c", "d")), ("e",))),
        ("=a =%20%b#c", Words((option("a", 1.0), option("b", 0.2, "c")))),
        ("a", Words((option("a", 1.0),))),
        ("=a\\=b ~c\\~d\\#\\{\\}\\:", Options((option("a=b", 1.0), option(r"c\~d#{}:", 0.0)), True)),
    ],
)  # fmt: skip
def test_each_kind_of_answers(answers: str, wanted: object) -> None:
    assert body(answers) == wanted


@pytest.mark.parametrize("answers", ["#", "#five", "#1..x", "=a -> b =c", "#=%50%"])
def test_answers_that_cannot_be_read_are_told(answers: str) -> None:
    assert isinstance(body(answers), Foreign | Numbers)
    if answers != "#":
        assert isinstance(body(answers), Foreign)


@pytest.mark.parametrize("text", ["a { b", "a } b", "a } b {"])
def test_a_lonely_brace_is_told(text: str) -> None:
    assert isinstance(read_gift(text).questions[0].body, Foreign)


def test_titles_comments_categories_and_tags() -> None:
    bank = read_gift(
        "// a comment\n$CATEGORY: $course$/top/C D\n\n// [tag:x] [tag:y z]\n::T\\:1::q {T}\n\nno braces\n"
    )
    first, second = bank.questions
    assert (first.name, first.tags, first.prompt) == ("T:1", ("x", "y z", "C D"), "q")
    assert isinstance(second.body, Description)
    assert second.tags == ("C D",)


@pytest.mark.parametrize(
    ("text", "prompt"),
    [
        ("[html]<b>a</b> {T}", "**a**"),
        ("[plain]<b>a</b> {T}", r"\<b\>a\</b\>"),
        ("[markdown]*a* {T}", "*a*"),
        ("[moodle]a\\nb {T}", "a\\\nb"),
        ("one\ntwo {T}", "one two"),
        ("a {=b ~c} d.", r"a \_\_\_\_\_ d."),
        (r"\(\\nabla f\) and \(\nu\) {T}", r"$\nabla f$ and $\nu$"),
    ],
)
def test_prompts(text: str, prompt: str) -> None:
    assert read_gift(text).questions[0].prompt == prompt


def test_general_feedback_is_the_explanation() -> None:
    assert read_gift("q {T ####Because.}").questions[0].explanation == "Because."


def as_gift(text: str) -> str:
    """Words with what means something in GIFT escaped."""
    return re.sub(r"([~=#{}:\\])", r"\\\1", text)


@given(
    st.lists(
        st.text("~=#{}:\\/[]%$ab1 .->*_`<&;é", min_size=1, max_size=15).filter(
            lambda text: text.strip() and not re.search(r"\$\$|\\[(\[n]", text)
        ),
        min_size=3,
        max_size=3,
    )
)
def test_words_of_any_signs_come_back(words: list[str]) -> None:
    prompt, right, wrong = (re.sub(r"^\W+|\[\w+\]", "x", word) for word in words)
    bank = read_gift(f"::t::[plain]{as_gift(prompt)} {{=[plain]{as_gift(right)} ~[plain]{as_gift(wrong)}}}")
    question = bank.questions[0]
    assert isinstance(question.body, Options)
    read = [question.prompt, *(one.text for one in question.body.options)]
    assert [shown(one).replace(" ", "") for one in read] == [
        re.sub(r"\s", "", clean(one)) for one in (prompt, right, wrong)
    ]


@given(st.text("~=#{}:\\%->T1.\n /$[", max_size=60))
def test_no_text_breaks_the_reader(text: str) -> None:
    read_gift(text)
