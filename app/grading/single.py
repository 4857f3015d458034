"""One question of any kind that a part can be."""

from __future__ import annotations

from collections.abc import Mapping

from app.answers import Answer, ArrayAnswer, ChosenAnswer, FormulaAnswer, NumberAnswer
from app.evaluation import Value
from app.grading.arrays import grade_array
from app.grading.formulas import grade_formula
from app.grading.numeric import grade_number
from app.grading.options import grade_choice, grade_choices
from app.grading.verdicts import Graded
from app.models import (
    ChoiceQuestion,
    ExpressionQuestion,
    MultiChoiceQuestion,
    NumericQuestion,
    Question,
    VectorQuestion,
)
from app.variants import Variant


def grade_single(question: Question, variant: Variant, answer: Answer, names: Mapping[str, Value]) -> Graded:
    """The verdict on an answer; `names` are those that the key is computed from.

    Raises TypeError for an answer of another kind than the question asks for.
    """
    match question, answer:
        case NumericQuestion(), NumberAnswer():
            return grade_number(question, variant, answer, names)
        case VectorQuestion(), ArrayAnswer():
            return grade_array(question, variant, answer, names)
        case ExpressionQuestion(), FormulaAnswer():
            return grade_formula(question, variant, answer, names)
        case ChoiceQuestion(), ChosenAnswer():
            return grade_choice(question, variant, answer, names)
        case MultiChoiceQuestion(), ChosenAnswer():
            return grade_choices(question, variant, answer, names)
    raise TypeError(f"a {type(answer).__name__} is no answer to a {type(question).__name__}")
