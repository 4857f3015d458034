"""One job in, one frame out, on file descriptors; and the rehearsal of it."""

import os
import sys

import numpy as np

from .answer import answer
from .frames import HEADER, Node, pack
from .limits import INPUTS, JOB_FRAME, LONGEST_RUN
from .writing import Writer

_PIECE = 1 << 18
_REHEARSAL = """
from math import sqrt
def rehearse(x, e, a):
    print("hello")
    total = 0.0
    for i in range(3):
        total += sqrt(float(i))
    y = np.sqrt(a) * x + np.sqrt(1.0 - a) * e
    return [y, y.mean(), float((y @ y.T).sum(axis=0)[0]), (1, "a"), {"k": total}]
"""


def serve(source: int, target: int) -> None:
    """Read a job from `source`, write its answer to `target`."""
    (length,) = HEADER.unpack(_read(source, HEADER.size))
    if length <= JOB_FRAME:
        _write(target, answer(_read(source, length)))


def rehearse() -> None:
    """Answer a dummy job: takes the copy-on-write faults before a submission comes."""
    streams = sys.stdout, sys.stderr
    answer(_rehearsal()[HEADER.size :])
    sys.stdout, sys.stderr = streams
    sys.modules.pop("answer", None)


def _rehearsal() -> bytes:
    writer = Writer(INPUTS)
    x = np.random.RandomState(0).standard_normal((4, 8))
    arguments: list[Node] = [writer.node(value) for value in (x, x, 0.5)]
    call: Node = {"function": "rehearse", "arguments": arguments, "keywords": {}}
    return pack(
        {"source": _REHEARSAL, "seed": 1, "seconds": LONGEST_RUN, "calls": [call, call]}, writer.blobs
    )


def _read(source: int, count: int) -> bytes:
    received = bytearray()
    while len(received) < count:
        piece = os.read(source, min(count - len(received), _PIECE))
        if not piece:
            os._exit(0)  # the server has gone, or wants no more
        received += piece
    return bytes(received)


def _write(target: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(target, left[:_PIECE]) :]
