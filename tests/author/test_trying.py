"""An answer tried by its author: the verdict a student gets, and the rule that gave it, for every type."""

from __future__ import annotations

import asyncio
from uuid import UUID

import pytest

from app.answers import read_answer
from app.author.rungs import Rung
from app.author.trying import Attempted, attempted
from app.grading import grade
from app.library import read_library
from app.models import Exercise
from app.runner import Runner
from app.variants import Variant, variant_of
from tests.conftest import BOOK
from tests.grading import examples
from tests.samples import SAMPLES, Sample

NOBODY = UUID(int=0)


def served_exercise(name: str) -> Exercise:
    """An exercise of the book with every type."""
    return read_library(BOOK, None).exercise(name)


def tried(variant: Variant, raw: object) -> Attempted:
    """What becomes of an answer that needs no running."""
    return asyncio.run(attempted(variant, raw, Runner(), NOBODY))  # type: ignore[arg-type]  # answers as JSON


def fired(told: Attempted) -> list[Rung]:
    return [rung for ladder in told.ladders for rung in ladder.rungs if rung.state == "fired"]


@pytest.mark.parametrize("sample", [one for one in SAMPLES if one.exercise != "small-program"], ids=str)
def test_the_verdict_is_a_students_and_one_rule_fires_for_each_question(sample: Sample) -> None:
    told = tried(variant_of(served_exercise(sample.exercise), 0), sample.answer)
    assert (told.graded.verdict if told.graded else "invalid") == sample.verdict
    assert all(sum(rung.state == "fired" for rung in ladder.rungs) == 1 for ladder in told.ladders)


@pytest.mark.parametrize(
    ("answer", "rule", "hit"),
    [
        ("-1.3", "Right", None),
        ("-1", "Too few digits", None),
        ("-1.1", "Known mistakes", "shares"),
        ("1.3", "Near-misses", "auto-sign"),
        ("7", "Wrong", None),
    ],
)
def test_the_ladder_of_a_number_names_the_rule_and_what_it_hit(
    answer: str, rule: str, hit: str | None
) -> None:
    (rung,) = fired(tried(examples.variant(examples.NUMBER), answer))
    assert rung.name == rule
    assert hit is None or hit in [item.name for item in rung.items if item.hit]


def test_too_few_digits_are_told_with_how_many_are_asked_for() -> None:
    (rung,) = fired(tried(examples.variant(examples.NUMBER.replace("{abs: 0.004}", "{rel: 0.001}")), "-1.30"))
    assert rung.name == "Right"
    text = examples.NUMBER.replace("x: 0.5", "x: 0.512").replace("{abs: 0.004}", "{rel: 0.001}")
    (rung,) = fired(tried(examples.variant(text), "-1.3"))
    assert rung.name == "Too few digits"
    assert "4 digits are asked for, 2 typed: the answer is the key rounded to them" in rung.why


def test_rules_below_the_one_that_fired_are_not_asked_any_more() -> None:
    told = tried(examples.variant(examples.NUMBER), "-1.1")
    states = [rung.state for rung in told.ladders[0].rungs]
    assert states == ["no", "no", "fired", "later", "later"]


def test_a_mistake_without_a_value_at_the_seed_says_so() -> None:
    told = tried(examples.variant(examples.NUMBER), "7")
    never = told.ladders[0].rungs[2].items[1]
    assert (never.name, never.value, never.note) == ("never", "–", "has no value at this seed")


def test_each_part_has_its_ladder_and_a_later_key_follows_the_students_own() -> None:
    told = tried(variant_of(served_exercise("two-parts"), 0), {"a": "8", "b": "9"})
    first, second = told.ladders
    assert (first.title, second.title) == ("(a)", "(b)")
    assert "With the earlier answers above, the key is 9" in second.rungs[0].why
    assert second.rungs[0].state == "fired"
    assert told.graded is not None
    assert told.graded.parts[1].carried


def test_what_is_tried_is_graded_as_a_students_answer_is() -> None:
    variant = examples.variant(examples.NUMBER)
    answer = read_answer(variant, "-1.1")
    told = tried(variant, "-1.1")
    assert told.graded == grade(variant, answer)  # type: ignore[arg-type]  # it can be read
