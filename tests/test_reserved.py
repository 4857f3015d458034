"""Tests of names that formulas have a meaning for."""

from __future__ import annotations

import pytest

from app.reserved import taken


@pytest.mark.parametrize("name", ["answer", "parts", "pi", "true", "and", "sin", "log", "sqrt"])
def test_a_name_with_a_meaning_is_taken(name: str) -> None:
    (slip,) = taken("let", [name])
    assert (slip.where, slip.key) == (("let", name), True)


def test_names_of_numbers_are_free() -> None:
    assert list(taken("params", ["n", "e", "T", "mean", "sign", "floor", "max", "abar", "x_1"])) == []
