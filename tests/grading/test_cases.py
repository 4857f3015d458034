from __future__ import annotations

import numpy as np
import pytest

from app.evaluation import EvaluationError
from app.grading.cases import Prepared, Signature, expected, plain_input, prepared
from app.models import Scalar
from app.runner import Model
from app.values import Array
from app.variants import Variant
from tests.grading.examples import CODE, variant

V = variant(CODE)
QUESTION = V.exercise


def key(v: Variant, call: Prepared) -> Array:
    """What the reference returns."""
    found = expected(v.exercise, v, call)  # type: ignore[arg-type]  # it is a code exercise
    assert found is not None
    assert isinstance(found.value, np.ndarray)
    return found.value


def test_every_case_gives_its_calls_the_visible_ones_first() -> None:
    calls = prepared(QUESTION, V, 1)  # type: ignore[arg-type]  # it is a code exercise
    assert [call.visible for call in calls] == [True] + 6 * [False] + [True]
    assert [call.label for call in calls][-2] == "nothing injected"
    assert calls[1].inputs["betas"].shape == (20,)  # type: ignore[union-attr]  # drawn as an array


def test_the_same_seed_draws_the_same_inputs() -> None:
    one, same, other = (prepared(QUESTION, V, seed)[1].inputs["betas"] for seed in (1, 1, 2))  # type: ignore[arg-type]
    assert np.array_equal(one, same)  # type: ignore[arg-type]
    assert not np.array_equal(one, other)  # type: ignore[arg-type]


def test_a_reference_has_inputs_of_its_own() -> None:
    prepared_call = prepared(QUESTION, V, 1)[0]  # type: ignore[arg-type]
    prepared_call.built()["betas"][0] = 99.0  # type: ignore[index]
    assert prepared_call.inputs["betas"].tolist() == [0.1, 0.2]  # type: ignore[union-attr]
    assert key(V, prepared_call).tolist() == pytest.approx([0.9, 0.72])


def test_a_checker_by_name_is_called_with_the_inputs_in_order() -> None:
    text = CODE.replace('"cumprod(1 - betas)"', "schedules.alpha_bar").replace("[0.1, 0.2]", "[0, 0.1, 0.2]")
    v = variant(text)
    call = prepared(v.exercise, v, 1)[0]  # type: ignore[arg-type]
    assert key(v, call).tolist() == pytest.approx([1, 0.9, 0.72])


def test_lists_of_numbers_are_arrays_and_the_rest_stays() -> None:
    numbers: list[list[Scalar]] = [[1, 2], [3, 4]]
    words: list[Scalar] = ["a", "b"]
    assert plain_input(numbers).dtype == np.float64  # type: ignore[union-attr]  # an array
    assert plain_input(words) == ["a", "b"]
    assert plain_input(3) == 3
    assert plain_input(True) is True


def test_signatures_have_names_arguments_and_defaults() -> None:
    text = "f(x, w=1.5, *, last=True, first)"
    assert Signature.parse(text) == Signature(
        "f", ("x", "w", "last", "first"), {"w": 1.5, "last": True}, text
    )


def test_the_first_call_of_each_function_is_made_once_more_at_the_end() -> None:
    *_, last = calls = prepared(QUESTION, V, 1)  # type: ignore[arg-type]
    assert last.again
    assert not any(call.again for call in calls[:-1])
    assert (last.case, last.text) == (calls[0].case, calls[0].text)


MODELS = """
id: models
type: code
function: euler(denoise, x, sigma, steps=2)
starter: "x"
solution: "x"
reference: "denoise(denoise(x, sigma), sigma) + 0*steps"
count_calls: true
tolerance: {rel: 1.0e-9}
cases:
  visible:
    - {x: [1.0], sigma: 2.0, draw: {denoise: "models.gaussian_denoiser(0.0, uniform(1, 2))"}}
    - {x: [1.0], sigma: 2.0, draw: {denoise: "models.mixture_denoiser([0.5, 0.5], [0, 1], variances=[1, 1])"}}
"""


def test_an_input_may_be_a_function_with_drawn_parameters() -> None:
    v = variant(MODELS)
    calls = prepared(v.exercise, v, 1)  # type: ignore[arg-type]
    drawn = calls[0].inputs["denoise"]
    assert isinstance(drawn, Model)
    assert isinstance(drawn.parameters["variance"], float)
    assert calls[0].text.startswith("euler(denoise=gaussian_denoiser(mean=0, variance=1.")
    assert calls[0].functions == ("denoise",)
    assert calls[0].call.arguments[0] == drawn
    assert "weights=[0.5, 0.5]" in calls[1].text


def test_the_reference_calls_the_functions_and_its_calls_are_counted() -> None:
    v = variant(MODELS)
    calls = prepared(v.exercise, v, 1)  # type: ignore[arg-type]
    for call in calls:
        found = expected(v.exercise, v, call)  # type: ignore[arg-type]
        assert found is not None
        assert found.evaluations == 2


@pytest.mark.parametrize(
    "drawn", ["models.gaussian_denoiser(0.0)", "1 + models.linear(1, 2)", "models.linear(1/0, 2)"]
)
def test_a_model_without_its_parameters_is_the_authors_fault(drawn: str) -> None:
    v = variant(MODELS.replace("models.gaussian_denoiser(0.0, uniform(1, 2))", drawn))
    with pytest.raises(EvaluationError):
        prepared(v.exercise, v, 1)  # type: ignore[arg-type]
