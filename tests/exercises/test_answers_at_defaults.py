"""The keys at the book's own numbers, against answers worked out apart from its formulas and checkers."""

from __future__ import annotations

import numpy as np
import pytest

from app.models import ExpressionQuestion, Multipart, NumericQuestion, VectorQuestion
from app.variants import Variant, variant_of
from app.workbook import Workbook

ANSWERS = {
    "map-pixel-count": 786432,
    "map-gauss-sum": 2.08,
    "map-kl-equal-var": 3.125,
    "map-noise-shell": 128,
    "fwd-alpha-first": 0.9999,
    "fwd-one-step": 0.789898,
    "fwd-one-step-vector": [0.862670, -0.395980],
    "fwd-closed-form": -0.5,
    "fwd-abar-sum": {"a": 2.53501, "b": 0.0792609, "c": 0.281533},
    "fwd-terminal": {"a": 4.31857e-5, "b": 0.00635281},
    "fwd-signal-share": {"a": 0.0793, "b": 0.0210787},
    "fwd-snr": {"a": 0.0861301, "b": -2.45190, "c": 11.6103},
    "fwd-rand-not-randn": 0.45,
    "fwd-vp-to-ve": {"a": 0.75, "b": 0.425},
    "sch-linear-abar": 0.524659,
    "sch-approx-error": {"a": 0.00344784, "b": 2.90367, "c": 0.971992},
    "sch-first-below": 674,
    "sch-cosine-abar": 0.847012,
    "sch-cosine-beta": {"a": 0.00314589, "b": 0.999},
    "sch-scaled-linear": 0.00480379,
    "sch-terminal-snr": {"a": 0.0682642, "b": 0.00468182, "c": 0.102396},
    "sch-resolution-shift": 0.0588235,
}
ROUNDING = 5e-6  # half a unit of the sixth digit, at most


def exercises_with_numbers(book: Workbook) -> dict[str, Variant]:
    """The exercises of chapters 0 to 2 whose answers are numbers, at the book's own numbers."""
    return {
        exercise.id: variant_of(exercise, 0)
        for chapter in book.chapters[:3]
        for exercise in chapter.exercises
        if isinstance(exercise, NumericQuestion | VectorQuestion | Multipart)
    }


def keys_of(variant: Variant) -> object:
    """The key of an exercise, or the keys of its parts by id."""
    match variant.exercise:
        case Multipart() as exercise:
            names = variant.part_names()
            return {part.id: names[f"parts.{part.id}"] for part in exercise.parts}
        case NumericQuestion() | VectorQuestion() | ExpressionQuestion() as question:
            return variant.key(question)
    raise TypeError(f"{variant.exercise.id} has no number for a key")


def test_every_exercise_with_numbers_has_a_recorded_answer(book: Workbook) -> None:
    assert exercises_with_numbers(book).keys() == ANSWERS.keys()


@pytest.mark.parametrize("exercise", ANSWERS)
def test_the_key_at_the_defaults_is_the_recorded_answer(book: Workbook, exercise: str) -> None:
    assert keys_of(exercises_with_numbers(book)[exercise]) == pytest.approx(ANSWERS[exercise], rel=ROUNDING)


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
