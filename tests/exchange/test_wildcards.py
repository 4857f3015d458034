"""Moodle's calculated questions: parameters and expressions of ours, or the reason why not."""

from __future__ import annotations

from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest

from app.evaluation import evaluate
from app.exchange.bank import Computed, Foreign
from app.exchange.sources import read_bank
from app.exchange.wildcards import Wildcards, computed_of
from app.exercise_files import read_exercise
from app.expressions import ExpressionError, Formula
from app.variants import variant_of
from tests.exchange.imports import BANKS, imported, small_book


def definition(name: str, low: str = "1", high: str = "9", decimals: str = "0", first: str = "4") -> str:
    return (
        f"<dataset_definition><name><text>{name}</text></name><distribution><text>uniform</text></distribution>"
        f"<minimum><text>{low}</text></minimum><maximum><text>{high}</text></maximum>"
        f"<decimals><text>{decimals}</text></decimals><dataset_items><dataset_item><number>1</number>"
        f"<value>{first}</value></dataset_item></dataset_items></dataset_definition>"
    )


def question(answers: str, *definitions: str) -> Element:
    return fromstring(
        f"<question>{answers}<dataset_definitions>{''.join(definitions)}</dataset_definitions></question>"
    )


def answer(formula: str, share: int = 100, tolerance: str = "0.01", kind: str = "1") -> str:
    return (
        f"<answer fraction='{share}'><text>{formula}</text><tolerance>{tolerance}</tolerance>"
        f"<tolerancetype>{kind}</tolerancetype></answer>"
    )


XY = Wildcards.of(question("", definition("x"), definition("y 1"), definition("sin")))


@pytest.mark.parametrize(
    ("formula", "ours", "value"),
    [
        ("{x} + {y 1}*2", "x + y_1*2", 8.0),
        ("pow({x}, pow(2,{y 1}))", "((x)**(((2)**(y_1))))", 256.0),
        ("asin(1) + pi()", "arcsin(1) + pi", 4.71238898038469),
        ("deg2rad(180)", "((180)*pi/180)", 3.141592653589793),
        ("log({x})", "log(x)", 0.6931471805599453),
        ("max({x},3) - {sin}", "max(x,3) - sin_", 0.0),
        ("-{x}", "-x", -2.0),
    ],
)
def test_formulas_that_mean_the_same_here(formula: str, ours: str, value: float) -> None:
    assert XY.expression(formula) == ours
    assert evaluate(Formula.parse(ours).node, {"x": 2.0, "y_1": 3.0, "sin_": 3.0}) == pytest.approx(value)


@pytest.mark.parametrize(
    "formula", ["{z}", "fmod({x},2)", "{x} ? 1 : 2", "pow({x}", "", "x", "bindec({x})", "atan2(1,2)"]
)
def test_formulas_that_ours_cannot_say(formula: str) -> None:
    with pytest.raises(ExpressionError):
        XY.expression(formula)


@pytest.mark.parametrize(
    ("written", "parameter"),
    [
        (definition("x"), {"int": [1, 9], "default": 4}),
        (definition("x", "0.5", "2.5", "2", "1.25"), {"float": [0.5, 2.5], "step": 0.01, "default": 1.25}),
        (definition("x", "1", "2", "0", "7"), {"int": [1, 2]}),
        (definition("x", "3", "3"), 3),
    ],
)
def test_how_a_wildcard_is_drawn(written: str, parameter: object) -> None:
    assert Wildcards.of(question("", written)).params == {"x": parameter}


@pytest.mark.parametrize("bad", [("x", "y"), ("1e99", "2e99"), ("9", "1"), ("nan", "1"), ("", "")])
def test_a_range_that_cannot_be_read_is_told(bad: tuple[str, str]) -> None:
    element = question(answer("{x}"), definition("x", *bad))
    assert isinstance(computed_of(element, Wildcards.of(element), [""], []), Foreign)


@pytest.mark.parametrize(
    ("kind", "tolerance"), [("1", {"rel": 0.01}), ("2", {"abs": 0.01}), ("3", {"rel": 0.01})]
)
def test_each_kind_of_tolerance(kind: str, tolerance: dict[str, float]) -> None:
    element = question(answer("{x}*2", kind=kind), definition("x"))
    computed = computed_of(element, Wildcards.of(element), [""], [])
    assert isinstance(computed, Computed)
    assert computed.tolerance == tolerance


def test_a_calculated_question_is_computed_from_its_own_numbers(tmp_path: Path) -> None:
    chapter = small_book(tmp_path)
    imported(read_bank(BANKS / "course.xml"), chapter)
    file = read_exercise(chapter / "sum-of-a-progression.yaml", "x", None, None)
    variant = variant_of(file.exercise, 0)
    assert dict(variant.names) == {"a": 3.1, "b": 3}
    assert variant.say(file.exercise.prompt) == (
        "Add $3.1+3.1^{3}$, that is $\\frac{3.1}{2}$, 6.2 and {c}.\n"
    )
    assert variant.key(file.exercise) == pytest.approx(3.1**3 + 3.1**0.5 * 3.141592653589793)
