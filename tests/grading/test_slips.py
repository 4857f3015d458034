from __future__ import annotations

import math

import numpy as np
import pytest

from app.answers import NumberAnswer
from app.grading import grade
from app.grading.slips import slip_values
from tests.grading.examples import variant

INDEX = """
id: index
type: numeric
params: {t: {int: [2, 90], default: 50}, T: 100}
let: {abar: "cumprod(1 - linspace(0.0001, 0.02, T))"}
answer: abar[t]
tolerance: {rel: 0.0001}
"""
ABAR = np.cumprod(1 - np.linspace(0.0001, 0.02, 100))


def tag(text: str, value: float) -> str | None:
    return grade(variant(text), NumberAnswer(value, "", None)).tag


@pytest.mark.parametrize("shift", [-1, 1])
def test_a_neighbouring_index_is_recognised_through_let(shift: int) -> None:
    assert tag(INDEX, float(ABAR[50 + shift])) == "auto-off-by-one"
    assert tag(INDEX, float(ABAR[50])) is None


def test_a_shifted_length_is_recognised() -> None:
    assert tag(INDEX, float(np.cumprod(1 - np.linspace(0.0001, 0.02, 99))[50])) == "auto-off-by-one"


@pytest.mark.parametrize("grid", ["{choice: [1, 0.5], default: 1}", "{float: [0, 4], step: 0.5, default: 1}"])
def test_a_place_that_is_whole_by_chance_does_not_count(grid: str) -> None:
    score = f"""
id: score
type: numeric
params: {{x: {grid}}}
answer: mixtures.gaussian_score(x, 3.7, 1.3)
tolerance: {{rel: 0.001}}
"""
    assert tag(score, 1.7 / 1.3) is None  # the score at x = 2


def test_a_number_that_only_scales_is_no_index() -> None:
    text = "id: pixels\ntype: numeric\nparams: {H: 512}\nanswer: H*H*3\ntolerance: {rel: 0}\n"
    assert tag(text, 511 * 511 * 3) is None


def test_degrees_and_other_logarithms_are_recognised() -> None:
    text = "id: trig\ntype: numeric\nparams: {x: 1.2}\nanswer: cos(x)*3\ntolerance: {rel: 0.001}\n"
    assert tag(text, 3 * math.cos(math.radians(1.2))) == "auto-degrees"
    text = "id: logs\ntype: numeric\nparams: {x: 0.3}\nanswer: 0.5*log(x) - 2\ntolerance: {rel: 0.001}\n"
    assert tag(text, 0.5 * math.log10(0.3) - 2) == "auto-log10"
    assert tag(text, 0.5 * math.log2(0.3) - 2) == "auto-log2"


def test_a_slip_without_a_value_is_passed_over() -> None:
    v = variant("id: last\ntype: numeric\nparams: {t: 1}\nanswer: '[1.5, 2.5][t]'\ntolerance: {rel: 0.01}\n")
    values = [value for _, value in slip_values(v.exercise, v)]  # type: ignore[arg-type]  # it is numeric
    assert values == [1.5]  # index 2 is outside
