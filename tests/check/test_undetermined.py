"""Prompts that read the same at two seeds, and what is right there."""

from __future__ import annotations

import pytest

from app.check.seeds import numbers_at
from app.check.undetermined import undetermined
from app.slips import Slip
from tests.grading.examples import exercise

PARAMS = "params: {a: {int: [2, 40], default: 3}, b: {int: [2, 3], default: 2}}\n"
NUMBER = f"id: a\ntype: numeric\n{PARAMS}answer: a*b + 1\ntolerance: {{abs: 0.1}}\n"
CHOICE = (
    f"id: a\ntype: choice\n{PARAMS}"
    'options: [{text: "yes", correct: a < b, say: s}, {text: "no", correct: a >= b, say: s}]\n'
)
PARTS = (
    f"id: a\ntype: multipart\n{PARAMS}parts:\n"
    "  - {id: p, type: numeric, ask: ASK, answer: a*b + 1, tolerance: {abs: 0.1}}\n"
    "  - {id: q, type: numeric, ask: Twice that?, answer: 2*parts.p, tolerance: {abs: 0.1}}\n"
)


def told(text: str, prompt: str = "What?") -> list[Slip]:
    one = exercise(text).model_copy(update={"prompt": exercise(f"{NUMBER}explanation: {prompt}").explanation})
    return [*undetermined(one, [numbers_at(one, seed) for seed in range(60)])]


@pytest.mark.parametrize("text", [NUMBER, CHOICE, PARTS])
def test_a_number_that_the_key_needs_is_shown(text: str) -> None:
    assert [slip.rule for slip in told(text, "'Of {{ b }}.'")] == ["undetermined"]
    assert told(text, "'Of {{ a }} and {{ b }}.'") == []


def test_the_message_names_what_differs_and_the_keys() -> None:
    (slip,) = told(NUMBER.replace("[2, 3], default: 2", "[12, 30], default: 2"), "Of 3 and 2.")
    assert "at the seeds 0 and 1" in slip.message
    (slip,) = told(NUMBER, "'Of 3 and {{ b }}.'")
    assert "where a is 3 and" in slip.message
    assert "the key is 7 at the one" in slip.message
    assert "{{ a }}" in slip.cure


def test_one_number_among_many_is_missed_though_no_two_seeds_share_the_others() -> None:
    many = NUMBER.replace("b: {int: [2, 3], default: 2}", "b: {float: [2, 3], step: 0.00001, default: 2.5}")
    (slip,) = told(many, "'Of {{ b }}.'")
    assert "where a is 3 and" in slip.message
    assert "{{ a }}" in slip.cure
    assert told(many.replace("a*b + 1", "b + 0*a"), "'Of {{ b }}.'") == []


def test_numbers_may_be_shown_in_the_words_of_a_part_or_as_what_follows_from_them() -> None:
    assert told(PARTS.replace("ASK", "'Of {{ a }} and {{ b }}?'")) == []
    assert told(NUMBER, "'Of {{ a }} times {{ a*b }}.'") == []


def test_keys_within_each_other_s_tolerance_are_one() -> None:
    assert told(NUMBER.replace("0.1", "1000")) == []
