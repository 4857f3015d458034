"""Problems in one shape, in words, and without an echo of what JSON cannot hold."""

from __future__ import annotations

from app.problems import WORDS, Problem, documented, problem_of


def test_every_slip_is_told_with_its_place() -> None:
    problem = problem_of(
        [
            {"loc": ("body", "seed"), "msg": "too small", "input": "\ud800"},
            {"loc": ("body", 5), "msg": "JSON ends here"},
            {"loc": ("body",), "msg": "Field required"},
        ]
    )
    assert problem.detail == "seed: too small; 5: JSON ends here; Field required."
    assert [slip.where for slip in problem.slips] == [("body", "seed"), ("body", 5), ("body",)]


def test_a_name_of_half_characters_is_told_all_the_same() -> None:
    problem = problem_of([{"loc": ("body", "\ud800" * 200), "msg": "no"}])
    assert problem.model_dump_json()
    assert len(problem.detail) < 100


def test_statuses_are_documented_with_the_shape_and_words() -> None:
    assert documented(404) == {404: {"model": Problem, "description": WORDS[404]}}
