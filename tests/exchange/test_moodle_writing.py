"""The XML itself."""

from __future__ import annotations

from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.moodle import read_moodle
from app.exchange.moodle_writing import (
    Written,
    answer,
    category,
    cdata,
    html_text,
    number,
    plain_text,
    question,
    quiz,
)

SOUND = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")
)


@given(SOUND)
def test_any_text_in_cdata_comes_back(text: str) -> None:
    assert (fromstring(html_text("q", text)).findtext("text") or "") == text
    assert (fromstring(plain_text("q", text)).findtext("text") or "") == text


def test_the_end_of_cdata_within_a_text_is_divided() -> None:
    assert cdata("a]]>b") == "<![CDATA[a]]]]><![CDATA[>b]]>"
    assert cdata("") == ""


@pytest.mark.parametrize("name", ["A", "A/B", "A & <B>", "1/2/3"])
def test_a_category_comes_back(name: str) -> None:
    one = question(Written("essay", "n", "i", "p", "", "", (), ()))
    bank = read_moodle(quiz([category(["Book", name]), one]).encode())
    assert bank.questions[0].tags == (name,)


@pytest.mark.parametrize(
    ("value", "text"), [(1 / 3, "0.333333333333333"), (5.0, "5"), (1e-9, "1e-09"), (-0.25, "-0.25")]
)
def test_numbers_keep_the_digits_that_count(value: float, text: str) -> None:
    assert number(value) == text


def test_an_answer_has_its_percent_and_its_feedback() -> None:
    element = fromstring(answer(100 / 3, "a", "b"))
    assert element.get("fraction") == "33.33333"
    assert element.findtext("feedback/text") == "b"
