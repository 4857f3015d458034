from __future__ import annotations

import itertools

import pytest

from app.answers import Invalid, LineAnswer, MatchedAnswer, OrderAnswer, Raw, read_answer
from app.variants import Variant, item_names, shown_items, shown_pairs
from tests.grading import examples
from tests.grading.examples import variant


def message(v: Variant, raw: Raw) -> str:
    answer = read_answer(v, raw)
    assert isinstance(answer, Invalid)
    return answer.message


def test_every_left_item_needs_a_partner() -> None:
    v = variant(examples.MATCH)
    lefts, rights = shown_pairs(v.exercise, v)  # type: ignore[arg-type]  # it is a match
    full: dict[str, Raw] = {left.id: rights[0].id for left in lefts}
    answer = read_answer(v, full)
    assert isinstance(answer, MatchedAnswer)
    assert dict(answer.pairs) == full
    assert message(v, {lefts[0].id: rights[0].id}) == "2 items are still without a partner."
    assert message(v, full | {lefts[0].id: ""}) == "1 item is still without a partner."
    assert "left item" in message(v, full | {"zzz": rights[0].id})
    assert "right item" in message(v, full | {lefts[0].id: "zzz"})
    assert "right item" in message(v, full | {lefts[0].id: 3})
    assert message(v, [1])


def test_an_order_uses_every_item_once() -> None:
    v = variant(examples.ORDER)
    ids = [item.id for item in shown_items(v.exercise, v)]  # type: ignore[arg-type]  # it is an ordering
    assert read_answer(v, {"order": ids[:4], "out": ids[4:][::-1]}) == OrderAnswer(
        tuple(ids[:4]), tuple(ids[4:])
    )
    assert read_answer(v, ids[:4]) == OrderAnswer(tuple(ids[:4]), tuple(ids[4:]))
    names = item_names(v.exercise, v.exercise)  # type: ignore[arg-type]  # it is an ordering
    assert read_answer(v, [names.get(id_, id_) for id_ in ids]) == read_answer(v, ids)
    assert "twice" in message(v, [ids[0], *ids])
    assert "neither" in message(v, {"order": ids[:3], "out": ids[4:]})
    assert "`zzz`" in message(v, [*ids, "zzz"])
    assert message(v, {"order": [], "out": ids}) == "Put the items in order."
    assert message(v, {"items": ids})
    assert message(v, [1, 2])


@pytest.mark.parametrize("raw", [3, 3.0, "3", " line 3 ", "Line 3"])
def test_a_line_is_named_by_its_number(raw: Raw) -> None:
    assert read_answer(variant(examples.BUG), raw) == LineAnswer(3)


@pytest.mark.parametrize("raw", [0, 4, -1, 1.5, "x", "", None, True, [3], float("nan"), float("inf"), "³"])
def test_other_lines_are_refused(raw: Raw) -> None:
    assert "line" in message(variant(examples.BUG), raw)


def test_every_choice_of_options_is_read_alike_in_any_order() -> None:
    v = variant(examples.CHOICES)
    for chosen in itertools.permutations(["a", "b", "d"]):
        assert read_answer(v, list(chosen)) == read_answer(v, ["a", "b", "d"])
