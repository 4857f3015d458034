from __future__ import annotations

from app.answers import NumberAnswer
from app.grading import grade
from app.grading.mistakes import known_mistake
from app.models import Mistake, Tolerance
from tests.grading.examples import variant

REL = Tolerance(rel=0.01)


def mistake(formula: str, tag: str) -> Mistake:
    return Mistake.model_validate({"if": formula, "tag": tag, "say": "So."})


def test_the_first_that_fits_is_told() -> None:
    found = known_mistake(2.0, 1.0, REL, [mistake("3", "a"), mistake("2", "b"), mistake("1+1", "c")], {})
    assert found is not None
    assert found.tag == "b"


def test_a_mistake_without_a_value_or_of_another_shape_is_passed_over() -> None:
    assert (
        known_mistake(2.0, 1.0, REL, [mistake("1/0", "a"), mistake("[2, 2]", "b"), mistake("zzz", "c")], {})
        is None
    )


def test_a_number_stands_for_every_entry() -> None:
    assert known_mistake([2.0, 2.0], [1.0, 3.0], REL, [mistake("2", "flat")], {}) is not None


def test_a_mistake_may_name_the_answer() -> None:
    assert known_mistake(6.0, 2.0, REL, [mistake("3*answer", "tripled")], {}) is not None


def test_an_authored_mistake_comes_before_a_near_miss() -> None:
    v = variant(
        "id: key\ntype: numeric\nanswer: 0.37\ntolerance: {rel: 0.01}\n"
        "mistakes: [{if: -0.37, tag: own-words, say: Turn it round.}]\n"
    )
    assert grade(v, NumberAnswer(-0.37, "-0.37", 2)).tag == "own-words"


def test_a_mistake_is_known_to_the_two_digits_that_were_typed_but_not_to_one() -> None:
    found = known_mistake(0.29, 0.0861, REL, [mistake("0.29348", "root")], {}, digits=2)
    assert found is not None
    assert known_mistake(0.3, 0.0861, REL, [mistake("0.29348", "root")], {}, digits=1) is None
    assert known_mistake(0.28, 0.0861, REL, [mistake("0.29348", "root")], {}, digits=2) is None
    assert known_mistake(0.29, 0.0861, Tolerance(rel=0.001), [mistake("0.29348", "root")], {}) is None
