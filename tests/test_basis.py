"""What is remembered of an exercise: it is computed anew whenever something that it depends on is another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.answers import NumberAnswer
from app.basis import Basis
from app.courses import load_checkers
from app.grading import grade
from app.models import Accepted
from app.variants import variant_of
from tests.grading.examples import exercise

SQUARE = "id: square\ntype: numeric\nparams: {a: 3}\nanswer: course_own.area(a)\ntolerance: {rel: 0.001}\n"


@pytest.fixture
def checkers(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path
    load_checkers(())


def use(checkers: Path, area: str) -> None:
    (checkers / "course_own.py").write_text(f"def area(a):\n    return {area}\n", "utf-8")
    assert load_checkers([checkers]) == ()


def test_the_same_objects_are_one_basis_and_an_equal_exercise_is_another(checkers: Path) -> None:
    use(checkers, "a ** 2")
    one, other = exercise(SQUARE), exercise(SQUARE)
    assert Basis.of(one) == Basis.of(one)
    assert hash(Basis.of(one)) == hash(Basis.of(one))
    assert Basis.of(one) != Basis.of(other)
    assert Basis.of(one) != one


def test_an_exercise_of_the_same_version_is_its_own_variant(checkers: Path) -> None:
    use(checkers, "a ** 2")
    strict = exercise(SQUARE)
    assert variant_of(strict, 0).exercise is strict
    accepts = (Accepted(mutations=("sign",), why="Either way is right."),)
    lax = strict.model_copy(update={"accepts": accepts})
    assert lax.version == strict.version
    assert variant_of(lax, 0).exercise is lax


def test_slips_are_those_of_the_functions_in_use(checkers: Path) -> None:
    square = exercise(SQUARE)
    use(checkers, "a ** 2 + 5")
    assert grade(variant_of(square, 0), NumberAnswer(4, "", None)).tag == "auto-plus-for-minus"
    use(checkers, "a ** 2 + 7")
    assert grade(variant_of(square, 0), NumberAnswer(4, "", None)).tag != "auto-plus-for-minus"
    assert grade(variant_of(square, 0), NumberAnswer(2, "", None)).tag == "auto-plus-for-minus"
