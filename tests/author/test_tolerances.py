"""What tolerances accept at a seed, and which mistakes they let through over many."""

from __future__ import annotations

from app.author.tolerances import offers
from app.variants import variant_of
from tests.author.test_seeds import DRAWN
from tests.grading import examples


def test_the_own_tolerance_comes_first_with_its_interval_and_what_it_lets_through() -> None:
    (offer,) = offers(variant_of(examples.exercise(DRAWN), 0), 20)
    own = offer.accepted[0]
    assert (own.words, own.is_own, own.interval) == ("{rel: 0.01}", True, "1.98 to 2.02")
    (passed,) = own.passed
    assert (passed.tag, passed.of) == ("no-root", 20)
    assert 0 < passed.times < 20
    assert [one.words for one in offer.accepted].count("{rel: 0.01}") == 1


def test_a_wider_tolerance_lets_more_mistakes_through() -> None:
    text = DRAWN.replace("{if: a, tag: no-root", "{if: sqrt(a) * 1.03, tag: no-root")
    (offer,) = offers(variant_of(examples.exercise(text), 0), 20)
    let = {one.words: [passed.times for passed in one.passed] for one in offer.accepted}
    assert let["{rel: 0.01}"] == []
    assert let["{rel: 0.05}"] == [20]


def test_of_an_array_the_first_entry_stands_for_all_and_each_part_has_its_own() -> None:
    (offer,) = offers(variant_of(examples.exercise(examples.VECTOR), 0), 5)
    assert offer.accepted[0].interval.startswith("first entry ")
    parts = offers(variant_of(examples.exercise(examples.PARTS), 0), 5)
    assert all(one.title.startswith("(") for one in parts)


def test_what_has_no_number_for_a_key_has_no_tolerance() -> None:
    assert offers(variant_of(examples.exercise(examples.FORMULA), 0), 5) == ()
