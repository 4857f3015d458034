"""Frames: `u32 total | u32 length of the JSON | JSON | blob`, little-endian; total counts what follows it."""

import json
import struct
from typing import NoReturn, Union

Node = Union[bool, int, float, str, "list[Node]", "dict[str, Node]", None]

HEADER = struct.Struct("<I")


class FrameError(ValueError):
    """What arrived may not cross the boundary."""


def pack(tree: Node, blobs: list[bytes]) -> bytes:
    """The bytes of a frame."""
    text = _encode(tree).encode()
    blob = b"".join(blobs)
    return HEADER.pack(4 + len(text) + len(blob)) + HEADER.pack(len(text)) + text + blob


def unpack(body: bytes) -> tuple[Node, bytes]:
    """The JSON tree and the blob of a frame whose first `u32` has been taken off.

    Raises FrameError, whatever the bytes are.
    """
    if len(body) < HEADER.size:
        raise FrameError("short frame")
    (length,) = HEADER.unpack_from(body)
    end = HEADER.size + length
    if end > len(body):
        raise FrameError("the JSON is longer than its frame")
    return _parse(body[HEADER.size : end]), body[end:]


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


_encode = json.JSONEncoder(allow_nan=False, check_circular=False, separators=(",", ":")).encode
_decode = json.JSONDecoder(parse_constant=_refuse_constant).decode
