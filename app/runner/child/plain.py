"""Plain data as JSON nodes and back: the only values that cross between the server and a student's program.

None, bool, int, finite float, str and list stand for themselves; all else is an object with one key:
`$f` nan, inf or -inf; `$c` [real, imaginary]; `$t` tuple; `$d` [[key, value], …];
`$a` array: [dtype, shape, offset, length in the blob]. A numpy scalar travels as an array of shape (), so
that its dtype arrives. No pickle, which runs code, and no .npy header, which numpy evaluates.
"""

import math
from collections.abc import Callable
from typing import Any, TypeGuard

import numpy as np
from numpy.typing import NDArray

from .frames import FrameError, Node
from .limits import ARRAY_COUNTS, LONGEST_TEXT, MOST_AXES, WIDEST_INT, WIDEST_KEY, Limits

# Containers hold Values again; Any, because list and dict are invariant and callers hold list[float].
Value = (
    bool | int | float | complex | str | list[Any] | tuple[Any, ...] | dict[Any, Any] | NDArray[Any] | None
)

_DTYPES = "|b1 |i1 <i2 <i4 <i8 |u1 <u2 <u4 <u8 <f2 <f4 <f8 <c8 <c16"
DTYPES = {name: np.dtype(name) for name in _DTYPES.split()}
_NAMES = {dtype: name for name, dtype in DTYPES.items()}
_NUMPY_SCALARS = frozenset(dtype.type for dtype in DTYPES.values())
_NON_FINITE = ("nan", "inf", "-inf")


class UnplainError(Exception):
    """The value is not plain data; the text says what it is."""


class SizeError(Exception):
    """The values are plain but too many; the text is the limit."""


class Writer:
    """Turns values into nodes, gathering the bytes of arrays in `blobs`."""

    def __init__(self, limits: Limits) -> None:
        self.blobs: list[bytes] = []
        self._limits = limits
        self._bytes = 0
        self._nodes = 0

    def node(self, value: object, depth: int = 0) -> Node:
        """The node of `value`, by exact type: a subclass is not plain data, whatever it claims to be.

        Raises UnplainError, SizeError.
        """
        self._count(depth)
        kind = type(value)
        if value is None:
            return None
        if kind in _SCALARS:
            return _SCALARS[kind](value)
        if kind is np.ndarray or kind in _NUMPY_SCALARS:
            return self._array(np.asarray(value))
        return self._container(value, depth)

    def _container(self, value: object, depth: int) -> Node:
        if type(value) is list:
            return [self.node(item, depth + 1) for item in value]
        if type(value) is tuple:
            return {"$t": [self.node(item, depth + 1) for item in value]}
        if type(value) is dict:
            return {"$d": [[_key(key), self.node(item, depth + 1)] for key, item in value.items()]}
        raise UnplainError(f"a value of type {type(value).__name__[:60]}")

    def _array(self, array: NDArray[Any]) -> Node:
        name = _NAMES.get(array.dtype)
        if name is None:
            raise UnplainError(f"an array of dtype {str(array.dtype)[:40]}")
        if array.ndim > MOST_AXES:
            raise UnplainError(f"an array of more than {MOST_AXES} axes")
        self._spend(ARRAY_COUNTS - 1)
        offset, self._bytes = self._bytes, self._bytes + array.nbytes
        if self._bytes > self._limits.frame:
            raise SizeError(_mebibytes(self._limits.frame))
        self.blobs.append(array.tobytes())
        return {"$a": [name, list(array.shape), offset, array.nbytes]}

    def _count(self, depth: int) -> None:
        if depth > self._limits.depth:
            raise UnplainError(f"a value nested more than {self._limits.depth} deep")
        self._spend(1)

    def _spend(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > self._limits.nodes:
            raise SizeError(f"{self._limits.nodes:,} values")


class Reader:
    """Turns nodes into values; strict, for what it reads was written by a hostile process."""

    def __init__(self, blob: bytes, limits: Limits) -> None:
        self._blob = blob
        self._limits = limits
        self._nodes = 0

    def value(self, node: Node, depth: int = 0) -> Value:
        """The value of `node`: exact plain types and arrays of plain dtypes only. Raises FrameError."""
        self._spend(1)
        if depth > self._limits.depth:
            raise FrameError("nested too deeply")
        if isinstance(node, list):
            return [self.value(item, depth + 1) for item in node]
        if isinstance(node, dict):
            return self._tagged(node, depth)
        return _plain_scalar(node)

    def _spend(self, nodes: int) -> None:
        self._nodes += nodes
        if self._nodes > self._limits.nodes:
            raise FrameError("too many values")

    def _tagged(self, node: dict[str, Node], depth: int) -> Value:
        if len(node) != 1:
            raise FrameError("not a value")
        ((tag, body),) = node.items()
        match tag, body:
            case "$a", [str(name), list(shape), int(offset), int(length)]:
                return self._array(name, shape, offset, length)
            case "$t", list(items):
                return tuple(self.value(item, depth + 1) for item in items)
            case "$d", list(pairs):
                return self._dict(pairs, depth)
            case "$f", str(name) if name in _NON_FINITE:
                return float(name)
            case "$c", [real, imaginary]:
                return complex(_part(real), _part(imaginary))
        raise FrameError("not a value")

    def _dict(self, pairs: list[Node], depth: int) -> Value:
        values: dict[str | int, Value] = {}
        for pair in pairs:
            match pair:
                case [str() | int() as key, item] if _is_key(key) and key not in values:
                    values[key] = self.value(item, depth + 1)
                case _:
                    raise FrameError("not a dict")
        return values

    def _array(self, name: str, axes: list[Node], offset: int, length: int) -> NDArray[Any]:
        self._spend(ARRAY_COUNTS - 1)
        dtype, shape = DTYPES.get(name), self._shape(axes)
        if dtype is None or not 0 <= offset <= offset + length <= len(self._blob):
            raise FrameError("not an array")
        if length != math.prod(shape) * dtype.itemsize:
            raise FrameError("an array of another size")
        raw = self._blob[offset : offset + length]
        if dtype.kind == "b":  # bytes other than 0 and 1 are undefined behaviour in a bool array
            return np.asarray(np.frombuffer(raw, np.uint8).reshape(shape) != 0)
        return np.frombuffer(raw, dtype).reshape(shape).copy()

    def _shape(self, axes: list[Node]) -> tuple[int, ...]:
        if len(axes) > MOST_AXES:
            raise FrameError("too many axes")
        shape, extent = [], 1
        for axis in axes:
            if type(axis) is not int or not 0 <= axis <= self._limits.frame:
                raise FrameError("not a shape")
            shape.append(axis)
            extent *= axis or 1  # numpy refuses (huge, huge, 0) too
        if extent > self._limits.frame:
            raise FrameError("a shape too large")
        return tuple(shape)


def _text(value: Any) -> str:
    text = str(value)
    if len(text) > LONGEST_TEXT:
        raise SizeError(f"{LONGEST_TEXT:,} characters")
    if not _is_text(text):
        raise UnplainError("text with characters that cannot be shown")
    return text


def _int(value: Any) -> int:
    if not _is_int(value):
        raise UnplainError(f"an integer of more than {WIDEST_INT} bits")
    return value


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


def _key(key: object) -> str | int:
    if (type(key) is str or type(key) is int) and _is_key(key):
        return key
    raise UnplainError(f"a dict with a key of type {type(key).__name__[:60]}")


def _plain_scalar(node: bool | int | float | str | None) -> Value:
    match node:
        case None | bool():
            return node
        case int() if _is_int(node):
            return node
        case float() if math.isfinite(node):  # the parser makes inf of 1e999
            return node
        case str() if len(node) <= LONGEST_TEXT and _is_text(node):
            return node
    raise FrameError("a scalar out of range")


def _part(node: Node) -> float:
    match node:
        case {"$f": str(name)} if name in _NON_FINITE:
            return float(name)
        case float() if math.isfinite(node):
            return node
    raise FrameError("not part of a complex number")


def _is_int(value: object) -> TypeGuard[int]:
    return type(value) is int and value.bit_length() <= WIDEST_INT


def _is_key(key: str | int) -> bool:
    if isinstance(key, str):
        return len(key) <= LONGEST_TEXT and _is_text(key)
    return type(key) is int and key.bit_length() <= WIDEST_KEY


def _is_text(text: str) -> bool:
    """Whether every later reader can hold it: UTF-8 knows no lone surrogates, PostgreSQL no NUL."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return "\0" not in text


def _mebibytes(count: int) -> str:
    return f"{count >> 20} MiB"
