from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.grading.array_differences import array_difference
from app.grading.outputs import difference
from app.models import Tolerance
from app.values import Array
from tests.grading.hostile import hostile_values

REL = Tolerance(rel=1e-9, abs=1e-12)
KEY = np.array([0.5, 1.25, 2.75, 3.5])
SQUARE = np.array([[1.5, 2.5], [3.5, 4.5]])


@pytest.mark.parametrize(
    ("got", "expected", "tag", "words"),
    [
        (KEY[:, None], KEY, "auto-shape", "an axis of length 1 too many"),
        (KEY, KEY[:, None], "auto-shape", "an axis of length 1 too few"),
        (KEY[None], KEY[:, None], "auto-shape", "an axis of length 1 is misplaced"),
        (SQUARE[:, :1].T, np.ones((3, 2)), "auto-shape", "another shape"),
        (np.arange(6).reshape(2, 3).T, np.arange(6.0).reshape(2, 3), "auto-shape", "rows and columns"),
        (np.outer(KEY, KEY), KEY, "auto-shape", "every pair of entries"),
        (KEY[1:], KEY, "auto-shape", "one entry too few along the first axis"),
        (np.append(KEY, 1), KEY, "auto-shape", "one entry too many along the first axis"),
        (KEY, np.array(1.0), "auto-shape", "an array where a single number"),
        (np.array(1.0), KEY, "auto-shape", "a single number where an array"),
        (KEY + 0j, KEY, "auto-dtype", "dtype complex128 where dtype float64"),
        (KEY > 1, KEY, "auto-dtype", "dtype bool where"),
        (KEY, KEY.astype(np.float32), "auto-dtype", "dtype float64 where dtype float32"),
        (KEY * np.nan, KEY, "auto-nan", "NaN"),
        (KEY * np.inf, KEY, "auto-inf", "infinity"),
        (KEY.astype(int), KEY, "auto-integers", "decimals are cut off"),
        (KEY // 1, KEY, "auto-integers", "decimals are cut off"),
        ((KEY / 3).astype(np.float32), KEY / 3, "auto-precision", "the precision of float32 only"),
        (-KEY, KEY, "auto-sign", "the sign is reversed"),
        (np.array(-1.5), np.array(1.5), "auto-sign", "the sign is reversed"),
        (SQUARE.T, SQUARE, "auto-transposed", "it is transposed"),
        (KEY[::-1], KEY, "auto-reversed", "the reverse order"),
        (np.append(9.9, KEY[:-1]), KEY, "auto-shifted", "one place too late"),
        (np.append(KEY[1:], 9.9), KEY, "auto-shifted", "one place too early"),
        (np.append(KEY[:-1], 9.9), KEY, "auto-end", "only the last entry"),
        (np.append(9.9, KEY[1:]), KEY, "auto-end", "only the first entry"),
        (KEY * 0, KEY, "auto-value", "4 of 4 entries differ, by up to 3.5; the first is 0 at index [0]"),
        (np.array([1.5, 9.9]), KEY[:2], "auto-value", "2 of 2 entries differ"),
        (np.array([0.5, 9.9]), KEY[:2], "auto-value", "1 of 2 entries differs; it is 9.9 at index [1]"),
        (np.array(2.25), np.array(2.5), "auto-value", "it returned 2.25, expected 2.5"),
        (np.array(0.1 + 1e-8), np.array(0.1), "auto-value", "it returned 0.10000001, expected 0.1"),
    ],
)
def test_what_is_recognised_is_named(got: Array, expected: Array, tag: str, words: str) -> None:
    found = array_difference(np.asarray(got), np.asarray(expected), REL)
    assert found is not None
    assert found.tag == tag
    assert words in found.text
    assert found.soft == (tag not in ("auto-shape", "auto-dtype", "auto-nan", "auto-inf"))


def test_zeros_are_no_decimals_cut_off() -> None:
    found = array_difference(np.zeros(2), np.array([0.25, 0.5]), REL)
    assert found is not None
    assert found.tag == "auto-value"


def test_what_hidden_cases_tell_has_no_number_of_the_key() -> None:
    for got in (KEY + 1, -KEY, KEY[::-1], KEY[1:], KEY[:, None]):
        found = array_difference(np.asarray(got), KEY, REL)
        assert found is not None
        assert not any(character.isdigit() and character != "1" for character in found.kind)


KEYS: list[object] = [
    KEY,
    SQUARE,
    np.zeros(0),
    0.5,
    True,
    3,
    1 + 2j,
    "text",
    None,
    (1.0, KEY),
    [1, 2],
    ["a", 1],
    {"a": 1.0, "b": KEY},
    np.zeros(2, np.uint8),
    np.array([np.nan, np.inf, 1.0]),
]


@settings(deadline=None, max_examples=1000)
@given(value=hostile_values(), key=st.sampled_from(KEYS))
def test_every_plain_value_is_judged_without_an_exception(value: object, key: object) -> None:
    found = difference(value, key, REL)
    assert found is None or (found.tag.startswith("auto-") and found.text)


@settings(deadline=None, max_examples=300)
@given(value=hostile_values())
def test_a_value_without_nan_equals_itself(value: object) -> None:
    if isinstance(value, str | bool) or (isinstance(value, float | int) and abs(value) < 2**40):
        assert difference(value, value, REL) is None
