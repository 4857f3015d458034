"""Honest frames of every kind, made by the child's own code: what mutations start from."""

import sys
from functools import cache

import numpy as np

from app.runner import Call, Job, Model
from app.runner.child.answer import answer
from app.runner.child.frames import HEADER
from app.runner.exchange import frame_of

JOB = Job(
    "",
    (
        Call("f", (np.arange(6.0).reshape(2, 3), [1, 2.5])),
        Call("f", (3, Model("constant", {"value": 1.0}))),
        Call("f", (0, 0)),
    ),
    seconds=0.05,
)
PROGRAMS = (
    "def f(x, y): return x",
    "def f(x, y): return np.ones((2, 2), bool), np.float32(1), np.zeros((0, 3)), np.arange(4) * 1j",
    "def f(x, y): return {'a': [1.5] * 20, 2: (1, 'b', None, True)}, [1] * 9, [1j] * 9, 2**999, -0.0",
    "def f(x, y): return [float('nan'), float('-inf'), complex('nanj'), {}, (), [], '\\u00e9\\U0001f600']",
    "print('hello' * 9)\ndef f(x, y):\n    if type(x) is int: return 1 / 0\n    x[0] = 9\n    return y",
    "def f(x, y): return y(1.0) if callable(y) else f",
    "raise ValueError('no')",
    "def f(x, y) return",
    "def f(x, y):\n    if type(x) is int: raise MemoryError\n    return [1]",
    "def f(x, y):\n    while type(x) is int: pass\n    return 1",
    "def f(x, y): return np.zeros(10**6) if type(x) is int else 'small'",
    "def g(): pass",
)


@cache
def frames() -> tuple[bytes, ...]:
    """The frames that answer the job, one for each program."""
    return tuple(_answered(source) for source in PROGRAMS)


def _answered(source: str) -> bytes:
    streams = sys.stdout, sys.stderr
    try:
        return answer(frame_of(Job(source, JOB.calls, JOB.seconds))[HEADER.size :])
    finally:
        sys.stdout, sys.stderr = streams
        sys.modules.pop("answer", None)
