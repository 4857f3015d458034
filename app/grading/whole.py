"""The verdict on an answer to an exercise of any type but code."""

from __future__ import annotations

from app.answers import (
    Answer,
    LineAnswer,
    MatchedAnswer,
    OrderAnswer,
    PartsAnswer,
    TextAnswer,
)
from app.grading.lines import grade_line
from app.grading.ordering import grade_order
from app.grading.pairs import grade_pairs
from app.grading.parts import grade_parts
from app.grading.selfcheck import grade_text
from app.grading.single import grade_single
from app.grading.verdicts import Graded
from app.models import (
    BugLineQuestion,
    CategoriseQuestion,
    MatchQuestion,
    MultipartQuestion,
    OrderingQuestion,
    SelfCheckQuestion,
)
from app.variants import Variant


def grade(variant: Variant, answer: Answer) -> Graded:
    """The verdict on an answer that `read_answer` gave; code goes to `grade_code`.

    Raises TypeError for an answer of another kind than the exercise asks for.
    """
    exercise = variant.exercise
    match exercise, answer:
        case MultipartQuestion(), PartsAnswer():
            return grade_parts(exercise, variant, answer)
        case (MatchQuestion() | CategoriseQuestion()) as question, MatchedAnswer():
            return grade_pairs(question, variant, answer)
        case OrderingQuestion(), OrderAnswer():
            return grade_order(exercise, variant, answer)
        case BugLineQuestion(), LineAnswer():
            return grade_line(exercise, variant, answer)
        case SelfCheckQuestion(), TextAnswer():
            return grade_text(exercise, answer)
    return grade_single(exercise, variant, answer, variant.part_names())
