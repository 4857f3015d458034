"""The ends of ranges and listed values are proved even where no seed draws them."""

from __future__ import annotations

import pytest

from app.check.seeds import prove_seeds
from tests.grading.examples import exercise
from tests.typesetting import MATHML

RANGES = [
    "{int: [0, 90000], default: 5}",
    "{int: [-90001, 0], default: -5}",
    "{float: [0, 9], step: 0.0001, default: 5.0}",
]


def slips(params: str, rest: str) -> list[str]:
    text = f"id: a\ntype: numeric\nparams:\n  x: {params}\ntolerance: {{abs: 0.00001}}\n{rest}"
    proved = prove_seeds(exercise(text), 5, MATHML)
    return [f"{slip.rule}: {slip.message}" for slip in proved.slips]


@pytest.mark.parametrize("params", RANGES)
def test_a_key_without_value_at_the_end_of_a_range_is_told(params: str) -> None:
    assert slips(params, "answer: 50 + 1/x\n") == [
        "value: this has no value: this divides by zero (where x is 0, which none of the seeds draws)"
    ]


def test_the_end_of_a_range_is_the_last_number_that_its_steps_reach() -> None:
    assert slips("{int: [0, 5], step: 2, default: 2}", "answer: 50 + 1/(x - 5)\n") == []


def test_a_listed_value_that_no_seed_draws_is_tried() -> None:
    listed = ", ".join(map(str, range(1, 60)))
    assert "where x is 0," in slips(f"{{choice: [{listed}, 0], default: 1}}", "answer: 50 + 1/x\n")[0]


def test_a_mistake_that_is_the_key_at_an_end_alone_is_told() -> None:
    rest = "answer: 50 + x\nmistakes: [{if: 50 - x, tag: other-sign, say: Look at the sign.}]\n"
    (slip,) = slips("{int: [0, 90000], default: 5}", rest)
    assert slip.startswith("mistake-accepted: ")


def test_what_the_seeds_have_told_already_is_not_told_again() -> None:
    (slip,) = slips("{int: [0, 90000], default: 0}", "answer: 50 + 1/x\n")
    assert "at 1 of 5 seeds" in slip


def test_what_require_rules_out_is_not_tried() -> None:
    assert slips("{int: [0, 90000], default: 5}", "require: x > 0\nanswer: 50 + 1/x\n") == []


def test_a_guess_that_is_right_at_one_end_is_luck() -> None:
    assert slips("{int: [0, 90000], default: 5}", "answer: 50*x\n") == []
