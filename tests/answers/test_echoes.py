from __future__ import annotations

import numpy as np

from app.answers import ArrayAnswer, ChosenAnswer, NumberAnswer, echo_of


def test_a_plain_number_is_echoed_alone() -> None:
    assert echo_of(NumberAnswer(0.36, "0.36", 2)) == "$0.36$"


def test_a_computed_number_tells_from_what() -> None:
    assert echo_of(NumberAnswer(4.04e-5, "4,04·10⁻⁵", 3)) == r"$4.04\times10^{-5}$ (from `4,04·10⁻⁵`)"


def test_a_large_array_is_told_by_its_shape() -> None:
    assert echo_of(ArrayAnswer(np.zeros((20, 20)), "", None)) == "an array of shape 20 × 20"


def test_what_is_picked_has_no_echo() -> None:
    assert echo_of(ChosenAnswer(("a",))) == ""
