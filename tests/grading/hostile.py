"""Plain values of every kind that a hostile program can send back, and lists of them."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

DTYPES = ["|b1", "|i1", "<i2", "<i4", "<i8", "|u1", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8", "<c8", "<c16"]


def hostile_values() -> st.SearchStrategy[object]:
    """Whatever the runner's reader can yield."""
    array: st.SearchStrategy[Any] = st.sampled_from(DTYPES).flatmap(
        lambda dtype: arrays.arrays(np.dtype(dtype), arrays.array_shapes(min_dims=0, min_side=0, max_side=4))
    )
    scalars = (
        st.none()
        | st.booleans()
        | st.integers(-(2**1023), 2**1023)
        | st.floats()
        | st.complex_numbers(allow_nan=True, allow_infinity=True)
        | st.text(max_size=20)
        | array
    )
    return st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.lists(inner, max_size=4).map(tuple)
            | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
        ),
        max_leaves=8,
    )
