"""Faults are told with their place, their message and their cure."""

from __future__ import annotations

import pytest

from app.faults import BadContent, Fault, did_you_mean, with_guess

FAULT = Fault("a.yaml", 3, 7, "schema", "the key 'title' is missing", "Add it.")


def test_a_fault_reads_as_place_message_and_cure() -> None:
    assert str(FAULT) == "a.yaml:3:7: the key 'title' is missing. Add it."


def test_a_question_gets_no_full_stop() -> None:
    assert str(Fault("a.yaml", 1, 1, "x", "did you mean 'b'?")) == "a.yaml:1:1: did you mean 'b'?"


def test_bad_content_holds_each_fault_once_in_the_order_of_the_files() -> None:
    later = Fault("b.yaml", 1, 1, "x", "later")
    assert BadContent([later, FAULT, later]).faults == (FAULT, later)
    assert str(BadContent([later, FAULT])).splitlines()[0] == str(FAULT)


@pytest.mark.parametrize(
    ("word", "known", "told"),
    [
        ("tolerence", ["title", "tolerance"], "did you mean 'tolerance'?"),
        ("Numeric", ["numeric", "vector"], "did you mean 'numeric'?"),
        ("zebra", ["title", "tolerance"], ""),
        ("x", [], ""),
    ],
)
def test_the_nearest_known_word_is_suggested_when_it_is_near(word: str, known: list[str], told: str) -> None:
    assert did_you_mean(word, known) == told


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("this bracket is not closed", "This bracket is not closed."),
        ("a tab stands where spaces must indent", "A tab stands where spaces must indent."),
        ("a is a number, not a function", "a is a number, not a function."),
        ("beta is not computed before this", "beta is not computed before this."),
        ("'x' is not known; did you mean 'y'?", "'x' is not known; did you mean 'y'?"),
    ],
)
def test_on_a_page_a_fault_begins_with_a_capital_letter_and_a_name_keeps_its_own(
    message: str, shown: str
) -> None:
    assert Fault("a.yaml", 1, 1, "rule", message).capitalised == shown


def test_a_message_ends_in_the_word_that_was_meant_where_one_is_near() -> None:
    assert with_guess("no key", "promt", ["prompt", "title"]) == "no key; did you mean 'prompt'?"
    assert with_guess("no key", "zzz", ["prompt", "title"]) == "no key"
