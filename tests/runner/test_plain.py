from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.runner.child.frames import FrameError, Node
from app.runner.child.limits import INPUTS, OUTPUTS
from app.runner.child.plain import DTYPES, SizeError, UnplainError, Value
from app.runner.child.reading import Reader
from app.runner.child.writing import Writer

texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))
scalars = (
    st.none()
    | st.booleans()
    | st.integers(-(2**1024) + 1, 2**1024 - 1)
    | st.floats()
    | st.complex_numbers()
    | texts
)
keys = texts | st.integers(-(2**53) + 1, 2**53 - 1)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner) | st.lists(inner).map(tuple) | st.dictionaries(keys, inner),
    max_leaves=20,
)
arrays = st.sampled_from(list(DTYPES.values())).flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=4))
)


def there_and_back(value: object) -> Value:
    writer = Writer(OUTPUTS)
    node = writer.node(value)
    return Reader(b"".join(writer.blobs), OUTPUTS).value(node)


@given(values)
def test_plain_values_come_back_with_their_exact_types(value: Value) -> None:
    assert repr(there_and_back(value)) == repr(value)


@given(arrays)
def test_arrays_come_back_to_the_bit(array: np.ndarray[Any, Any]) -> None:
    back = there_and_back(array)
    assert isinstance(back, np.ndarray)
    assert (back.dtype, back.shape, back.tobytes()) == (array.dtype, array.shape, array.tobytes())


@pytest.mark.parametrize("order", ["transposed", "strided", "broadcast", "Fortran"])
def test_arrays_of_any_layout_come_back_equal(order: str) -> None:
    array = np.arange(12.0).reshape(3, 4)
    given_array = {
        "transposed": array.T,
        "strided": array[::2, ::-1],
        "broadcast": np.broadcast_to(array, (2, 3, 4)),
        "Fortran": np.asfortranarray(array),
    }[order]
    back = there_and_back(given_array)
    assert isinstance(back, np.ndarray)
    np.testing.assert_array_equal(back, given_array)


@pytest.mark.parametrize("kind", [np.float64, np.float32, np.int64, np.uint8, np.bool_, np.complex128])
def test_a_numpy_scalar_comes_back_as_an_array_without_axes(kind: type) -> None:
    back = there_and_back(kind(1))
    assert isinstance(back, np.ndarray)
    assert (back.shape, back.dtype, back.item()) == ((), np.dtype(kind), kind(1).item())


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
        there_and_back(value)
    assert str(caught.value) == why


def test_a_list_that_holds_itself_is_too_deep() -> None:
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(UnplainError, match="nested more than 20 deep"):
        there_and_back(endless)


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
        there_and_back(value)


HOSTILE: dict[str, Node] = {
    "a zero axis that hides a huge shape": {"$a": ["<f8", [1 << 20, 1 << 20, 1 << 20, 1 << 20, 0], 0]},
    "a negative axis": {"$a": ["<f8", [-1], 0]},
    "an axis that is no integer": {"$a": ["<f8", [1.0], 0]},
    "an axis that is a bool": {"$a": ["<f8", [True], 0]},
    "nine axes": {"$a": ["<f8", [1] * 9, 0]},
    "an object dtype": {"$a": ["|O", [1], 0]},
    "a void dtype": {"$a": ["|V8", [1], 0]},
    "a dtype that is a list": {"$a": [["<f8"], [1], 0]},
    "bytes beyond the blob": {"$a": ["<f8", [2], 0]},
    "a negative offset": {"$a": ["<f8", [1], -8]},
    "an offset that is a bool": {"$a": ["|u1", [1], True]},
    "an offset beyond the blob": {"$a": ["<f8", [0], 9]},
    "an array with a part too many": {"$a": ["<f8", [1], 0, 8]},
    "arrays that share their bytes": [{"$a": ["<f8", [1], 0]}, {"$a": ["<f8", [1], 0]}],
    "a list beyond the blob": {"$l": ["<f8", 2, 0]},
    "a list of a negative length": {"$l": ["<f8", -1, 0]},
    "a list of another dtype": {"$l": ["<f4", 1, 0]},
    "a list of no dtype": {"$l": [[], 1, 0]},
    "a list of too many": {"$l": ["<f8", 50_000, 0]},
    "two tags": {"$t": [], "$d": []},
    "no tag": {},
    "an unknown tag": {"$x": 1},
    "a plain object": {"__class__": "x"},
    "a repeated key": {"$d": ["a", 1, "a", 2]},
    "a float key": {"$d": [1.5, 1]},
    "a bool key": {"$d": [True, 1]},
    "a wide key": {"$d": [1 << 60, 1]},
    "a key that is a list": {"$d": [[], 1]},
    "a key without a value": {"$d": ["a"]},
    "a model": {"$m": ["constant", {"value": 1}]},
    "a wide integer": 1 << 2000,
    "a wide integer among texts": ["x", 1 << 2000],
    "a wide negative integer": [-(1 << 2000), 0],
    "an infinity in a list": [1.0, float("-inf")],
    "a NUL in a list": ["a", 1, "\0"],
    "a long text in a list": ["x" * 20_001, "y"],
    "an infinity by overflow": float("inf"),
    "another word for a float": {"$f": "1e3"},
    "a complex of texts": {"$c": ["1", "2"]},
    "a lone surrogate": "\ud800",
    "a NUL": "\0",
    "a long text": "x" * 20_001,
    "too many values": [0] * 240_000,
    "too many arrays": [{"$a": ["|b1", [0], 0]}] * 2_500,
}


@pytest.mark.parametrize("node", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_nodes_are_refused(node: Node) -> None:
    with pytest.raises(FrameError):
        Reader(bytes(8), OUTPUTS).value(node)


@pytest.mark.parametrize("innermost", [[0], {"$l": ["<i8", 1, 0]}, {"$t": []}, {"$d": []}])
def test_what_is_nested_too_deeply_is_refused(innermost: Node) -> None:
    node = innermost
    for _ in range(20):
        node = [node]
    with pytest.raises(FrameError):
        Reader(bytes(8), OUTPUTS).value(node)
    assert Reader(bytes(8), OUTPUTS).value(node[0] if isinstance(node, list) else None) is not None


def test_bools_are_made_of_any_byte() -> None:
    back = Reader(b"\x00\x02\xff", OUTPUTS).value({"$a": ["|b1", [3], 0]})
    assert isinstance(back, np.ndarray)
    assert back.tobytes() == b"\x00\x01\x01"


def test_inputs_may_be_larger_than_outputs() -> None:
    assert Writer(INPUTS).node(np.zeros(1 << 18)) is not None
