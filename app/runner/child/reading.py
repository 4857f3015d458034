"""Nodes as values. Strict, for what it reads was written by a hostile process."""

import math
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray

from .frames import FrameError, Node
from .limits import ARRAY_COUNTS, CONTAINER_COUNTS, LONGEST_TEXT, MOST_AXES, WIDEST_INT, Limits
from .plain import DTYPES, LISTS, NON_FINITE, Budget, SizeError, Value, is_int, is_key, is_text

_CONTAINERS = frozenset((list, dict))
_LIST_DTYPES = tuple(LISTS.values())
_INF = NON_FINITE["inf"]


class Reader:
    """Turns nodes into values: exact plain types, and arrays of plain dtypes that own their data.

    Its work and the memory of what it makes are bounded by the limits and the length of the blob. With
    `copies` false, arrays are views of the blob that nobody can write to.
    """

    def __init__(self, blob: bytes, limits: Limits, *, copies: bool = True) -> None:
        self._blob = blob
        self._limits = limits
        self._copies = copies
        self._budget = Budget(limits.nodes)
        self._unread = len(blob)

    def value(self, node: Node, depth: int = 0) -> Value:
        """The value of a node. Raises FrameError."""
        if type(node) is dict:
            return self._tagged(node, depth)
        if type(node) is list:
            return self._items(node, depth)
        _check_scalars([node], {type(node)})
        return cast("Value", node)

    def _tagged(self, node: dict[str, Node], depth: int) -> Value:
        if len(node) != 1:
            raise FrameError("not a value")
        ((tag, body),) = node.items()
        if tag == "$f" and type(body) is str and body in NON_FINITE:
            self._spend(CONTAINER_COUNTS)
            return NON_FINITE[body]
        if type(body) is not list:
            raise FrameError("not a value")
        if tag == "$a":
            return self._array(body)
        if tag == "$l":
            return self._list(body, depth)
        if tag == "$t":
            return tuple(self._items(body, depth))
        if tag == "$d":
            return self._dict(body, depth)
        if tag == "$c" and len(body) == 2:
            self._spend(CONTAINER_COUNTS)
            return complex(_part(body[0]), _part(body[1]))
        raise FrameError("not a value")

    def _items(self, items: list[Node], depth: int) -> list[Any]:
        self._enter(len(items), depth)
        kinds = set(map(type, items))
        if kinds & _CONTAINERS:
            return [self.value(item, depth + 1) for item in items]
        _check_scalars(items, kinds)
        return items.copy()  # the node may be read again

    def _dict(self, parts: list[Node], depth: int) -> Value:
        self._spend(CONTAINER_COUNTS)
        values = self._items(parts, depth)
        keys = values[::2]
        if len(values) % 2 or not all(map(is_key, keys)) or len(set(keys)) != len(keys):
            raise FrameError("not a dict")
        return dict(zip(keys, values[1::2], strict=True))

    def _list(self, parts: list[Node], depth: int) -> list[Any]:
        if len(parts) != 3:
            raise FrameError("not a list")
        name, count, offset = parts
        if name not in _LIST_DTYPES or type(count) is not int or count < 0:
            raise FrameError("not a list")
        self._enter(count, depth)
        return cast("list[Any]", self._stored(DTYPES[name], (count,), offset).tolist())

    def _array(self, parts: list[Node]) -> NDArray[Any]:
        self._spend(ARRAY_COUNTS)
        if len(parts) != 3:
            raise FrameError("not an array")
        name, axes, offset = parts
        if type(name) is not str or name not in DTYPES or type(axes) is not list:
            raise FrameError("not an array")
        stored = self._stored(DTYPES[name], self._shape(axes), offset)
        if name == "|b1":  # bytes other than 0 and 1 are undefined behaviour in a bool array
            return np.asarray(stored.view(np.uint8) != 0)
        return stored.copy() if self._copies else stored

    def _stored(self, dtype: np.dtype[Any], shape: tuple[int, ...], offset: Node) -> NDArray[Any]:
        """A view of the blob. Together, what is viewed is no larger than the blob."""
        length = math.prod(shape) * dtype.itemsize
        self._unread -= length
        if type(offset) is not int or not 0 <= offset <= len(self._blob) - length:
            raise FrameError("outside the blob")
        if self._unread < 0:
            raise FrameError("arrays that share their bytes")
        return np.ndarray(shape, dtype, self._blob, offset)

    def _shape(self, axes: list[Any]) -> tuple[int, ...]:
        if len(axes) > MOST_AXES:
            raise FrameError("too many axes")
        extent = 1
        for axis in axes:
            if type(axis) is not int or not 0 <= axis <= self._limits.frame:
                raise FrameError("not a shape")
            extent *= axis or 1  # numpy refuses (huge, huge, 0) too
        if extent > self._limits.frame:
            raise FrameError("a shape too large")
        return tuple(axes)

    def _enter(self, count: int, depth: int) -> None:
        """Account for a container of so many values."""
        self._spend(CONTAINER_COUNTS + count)
        if depth >= self._limits.depth:
            raise FrameError("nested too deeply")

    def _spend(self, values: int) -> None:
        try:
            self._budget.spend(values)
        except SizeError as limit:
            raise FrameError(f"more than {limit}") from limit


def _check_scalars(items: list[Any], kinds: set[type]) -> None:
    """Raises FrameError unless each is within its range. No loop of Python's own over numbers of one kind."""
    if float in kinds and (_INF in items or -_INF in items):  # the parser makes inf of 1e999
        raise FrameError("a number out of range")
    if int in kinds:
        integers = [item for item in items if type(item) is int] if len(kinds) > 1 else items
        if not is_int(min(integers)) or not is_int(max(integers)):
            raise FrameError(f"an integer of more than {WIDEST_INT} bits")
    if str in kinds:
        texts = [item for item in items if type(item) is str] if len(kinds) > 1 else items
        if max(map(len, texts)) > LONGEST_TEXT or not is_text("".join(texts)):
            raise FrameError("text that may not cross")


def _part(node: Node) -> float:
    match node:
        case {"$f": str(name), **more} if name in NON_FINITE and not more:
            return NON_FINITE[name]
        case float() if math.isfinite(node):
            return node
    raise FrameError("not part of a complex number")
