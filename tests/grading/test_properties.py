from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from app.grading.cases import prepared
from app.grading.properties import broken_property, holds
from tests.grading.conftest import Grading
from tests.grading.examples import variant
from tests.grading.hostile import hostile_values

SHUFFLE = """
id: shuffle
type: code
params: {scale: 1}
function: shuffled(x, seed=0)
starter: "x"
solution: "x"
properties:
  - {holds: "all(shape(result) == shape(x))", tag: another-shape, say: Keep the shape.}
  - {holds: "close(sort(result), scale*sort(x))", tag: entries-lost, say: "Each is there {{ scale }} time."}
tolerance: {rel: 1.0e-9}
cases:
  visible: [{x: [3.0, 1.0, 2.0]}]
  hidden: [{label: many, n: 3, draw: {x: normal(30)}, hint: Draw them without replacement.}]
"""
HEAD = "def shuffled(x, seed=0):\n    "


@pytest.mark.parametrize(
    ("body", "verdict", "tag", "words"),
    [
        ("return np.random.default_rng(seed).permutation(x)", "correct", None, "All 4 calls"),
        ("return np.random.permutation(x)", "correct", None, "All 4 calls"),
        ("return x[:-1]", "mistake", "another-shape", "`shuffled(x=[3., 1., 2.])`: keep the shape."),
        ("return x * 0", "mistake", "entries-lost", "each is there 1 time."),
        (
            "return x if len(x) == 3 else np.zeros(30)",
            "mistake",
            "entries-lost",
            "The hidden case “many”: each is there 1 time. Draw them without replacement.",
        ),
        ("return None", "mistake", "another-shape", "keep the shape"),
        ("return ['a'] * 3", "mistake", "another-shape", "keep the shape"),
        ("return {'x': x}", "mistake", "another-shape", "keep the shape"),
    ],
)
def test_properties_alone_decide_where_there_is_no_reference(
    told: Grading, body: str, verdict: str, tag: str | None, words: str
) -> None:
    graded = told(HEAD + body, SHUFFLE)
    assert (graded.verdict, graded.tag) == (verdict, tag)
    assert words in graded.message


def test_without_a_reference_no_value_is_expected(told: Grading) -> None:
    visible, hidden = told(HEAD + "return x + 1", SHUFFLE).evidence.cases  # type: ignore[union-attr]
    assert (visible.expected, visible.got) == ("", "[4., 2., 3.]")
    assert (hidden.input, hidden.got) == ("", "")


BOTH = """
id: both
type: code
function: betas(T)
starter: "x"
solution: "x"
reference: "arange(1, T + 1) / 10"
properties:
  - {holds: "rising(result)", tag: not-rising, say: Noise grows from step to step.}
tolerance: {rel: 1.0e-9}
cases: {visible: [{T: 3}]}
"""


@pytest.mark.parametrize(
    ("body", "tag", "words"),
    [
        ("np.arange(1, T + 1) / 10", None, "It returns what it should."),
        ("np.arange(T, 0, -1) / 10", "not-rising", "noise grows from step to step. 2 of 3 entries differ"),
        ("np.arange(1, T + 1) / 5", "auto-value", "3 of 3 entries differ"),
        ("np.arange(T, 1, -1) / 10", "auto-shape", "one entry too few"),
    ],
)
def test_a_property_says_why_values_differ_once_the_shape_is_right(
    told: Grading, body: str, tag: str | None, words: str
) -> None:
    graded = told(f"def betas(T):\n    return {body}", BOTH)
    assert graded.tag == tag
    assert words in graded.message


def test_a_value_within_the_tolerance_need_not_fulfil_a_property_to_the_last_bit(told: Grading) -> None:
    bounded = BOTH.replace("rising(result)", "all(result <= 0.3)")
    assert told("def betas(T):\n    return np.arange(1, T + 1) / 10 + 1e-12", bounded).verdict == "correct"
    assert told("def betas(T):\n    return np.arange(1, T + 1) / 5", bounded).tag == "not-rising"


PAIR = """
id: pair
type: code
function: ["halves(x)", "whole(a, b)"]
starter: "x"
solution: "x"
properties:
  - {holds: "close(concatenate(result[0], result[1]), x)", tag: lost, say: Both halves together are x.}
  - {call: whole, holds: "close(result, concatenate(a, b))", tag: other, say: One after the other.}
tolerance: {rel: 1.0e-9}
cases: {visible: [{x: [1.0, 2.0]}, {call: whole, a: [1.0], b: [2.0]}]}
"""


def test_properties_belong_to_a_function_and_may_name_several_returned_values(told: Grading) -> None:
    halves = "def halves(x):\n    return x[: len(x) // 2], x[len(x) // 2 :]\n"
    whole = "def whole(a, b):\n    return np.concatenate([a, b])\n"
    assert told(halves + whole, PAIR).verdict == "correct"
    assert told(halves + whole.replace("[a, b]", "[b, a]"), PAIR).tag == "other"
    assert told(halves.replace("x[: len", "x[0 : 0 * len") + whole, PAIR).tag == "lost"


V = variant(SHUFFLE)
CALL = prepared(V.exercise, V, 1)[0]  # type: ignore[arg-type]  # it is a code exercise


@settings(deadline=None, max_examples=300)
@given(value=hostile_values())
def test_a_hostile_value_fulfils_nothing_and_raises_nothing(value: object) -> None:
    one = V.exercise.properties[1]  # type: ignore[union-attr]
    if holds(one, V, CALL, value):
        assert sorted(np.asarray(value).tolist()) == [1, 2, 3]
    broken_property(V.exercise, V, CALL, value)  # type: ignore[arg-type]
