from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from app.runner.child.limits import OUTPUTS
from app.runner.child.plain import DTYPES, Value
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
