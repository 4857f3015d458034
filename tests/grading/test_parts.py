from __future__ import annotations

import math

import pytest

from app.answers import Invalid, Raw, read_answer
from app.grading import Graded, OptionsEvidence, grade
from tests.grading.examples import DESIGN, MIXED, PARTS, variant


def told(text: str, raw: Raw) -> Graded:
    v = variant(text)
    answer = read_answer(v, raw)
    assert not isinstance(answer, Invalid)
    return grade(v, answer)


def verdicts(graded: Graded) -> list[str]:
    return [part.verdict for part in graded.parts]


def test_all_right_is_right() -> None:
    graded = told(PARTS, {"a": 2.5, "b": math.exp(-2.5), "c": math.exp(-1.25)})
    assert (graded.verdict, graded.credit) == ("correct", 1)
    assert not any(part.carried for part in graded.parts)


def test_an_early_error_is_carried_forward_through_the_chain() -> None:
    graded = told(PARTS, {"a": 3, "b": math.exp(-3), "c": math.exp(-1.5)})
    assert verdicts(graded) == ["wrong", "correct", "correct"]
    assert [part.carried for part in graded.parts] == [False, True, True]
    assert graded.verdict == "wrong"
    assert graded.credit == pytest.approx(0.75)


def test_a_right_value_after_a_wrong_one_is_right_and_not_carried() -> None:
    graded = told(PARTS, {"a": 3, "b": math.exp(-2.5), "c": math.exp(-1.25)})
    assert verdicts(graded) == ["wrong", "correct", "correct"]
    assert not any(part.carried for part in graded.parts)


def test_a_blank_part_passes_the_error_on() -> None:
    graded = told(PARTS, {"a": 3, "c": math.exp(-1.5)})
    assert verdicts(graded) == ["wrong", "blank", "correct"]
    assert graded.parts[2].carried


def test_a_mistake_made_with_ones_own_value_is_recognised() -> None:
    graded = told(PARTS, {"a": 3, "b": math.exp(-3), "c": math.exp(-3)})
    assert graded.parts[2].tag == "no-root"
    assert (graded.verdict, graded.tag) == ("mistake", "no-root")


def test_an_earlier_value_that_gives_no_key_carries_nothing() -> None:
    graded = told(PARTS, {"a": 2.5, "b": -1, "c": 7})
    assert verdicts(graded)[2] == "wrong"


def test_what_is_blank_is_missing_and_not_wrong() -> None:
    graded = told(PARTS, {"a": 2.5})
    assert (graded.verdict, graded.credit) == ("close", 0.25)


def test_parts_of_other_kinds() -> None:
    graded = told(MIXED, {"v": [1.5, 2.5], "m": ["one"], "f": "x+x"})
    assert verdicts(graded) == ["correct", "close", "correct"]
    assert graded.verdict == "close"
    assert graded.heading == "2 of 3 parts are right."


def test_a_rounded_value_may_be_used_further_on() -> None:
    graded = told(PARTS, {"a": 2.512, "b": math.exp(-2.512)})
    assert verdicts(graded)[:2] == ["correct", "correct"]
    assert graded.parts[1].carried  # 1.2 % off with the exact value


def said(graded: Graded, part: int) -> list[tuple[str, str]]:
    evidence = graded.parts[part].evidence
    assert isinstance(evidence, OptionsEvidence)
    return [(option.mark, option.say) for option in evidence.options]


def test_a_verdict_on_right_numbers_is_right_or_wrong() -> None:
    graded = told(DESIGN, {"s": 4, "q": 900, "go": "yes", "met": ["time", "rate"]})
    assert verdicts(graded) == ["correct"] * 4
    assert not any(part.carried for part in graded.parts)
    assert verdicts(told(DESIGN, {"s": 4, "q": 900, "go": "no", "met": ["none"]}))[2:] == ["wrong", "wrong"]


def test_a_verdict_that_follows_from_ones_own_number_is_right() -> None:
    graded = told(DESIGN, {"s": 7.5, "q": 480, "go": "no", "met": ["none"]})
    assert verdicts(graded) == ["wrong", "correct", "correct", "correct"]
    assert [part.carried for part in graded.parts] == [False, True, True, True]


def test_a_verdict_against_ones_own_numbers_is_told_in_these_numbers() -> None:
    graded = told(DESIGN, {"s": 4.8, "q": 750, "met": ["rate", "time"]})
    assert sorted(said(graded, 3)) == [("right", "4.8 s of 5 s."), ("wrong", "750 of 800.")]
    assert graded.parts[3].verdict == "wrong"
    assert not graded.parts[3].carried


def test_options_are_weighed_with_own_numbers_under_which_none_of_them_holds() -> None:
    text = DESIGN.replace("parts.s > limit and parts.q < 800", "false")
    graded = told(text, {"s": 7.5, "q": 480, "met": ["rate"]})
    assert (graded.parts[3].verdict, graded.parts[3].credit) == ("wrong", 0)


def test_a_verdict_without_numbers_before_it_is_one_on_the_right_numbers() -> None:
    assert verdicts(told(DESIGN, {"go": "yes"})) == ["blank", "blank", "correct", "blank"]
