"""Slips made in keys: a tolerance that lets one through is told, what does not matter is not."""

from __future__ import annotations

import pytest

from app.check.mutants import accepted_slips, tried_keys
from app.check.seeds import numbers_at
from app.prose import Template
from app.slips import Slip
from tests.grading.examples import variant

ROOT = """
id: root
type: numeric
params: {x: {float: [0.9, 0.99], step: 0.01, default: 0.95}}
answer: sqrt(x)
tolerance: {rel: 0.06}
"""
DROPPED = "dropped-root `sqrt(x)` -> `x`"


def slips(text: str, seeds: int = 20) -> list[Slip]:
    exercise = variant(text).exercise
    return accepted_slips(exercise, [numbers_at(exercise, seed) for seed in range(seeds)])[0]


def fates(text: str) -> dict[str, str]:
    exercise = variant(text).exercise
    tried = tried_keys(exercise, [numbers_at(exercise, seed) for seed in range(20)])
    return {f"{one.mutant.mutation.name} {one.mutant.change}": one.fate for one in tried}


def test_a_tolerance_that_lets_a_dropped_root_through_is_told_with_its_cure() -> None:
    (slip,) = slips(ROOT)
    assert (slip.where, slip.rule) == (("answer",), "mutation-accepted")
    assert "the slip 'square-root', `x` -> `sqrt(x)`, gives" in slip.message
    assert slip.message.endswith("; so is dropped-root")
    assert "at all 20 seeds" in slip.message
    assert "Narrow the tolerance to {rel: " in slip.cure
    assert slips(ROOT.replace("0.06", "0.002")) == []


def test_the_root_of_a_checker_is_dropped_too() -> None:
    assert fates(ROOT.replace("sqrt(x)", "forward.signal_amplitude(x)"))[DROPPED] == "accepted"


def test_a_slip_in_a_let_is_made_unless_the_prompt_shows_its_value() -> None:
    text = ROOT.replace("answer: sqrt(x)", "let: {root: sqrt(x)}\nanswer: 3*root")
    assert fates(text)[DROPPED] == "accepted"
    exercise = variant(text).exercise.model_copy(update={"id": "another"})
    shown = exercise.model_copy(update={"prompt": Template.parse("The root is {{ root }}.")})
    numbers = [numbers_at(shown, seed) for seed in range(20)]
    assert "dropped-root" not in {one.mutant.mutation.name for one in tried_keys(shown, numbers)}


def test_an_acknowledged_slip_is_not_told_and_an_idle_acknowledgement_is() -> None:
    known = "accepts: [{mutations: [dropped-root, square-root], why: Any share will do.}]\n"
    text = ROOT.replace("id: root", "id: known") + known
    assert slips(text) == []
    idle = text.replace("0.06", "0.002").replace(", square-root", "")
    (slip,) = slips(idle.replace("id: known", "id: idle"))
    assert (slip.where, slip.rule) == (("accepts", 0), "accepts")


@pytest.mark.parametrize(
    ("answer", "slip", "fate"),
    [
        ("max(x, 1.5*x)", "dropped-bound `max(x, 1.5*x)` -> `1.5*x`", "the key itself"),
        ("x + 0.00001*x**2", "dropped-term `x + 1e-05*x**2` -> `x`", "too small to see"),
        ("2*x", "half `2*x` -> `x`", "told apart"),
        ("log(x - 0.5)", "swapped-difference `x - 0.5` -> `0.5 - x`", "without value"),
    ],
)
def test_what_does_not_matter_is_only_counted(answer: str, slip: str, fate: str) -> None:
    text = ROOT.replace("sqrt(x)", answer).replace("0.06", "0.005")
    assert fates(text)[slip] == fate


def test_at_few_seeds_neither_luck_nor_its_absence_is_told() -> None:
    assert slips(ROOT, seeds=2) == []
    assert slips(ROOT, seeds=3)
    idle = ROOT.replace("0.06", "0.002") + "accepts: [{mutations: [dropped-root], why: Any share will do.}]\n"
    assert slips(idle.replace("id: root", "id: few"), seeds=19) == []
