"""The keys at the book's own numbers, against answers worked out apart from its formulas and checkers."""

from __future__ import annotations

import numpy as np
import pytest

from app.models import (
    ChoiceQuestion,
    ExpressionQuestion,
    MultiChoiceQuestion,
    Multipart,
    NumericQuestion,
    VectorQuestion,
)
from app.variants import Variant, variant_of
from app.workbook import Workbook

from .recorded import CHAPTERS

ANSWERS = {name: answer for chapter in CHAPTERS.values() for name, answer in chapter.answers.items()}
ROUNDING = 5e-6  # half a unit of the sixth digit, at most


def exercises_with_numbers(book: Workbook) -> dict[str, Variant]:
    """The exercises whose answers are numbers, at the book's own numbers."""
    return {
        exercise.id: variant_of(exercise, 0)
        for chapter in book.chapters
        for exercise in chapter.exercises
        if isinstance(exercise, NumericQuestion | VectorQuestion | Multipart)
    }


def keys_of(variant: Variant) -> object:
    """The key of an exercise, or by id the keys of its parts that are numbers."""
    match variant.exercise:
        case Multipart() as exercise:
            names = variant.part_names()
            options = ChoiceQuestion | MultiChoiceQuestion
            return {
                part.id: names[f"parts.{part.id}"] for part in exercise.parts if not isinstance(part, options)
            }
        case NumericQuestion() | VectorQuestion() | ExpressionQuestion() as question:
            return variant.key(question)
    raise TypeError(f"{variant.exercise.id} has no number for a key")


def test_every_exercise_with_numbers_has_a_recorded_answer(book: Workbook) -> None:
    assert exercises_with_numbers(book).keys() == ANSWERS.keys()


@pytest.mark.parametrize("exercise", ANSWERS)
def test_the_key_at_the_defaults_is_the_recorded_answer(book: Workbook, exercise: str) -> None:
    keys, recorded = keys_of(exercises_with_numbers(book)[exercise]), ANSWERS[exercise]
    if not isinstance(keys, dict):
        keys, recorded = {"": keys}, {"": recorded}
    assert keys.keys() == recorded.keys()
    for part, key in keys.items():  # a part may be a vector
        assert key == pytest.approx(recorded[part], rel=ROUNDING)


def test_the_recorded_shares_of_signal_and_noise_fit_together() -> None:
    snr = ANSWERS["fwd-snr"]
    assert isinstance(snr, dict)
    assert snr["a"] * snr["c"] == pytest.approx(1, rel=1e-5)
    assert np.exp(snr["b"]) == pytest.approx(snr["a"], rel=1e-5)


def test_two_steps_of_one_schedule_leave_the_product_of_what_each_keeps(book: Workbook) -> None:
    (composed,) = (one for one in book.chapters[1].exercises if one.id == "fwd-compose")
    assert isinstance(composed, ExpressionQuestion)
    variant = variant_of(composed, 0)
    assert variant.key(composed, {"a1": 0.9, "a2": 0.8}) == pytest.approx(0.28)


def test_the_design_of_the_worksheet_is_quick_enough_for_one_and_too_slow_for_all(book: Workbook) -> None:
    """4.7 s of 5 s, but 764 of 1000 pictures per hour; 15.2 GB of 24."""
    worksheet = book.exercise("cap-worksheet")
    assert isinstance(worksheet, Multipart)
    variant = variant_of(worksheet, 0)
    held = {
        part.id: {option.id for option in part.options if variant.holds(option)}
        for part in worksheet.parts
        if isinstance(part, ChoiceQuestion | MultiChoiceQuestion)
    }
    assert held == {"i": {"latency", "memory"}, "j": {"faster"}}
