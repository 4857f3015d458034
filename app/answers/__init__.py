"""What a student sent, read: a JSON value becomes an answer, or the sentence that says how to type it."""

from app.answers.echoes import echo_of
from app.answers.forms import form_raw
from app.answers.kinds import (
    Answer,
    ArrayAnswer,
    ChosenAnswer,
    CodeAnswer,
    FormulaAnswer,
    Invalid,
    LineAnswer,
    MatchedAnswer,
    NumberAnswer,
    OrderAnswer,
    PartsAnswer,
    Raw,
    TextAnswer,
)
from app.answers.reading import echo, read_answer

__all__ = [
    "Answer",
    "ArrayAnswer",
    "ChosenAnswer",
    "CodeAnswer",
    "FormulaAnswer",
    "Invalid",
    "LineAnswer",
    "MatchedAnswer",
    "NumberAnswer",
    "OrderAnswer",
    "PartsAnswer",
    "Raw",
    "TextAnswer",
    "echo",
    "echo_of",
    "form_raw",
    "read_answer",
]
