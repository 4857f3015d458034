from __future__ import annotations

from itertools import combinations, permutations

import pytest

from app.answers import OrderAnswer
from app.grading import OrderEvidence, grade
from app.variants import Variant, item_names, text_id
from tests.grading.examples import ORDER, variant


def ids_of(of: Variant, *names: str) -> tuple[str, ...]:
    """The ids that students see, for the author's names; an id stays as it is."""
    ids = {name: id_ for id_, name in item_names(of.exercise, of.exercise).items()}  # type: ignore[arg-type]  # an ordering
    return tuple(ids.get(name, name) for name in names)


V = variant(ORDER)
ITEMS = ("draw", "time", "noise", "mix", "loss")
DISTRACTOR = text_id(V.exercise, V.exercise.distractors[0].text)  # type: ignore[union-attr]  # it is an ordering


def posets() -> list[list[tuple[str, str]]]:
    """Every relation on four items whose pairs point forwards in the alphabet, so none is a circle."""
    pairs = list(combinations("abcd", 2))
    return [[pair for bit, pair in enumerate(pairs) if bits >> bit & 1] for bits in range(1, 2 ** len(pairs))]


@pytest.mark.parametrize("before", posets()[::7], ids=str)
def test_every_linear_extension_is_right_and_nothing_else(before: list[tuple[str, str]]) -> None:
    pairs = ", ".join(f"[{first}, {then}]" for first, then in before)
    v = variant(f"id: poset\ntype: ordering\nitems: {{a: A, b: B, c: C, d: D}}\nbefore: [{pairs}]\n")
    for order in permutations("abcd"):
        extends = all(order.index(first) < order.index(then) for first, then in before)
        assert (grade(v, OrderAnswer(ids_of(v, *order))).verdict == "correct") == extends


def test_a_placed_distractor_says_why_it_belongs_nowhere() -> None:
    graded = grade(V, OrderAnswer(ids_of(V, *ITEMS, DISTRACTOR)))
    assert (graded.verdict, graded.message) == ("mistake", "Nothing is denoised in training.")
    assert graded.evidence == OrderEvidence(distractor=DISTRACTOR)


def test_an_item_left_out_is_missed() -> None:
    graded = grade(V, OrderAnswer(ids_of(V, *ITEMS[:3], *ITEMS[4:]), ids_of(V, "mix", DISTRACTOR)))
    assert graded.verdict == "wrong"
    assert graded.evidence == OrderEvidence(missing=ids_of(V, "mix")[0])


def test_the_first_broken_pair_is_told_with_its_reason() -> None:
    graded = grade(V, OrderAnswer(ids_of(V, "draw", "time", "noise", "loss", "mix"), (DISTRACTOR,)))
    assert graded.evidence == OrderEvidence(first=ids_of(V, "loss")[0], second=ids_of(V, "mix")[0])
    assert (graded.verdict, graded.message) == ("mistake", "The network is asked about the mixture.")
    graded = grade(V, OrderAnswer(ids_of(V, "draw", "mix", "time", "noise", "loss"), (DISTRACTOR,)))
    assert graded.verdict == "wrong"
    assert graded.message == "“Mix them” can't come before “Draw a time”: what does it need?"
