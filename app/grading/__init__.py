"""Verdicts: an answer and a variant go in, what to tell the student comes out."""

from app.grading.code import grade_code
from app.grading.near_misses import near_values
from app.grading.running import ExerciseFault, RunnerUnavailable
from app.grading.slips import slip_values
from app.grading.summaries import CaseNumbers, Series
from app.grading.tolerances import asked_digits
from app.grading.trial import Tried, try_code
from app.grading.verdicts import (
    ArrayEvidence,
    CaseMark,
    CodeEvidence,
    Evidence,
    Graded,
    LineEvidence,
    OptionMark,
    OptionsEvidence,
    OrderEvidence,
    PairMark,
    PairsEvidence,
    PartGraded,
    ReadAs,
    SelfEvidence,
    Verdict,
)
from app.grading.whole import grade

__all__ = [
    "ArrayEvidence",
    "CaseMark",
    "CaseNumbers",
    "CodeEvidence",
    "Evidence",
    "ExerciseFault",
    "Graded",
    "LineEvidence",
    "OptionMark",
    "OptionsEvidence",
    "OrderEvidence",
    "PairMark",
    "PairsEvidence",
    "PartGraded",
    "ReadAs",
    "RunnerUnavailable",
    "SelfEvidence",
    "Series",
    "Tried",
    "Verdict",
    "asked_digits",
    "grade",
    "grade_code",
    "near_values",
    "slip_values",
    "try_code",
]
