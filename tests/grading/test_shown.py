from __future__ import annotations

import numpy as np
import pytest

from app.grading.shown import shown, written
from app.runner import Model


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.float64(0.5), "0.5"),
        (np.array(0.5), "0.5"),
        (np.array([0.1, 0.2]), "[0.1, 0.2]"),
        ((1, 2.5), "(1, 2.5)"),
        ("a", "'a'"),
        (None, "None"),
        ({"a": 1.0}, "{'a': 1}"),
        (2**100, str(2**100)),
        (10**300, "a whole number of 997 bits"),
        (Model("linear", {"a": 2.0, "b": np.array([0.1])}), "linear(a=2, b=[0.1])"),
    ],
)
def test_values_are_shown_as_python_writes_them(value: object, text: str) -> None:
    assert shown(value) == text


def test_long_values_are_shortened() -> None:
    assert len(shown(np.zeros(10_000))) < 80
    assert len(shown([["x" * 1000]])) <= 400


def test_a_call_is_written_as_python() -> None:
    assert written("f", {"x": np.array([0.1, 0.2]), "n": 3}) == "f(x=[0.1, 0.2], n=3)"
