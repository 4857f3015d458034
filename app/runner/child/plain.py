"""Plain data: the only values that cross between the server and a student's program, as JSON nodes.

None, bool, int, finite float, str and list stand for themselves; all else is an object with one key:
`$f` nan, inf or -inf; `$c` [real, imaginary]; `$t` the items of a tuple; `$d` [key, value, key, value, …];
`$l` a long list of float, int or complex: [dtype, count, offset]; `$a` an array: [dtype, shape, offset];
`$m` a model: [kind, {name: parameter}], as a whole argument of a job only. Offsets are into the blob.
A numpy scalar travels as an array of shape (), so that its dtype arrives. No pickle, which runs code, and no
.npy header, which numpy evaluates.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from .limits import ARRAY_COUNTS, CONTAINER_COUNTS, LONGEST_TEXT, WIDEST_INT, WIDEST_KEY

# Containers hold Values again; Any, because list and dict are invariant and callers hold list[float].
Value = (
    bool | int | float | complex | str | list[Any] | tuple[Any, ...] | dict[Any, Any] | NDArray[Any] | None
)

_DTYPES = "|b1 |i1 <i2 <i4 <i8 |u1 <u2 <u4 <u8 <f2 <f4 <f8 <c8 <c16"
DTYPES = {name: np.dtype(name) for name in _DTYPES.split()}
LISTS: dict[type, str] = {float: "<f8", int: "<i8", complex: "<c16"}
NON_FINITE = {"nan": float("nan"), "inf": float("inf"), "-inf": float("-inf")}


class UnplainError(Exception):
    """The value is not plain data; the text says what it is."""


class SizeError(Exception):
    """The values are plain but too many; the text is the limit."""


class Budget:
    """How many values may still come: writer and reader count alike, so that what is written can be read."""

    def __init__(self, values: int) -> None:
        self._values = values
        self._left = values

    def spend(self, values: int) -> None:
        """Raises SizeError when it is used up."""
        self._left -= values
        if self._left < 0:
            raise SizeError(
                f"{self._values:,} values; a list counts for {CONTAINER_COUNTS}, an array for {ARRAY_COUNTS}"
            )


def is_int(value: int) -> bool:
    """Whether it is narrow enough."""
    return value.bit_length() <= WIDEST_INT


def is_key(key: object) -> bool:
    """Whether it may be a key of a dict: by exact type, for True is 1 to a dict."""
    if type(key) is str:
        return len(key) <= LONGEST_TEXT and is_text(key)
    return type(key) is int and key.bit_length() <= WIDEST_KEY


def is_text(text: str) -> bool:
    """Whether every later reader can hold it: UTF-8 knows no lone surrogates, PostgreSQL no NUL."""
    if not text.isascii():
        try:
            text.encode()
        except UnicodeEncodeError:
            return False
    return "\0" not in text
