"""A seed gives the same numbers for ever, and the key follows from what is shown."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.documents import read_document
from app.evaluation import EvaluationError
from app.models import EXERCISE_TYPES, Categorise, Choice, Exercise, Multipart, Numeric, Ordering
from app.prose import Template
from app.validation import validated
from app.variants import (
    LAST_SEED,
    NoVariant,
    has_variants,
    is_ordered,
    item_names,
    new_seed,
    shown_items,
    shown_options,
    shown_pairs,
    text_id,
    variant_of,
)
from app.workbook import Workbook, read_workbook

SMALL: Workbook = read_workbook(Path(__file__).parent / "books" / "small")
ROOT = SMALL.exercise("step-root")


def exercise(text: str) -> Exercise:
    """An exercise with the usual keys and those in `text`."""
    document = read_document(
        f"id: made\ntitle: Made\ndifficulty: 1\ntags: [a]\nprompt: Go.\n{text}", "made.yaml"
    )
    assert isinstance(document.value, dict)
    return validated(EXERCISE_TYPES[str(document.value["type"])], document)


def number(params: str, rest: str = "answer: 1") -> Exercise:
    return exercise(f"type: numeric\nparams: {params}\n{rest}")


def test_seed_0_has_the_numbers_of_the_book() -> None:
    names = variant_of(ROOT, 0).names
    assert (names["n"], names["b"], names["m"], names["double"], names["half"]) == (9, 0.3, 2, 18, 4.5)
    assert np.array_equal(np.asarray(names["v"]), [0.5, -0.25, 1])


def test_numbers_never_change_with_a_version_of_anything() -> None:
    names = variant_of(ROOT, 7).names
    assert (names["n"], names["b"], names["m"]) == (3, 0.6, 1)
    assert np.array_equal(np.asarray(names["v"]), [-0.25, -0.5, 0.25])


@settings(deadline=None)
@given(st.integers(1, LAST_SEED))
def test_drawn_numbers_lie_on_their_grids(seed: int) -> None:
    names = variant_of(ROOT, seed).names
    vector = np.asarray(names["v"])
    assert names["n"] in range(2, 51)
    assert names["b"] in [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9]  # exactly these decimals
    assert names["m"] in (1, 2, 4)
    assert vector.shape == (3,)
    assert np.all(np.abs(vector) <= 1)
    assert np.array_equal(vector * 4, np.round(vector * 4))


def test_every_point_of_a_grid_is_drawn() -> None:
    made = number("{n: {int: [1, 9], step: 2}, x: {float: [-0.1, 0.1], step: 0.05}}")
    seen = [variant_of(made, seed).names for seed in range(1, 200)]
    assert {names["n"] for names in seen} == {1, 3, 5, 7, 9}
    assert {names["x"] for names in seen} == {-0.1, -0.05, 0.0, 0.05, 0.1}


def test_a_default_that_is_not_given_is_drawn() -> None:
    made = number("{n: {int: [5, 5]}}")
    assert variant_of(made, 0).names["n"] == 5


def test_draws_are_repeated_until_they_meet_what_is_required() -> None:
    made = number("{a: {int: [1, 9]}, b: {int: [1, 9]}}", "require: [a < b, a*b > 20]\nanswer: a")
    for seed in range(1, 60):
        names = variant_of(made, seed).names
        assert names["a"] < names["b"]  # type: ignore[operator]  # both are numbers
        assert names["a"] * names["b"] > 20  # type: ignore[operator]


def test_a_condition_guards_the_formulas_of_let_that_need_it() -> None:
    text = """
type: numeric
params: {x: {int: [-1, 1], default: 1}}
let: {square: x**2, inverse: 1/square, root: sqrt(inverse - 1)}
require: [inverse <= 1, REQUIRED]
answer: root
"""
    for required in ("square > 0", "x != 0"):
        guarded = text.replace("REQUIRED", required)
        assert {variant_of(exercise(guarded), seed).names["x"] for seed in range(20)} == {-1, 1}


def test_what_cannot_be_met_is_told() -> None:
    with pytest.raises(NoVariant, match="requires"):
        variant_of(number("{a: {int: [1, 9]}}", "require: a > 9\nanswer: a"), 3)


@pytest.mark.parametrize("seed", [-1, LAST_SEED + 1])
def test_a_seed_is_in_its_range(seed: int) -> None:
    with pytest.raises(NoVariant, match="whole number from 0"):
        variant_of(ROOT, seed)


def test_a_variant_is_made_once_for_each_exercise() -> None:
    assert variant_of(ROOT, 5) is variant_of(ROOT, 5)
    changed = ROOT.model_copy(update={"let": {}})
    assert variant_of(changed, 5).names != variant_of(ROOT, 5).names


def test_lists_of_numbers_are_arrays_and_other_lists_are_not() -> None:
    names = variant_of(
        number("{a: [1, 2], b: [[1, 2], [3, 4]], c: [x, y], d: [[1], [2, 3]], e: []}"), 0
    ).names
    assert isinstance(names["a"], np.ndarray)
    assert names["a"].dtype == np.float64
    assert np.shape(names["b"]) == (2, 2)  # type: ignore[arg-type]
    assert names["c"] == ["x", "y"]
    assert isinstance(names["d"], list)
    assert np.shape(names["e"]) == (0,)  # type: ignore[arg-type]


# ---- the key and the prose ---


def test_the_key_follows_from_the_numbers_shown() -> None:
    variant = variant_of(ROOT, 0)
    assert isinstance(ROOT, Numeric)
    assert variant.key(ROOT) == 3.0
    assert isinstance(variant.key(ROOT), float)
    assert variant.key(ROOT, {"n": 16}) == 4.0


def test_prose_knows_the_numbers_the_answer_and_what_it_is_given() -> None:
    variant = variant_of(ROOT, 0)
    assert (
        variant.say(Template.parse("{{ n }}, {{ half }}, {{ answer }}, {{ got }}"), got=5) == "9, 4.5, 3, 5"
    )
    assert variant.say(Template.parse("{{ answer }}"), answer=2) == "2"
    assert variant.say(None) == ""


def test_there_is_no_answer_in_the_prose_of_a_choice() -> None:
    with pytest.raises(EvaluationError, match="no `answer`"):
        variant_of(SMALL.exercise("step-choice"), 0).say(Template.parse("{{ answer }}"))


@pytest.mark.parametrize(
    ("kind", "answer", "words"),
    [
        ("numeric", "[1, 2]", "not one real number"),
        ("numeric", "inf", "not finite"),
        ("numeric", "'text'", "not one real number"),
        ("vector", "['a']", "not an array of real numbers"),
        ("vector", "[1, inf]", "not finite"),
    ],
)
def test_a_key_of_another_kind_has_no_value(kind: str, answer: str, words: str) -> None:
    made = exercise(f'type: {kind}\nanswer: "{answer}"')
    with pytest.raises(EvaluationError, match=words):
        variant_of(made, 0).key(made)


def test_a_later_part_uses_the_keys_before_it_or_the_students_own() -> None:
    parts = SMALL.exercise("step-parts")
    assert isinstance(parts, Multipart)
    variant = variant_of(parts, 0)
    assert variant.part_names()["parts.square"] == 16
    assert list(np.asarray(variant.part_names()["parts.sum"])) == [20, 12]
    assert list(np.asarray(variant.part_names({"square": 5.0})["parts.sum"])) == [9, 1]
    assert list(np.asarray(variant.key(parts.parts[1]))) == [20, 12]
    assert variant.say(parts.solution) == "16 and [20, 12]"


def test_a_part_that_the_students_own_value_makes_impossible_is_left_out() -> None:
    made = exercise(
        "type: multipart\nparts:\n"
        "  - {id: a, type: numeric, ask: A, answer: 4}\n"
        "  - {id: b, type: numeric, ask: B, answer: sqrt(parts.a)}\n"
        "  - {id: c, type: numeric, ask: C, answer: parts.a + 1}\n"
    )
    names = variant_of(made, 0).part_names({"a": -4.0})
    assert "parts.b" not in names
    assert names["parts.c"] == -3.0


def test_shown_numbers_are_plain_data() -> None:
    variant = variant_of(ROOT, 0)
    assert [variant.plain(name) for name in ("n", "b", "v")] == [9, 0.3, [0.5, -0.25, 1.0]]


# ---- other numbers ---


def test_only_parameters_with_several_values_make_variants() -> None:
    assert has_variants(ROOT)
    assert not has_variants(SMALL.exercise("step-choice"))
    assert not has_variants(number("{a: 1, b: {int: [3, 3]}, c: {choice: [x]}}"))


def test_a_new_seed_shows_other_numbers() -> None:
    made = number("{a: {int: [1, 2], default: 1}}")
    for _ in range(20):
        seed = new_seed(made, 0)
        assert 0 < seed <= LAST_SEED
        assert variant_of(made, seed).names["a"] == 2


# ---- orders that tell nothing ---


def test_options_keep_their_ids_and_change_their_order() -> None:
    made = SMALL.exercise("step-choice")
    assert isinstance(made, Choice)
    orders = {tuple(one.id for one in shown_options(made, variant_of(made, seed))) for seed in range(40)}
    assert len(orders) == 6
    assert {frozenset(order) for order in orders} == {
        frozenset({"five", *(text_id(made, option.text) for option in made.options[:2])})
    }


def test_ids_that_no_author_gave_tell_nothing() -> None:
    made = SMALL.exercise("step-choice")
    assert isinstance(made, Choice)
    ids = [text_id(made, option.text) for option in made.options]
    assert all(len(id_) == 5 and set(id_) <= set("0123456789abcdef") for id_ in ids)
    assert len(set(ids)) == 3


def test_equal_items_on_the_right_are_one() -> None:
    made = SMALL.exercise("more-match")
    assert isinstance(made, Categorise)
    lefts, rights = shown_pairs(made, variant_of(made, 0))
    assert sorted(one.text for one in lefts) == ["1", "2", "3"]
    assert sorted(one.text for one in rights) == ["even", "neither", "odd"]


def test_items_are_never_shown_in_a_right_order() -> None:
    made = SMALL.exercise("more-order")
    assert isinstance(made, Ordering)
    for seed in range(60):
        shown = [one.id for one in shown_items(made, variant_of(made, seed))]
        names = item_names(made, made)
        assert len(shown) == 4
        assert not set(shown) & set(made.items)
        assert not is_ordered(made, [names[id_] for id_ in shown if id_ in names])
    assert is_ordered(made, ["one", "two", "three"])
