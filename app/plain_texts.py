"""Texts of an exercise that say nothing, or that hold formulas where they are shown as plain text."""

from __future__ import annotations

from collections.abc import Iterator

from app.composer import PathTuple
from app.models import Code, Exercise, Multipart, NumericQuestion
from app.prose import OPENING, PLACES, Template
from app.slips import Slip
from app.texts import texts_of

_BLANK = {  # by the last key of the path
    "prompt": ("the prompt is empty", "Say what is asked."),
    "text": ("this option is empty", "Write what the student may choose."),
}


def slips_in_plain_texts(exercise: Exercise) -> Iterator[Slip]:
    """Empty texts, and dollar signs or braces in a title, a unit or a label."""
    for where, text in texts_of(exercise):
        if isinstance(text, Template):
            yield from empty(where, text)
    for where, plain in plain_texts(exercise):
        yield from slips_in_plain_text(where, plain)


def empty(where: PathTuple, text: Template) -> Iterator[Slip]:
    """That a text says nothing, if so."""
    if not text.text.strip():
        message, cure = _BLANK.get(str(where[-1]), ("this text is empty", "Write it, or take its key out."))
        yield Slip(where, message, cure, rule="meaning")


def plain_texts(exercise: Exercise) -> Iterator[tuple[PathTuple, str]]:
    """What is shown without formulas and insertions: the title, units and the labels of cases."""
    yield ("title",), exercise.title
    match exercise:
        case NumericQuestion(unit=str(unit)):
            yield ("unit",), unit
        case Multipart():
            for number, part in enumerate(exercise.parts):
                if isinstance(part, NumericQuestion) and part.unit is not None:
                    yield ("parts", number, "unit"), part.unit
        case Code():
            for kind, cases in (("visible", exercise.cases.visible), ("hidden", exercise.cases.hidden)):
                for number, case in enumerate(cases):
                    if case.label is not None:
                        yield ("cases", kind, number, "label"), case.label


def slips_in_plain_text(where: PathTuple, text: str) -> Iterator[Slip]:
    """What is wrong with a text that is shown as it is written."""
    if not text.strip():
        yield Slip(where, "this text is empty", "Write it, or take its key out.", rule="meaning")
    elif found := OPENING.search(text):
        message = f"{found[0]} inserts nothing here: this text is shown as it is"
        yield Slip(where, message, "Say it without a number that changes.", found.start(), rule="markup")
    elif found := next((one for one in PLACES.finditer(text) if one["maths"]), None):
        message = "formulas are not typeset here: this text is shown as it is"
        yield Slip(
            where, message, "Write it in words or with signs such as σ and ².", found.start(), rule="markup"
        )
