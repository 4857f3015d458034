from typing import Any

import numpy as np
import pytest

from app.runner.child.frames import FrameError, Node
from app.runner.child.inputs import Input
from app.runner.child.limits import INPUTS
from app.runner.child.writing import Writer


def made(value: object) -> Input:
    writer = Writer(INPUTS)
    node = writer.node(value)
    return Input(node, b"".join(writer.blobs))


@pytest.mark.parametrize(
    "value", [1, "a", (1, [2]), [np.zeros(2), float("nan")], np.array([np.nan]), {"k": {}}]
)
def test_what_is_left_alone_is_unchanged(value: object) -> None:
    one = made(value)
    assert repr(one.value) == repr(value)
    assert not one.changed()


def nothing(_: Any) -> None: ...


@pytest.mark.parametrize(
    ("value", "place", "other"),
    [
        (np.zeros(2), 0, -0.0),
        ([np.zeros(2)], 0, np.ones(2)),
        ([0.5] * 20, 19, 0.25),
        ([1, 2], 0, True),
        ([0.0, 1.0], 0, -0.0),
        ({"k": 1}, "k", nothing),
    ],
)
def test_a_change_in_place_is_seen_to_the_bit(value: object, place: Any, other: object) -> None:
    one = made(value)
    one.value[place] = other
    assert one.changed()


def test_a_model_counts_and_is_never_changed() -> None:
    one = Input({"$m": ["constant", {"value": 2}]}, b"")
    assert one.value(np.zeros(2)).tolist() == [2, 2]
    assert (one.evaluations(), one.changed()) == (1, False)
    one.value.calls = "many"
    assert one.evaluations() == 0


@pytest.mark.parametrize(
    "node", [{"$m": ["cubic", {}]}, {"$m": ["constant", {}]}, [{"$m": ["constant", {"value": 2}]}]]
)
def test_what_is_no_model_is_a_frame_error(node: Node) -> None:
    with pytest.raises(FrameError):
        Input(node, b"")
