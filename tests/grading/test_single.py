from __future__ import annotations

import pytest

from app.answers import LineAnswer
from app.grading import grade
from tests.grading import examples
from tests.grading.examples import variant


@pytest.mark.parametrize("text", [text for text in examples.ALL if text != examples.BUG])
def test_an_answer_of_another_kind_is_a_programmers_slip(text: str) -> None:
    with pytest.raises(TypeError):
        grade(variant(text), LineAnswer(1))
