"""What a question asks, as plain data: enough to answer it, nothing of the key."""

from __future__ import annotations

import pytest

from app.answers import Invalid, read_answer
from app.asked import Asked, asked
from app.services import Services
from app.variants import variant_of
from tests.samples import EXTRA, TYPES

SET = {
    "one-number": {"digits"},
    "two-numbers": {"digits", "shape"},
    "two-parts": {"parts"},
    "one-formula": {"variables"},
    "one-choice": {"options", "multiple"},
    "many-choices": {"options", "multiple"},
    "sorted-steps": {"items", "may_leave_out"},
    "matched-pairs": {"left", "right"},
    "sorted-kinds": {"left", "right"},
    "wrong-line": {"lines"},
    "small-program": {"functions", "starter"},
    "own-words": {"points"},
}


def of(services: Services, exercise: str, seed: int = 0) -> Asked:
    found = services.shelf.exercise(exercise)
    return asked(found, variant_of(found, seed), services.shelf.editions[0].markdown)


@pytest.mark.parametrize("exercise", TYPES)
def test_only_the_fields_of_the_type_are_set(services: Services, exercise: str) -> None:
    given = {name for name, value in of(services, exercise) if value is not None}
    assert given | {"digits"} == SET[exercise] | {"digits"}  # no digits are asked of a whole number


def test_ids_that_are_shown_can_be_answered(services: Services) -> None:
    options = of(services, "one-choice").options
    items = of(services, "sorted-steps").items
    assert options
    assert items
    assert EXTRA in {item.id for item in items}
    for exercise, raw in (("one-choice", options[0].id), ("sorted-steps", [item.id for item in items])):
        assert not isinstance(read_answer(variant_of(services.shelf.exercise(exercise), 0), raw), Invalid)


def test_options_come_in_an_order_of_the_seed(services: Services) -> None:
    orders = {tuple(item.id for item in of(services, "one-choice", seed).options or ()) for seed in range(20)}
    assert len(orders) > 1


def test_parts_say_what_each_asks(services: Services) -> None:
    parts = of(services, "two-parts").parts
    assert parts
    assert [(part.id, part.type, part.ask) for part in parts] == [
        ("a", "numeric", "Its square"),
        ("b", "numeric", "One more than that"),
    ]
