import random

import numpy as np
import pytest

from app.runner.exchange import report_of

from .__main__ import fuzzed
from .content import fuzzed as fuzzed_content
from .corpus import JOB, PROGRAMS, frames
from .mutations import mutated
from .properties import check, check_value


def test_twenty_thousand_mutated_frames_are_refused_or_plain() -> None:
    """`make fuzz` reads a million."""
    said = fuzzed(20_000, seed=1)
    assert said.startswith("20,000 frames")
    for end in ("refused", "finished", "raised", "time", "memory", "output"):
        assert f"'{end}'" in said


def test_spoiled_files_of_the_book_are_told_or_sound() -> None:
    """`make fuzz` reads a hundred thousand."""
    said = fuzzed_content(400, seed=1)
    assert said.startswith("400 spoiled files: {'broken': 3")


def test_the_corpus_has_every_end_a_child_can_tell() -> None:
    reports = [report_of(frame, JOB) for frame in frames()]
    assert len(reports) == len(PROGRAMS)
    assert {report.end for report in reports} == {"finished", "raised", "time", "memory", "output"}
    for report, frame in zip(reports, frames(), strict=True):
        check(report, frame, JOB)


def test_mutations_are_seeded_and_change_frames() -> None:
    first, second = (
        [mutated(frames()[0], frames(), random.Random(seed)) for seed in range(100)] for _ in range(2)
    )
    assert first == second
    assert sum(frame == frames()[0] for frame in first) < 20


@pytest.mark.parametrize(
    "value",
    [
        {1},
        np.zeros(3)[1:],
        np.array([object()]),
        np.float64(1),
        "\0",
        1 << 1025,
        np.array([2], np.uint8).view(bool),
    ],
    ids=["set", "view", "object", "numpy scalar", "NUL", "wide", "odd bool"],
)
def test_the_properties_can_fail(value: object) -> None:
    with pytest.raises(AssertionError):
        check_value([value])
