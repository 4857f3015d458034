"""One input of a call: made anew from the job, and compared with it afterwards."""

from typing import Any

import numpy as np

from . import frames
from .frames import FrameError, Node
from .limits import INPUTS
from .models import Counted, Model
from .plain import SizeError, UnplainError, Value
from .reading import Reader
from .writing import Writer


class Input:
    """`value` is handed to the student's function; what it was is kept apart."""

    def __init__(self, node: Node, blob: bytes) -> None:
        self._was = _read(node, blob)
        self.value: Any
        if isinstance(self._was, np.ndarray):
            self.value = self._was.copy()
        elif isinstance(self._was, list | tuple | dict):
            self.value = Reader(blob, INPUTS).value(node)
        else:
            self.value = self._was

    def evaluations(self) -> int:
        """How often it was called, 0 for what is no model."""
        calls = self._was.calls if isinstance(self._was, Counted) else 0
        return calls if type(calls) is int else 0

    def changed(self) -> bool:
        """Whether the value was changed in place."""
        if isinstance(self._was, np.ndarray):
            return not _same_array(self.value, self._was)
        if not isinstance(self._was, list | tuple | dict):
            return False
        try:
            return _written(self.value) != _written(self._was)
        except (UnplainError, SizeError):
            return True


def _read(node: Node, blob: bytes) -> Value | Counted:
    reader = Reader(blob, INPUTS, copies=False)
    match node:
        case {"$m": [str(kind), dict(parameters)]}:
            try:
                return Model(kind, {name: reader.value(one) for name, one in parameters.items()}).build()
            except ValueError as error:
                raise FrameError("not a model") from error
    return reader.value(node)


def _same_array(value: Any, original: Any) -> bool:
    """To the bit: `==` would call a NaN changed."""
    alike = value.shape == original.shape and value.dtype == original.dtype
    return bool(alike and value.tobytes() == original.tobytes())


def _written(value: object) -> tuple[str, list[bytes]]:
    """The value to the bit: neither 1 and 1.0 nor 0.0 and -0.0 are the same."""
    writer = Writer(INPUTS)
    return frames.encode(writer.node(value)), writer.blobs
