from __future__ import annotations

import numpy as np
import pytest

from app.grading.outputs import difference
from app.models import Tolerance

REL = Tolerance(rel=1e-6)


@pytest.mark.parametrize(
    ("got", "expected"),
    [
        (0.5, np.float64(0.5)),
        (np.array(0.5), 0.5),
        ([0.5, 1], np.array([0.5, 1.0])),
        ((0.5, 1), np.array([0.5, 1.0])),
        (np.array([1.0, 2.0]), np.array([1, 2])),
        (np.array([1, 2]), [1, 2]),
        (np.array([np.nan, 1.0]), np.array([np.nan, 1.0])),
        (np.array([np.inf]), np.array([np.inf])),
        (True, np.bool_(True)),
        ((1, np.array([2.0])), (1, np.array([2.0]))),
        ({"a": 1.0}, {"a": np.array(1.0)}),
        (["a", 1], ["a", 1]),
        ("x", "x"),
        (None, None),
        (np.zeros(0), np.zeros(0)),
        (np.zeros(2, np.uint8), np.zeros(2, np.uint8)),
    ],
)
def test_equal_values_do_not_differ(got: object, expected: object) -> None:
    assert difference(got, expected, REL) is None


@pytest.mark.parametrize(
    ("got", "expected", "tag"),
    [
        (None, 0.5, "auto-none"),
        ("0.5", 0.5, "auto-type"),
        (0.5, "0.5", "auto-type"),
        ("y", "x", "auto-value"),
        (1, None, "auto-type"),
        (1, True, "auto-dtype"),
        (0.5, (0.5, 0.5), "auto-type"),
        ((0.5,), (0.5, 0.5), "auto-type"),
        ((0.5, 0.6), (0.5, 0.5 + 1j), "auto-value"),
        (np.zeros(2), 0.0, "auto-shape"),
        (np.zeros((2, 1)), np.zeros(2), "auto-shape"),
        (np.zeros(2), np.zeros(2, np.uint8), "auto-dtype"),
        (np.zeros(2) * 1j, np.zeros(2), "auto-dtype"),
        (np.array([np.nan]), np.array([1.0]), "auto-nan"),
        (np.array([np.inf]), np.array([1.0]), "auto-inf"),
        (np.array([0, 1]), np.array([0.5, 1.5]), "auto-integers"),
        (np.array([1.0, 2.1]), np.array([1.0, 2.0]), "auto-value"),
        ({"a": 1}, {"b": 1}, "auto-keys"),
        ({"a": 1}, {"a": 2}, "auto-value"),
        ([[1], [2, 3]], np.zeros(2), "auto-type"),
        ([10**400], np.zeros(1), "auto-type"),
        (object(), 1.0, "auto-type"),
    ],
)
def test_the_first_thing_that_differs_is_told(got: object, expected: object, tag: str) -> None:
    found = difference(got, expected, REL)
    assert found is not None
    assert found.tag == tag


def test_values_tell_how_many_differ_and_the_first_place() -> None:
    found = difference(np.array([[1.0, 2.0], [3.5, 4.5]]), np.array([[1.0, 2.0], [3.0, 4.0]]), REL)
    assert found is not None
    assert found.detail == "2 of 4 entries differ, by up to 0.5; the first is 3.5 at index [1, 0], expected 3"
    nested = difference((1.0, 2.0), (1.0, np.array(3.0)), REL)
    assert nested is not None
    assert nested.kind == "in returned value 2: the values differ"


@pytest.mark.parametrize(
    ("got", "expected", "kind"),
    [
        ([1, 2], (1, 2, "c"), "it returned a list of 2 where a tuple of 3 is expected"),
        ([1, 2], {"a": 1}, "it returned a list of 2 where a dict is expected"),
        (
            [1, [2, 3]],
            np.zeros(2),
            "it returned a list whose rows differ in length where an array is expected",
        ),
        ([1, None], np.zeros(2), "it returned a list with `None` in it where an array is expected"),
        ("1e-3", 0.001, "it returned a number written as a text where a number is expected"),
        ("one", 1.0, "it returned a text where a number is expected"),
        (2**70, 1.0, "it returned a whole number too large for numpy where a number is expected"),
        (True, "yes", "it returned True or False where a text is expected"),
    ],
)
def test_another_type_is_described(got: object, expected: object, kind: str) -> None:
    found = difference(got, expected, REL)
    assert found is not None
    assert (found.tag, found.kind) == ("auto-type", kind)


def test_texts_among_numbers_are_never_made_an_array() -> None:
    texts: list[object] = ["x" * 20_000, *[0.0] * 50_000]  # an array of them takes 4 GB
    found = difference(texts, np.zeros(50_001), REL)
    assert found is not None
    assert found.kind == "it returned a list with texts in it where an array is expected"
