"""Seeded mutations of frames: of their bytes, of their JSON as text, and of its tree."""

import json
import random
from collections.abc import Callable
from typing import Any

from app.runner.child.frames import HEADER, Node

Parts = tuple[bytes, bytes]  # the JSON and the blob

_KEYS = (
    "end results printed value mutated microseconds evaluations raised kind message line error detail during"
)
_TAGS = (
    "unreadable $a $t $d $f $c $l $m nan inf -inf |b1 |i1 <i2 <i4 <i8 |u1 <u4 <f2 <f4 <f8 <c8 <c16 |O |V8 >f8"
)
_ENDS = "finished raised time memory output killed unavailable refused correct verdict"
_WORDS = f"{_KEYS} {_TAGS} {_ENDS}".split()
_NUMBERS: list[Node] = [
    0,
    1,
    -1,
    2,
    3,
    7,
    8,
    9,
    20,
    24,
    1 << 20,
    1 << 31,
    1 << 53,
    1 << 63,
    1 << 64,
    1 << 1024,
]
_OTHERS: list[Node] = [None, True, False, 0.0, -0.0, 1.5, 1e308, "", "\ud800", "\0", "\u202e", "x" * 20_001]
_PIECES = [
    b"[",
    b"]",
    b"{",
    b"}",
    b",",
    b":",
    b'"',
    b"\\",
    b"\\u",
    b"NaN",
    b"Infinity",
    b"1e999",
    b"-",
    b"\xff",
    b"0",
]


def mutated(frame: bytes, others: tuple[bytes, ...], rng: random.Random) -> bytes:
    """A frame that differs from the first in up to four places."""
    parts = _taken_apart(frame)
    for _ in range(rng.choice((1, 1, 1, 2, 3, 4))):
        parts = rng.choice(_OF_PARTS)(parts, others, rng)
    made = _put_together(parts)
    return rng.choice(_OF_BYTES)(made, rng) if rng.random() < 0.3 else made


def _taken_apart(frame: bytes) -> Parts:
    start = 2 * HEADER.size
    end = start + HEADER.unpack_from(frame, HEADER.size)[0]
    return frame[start:end], frame[end:]


def _put_together(parts: Parts) -> bytes:
    text, blob = parts
    return HEADER.pack(HEADER.size + len(text) + len(blob)) + HEADER.pack(len(text)) + text + blob


# ---- bytes ----


def _flipped(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data or b"\0")
    for _ in range(rng.randint(1, 4)):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def _cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randrange(len(data))]


def _doubled(data: bytes, rng: random.Random) -> bytes:
    at, length = rng.randrange(len(data)), rng.randint(1, 40)
    return data[:at] + data[at : at + length] * rng.randint(1, 9) + data[at:]


def _with_another_header(data: bytes, rng: random.Random) -> bytes:
    at = rng.choice((0, HEADER.size))
    (length,) = HEADER.unpack_from(data, at)
    other = rng.choice((0, 1, length - 1, length + 1, length * 2, 1 << 20, (1 << 20) + 1, (1 << 32) - 1))
    return data[:at] + HEADER.pack(other % (1 << 32)) + data[at + HEADER.size :]


_OF_BYTES = (_flipped, _cut, _doubled, _with_another_header)


# ---- text and blob ----


def _text_changed(parts: Parts, _: tuple[bytes, ...], rng: random.Random) -> Parts:
    text, blob = parts
    at = rng.randrange(len(text) + 1)
    piece = rng.choice((*_PIECES, rng.choice(_WORDS).encode(), str(rng.choice(_NUMBERS)).encode()))
    return text[:at] + piece * rng.choice((1, 1, 2, 30)) + text[at + rng.choice((0, 1, 1, 5)) :], blob


def _text_moved(parts: Parts, _: tuple[bytes, ...], rng: random.Random) -> Parts:
    text, blob = parts
    a, b, c = sorted(rng.randrange(len(text) + 1) for _ in range(3))
    return text[:a] + text[b:c] + text[a:b] + text[c:], blob


def _blob_changed(parts: Parts, others: tuple[bytes, ...], rng: random.Random) -> Parts:
    text, blob = parts
    choices = (
        blob[:-1],
        blob + b"\0",
        b"",
        b"\xff" * len(blob),
        blob[1:],
        _taken_apart(rng.choice(others))[1],
    )
    return text, rng.choice(choices)


# ---- tree ----


def _tree_changed(parts: Parts, others: tuple[bytes, ...], rng: random.Random) -> Parts:
    """One node put in another's place, or dropped, doubled, nested, made long."""
    text, blob = parts
    try:
        tree = json.loads(text)
        other = json.loads(_taken_apart(rng.choice(others))[0])
    except (ValueError, RecursionError):
        return parts
    places = _places(tree)
    if not places:
        return parts
    holder, key = rng.choice(places)
    rng.choice(_OF_NODES)(holder, key, other, rng)
    return json.dumps(tree, separators=(",", ":")).encode(), blob


Place = tuple[Any, Any]  # a list or an object of JSON, and an index or a key of it


def _places(tree: Any) -> list[Place]:
    """Every place in the tree where something stands."""
    found: list[Place] = []
    waiting = [tree]
    while waiting and len(found) < 2000:
        holder = waiting.pop()
        keys = (
            range(len(holder))
            if isinstance(holder, list)
            else list(holder)
            if isinstance(holder, dict)
            else ()
        )
        found += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys]
    return found


def _set_scalar(holder: Any, key: Any, _: Any, rng: random.Random) -> None:
    holder[key] = rng.choice((rng.choice(_NUMBERS), rng.choice(_OTHERS), rng.choice(_WORDS)))


def _nudge(holder: Any, key: Any, _: Any, rng: random.Random) -> None:
    if type(holder[key]) in (int, float):
        holder[key] += rng.choice((-1, 1, 8, -8))


def _graft(holder: Any, key: Any, other: Any, rng: random.Random) -> None:
    from_holder, from_key = rng.choice(_places(other))
    holder[key] = from_holder[from_key]


def _drop(holder: Any, key: Any, _: Any, __: random.Random) -> None:
    del holder[key]


def _nest(holder: Any, key: Any, _: Any, rng: random.Random) -> None:
    for _ in range(rng.choice((1, 1, 2, 19, 20, 21, 40))):
        holder[key] = rng.choice(([holder[key]], {"$t": [holder[key]]}, {"$d": ["k", holder[key]]}))


def _repeat(holder: Any, key: Any, _: Any, rng: random.Random) -> None:
    holder[key] = [holder[key]] * rng.choice((2, 3, 9, 100, 3000))


def _rename(holder: Any, key: Any, _: Any, rng: random.Random) -> None:
    if isinstance(holder, dict):
        holder[rng.choice(_WORDS)] = holder.pop(key)


_OF_NODES: tuple[Callable[[Any, Any, Any, random.Random], None], ...] = (
    _set_scalar,
    _set_scalar,
    _nudge,
    _graft,
    _graft,
    _drop,
    _nest,
    _repeat,
    _rename,
)
_OF_PARTS: tuple[Callable[[Parts, tuple[bytes, ...], random.Random], Parts], ...] = (
    _tree_changed,
    _tree_changed,
    _tree_changed,
    _text_changed,
    _text_moved,
    _blob_changed,
)
