"""Numbers as Moodle asks for them: with a tolerance, with what is said to known mistakes, or as gaps."""

from __future__ import annotations

from html import escape

import numpy as np
import numpy.typing as npt

from app.evaluation import evaluate
from app.exchange.cloze import gap
from app.exchange.counterparts import NoCounterpart
from app.exchange.moodle_said import Said
from app.exchange.moodle_writing import number, numeric_answer
from app.grading.tolerances import asked_digits, comparing, tolerance_of
from app.models import Mistake, NumericQuestion, VectorQuestion
from app.values import EvaluationError, Value

Array = npt.NDArray[np.float64]
MOST_ENTRIES = 36
NO_UNITS = "<unitgradingtype>0</unitgradingtype><unitpenalty>0.1</unitpenalty><unitsleft>0</unitsleft>"


def asked_form(said: Said, question: NumericQuestion | VectorQuestion) -> str:
    """In how many digits and which unit the answer is wanted."""
    digits = asked_digits(question, said.variant)
    unit = question.unit if isinstance(question, NumericQuestion) else None
    wanted = [f"to {digits} significant digits"] if digits else []
    wanted += [f"in {said.words.plain(unit)}"] if unit else []
    return said.words.block(f"(Answer {', '.join(wanted)}.)") if wanted else ""


def numerical(said: Said, question: NumericQuestion) -> str:
    """The inside of a numerical question: the answers, and the unit."""
    answers = numbers(said, question, said.variant.key(question))
    unit = question.unit
    written = [numeric_answer(share, value, reach, say) for share, value, reach, say in answers]
    name = f"<multiplier>1</multiplier><unit_name>{escape(unit or '')}</unit_name>"
    units = f"<units><unit>{name}</unit></units>" if unit else ""
    return "\n".join((*written, f"{NO_UNITS}<showunits>{0 if unit else 3}</showunits>{units}"))


def numbers(
    said: Said, question: NumericQuestion | VectorQuestion, key: Value, place: int | None = None
) -> list[tuple[float, float, float, str]]:
    """The key and the known wrong answers: percent, number, tolerance, what is said."""
    tolerance = comparing(tolerance_of(question))
    whole = np.asarray(key, dtype=float)
    right = float(whole if place is None else whole.flat[place])
    answers = [(100.0, right, float(tolerance.bound(right)), "")]
    for mistake in question.mistakes:
        wrong = wrong_number(said, mistake, whole, place)
        if wrong is not None and not tolerance.accepts(wrong, right):
            answers.append((0.0, wrong, float(tolerance.bound(wrong)), said.line(mistake.say, answer=key)))
    return answers


def wrong_number(said: Said, mistake: Mistake, key: Array, place: int | None) -> float | None:
    """The number that a mistake leads to; None where it leads to none."""
    names = {"answer": key[()], **said.variant.part_names()}
    try:
        value = np.broadcast_to(np.asarray(evaluate(mistake.if_.node, names), dtype=float), key.shape)
    except (EvaluationError, TypeError, ValueError):
        return None
    found = float(value if place is None else value.flat[place])
    return found if np.isfinite(found) else None


def entries(said: Said, question: VectorQuestion) -> str:
    """A gap for each entry of an array, row by row."""
    key = np.asarray(said.variant.key(question), dtype=float)
    if key.size > MOST_ENTRIES:
        raise NoCounterpart(f"its answer has {key.size} numbers")
    return gaps(said, question, key)


def gaps(said: Said, question: VectorQuestion, key: Array) -> str:
    """A gap for each number of a key, a paragraph for each row."""
    each = [number_gap(said, question, key, place) for place in range(key.size)]
    width = key.shape[-1] if key.ndim > 1 else key.size
    rows = (each[start : start + width] for start in range(0, key.size, width))
    return "".join(f"<p>{' , '.join(row)}</p>" for row in rows)


def number_gap(
    said: Said,
    question: NumericQuestion | VectorQuestion,
    key: Value,
    place: int | None = None,
    weight: int = 1,
) -> str:
    """A gap for a number, or for the entry of an array at a place."""
    found = numbers(said, question, key, place)
    return gap(
        "NUMERICAL",
        [(share, f"{number(value)}:{number(reach)}", say) for share, value, reach, say in found],
        weight,
    )
