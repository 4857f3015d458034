"""Slips in a formula that students are asked for: bounds that hide one are told, what is the key is not."""

from __future__ import annotations

import pytest

from app.check.mutants import accepted_slips, tried_keys
from app.check.seeds import numbers_at
from app.slips import Slip
from tests.grading.examples import variant


def asked(answer: str, variables: str = "{x: [1, 2], s: [0.2, 3]}", more: str = "") -> str:
    """An exercise of its own for each key: mutants are remembered by the formula."""
    return f"id: a\ntype: expression\nvariables: {variables}\nanswer: {answer!r}\n{more}"


def slips(text: str) -> list[Slip]:
    exercise = variant(text).exercise
    return accepted_slips(exercise, [numbers_at(exercise, seed) for seed in range(5)])[0]


def fates(text: str) -> dict[str, str]:
    exercise = variant(text).exercise
    tried = tried_keys(exercise, [numbers_at(exercise, seed) for seed in range(5)])
    return {f"{one.mutant.mutation.name} {one.mutant.change}": one.fate for one in tried}


@pytest.mark.parametrize(
    ("answer", "slip", "bounds"),
    [
        ("s*max(x, 0)", "'dropped-bound', `max(x, 0)` -> `x`", "{x: [-1, 4]}"),
        ("s*abs(x)", "'dropped-absolute', `abs(x)` -> `x`", "{x: [-1, 4]}"),
        ("sqrt(abs(s*x))", "'dropped-absolute', `abs(s*x)` -> `s*x`", "{s: [-1.2, 4.4]}"),
        ("x + 1e-12*s", "'plus-for-minus', `x + 1e-12*s` -> `x - 1e-12*s`", "{s: [-1400, 1400]}"),
        ("x/(1 + 1e-12*s)", "'plus-for-minus', `1 + 1e-12*s` -> `1 - 1e-12*s`", "{s: [-1400, 1400]}"),
    ],
)
def test_a_slip_that_only_the_bounds_hide_is_told_with_bounds_that_show_it(
    answer: str, slip: str, bounds: str
) -> None:
    (told,) = slips(asked(answer))
    assert (told.where, told.rule) == (("answer",), "mutation-accepted")
    assert f"the slip {slip}, is accepted: within the bounds" in told.message
    assert f"Widen the bounds, such as {bounds}" in told.cure


def test_the_bounds_of_the_cure_are_one() -> None:
    assert slips(asked("x*max(x, 0)")) != []
    assert slips(asked("x*max(x, 0)", "{x: [-1, 4], s: [0.2, 3]}")) == []


@pytest.mark.parametrize(
    ("answer", "slip"),
    [
        ("(x - s)**2", "swapped-difference `x - s` -> `s - x`"),
        ("cos(x - s)", "swapped-difference `x - s` -> `s - x`"),
        ("abs(x - s)", "swapped-difference `x - s` -> `s - x`"),
        ("sqrt((x - s)**2)", "swapped-difference `x - s` -> `s - x`"),
        ("log(x)/log(s)", "log10 everywhere"),
        ("x*s + 0*s", "dropped-term `x*s + 0*s` -> `x*s`"),
        ("abs(x**2*s**2)*s", "dropped-absolute `abs(x**2*s**2)` -> `x**2*s**2`"),
        ("max(x**2, 0)", "dropped-bound `max(x**2, 0)` -> `x**2`"),
        ("abs(log(x/s))", "reciprocal `x/s` -> `s/x`"),
    ],
)
def test_the_key_written_otherwise_is_no_fault(answer: str, slip: str) -> None:
    assert fates(asked(answer))[slip] == "the key itself"
    assert slips(asked(answer)) == []


@pytest.mark.parametrize(
    "answer",
    [
        "x*s**2/(s**2 + x**2)",
        "sqrt(s)*sqrt(x)",
        "sqrt(s*x)/sqrt(x)",
        "exp(-x**2/(2*s**2))/sqrt(2*pi*s**2)",
        "log(s) - log(x)",
        "-(x + (1 - s)*x)/s",
        "x**(s - 1)",
        "2",
    ],
)
def test_usual_keys_let_no_slip_through(answer: str) -> None:
    assert "accepted" not in fates(asked(answer)).values()
    assert slips(asked(answer)) == []


def test_a_slip_in_a_let_of_the_key_is_made_too() -> None:
    text = asked("x*root", more="params: {b: {int: [2, 9], default: 4}}\nlet: {root: sqrt(b)}")
    assert fates(text)["dropped-root `sqrt(b)` -> `b`"] == "told apart"


def test_an_acknowledged_slip_is_not_told_and_an_idle_acknowledgement_is() -> None:
    known = "accepts: [{mutations: [dropped-absolute], why: Sizes are positive.}]"
    assert slips(asked("x*abs(s)", more=known)) == []
    (slip,) = slips(asked("x*s", more=known))
    assert (slip.where, slip.rule) == (("accepts", 0), "accepts")


def test_a_part_of_several_is_tried_at_its_place() -> None:
    part = "{id: a, type: expression, ask: A?, variables: {x: [1, 2]}, answer: 'abs(x)'}"
    (slip,) = slips(f"id: several\ntype: multipart\nparts: [{part}]")
    assert slip.where == ("parts", 0, "answer")
