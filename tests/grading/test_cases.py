from __future__ import annotations

import numpy as np
import pytest

from app.grading.cases import Signature, expected, plain_input, prepared, shown, written
from app.models import Scalar
from tests.grading.examples import CODE, variant

V = variant(CODE)
QUESTION = V.exercise


def test_every_case_gives_its_calls_the_visible_ones_first() -> None:
    calls = prepared(QUESTION, V, 1)  # type: ignore[arg-type]  # it is a code exercise
    assert [call.visible for call in calls] == [True] + 6 * [False]
    assert [call.label for call in calls][-1] == "nothing injected"
    assert calls[1].inputs["betas"].shape == (20,)  # type: ignore[union-attr]  # drawn as an array


def test_the_same_seed_draws_the_same_inputs() -> None:
    one, same, other = (prepared(QUESTION, V, seed)[1].inputs["betas"] for seed in (1, 1, 2))  # type: ignore[arg-type]
    assert np.array_equal(one, same)  # type: ignore[arg-type]
    assert not np.array_equal(one, other)  # type: ignore[arg-type]


def test_a_call_has_inputs_of_its_own() -> None:
    prepared_call = prepared(QUESTION, V, 1)[0]  # type: ignore[arg-type]
    prepared_call.call.arguments[0][0] = 99.0  # type: ignore[index]
    assert prepared_call.inputs["betas"].tolist() == [0.1, 0.2]  # type: ignore[union-attr]
    assert expected(QUESTION, V, prepared_call).tolist() == pytest.approx([0.9, 0.72])  # type: ignore[arg-type,union-attr]


def test_a_checker_by_name_is_called_with_the_inputs_in_order() -> None:
    text = CODE.replace('"cumprod(1 - betas)"', "schedules.alpha_bar").replace("[0.1, 0.2]", "[0, 0.1, 0.2]")
    v = variant(text)
    call = prepared(v.exercise, v, 1)[0]  # type: ignore[arg-type]
    assert expected(v.exercise, v, call).tolist() == pytest.approx([1, 0.9, 0.72])  # type: ignore[arg-type,union-attr]


def test_lists_of_numbers_are_arrays_and_the_rest_stays() -> None:
    numbers: list[list[Scalar]] = [[1, 2], [3, 4]]
    words: list[Scalar] = ["a", "b"]
    assert plain_input(numbers).dtype == np.float64  # type: ignore[union-attr]  # an array
    assert plain_input(words) == ["a", "b"]
    assert plain_input(3) == 3
    assert plain_input(True) is True


def test_signatures_have_names_arguments_and_defaults() -> None:
    assert Signature.parse("f(x, w=1.5)") == Signature("f", ("x", "w"), {"w": 1.5})


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (np.float64(0.5), "0.5"),
        (np.array(0.5), "0.5"),
        (np.array([0.1, 0.2]), "[0.1, 0.2]"),
        ((1, 2.5), "(1, 2.5)"),
        ("a", "'a'"),
        (None, "None"),
        ({"a": 1}, "{'a': 1}"),
    ],
)
def test_values_are_shown_as_python_writes_them(value: object, text: str) -> None:
    assert shown(value) == text


def test_long_values_are_shortened() -> None:
    assert len(shown(np.zeros(10_000))) < 80
    assert len(shown([["x" * 1000]])) <= 400
    assert written(prepared(QUESTION, V, 1)[0]) == "alphas_bar(betas=[0.1, 0.2])"  # type: ignore[arg-type]
