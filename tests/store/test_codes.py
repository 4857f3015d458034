"""Resume codes: short, unambiguous, forgiving."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.codes import ALPHABET, check_character, code_for, grouped, hashed, read_code

LEARNERS = st.uuids()


@given(LEARNERS)
def test_a_shown_code_reads_as_itself(learner: UUID) -> None:
    code = code_for(learner, b"secret")
    assert read_code(grouped(code)) == code
    assert read_code(grouped(code).lower().replace("-", " ")) == code


@given(LEARNERS, st.integers(0, 15), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_noticed(learner: UUID, place: int, wrong: str) -> None:
    code = code_for(learner, b"secret")
    typed = code[:place] + wrong + code[place + 1 :]
    assert read_code(typed) == (code if typed == code else None)


def test_nearly_every_swap_of_neighbours_is_noticed() -> None:
    missed = {
        first + second
        for first in ALPHABET
        for second in ALPHABET
        if first != second and check_character(first + second) == check_character(second + first)
    }
    assert missed == {"0Z", "Z0"}


def test_letters_that_look_like_digits_are_read_as_digits() -> None:
    body = "011000000000000"
    code = body + check_character(body)
    assert read_code("OIL" + "o" * 12 + code[-1]) == code


@pytest.mark.parametrize("text", ["", "-", "7QK4", "7QK4-M2XD-90RB-TC5H-7QK4", "U" * 16, "٣" * 16])
def test_other_texts_are_no_codes(text: str) -> None:
    assert read_code(text) is None


def test_a_code_depends_on_the_secret_and_the_learner() -> None:
    ann, ben = UUID(int=1), UUID(int=2)
    codes = {code_for(learner, secret) for learner in (ann, ben) for secret in (b"one", b"two")}
    assert len(codes) == 4
    assert len({hashed(code) for code in codes}) == 4


def test_codes_use_the_whole_alphabet_evenly() -> None:
    codes = [code_for(UUID(int=n), b"secret") for n in range(400)]
    for place in range(16):
        assert len({code[place] for code in codes}) == 32
