"""The full solution in words, for every type."""

from __future__ import annotations

import pytest

from app.models import Ordering
from app.services import Services
from app.solutions import one_order, solution_of
from app.variants import is_ordered, variant_of

WORDS = {
    "one-number": "The answer is $2",
    "two-numbers": "The answer is $",
    "two-parts": "**(b)** $10",
    "one-formula": "`1 - a1 * a2`",
    "one-choice": "- $2$ *Yes.*",
    "many-choices": "- $4$ *Four is even.*",
    "sorted-steps": "1. Draw clean images $x_0$\n2. Draw $t$",
    "matched-pairs": "- **$3$**: $9$",
    "sorted-kinds": "- **$4$**: even",
    "wrong-line": "Line 4 is wrong. It should read\n\n```python\nbars = np.cumprod(alphas)",
    "small-program": "```python\nimport numpy as np",
    "own-words": "Because variances add",
}


@pytest.mark.parametrize(("exercise", "words"), WORDS.items())
def test_the_solution_names_the_key(services: Services, exercise: str, words: str) -> None:
    said = solution_of(variant_of(services.shelf.exercise(exercise), 0))
    assert words in said
    services.shelf.editions[0].markdown.html(said)


def test_the_authors_words_follow_the_key(services: Services) -> None:
    said = solution_of(variant_of(services.shelf.exercise("one-number"), 0))
    assert said.endswith(r"$\sqrt{ 4 } = 2$")


def test_the_order_told_is_a_right_one(services: Services) -> None:
    exercise = services.shelf.exercise("sorted-steps")
    assert isinstance(exercise, Ordering)
    assert is_ordered(exercise, one_order(exercise))
    backwards = exercise.model_copy(update={"items": dict(reversed(exercise.items.items()))})
    assert is_ordered(backwards, one_order(backwards))
