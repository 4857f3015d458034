"""An answer to a part is told what it would be told after right answers to those before."""

from __future__ import annotations

from app.check.proving import Grader, Told, failure
from app.model_answers import value_answer
from app.models import Multipart
from tests.grading.examples import variant

TWO = """
id: two
type: multipart
parts:
  - {id: a, type: numeric, ask: What?, answer: 3.5, tolerance: {rel: 0.01}}
  - id: b
    type: numeric
    ask: What?
    answer: 2*parts.a
    tolerance: {rel: 0.01}
    mistakes: [{if: parts.a, tag: forgot-two, say: Twice that.}]
"""


def test_a_part_is_told_on_its_own() -> None:
    one = variant(TWO)
    assert isinstance(one.exercise, Multipart)
    grader = Grader(one, ("parts", 1), one.exercise.parts[1])
    assert grader.tell(value_answer(7.0)).verdict == "correct"
    assert grader.tell(value_answer(3.5)) == Told("mistake", "forgot-two", "Twice that.")


def test_what_is_told_is_named_by_its_tag_or_its_verdict() -> None:
    assert Told("mistake", "forgot-two").words == "'forgot-two'"
    assert Told("wrong").words == "wrong"


def test_a_failure_stands_at_its_path() -> None:
    assert failure(("answer",), "key", "no", "Mend it.").slip.where == ("answer",)
