import numpy as np
import pytest

from app.runner.child.frames import FrameError, Node
from app.runner.child.limits import OUTPUTS
from app.runner.child.reading import Reader

HOSTILE: dict[str, Node] = {
    "a zero axis that hides a huge shape": {"$a": ["<f8", [1 << 20, 1 << 20, 1 << 20, 1 << 20, 0], 0]},
    "a negative axis": {"$a": ["<f8", [-1], 0]},
    "an axis that is no integer": {"$a": ["<f8", [1.0], 0]},
    "an axis that is a bool": {"$a": ["<f8", [True], 0]},
    "nine axes": {"$a": ["<f8", [1] * 9, 0]},
    "an object dtype": {"$a": ["|O", [1], 0]},
    "a void dtype": {"$a": ["|V8", [1], 0]},
    "a dtype that is a list": {"$a": [["<f8"], [1], 0]},
    "bytes beyond the blob": {"$a": ["<f8", [2], 0]},
    "a negative offset": {"$a": ["<f8", [1], -8]},
    "an offset that is a bool": {"$a": ["|u1", [1], True]},
    "an offset beyond the blob": {"$a": ["<f8", [0], 9]},
    "an array with a part too many": {"$a": ["<f8", [1], 0, 8]},
    "arrays that share their bytes": [{"$a": ["<f8", [1], 0]}, {"$a": ["<f8", [1], 0]}],
    "a list beyond the blob": {"$l": ["<f8", 2, 0]},
    "a list of a negative length": {"$l": ["<f8", -1, 0]},
    "a list of another dtype": {"$l": ["<f4", 1, 0]},
    "a list of no dtype": {"$l": [[], 1, 0]},
    "a list of too many": {"$l": ["<f8", 50_000, 0]},
    "two tags": {"$t": [], "$d": []},
    "no tag": {},
    "an unknown tag": {"$x": 1},
    "a plain object": {"__class__": "x"},
    "a repeated key": {"$d": ["a", 1, "a", 2]},
    "a float key": {"$d": [1.5, 1]},
    "a bool key": {"$d": [True, 1]},
    "a wide key": {"$d": [1 << 60, 1]},
    "a key that is a list": {"$d": [[], 1]},
    "a key without a value": {"$d": ["a"]},
    "a model": {"$m": ["constant", {"value": 1}]},
    "a wide integer": 1 << 2000,
    "a wide integer among texts": ["x", 1 << 2000],
    "a wide negative integer": [-(1 << 2000), 0],
    "an infinity in a list": [1.0, float("-inf")],
    "a NUL in a list": ["a", 1, "\0"],
    "a long text in a list": ["x" * 20_001, "y"],
    "an infinity by overflow": float("inf"),
    "another word for a float": {"$f": "1e3"},
    "a complex of texts": {"$c": ["1", "2"]},
    "a lone surrogate": "\ud800",
    "a NUL": "\0",
    "a long text": "x" * 20_001,
    "too many values": [0] * 240_000,
    "too many arrays": [{"$a": ["|b1", [0], 0]}] * 2_500,
}


@pytest.mark.parametrize("node", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_nodes_are_refused(node: Node) -> None:
    with pytest.raises(FrameError):
        Reader(bytes(8), OUTPUTS).value(node)


@pytest.mark.parametrize("innermost", [[0], {"$l": ["<i8", 1, 0]}, {"$t": []}, {"$d": []}])
def test_what_is_nested_too_deeply_is_refused(innermost: Node) -> None:
    node = innermost
    for _ in range(20):
        node = [node]
    with pytest.raises(FrameError):
        Reader(bytes(8), OUTPUTS).value(node)
    assert Reader(bytes(8), OUTPUTS).value(node[0] if isinstance(node, list) else None) is not None


def test_bools_are_made_of_any_byte() -> None:
    back = Reader(b"\x00\x02\xff", OUTPUTS).value({"$a": ["|b1", [3], 0]})
    assert isinstance(back, np.ndarray)
    assert back.tobytes() == b"\x00\x01\x01"


def test_views_cannot_be_written_to_and_copies_own_their_bytes() -> None:
    node: Node = {"$a": ["<f8", [1], 0]}
    copy, view = (Reader(bytes(8), OUTPUTS, copies=copies).value(node) for copies in (True, False))
    assert isinstance(copy, np.ndarray)
    assert isinstance(view, np.ndarray)
    assert copy.flags.owndata
    assert not view.flags.writeable


def test_a_node_can_be_read_twice() -> None:
    node: Node = [[1], {"$d": ["k", [2]]}]
    first, second = Reader(b"", OUTPUTS).value(node), Reader(b"", OUTPUTS).value(node)
    assert isinstance(first, list)
    first[0].append(9)
    first[1]["k"].append(9)
    assert second == [[1], {"k": [2]}]
