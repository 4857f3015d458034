from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.answers.arrays import array_given, array_read
from app.answers.typed_text import Unread, normalised

PAIR = [0.86, -0.4]


@pytest.mark.parametrize(
    "text",
    [
        "0.86, -0.4",
        "0.86,-0.4,",
        "0,86; -0,4",
        "0,86 -0,4",
        "[0.86 -0.4]",
        "[0.86, -0.4]",
        "(0.86; -0.4)",
        "{0.86, −0.4}",
        "0.86\n-0.4",
        "0.86,\n-0.4",
        "np.array([0.86, -0.4])",
        "array([0.86, -0.4], dtype=float32)",
        "tensor([0.86, -0.4], device='cuda:0')",
        "[np.float64(0.86), np.float64(-0.4)]",
        "x_1 = [0.86, -0.4]",
        "43/50, -2/5",
        "(0.4+0.46), (-0.4)",
        "86 %, -40 %",
    ],
)
def test_two_numbers_are_read_however_they_are_typed(text: str) -> None:
    np.testing.assert_allclose(array_read(normalised(text), (2,)).value, PAIR, rtol=1e-15)


@pytest.mark.parametrize(
    "text",
    [
        "[[1, 2], [3, 4]]",
        "1 2\n3 4",
        "1, 2; 3, 4",
        "array([[1, 2],\n       [3, 4]])",
        "[[1 2]\n [3 4]]",
        "((1,2),(3,4))",
    ],
)
def test_rows_are_read_however_they_are_typed(text: str) -> None:
    assert array_read(text, (2, 2)).value.tolist() == [[1, 2], [3, 4]]


def test_the_asked_shape_decides_between_readings() -> None:
    assert array_read("1,2 3,4", (2,)).value.tolist() == [1.2, 3.4]
    assert array_read("1,2; 3,4", (2, 2)).value.tolist() == [[1, 2], [3, 4]]
    assert array_read("1,2; 3,4", (2,)).value.tolist() == [1.2, 3.4]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1, 2, 3", "I read 3 numbers, the question asks for 2."),
        ("0.5", "I read 1 number, the question asks for 2."),
        ("[[1,2],[3,4]]", "I read an array of shape 2 × 2, the question asks for 2 numbers."),
        ("[[1,2],[3]]", "rows differ in length: I read 2 numbers in row 1 but 1 number in row 2"),
        ("[1, ..., 2]", "shortened"),
        ("[1, 2", "brackets"),
        ("1, , 2", "Number 2 is missing"),
        ("1, b", "Number 2: I can't read `b`"),
        ("", "Type the numbers"),
        ("[[[[[[[[[1]]]]]]]]]", "nested"),
    ],
)
def test_what_is_no_such_array_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(Unread) as slip:
        array_read(text, (2,))
    assert words in str(slip.value)


def test_digits_are_counted_entry_by_entry() -> None:
    assert array_read("0.860, 1/3", (2,)).each == (3, None)


@pytest.mark.parametrize(
    "items", [[True, 1], [None, 1], [{}, 1], [[1, 2], 3], [float("nan"), 1], [10**400, 1], []]
)
def test_json_lists_of_other_things_are_refused(items: list[object]) -> None:
    with pytest.raises(Unread):
        array_given(items, (2,))  # type: ignore[arg-type]  # what a program may send


def test_json_lists_may_hold_texts() -> None:
    assert array_given(["0,5", 2], (2,)).value.tolist() == [0.5, 2]


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6))
def test_what_numpy_prints_is_read_back(numbers: list[float]) -> None:
    array = np.array(numbers)
    with np.printoptions(floatmode="unique"):
        assert array_read(normalised(repr(array)), array.shape).value.tolist() == numbers
        assert array_read(normalised(str(array)), array.shape).value.tolist() == numbers


@given(st.text(max_size=60) | st.text("0123456789.,-; []()\n", max_size=40))
def test_any_text_is_an_array_or_a_sentence(text: str) -> None:
    try:
        read = array_read(normalised(text), (2,))
    except Unread:
        return
    assert read.value.shape == (2,)
