"""Exercises drafted from questions."""

from __future__ import annotations

import pytest

from app.exchange.bank import (
    BankQuestion,
    Body,
    Essay,
    Gap,
    Gaps,
    NumberAnswer,
    Numbers,
    Options,
    TextAnswer,
    Words,
)
from app.exchange.counterparts import NoCounterpart
from app.exchange.drafts import Draft, drafted
from app.exchange.ids import free_id, slug


def draft(body: Body, name: str = "N", explanation: str = "") -> Draft:
    return drafted(BankQuestion(1, "k", name, "p", body, explanation), "n", 2, ["t"])


def numbers(*answers: tuple[float, float]) -> Numbers:
    return Numbers(tuple(NumberAnswer(value, tolerance, 1.0, "") for value, tolerance in answers))


@pytest.mark.parametrize(
    ("answers", "wanted"),
    [
        ([(5.0, 0.5)], {"answer": 5, "tolerance": {"abs": 0.5}}),
        ([(3.14, 0.0)], {"answer": 3.14, "tolerance": {"abs": 0}, "digits": 3}),
        ([(3.14, 0.0), (3.14159, 0.01)], {"answer": 3.14159, "tolerance": {"abs": 0.01}}),
        ([(1.0, 0.5), (2.0, 0.5)], {"answer": 1.5, "tolerance": {"abs": 1}}),
    ],
)
def test_numbers_that_touch_are_one(answers: list[tuple[float, float]], wanted: dict[str, object]) -> None:
    exercise = draft(numbers(*answers)).exercise
    assert {key: exercise[key] for key in wanted} == wanted


@pytest.mark.parametrize(
    "body",
    [
        numbers((2.0, 0.0), (-2.0, 0.0)),
        Numbers(()),
        Numbers((NumberAnswer(None, 0, 1.0, ""),)),
        Options((TextAnswer("a", 0.5, ""), TextAnswer("b", 0.5, "")), True),
        Options((TextAnswer("a", 0.0, ""),), False),
        Words((TextAnswer("*", 1.0, ""),)),
        Words((TextAnswer("a*b", 1.0, ""),)),
        Words((TextAnswer("*ab*", 1.0, ""),)),
        Words(()),
    ],
)
def test_what_has_no_one_key_is_refused(body: Body) -> None:
    with pytest.raises(NoCounterpart):
        draft(body)


def test_of_two_right_options_the_first_stays_and_the_other_is_told() -> None:
    made = draft(
        Options((TextAnswer("a", 1.0, ""), TextAnswer("b", 1.0, ""), TextAnswer("c", 0.0, "")), True)
    )
    assert made.exercise["options"] == [
        {"text": "a", "correct": True, "say": "That is right."},
        {"text": "c", "say": "That is not right."},
    ]
    assert made.lost == ("the option 'b', which is right too: here one is",)


def test_a_short_answer_that_is_a_number_is_a_number() -> None:
    made = draft(Words((TextAnswer("42", 1.0, ""), TextAnswer("forty-two", 0.5, "x"))))
    assert made.exercise["type"] == "numeric"
    assert made.exercise["answer"] == 42


def test_a_wrong_number_within_a_right_range_is_refused_where_it_comes_first() -> None:
    wrong, right = NumberAnswer(50.0, 0.0, 0.0, "Not 50."), NumberAnswer(50.0, 5.0, 1.0, "")
    with pytest.raises(NoCounterpart, match="50 is wrong"):
        draft(Numbers((wrong, right)))
    assert draft(Numbers((right, wrong))).exercise["answer"] == 50


def test_a_text_that_goes_on_behind_its_gaps_stays_whole() -> None:
    gap = Gap("It is", 1.0, numbers((5.0, 1.0)))
    made = draft(Gaps((gap,), "m long.", "It is **(1)** m long.")).exercise
    assert made["prompt"] == "It is **(1)** m long."
    assert isinstance(made["parts"], list)
    assert [one["ask"] for one in made["parts"] if isinstance(one, dict)] == ["(1)"]


@pytest.mark.parametrize("text", ["007", "00000101", "1_000", "1,000", "0xff", "+5", "1e3"])
def test_a_text_that_is_more_than_its_number_stays_a_text(text: str) -> None:
    assert draft(Words((TextAnswer(text, 1.0, ""),))).exercise["type"] == "self-check"


def test_what_a_short_answer_says_to_others_is_told() -> None:
    others = (TextAnswer("*", 0.0, "Count."), TextAnswer("two", 0.5, ""))
    lost = draft(Words((TextAnswer("42", 1.0, ""), *others))).lost
    assert any("Count." in one for one in lost)
    assert any("'two'" in one for one in lost)


@pytest.mark.parametrize(
    ("info", "model", "rubric"),
    [
        ("It is so.\n\n- one\n- two", "It is so.", ["one", "two"]),
        ("- one\n- two", "- one\n- two", ["one", "two"]),
        ("It is so.", "It is so.", ["My text says what the model answer says."]),
        ("- one\n\nIt is so.", "- one\n\nIt is so.", ["My text says what the model answer says."]),
    ],
)
def test_the_list_that_ends_the_grader_s_words_is_the_rubric(
    info: str, model: str, rubric: list[str]
) -> None:
    exercise = draft(Essay(info)).exercise
    assert (exercise["model"], exercise["rubric"]) == (model, rubric)


def test_an_essay_without_a_model_answer_takes_the_feedback_or_says_so() -> None:
    assert draft(Essay(""), explanation="Because.").exercise["model"] == "Because."
    assert any("write one" in one for one in draft(Essay("")).lost)


def test_a_long_name_is_cut_and_names_become_ids() -> None:
    title = draft(numbers((5.0, 1.0)), "x" * 300).exercise["title"]
    assert isinstance(title, str)
    assert len(title) == 120
    assert slug("Größe & <b>Maß</b>: 3!") == "groe-ma-3"
    assert free_id("数学", {"question", "question-2"}) == "question-3"
    assert len(slug("ab " * 99)) <= 60
