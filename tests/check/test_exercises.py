"""Every type of exercise is proved, and whatever a student could be shown is tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.check.exercises import names_in, prove, unused
from app.check.proving import Failure
from app.library import read_library
from app.models import EXERCISE_TYPES, Code, Exercise
from app.slips import Slip
from app.variants import variant_of
from tests.grading.examples import exercise
from tests.typesetting import MATHML

EVERY_TYPE = Path(__file__).parents[1] / "browser" / "book"


def failures(one: Exercise, seed: int = 0) -> list[Slip]:
    return [proof.slip for proof in prove(one, seed, MATHML) if proof is not None]


@pytest.mark.parametrize("kind", EXERCISE_TYPES)
def test_a_sound_exercise_of_every_type_has_proofs_and_all_hold(kind: str) -> None:
    book = read_library(EVERY_TYPE, None)
    ones = [one for chapter in book.chapters for one in chapter.exercises if one.type == kind]
    assert ones
    for one in ones:
        proofs = list(prove(one, 0, MATHML))
        assert proofs.count(None) == len(proofs) > (1 if isinstance(one, Code) else 2)


def test_a_text_without_value_is_told_where_it_stands() -> None:
    one = exercise(
        "id: a\ntype: numeric\nanswer: 7.5\ntolerance: {rel: 0.01}\nparams: {x: 0}\nhints: ['{{ 1/x }}']"
    )
    assert [(slip.where, slip.rule) for slip in failures(one)] == [(("hints", 0), "value")]


def test_in_a_part_the_answer_is_the_part_s_own() -> None:
    one = exercise(
        "id: a\ntype: multipart\nparts:\n"
        "- {id: p, type: numeric, ask: What?, answer: 7.5,"
        " mistakes: [{if: 3, tag: t, say: '{{ answer }}'}]}\n"
        "- {id: q, type: numeric, ask: What?, answer: 2.5}"
    )
    say = one.parts[0].mistakes[0].say
    assert names_in(("parts", 0, "mistakes", 0, "say"), say, variant_of(one, 0))["answer"] == 7.5


def test_parts_are_proved_together_too() -> None:
    one = exercise(
        "id: a\ntype: multipart\nparts:\n"
        "- {id: p, type: numeric, ask: What?, answer: 7.5, tolerance: {rel: 0.01}}\n"
        "- {id: q, type: numeric, ask: What?, answer: parts.p/0, tolerance: {rel: 0.01}}"
    )
    assert ("parts", 1, "answer") in [slip.where for slip in failures(one)]


def test_a_slip_of_one_part_is_not_told_of_all_parts_again() -> None:
    one = exercise(
        "id: a\ntype: multipart\nparts:\n"
        "- {id: p, type: numeric, ask: What?, answer: 7.5, tolerance: {rel: 0.01}}\n"
        "- {id: q, type: choice, ask: What?,\n"
        "   options: [{text: a, correct: parts.p > 9, say: b}, {text: b, say: c}]}"
    )
    assert {slip.where for slip in failures(one)} == {("parts", 1, "options")}


def test_names_that_nothing_uses_are_told_by_their_keys() -> None:
    one = exercise(
        "id: a\ntype: numeric\nparams: {x: 1, y: 2, z: 3}\nlet: {w: x, v: 1}\nrequire: z > 1\nanswer: w"
    )
    assert [(slip.where, slip.key) for slip in unused(one)] == [(("params", "y"), True), (("let", "v"), True)]


def test_a_failure_has_room_without_end_unless_it_says_so() -> None:
    assert Failure(Slip((), "x")).room == float("inf")


def test_the_solution_comes_to_the_key() -> None:
    text = (
        "id: a\ntype: numeric\nanswer: 3*7\ntolerance: {abs: 0.5}\nsolution: '$3\\cdot8={{ answer }}$'\n"
        "explanation: '$2+2=5$'"
    )
    assert [(slip.where, slip.rule) for slip in failures(exercise(text))] == [(("solution",), "reckoning")]
