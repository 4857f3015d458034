"""Programs that are given functions: graded in the real runner, their calls counted."""

from __future__ import annotations

import pytest

from tests.grading.conftest import Grading

HEUN = """
id: heun
type: code
function: step(denoise, x, sigma, to)
starter: "x"
solution: "x"
let: {half: 0.5}
reference: >-
  x + (to - sigma) * half * ((x - denoise(x, sigma))/sigma
  + (x + (to - sigma)*(x - denoise(x, sigma))/sigma
  - denoise(x + (to - sigma)*(x - denoise(x, sigma))/sigma, to))/to)
tolerance: {rel: 1.0e-9}
cases:
  visible: [{x: [1.0, 2.0], sigma: 2.0, to: 1.0, draw: {denoise: "models.gaussian_denoiser(0.0, 0.25)"}}]
  hidden:
    - label: another model
      n: 3
      sigma: 1.5
      to: 0.5
      draw: {x: normal(5), denoise: "models.mixture_denoiser([0.3, 0.7], [-1, 1], [0.1, uniform(0.1, 1)])"}
      hint: Only call it.
mutants:
  - code: |
      def step(denoise, x, sigma, to):
          return x + (to - sigma) * (x - denoise(x, sigma)) / sigma
    tag: euler
    say: That is an Euler step.
"""
RIGHT = """
def step(denoise, x, sigma, to):
    slope = (x - denoise(x, sigma)) / sigma
    ahead = x + (to - sigma) * slope
    return x + (to - sigma) * (slope + (ahead - denoise(ahead, to)) / to) / 2
"""
TWICE = RIGHT.replace("    ahead =", "    denoise(x, to); denoise(x, to); denoise(x, to)\n    ahead =")


def test_a_program_calls_the_function_it_is_given(told: Grading) -> None:
    graded = told(RIGHT, HEUN)
    assert graded.verdict == "correct"
    call = graded.evidence.cases[0].input  # type: ignore[union-attr]  # it is a program's
    assert call == "step(denoise=gaussian_denoiser(mean=0, variance=0.25), x=[1., 2.], sigma=2, to=1)"


def test_a_known_wrong_program_is_recognised_with_functions_too(told: Grading) -> None:
    graded = told("def step(d, x, s, t):\n    return x + (t - s) / s * (x - d(x, s))", HEUN)
    assert (graded.tag, graded.message) == ("euler", "That is an Euler step.")


def test_calls_are_not_counted_unless_asked(told: Grading) -> None:
    assert told(TWICE, HEUN).verdict == "correct"


COUNTED = HEUN.replace("tolerance:", "count_calls: true\ntolerance:")


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (TWICE, "it calls `denoise` 5 times; 4 are enough."),
        (RIGHT, "it calls `denoise` 2 times; 4 are needed."),
    ],
)
def test_calls_are_counted_against_the_references(told: Grading, source: str, words: str) -> None:
    graded = told(source, COUNTED)
    assert (graded.verdict, graded.tag) == ("mistake", "auto-evaluations")
    assert graded.message.endswith(words)


def test_a_function_called_wrongly_is_told_at_the_students_line(told: Grading) -> None:
    graded = told("def step(denoise, x, sigma, to):\n    return denoise(x)", HEUN)
    assert graded.tag == "auto-exception"
    assert "missing 1 required positional argument: 'sigma'` in line 2, `return denoise(x)`" in graded.message


def test_a_function_is_no_value_to_return(told: Grading) -> None:
    assert told("def step(denoise, x, sigma, to):\n    return denoise", HEUN).tag == "auto-unreadable"
