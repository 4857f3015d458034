from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.answers import (
    Answer,
    ArrayAnswer,
    ChosenAnswer,
    CodeAnswer,
    FormulaAnswer,
    Invalid,
    LineAnswer,
    MatchedAnswer,
    NumberAnswer,
    OrderAnswer,
    PartsAnswer,
    Raw,
    TextAnswer,
    echo,
    form_raw,
    read_answer,
)
from app.variants import Variant
from tests.grading import examples
from tests.grading.examples import variant

ESSAY_TEXT = "The variances add up, and so on and on."
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=12,
)
VARIANTS = [variant(text) for text in examples.ALL]


def message(v: Variant, raw: Raw) -> str:
    answer = read_answer(v, raw)
    assert isinstance(answer, Invalid)
    return answer.message


@pytest.mark.parametrize("v", VARIANTS, ids=lambda v: v.exercise.id)
@settings(max_examples=60, deadline=None)
@given(raw=JSON)
def test_any_json_is_an_answer_or_a_sentence(v: Variant, raw: Raw) -> None:
    answer = read_answer(v, raw)
    assert isinstance(answer, (Invalid, *get_args(Answer)))
    assert not isinstance(answer, Invalid) or answer.message.encode()
    assert echo(v, raw).encode() is not None


@pytest.mark.parametrize("v", VARIANTS, ids=lambda v: v.exercise.id)
@settings(max_examples=40, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_in_any_field_is_an_answer_or_a_sentence(v: Variant, text: str) -> None:
    names = [
        "answer",
        "choice",
        "order",
        "out",
        "line",
        "code",
        "text",
        "tick",
        "answer.a",
        "answer.v",
        f"match.{text}",
    ]
    assert read_answer(v, form_raw(v.exercise, {name: [text] for name in names})) is not None


def test_json_numbers_have_full_precision() -> None:
    assert read_answer(variant(examples.NUMBER), -1) == NumberAnswer(-1.0, "-1", None)


@pytest.mark.parametrize("raw", [True, False, [1], {"a": 1}, None, float("nan"), float("inf"), 10**400])
def test_other_json_is_no_number(raw: Raw) -> None:
    assert message(variant(examples.NUMBER), raw)


def test_a_vector_tells_what_it_read_and_what_is_asked() -> None:
    v = variant(examples.VECTOR)
    answer = read_answer(v, "0,863; -0,40")
    assert isinstance(answer, ArrayAnswer)
    assert (answer.value.tolist(), answer.digits, answer.each) == ([0.863, -0.4], 2, (3, 2))
    assert message(v, [1, 2, 3]) == "I read 3 numbers, the question asks for 2."
    assert message(v, 1) == "I read 1 number, the question asks for 2."
    assert message(v, True)


def test_a_formula_may_use_the_variables_only() -> None:
    v = variant(examples.FORMULA)
    assert isinstance(read_answer(v, "V = 1 − a₁·a₂"), FormulaAnswer)
    assert "x" in message(v, "1-x")
    assert "no value" in message(v, "log(-1)*0/0")
    assert message(v, "") == "Type a formula in `a1`, `a2`."


def test_one_option_is_chosen_by_its_id() -> None:
    v = variant(examples.CHOICE)
    assert read_answer(v, "noise") == read_answer(v, ["noise"]) == ChosenAnswer(("noise",))
    assert message(v, ["noise", "data"]) == "Choose one option only."
    assert "`bogus`" in message(v, "bogus")
    assert message(v, []) == message(v, None) == "Choose an option."


def test_the_order_of_chosen_options_does_not_matter() -> None:
    v = variant(examples.CHOICES)
    assert read_answer(v, ["a", "c", "a"]) == read_answer(v, ["c", "a"])


def test_code_must_be_there_and_readable() -> None:
    v = variant(examples.CODE)
    assert read_answer(v, "x = 1\r\n") == CodeAnswer("x = 1\n")
    assert message(v, "  ")
    assert message(v, "x" * 30_000)
    assert message(v, "x = '\ud800'")
    assert message(v, 3)


def test_an_essay_is_a_text_and_ticks() -> None:
    v = variant(examples.ESSAY)
    assert read_answer(v, ESSAY_TEXT) == TextAnswer(ESSAY_TEXT)
    assert read_answer(v, {"text": ESSAY_TEXT, "ticked": ["2", 0]}) == TextAnswer(ESSAY_TEXT, (0, 2))
    assert message(v, {"text": "short", "ticked": [0]})
    assert message(v, {"text": ESSAY_TEXT, "ticked": [3]})
    assert message(v, {"text": ESSAY_TEXT, "ticked": [True]})
    assert message(v, {"text": ESSAY_TEXT, "ticks": [1]})


def test_parts_may_be_left_blank_but_not_all() -> None:
    v = variant(examples.PARTS)
    answer = read_answer(v, {"a": "2,5", "b": "", "c": None})
    assert isinstance(answer, PartsAnswer)
    assert [name for name, part in answer.parts.items() if part is not None] == ["a"]
    assert message(v, {"a": " ", "b": ""}) == "Answer at least one part."
    assert "no part `z`" in message(v, {"z": 1})
    assert message(v, "2.5")


def test_an_unreadable_part_is_named() -> None:
    slip = read_answer(variant(examples.PARTS), {"a": "2.5", "b": "abc"})
    assert isinstance(slip, Invalid)
    assert slip.part == "b"


def test_the_other_kinds_are_read() -> None:
    assert read_answer(variant(examples.BUG), "3") == LineAnswer(3)
    order = read_answer(variant(examples.ORDER), ["draw", "time", "noise", "mix", "loss"])
    assert isinstance(order, OrderAnswer)
    assert len(order.left_out) == 1
    assert not isinstance(read_answer(variant(examples.MATCH), {}), MatchedAnswer)


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        ("0.36", "$0.36$"),
        ("9/25", "$0.36$ (from `9/25`)"),
        ("1,234", "$1.234$ (the comma read as a decimal comma; for thousands type `1234`)"),
        ("", ""),
        (None, ""),
        ("12 GB", "Type the number alone, without `GB`."),
    ],
)
def test_the_echo_tells_how_a_number_is_read(raw: Raw, told: str) -> None:
    assert echo(variant(examples.NUMBER), raw) == told


def test_the_echo_knows_vectors_formulas_and_parts() -> None:
    assert echo(variant(examples.VECTOR), "1;2") == "$[1, 2]$"
    assert echo(variant(examples.FORMULA), "1-a1 a2") == r"$1-a_{1}\,a_{2}$"
    assert echo(variant(examples.PARTS), "5/2", "a") == "$2.5$ (from `5/2`)"
    assert echo(variant(examples.PARTS), "5/2", "zzz") == ""
    assert echo(variant(examples.CHOICE), "noise") == ""
