import numpy as np
import pytest

from app.runner.child.limits import INPUTS, OUTPUTS
from app.runner.child.plain import SizeError, UnplainError
from app.runner.child.writing import Writer


class Liar(list[int]):
    """Would be read as a list by isinstance."""


class LyingFloat(np.float64):
    """Would be read as a number."""


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (Liar(), "a value of type Liar"),
        (LyingFloat(1.0), "a value of type LyingFloat"),
        ({1, 2}, "a value of type set"),
        (b"x", "a value of type bytes"),
        (len, "a value of type builtin_function_or_method"),
        (np.ma.zeros(2), "a value of type MaskedArray"),
        (np.array([object()]), "an array of dtype object"),
        (np.zeros(1, ">f8"), "an array of dtype >f8"),
        (np.zeros((1,) * 9), "an array of more than 8 axes"),
        (1 << 1024, "an integer of more than 1024 bits"),
        ("\ud800", "text with characters that cannot be shown"),
        ("\0", "text with characters that cannot be shown"),
        ({(1,): 2}, "a dict with a key of type tuple"),
        ({1 << 60: 2}, "a dict with a key of type int"),
    ],
)
def test_what_is_not_plain_is_named(value: object, why: str) -> None:
    with pytest.raises(UnplainError) as caught:
        Writer(OUTPUTS).node(value)
    assert str(caught.value) == why


def test_a_list_that_holds_itself_is_too_deep() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(UnplainError, match="nested more than 20 deep"):
        Writer(OUTPUTS).node(endless)


@pytest.mark.parametrize(
    ("value", "limit"),
    [
        ([0] * 60_000, "50,000 values"),
        ([np.float64(0)] * 2_500, "50,000 values"),
        (np.zeros(1 << 18), "1 MiB"),
        ("x" * 30_000, "20,000 characters"),
    ],
    ids=["values", "arrays", "bytes", "text"],
)
def test_too_much_is_refused_with_the_limit(value: object, limit: str) -> None:
    with pytest.raises(SizeError, match=limit):
        Writer(OUTPUTS).node(value)


def test_inputs_may_be_larger_than_outputs() -> None:
    assert Writer(INPUTS).node(np.zeros(1 << 18)) is not None


def test_long_lists_of_numbers_of_one_kind_travel_as_arrays() -> None:
    assert Writer(OUTPUTS).node([0.5] * 9) == {"$l": ["<f8", 9, 0]}
    assert Writer(OUTPUTS).node([1 << 62] * 9) == {"$l": ["<i8", 9, 0]}
    assert Writer(OUTPUTS).node([1 << 63] * 9) == [1 << 63] * 9
    assert Writer(OUTPUTS).node([0.5] * 8 + [1]) == [0.5] * 8 + [1]
    assert Writer(OUTPUTS).node([True] * 9) == [True] * 9
