"""Embedded answers, read and written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.bank import Foreign, Gap, Gaps, NumberAnswer, Numbers, Options, TextAnswer
from app.exchange.cloze import gap, gaps_of


def read(source: str) -> object:
    return gaps_of(source, str)


def test_numbers_and_options_are_gaps() -> None:
    assert read("a {1:NUMERICAL:=3:0.1#ok~%50%4:0.1#near~*#no} b {2:MC:=x~y} c") == Gaps(
        (
            Gap(
                "a ",
                1.0,
                Numbers(
                    (
                        NumberAnswer(3.0, 0.1, 1.0, "ok"),
                        NumberAnswer(4.0, 0.1, 0.5, "near"),
                        NumberAnswer(None, 0.0, 0.0, "no"),
                    )
                ),
            ),
            Gap(" b ", 2.0, Options((TextAnswer("x", 1.0, ""), TextAnswer("y", 0.0, "")), True)),
        ),
        " c",
        "a <b>(1)</b> b <b>(2)</b> c",
    )


def test_a_range_in_a_gap_is_told_as_what_it_is() -> None:
    body = read("{1:NUMERICAL:=5..7}")
    assert isinstance(body, Foreign)
    assert "{1:NUMERICAL:=5..7}" in body.reason


@pytest.mark.parametrize("between", ["<br>", ".</p><p>", " </p>\n<p>", "&nbsp;</p>"])
def test_gaps_at_the_ends_of_paragraphs_are_asked_there(between: str) -> None:
    gaps = read(f"<p>a {{1:NM:=3}}{between}b {{1:NM:=4}}?</p>")
    assert isinstance(gaps, Gaps)
    assert gaps.whole == ""


def test_a_table_with_gaps_stays_whole() -> None:
    gaps = read("<table><tr><td>a</td><td>{1:NM:=3}</td></tr></table>")
    assert isinstance(gaps, Gaps)
    assert gaps.whole == "<table><tr><td>a</td><td><b>(1)</b></td></tr></table>"


@pytest.mark.parametrize(
    "source", ["{1:SHORTANSWER:=a}", "{1:NUMERICAL:=five}", "no gap", "{:UNKNOWN:=1}", ""]
)
def test_other_gaps_are_told(source: str) -> None:
    assert isinstance(read(source), Foreign)


@given(
    st.lists(
        st.text("~#}{=%a\\(x1) ", min_size=1, max_size=12).map(lambda one: f"o{one}o"), min_size=2, max_size=4
    )
)
def test_what_is_written_is_read_again(texts: list[str]) -> None:
    wanted = [one.replace("\\}", "}").replace("\\#", "#").replace("\\~", "~") for one in texts]
    if wanted != texts:
        return  # a backslash before such a sign already means the sign
    body = read(gap("MULTIRESPONSE", [(50, one, one) for one in texts]))
    assert isinstance(body, Gaps)
    options = body.gaps[0].body
    assert isinstance(options, Options)
    assert [" ".join(one.split()) for one in texts] == [one.text for one in options.options]
