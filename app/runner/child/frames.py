"""Frames: `u32 total | u32 length of the JSON | JSON | blob`, little-endian; total counts what follows it."""

import json
import struct
from collections.abc import Sequence
from typing import NoReturn, Union

import numpy as np

from .limits import Limits

Node = Union[bool, int, float, str, "list[Node]", "dict[str, Node]", None]

HEADER = struct.Struct("<I")
_OPENING = np.zeros(256, np.bool_)
_OPENING[list(b"[{")] = True


class FrameError(ValueError):
    """What arrived may not cross the boundary."""


def pack(tree: Node, blobs: Sequence[bytes]) -> bytes:
    """The bytes of a frame."""
    return frame(encode(tree).encode(), blobs)


def frame(text: bytes, blobs: Sequence[bytes]) -> bytes:
    """The bytes of a frame whose JSON is given."""
    total = HEADER.size + len(text) + sum(map(len, blobs))
    return b"".join((HEADER.pack(total), HEADER.pack(len(text)), text, *blobs))


def unpack(body: bytes, limits: Limits) -> tuple[Node, bytes]:
    """The JSON tree and the blob of a frame whose first `u32` has been taken off.

    Raises FrameError, whatever the bytes are.
    """
    if len(body) < HEADER.size:
        raise FrameError("short frame")
    (length,) = HEADER.unpack_from(body)
    end = HEADER.size + length
    if end > len(body):
        raise FrameError("the JSON is longer than its frame")
    text = body[HEADER.size : end]
    if excess := excess_of(text, limits):
        raise FrameError(f"more than {excess}")
    return _parse(text), body[end:]


def excess_of(text: bytes, limits: Limits) -> str:
    """The limit that the JSON exceeds, "" if none: found without parsing, which would take long."""
    if len(text) > limits.text:
        return f"{limits.text >> 10} KiB besides arrays"
    if len(text) > limits.brackets and _brackets(text) > limits.brackets:
        return f"{limits.brackets:,} lists"
    return ""


def _brackets(text: bytes) -> int:
    return int(np.count_nonzero(_OPENING[np.frombuffer(text, np.uint8)]))


def _parse(text: bytes) -> Node:
    try:
        tree: Node = _decode(text.decode())
    except FrameError:
        raise
    except (ValueError, RecursionError) as error:
        raise FrameError("not JSON") from error
    return tree


def _refuse_constant(name: str) -> NoReturn:
    raise FrameError(f"bare {name}")


encode = json.JSONEncoder(allow_nan=False, check_circular=False, separators=(",", ":")).encode
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
