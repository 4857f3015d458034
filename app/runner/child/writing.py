"""Values as nodes."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .frames import Node
from .limits import ARRAY_COUNTS, CONTAINER_COUNTS, FLAT, LONGEST_TEXT, MOST_AXES, WIDEST_INT, Limits
from .plain import DTYPES, LISTS, Budget, SizeError, UnplainError, is_int, is_key, is_text

_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_NUMPY_SCALARS = frozenset(dtype.type for dtype in DTYPES.values())


class Writer:
    """Turns values into nodes, gathering the bytes of arrays in `blobs`."""

    def __init__(self, limits: Limits) -> None:
        self.blobs: list[bytes] = []
        self._limits = limits
        self._bytes = 0
        self._spend = Budget(limits.nodes).spend

    def node(self, value: object, depth: int = 0) -> Node:
        """The node of `value`, by exact type: a subclass is not plain data, whatever it claims to be.

        Raises UnplainError, SizeError.
        """
        kind = type(value)
        if value is None:
            return None
        if kind in _SCALARS:
            node = _SCALARS[kind](value)
            if type(node) is dict:
                self._spend(CONTAINER_COUNTS)
            return node
        if kind is np.ndarray or kind in _NUMPY_SCALARS:
            return self._array(np.asarray(value))
        if depth >= self._limits.depth:
            raise UnplainError(f"a value nested more than {self._limits.depth} deep")
        return self._container(value, depth)

    def _container(self, value: object, depth: int) -> Node:
        if type(value) is list:
            return self._items(value, depth)
        if type(value) is tuple:
            return {"$t": self._each(value, depth)}
        if type(value) is dict:
            self._spend(CONTAINER_COUNTS)  # besides those of its list
            return {"$d": self._each([part for pair in value.items() for part in _keyed(pair)], depth)}
        raise UnplainError(f"a value of type {type(value).__name__[:60]}")

    def _items(self, items: list[Any], depth: int) -> Node:
        if len(items) > FLAT and len(kinds := set(map(type, items))) == 1:
            name = LISTS.get(kinds.pop())
            if name is not None and (name != "<i8" or -(1 << 63) <= min(items) <= max(items) < 1 << 63):
                self._spend(CONTAINER_COUNTS + len(items))
                return {"$l": [name, len(items), self._stored(np.array(items, name))]}
        return self._each(items, depth)

    def _each(self, items: list[Any] | tuple[Any, ...], depth: int) -> list[Node]:
        self._spend(CONTAINER_COUNTS + len(items))
        return [self.node(item, depth + 1) for item in items]

    def _array(self, array: NDArray[Any]) -> Node:
        name = _NAMES.get(array.dtype)
        if name is None:
            raise UnplainError(f"an array of dtype {str(array.dtype)[:40]}")
        if array.ndim > MOST_AXES:
            raise UnplainError(f"an array of more than {MOST_AXES} axes")
        self._spend(ARRAY_COUNTS)
        return {"$a": [name, list(array.shape), self._stored(array)]}

    def _stored(self, array: NDArray[Any]) -> int:
        """The offset of its bytes."""
        offset, self._bytes = self._bytes, self._bytes + array.nbytes
        if self._bytes > self._limits.frame:
            raise SizeError(f"{self._limits.frame >> 20} MiB")
        self.blobs.append(array.tobytes())
        return offset


def _text(value: Any) -> str:
    if len(value) > LONGEST_TEXT:
        raise SizeError(f"{LONGEST_TEXT:,} characters")
    if not is_text(value):
        raise UnplainError("text with characters that cannot be shown")
    return str(value)


def _int(value: Any) -> int:
    if not is_int(value):
        raise UnplainError(f"an integer of more than {WIDEST_INT} bits")
    return int(value)


def _float(value: Any) -> Node:
    if math.isfinite(value):
        return float(value)
    return {"$f": "nan" if math.isnan(value) else "inf" if value > 0 else "-inf"}


def _complex(value: Any) -> Node:
    return {"$c": [_float(value.real), _float(value.imag)]}


_SCALARS: dict[type, Callable[[Any], Node]] = {
    bool: bool,
    str: _text,
    int: _int,
    float: _float,
    complex: _complex,
}


def _keyed(pair: tuple[object, object]) -> tuple[object, object]:
    if not is_key(pair[0]):
        raise UnplainError(f"a dict with a key of type {type(pair[0]).__name__[:60]}")
    return pair
