"""A failure is told once, with how often it shows and the end of a range where it lies."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from app.check.proving import failure
from app.check.shown import Shown
from app.models import Numeric
from tests.check.test_book import numeric, run, write_book

EXERCISE = {
    "id": "one",
    "type": "numeric",
    "title": "One",
    "difficulty": 1,
    "tags": ["slip"],
    "params": {"t": {"int": [0, 9]}},
    "prompt": "{{ t }}?",
    "answer": "t + 20.5",
}
AT_THE_END = """\
    params: {{t: {{int: [0, 100], default: 50}}, u: {{int: [1, 9], default: 3}}}}
    answer: u + 2.5 + t
    mistakes: [{{if: "u + 2.5 + t + ({share})", tag: late, say: No.}}]
    """


@pytest.mark.parametrize(
    ("share", "words"),
    [
        ("99*(t < 80)", "It fails wherever t >= 80 and nowhere else: end that range at 79."),
        ("99*(t > 20)", "It fails wherever t <= 20 and nowhere else: begin that range at 21."),
    ],
)
def test_the_end_of_a_range_where_all_failures_lie_is_named(share: str, words: str, tmp_path: Path) -> None:
    outcome = run(str(write_book(tmp_path, one=numeric(AT_THE_END.format(share=share)))), "--seeds", "900")
    assert words in outcome.out


@pytest.mark.parametrize("share", ["99*(t > 20 and t < 70)", "99*(t*u < 100)", "0"])
def test_failures_in_the_middle_of_a_range_or_everywhere_name_no_end(share: str, tmp_path: Path) -> None:
    outcome = run(str(write_book(tmp_path, one=numeric(AT_THE_END.format(share=share)))), "--seeds", "200")
    assert outcome.code == 1
    assert "and nowhere else" not in outcome.out


@pytest.mark.parametrize(("failing", "is_told"), [([8, 9], False), ([7, 8, 9], True)])
def test_two_failures_are_too_few_to_blame_a_range(failing: list[int], is_told: bool) -> None:
    exercise = Numeric.model_validate(EXERCISE)
    numbers = [{"t": seed} for seed in range(10)]
    told = Shown(failing, [failure((), "value", "no")]).range_to_drop(exercise, numbers)
    assert bool(told) is is_told


def test_the_narrowest_tolerance_of_all_seeds_is_the_cure(tmp_path: Path) -> None:
    body = textwrap.dedent("""\
        params: {a: {int: [100, 900], default: 150}}
        answer: a**2
        tolerance: {rel: 0.05}
        mistakes: [{if: a*(a + 1), tag: off-by-one, say: No.}]
        """)
    outcome = run(str(write_book(tmp_path, one=numeric(body))), "--seeds", "200")
    assert "at all 200 seeds" in outcome.out
    assert "Narrow the tolerance to {rel: 0.0009}" in outcome.out


def test_a_mistake_that_is_the_key_at_every_seed_is_not_to_be_kept_apart_by_other_numbers(
    tmp_path: Path,
) -> None:
    body = textwrap.dedent("""\
        params: {a: {int: [100, 900], default: 150}}
        answer: a**2
        mistakes: [{if: a*a, tag: same, say: No.}]
        """)
    outcome = run(str(write_book(tmp_path, one=numeric(body))), "--seeds", "20")
    assert "Mend the mistake or the key, or take the mistake out." in outcome.out
    assert "rop these draws" not in outcome.out
