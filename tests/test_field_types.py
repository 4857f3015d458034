"""Fields as templates see them: each has the kind whose template draws it, and a label in words."""

from __future__ import annotations

from typing import get_args

from app.field_types import Entry, Field
from app.places import folder


def test_every_kind_of_field_has_its_template() -> None:
    drawn = {path.stem for path in (folder("templates") / "fields").glob("*.html")}
    assert {kind.kind for kind in get_args(Field)} == drawn


def test_a_label_asks_for_digits_where_it_matters() -> None:
    exact = Entry("answer", "", "a number", "", None, None)
    asked = Entry("answer", "", "a number", "", 4, None)
    assert exact.label == "Your answer: a number"
    assert asked.label == "Your answer: a number, to 4 significant digits"
