"""Numbers and arrays: where the proofs must fail, and what they say to do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.check.proving import Failure, Grader
from app.check.values import prove_value
from app.models import Numeric, Vector
from app.prose import Template
from tests.grading.examples import NUMBER, VECTOR, variant


def failures(text: str, seed: int = 0) -> list[Failure]:
    one = variant(text, seed)
    assert isinstance(one.exercise, Numeric | Vector)
    return [proof for proof in prove_value(one.exercise, Grader(one)) if proof is not None]


@pytest.mark.parametrize("text", [NUMBER, VECTOR])
def test_sound_questions_have_no_failures(text: str) -> None:
    assert failures(text) == []


def test_a_mistake_s_cure_is_a_tolerance_that_really_separates() -> None:
    text = "id: a\ntype: numeric\nparams: {x: 150}\nanswer: x**2\ntolerance: {rel: REL}\n" + (
        "mistakes: [{if: x*(x+1), tag: t, say: No.}]"
    )
    (failure,) = failures(text.replace("REL", "0.05"))
    assert failure.room == pytest.approx(1 / 150)
    assert "{rel: 0.005}" in failure.slip.cure
    assert failures(text.replace("REL", "0.005")) == []


def test_a_mistake_s_cure_is_a_condition_that_really_separates() -> None:
    text = (
        "id: a\ntype: numeric\nparams: {x: {int: [2, 9], default: 3}}\nanswer: x**2\ntolerance: {rel: 0.01}\n"
        "mistakes: [{if: 2*x, tag: t, say: No.}]"
    )
    seed = next(seed for seed in range(1, 99) if failures(text, seed))
    (failure,) = failures(text, seed)
    condition = failure.slip.cure.partition("`require`: ")[2].removesuffix(".")
    assert condition == "abs((2*x) - (x**2)) > 0.02 * abs(x**2)"
    assert all(not failures(f"{text}\nrequire: {condition}", one) for one in range(99))


@pytest.mark.parametrize(
    ("tolerance", "beyond"),
    [
        ("abs: 0.5", "1"),
        ("rel: 0.01, abs: 0.5", "0.02 * abs(x**2) + 1"),
        ("digits: 3", "0.02 * abs(x**2)"),
        ("abs: 0", "0 * abs(x**2)"),
    ],
)
def test_the_condition_leaves_room_for_any_kind_of_tolerance(tolerance: str, beyond: str) -> None:
    text = (
        f"id: a\ntype: numeric\nparams: {{x: {{int: [2, 9], default: 2}}}}\nanswer: x**2\n"
        f"tolerance: {{{tolerance}}}\nmistakes: [{{if: 2*x + (x - 2)/10, tag: t, say: No.}}]"
    )
    (failure,) = failures(text)
    condition = failure.slip.cure.partition("`require`: ")[2].removesuffix(".")
    assert condition == f"abs((2*x + (x - 2)/10) - (x**2)) > {beyond}"
    text = text.replace("default: 2", "default: 3")
    assert all(not failures(f"{text}\nrequire: {condition}", one) for one in range(30))


def test_a_narrower_tolerance_is_no_wider_than_the_one_there_is() -> None:
    text = (
        "id: a\ntype: numeric\nanswer: 10\ntolerance: {rel: 0.01, abs: 2}\n"
        "mistakes: [{if: 11, tag: t, say: No.}]"
    )
    (failure,) = failures(text)
    assert "{rel: 0.01}" in failure.slip.cure


def test_an_entry_that_is_nearly_nothing_needs_an_absolute_tolerance() -> None:
    text = "id: a\ntype: vector\nanswer: '[1.5, sin(pi)]'\ntolerance: {rel: 0.01}"
    assert [one.slip.rule for one in failures(text)] == ["near-zero"]
    assert failures(text.replace("rel: 0.01", "abs: 0.01")) == []


def test_a_zero_in_a_table_of_whole_numbers_is_meant() -> None:
    assert failures("id: a\ntype: vector\nanswer: '[0, 2, 5]'\ntolerance: {rel: 0.01}") == []


def test_a_mistake_without_value_cannot_be_made() -> None:
    text = "id: a\ntype: numeric\nparams: {x: 0}\nanswer: 7.5 + x\ntolerance: {rel: 0.01}\n"
    assert failures(text + "mistakes: [{if: 1/x, tag: t, say: No.}]") == []


@pytest.mark.parametrize(("key", "guess"), [("1e-9 + 1", "1 is"), ("x + 1e-9", "the input x itself is")])
def test_a_guess_is_told(key: str, guess: str) -> None:
    text = f"id: a\ntype: numeric\nparams: {{x: 7.5}}\nanswer: {key}\ntolerance: {{rel: 0.01}}"
    assert [one.slip.message.partition(" accepted")[0] for one in failures(text)] == [guess]


@pytest.mark.parametrize(
    ("prompt", "count"),
    [("{{ a }}", 1), ("{{ a | int }} of {{ 2*a }}", 1), ("Which?", 1), ("{{ 1000*a }}", 0), ("{{ b }}", 0)],
)
def test_an_input_that_the_prompt_only_makes_other_numbers_of_is_no_guess(prompt: str, count: int) -> None:
    text = (
        "id: a\ntype: numeric\nparams: {a: 7}\nlet: {c: 3*a, b: c % 5}\nanswer: a\ntolerance: {rel: 0.01}\n"
    )
    one = variant(text)
    assert isinstance(one.exercise, Numeric)
    exercise = one.exercise.model_copy(update={"prompt": Template.parse(prompt)})
    proofs = prove_value(exercise, Grader(replace(one, exercise=exercise)))
    assert len([proof for proof in proofs if proof]) == count


def test_a_default_that_would_have_to_be_dropped_is_to_be_replaced() -> None:
    text = (
        "id: a\ntype: numeric\nparams: {x: {int: [2, 9], default: 2}}\nanswer: x**2\ntolerance: {rel: 0.01}\n"
        "mistakes: [{if: 2*x, tag: t, say: No.}]"
    )
    (failure,) = failures(text)
    assert failure.slip.cure.startswith("Choose another default, and drop these draws with `require`: abs(")
