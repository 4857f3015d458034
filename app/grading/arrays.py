"""An array against its key: how many entries differ, where the first one is, and which slip explains them."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from app.answers import ArrayAnswer
from app.evaluation import Value
from app.grading.mistakes import known_mistake
from app.grading.near_misses import near_miss
from app.grading.numeric import few_digits
from app.grading.slips import slip
from app.grading.tolerances import asked_digits, comparing, equal_entries, is_rounded, tolerance_of
from app.grading.verdicts import ArrayEvidence, Graded, close, correct, mistake, wrong
from app.models import VectorQuestion
from app.variants import Variant
from checkers.compare import differences

Array = npt.NDArray[np.float64]


def grade_array(
    question: VectorQuestion, variant: Variant, answer: ArrayAnswer, names: Mapping[str, Value]
) -> Graded:
    """The verdict on an array; `names` are those that the key is computed from."""
    key = np.asarray(variant.key(question, names), dtype=float)
    tolerance = tolerance_of(question)
    found = differences(answer.value, key, comparing(tolerance))
    if found.none:
        return correct()
    if not found.same_shape:  # reading has refused it; a program may still ask
        return wrong(f"The shape is {found.got_shape}; the question asks for {found.want_shape}.")
    got = None if found.first is None else float(answer.value[found.first])
    evidence = ArrayEvidence(key.shape, found.count, found.first, got)
    asked = asked_digits(question, variant)
    if asked is not None and _is_rounded(answer, key, asked, equal_entries(answer.value, key, tolerance)):
        return close(few_digits(asked), evidence, heading="Right, but too few digits.")
    if authored := known_mistake(answer.value, key, tolerance, question.mistakes, names):
        return mistake(authored.tag, variant.say(authored.say, answer=key), evidence)
    if missed := near_miss(answer.value, key, tolerance):
        return mistake(missed.tag, missed.say, evidence)
    if slipped := slip(answer.value, key, tolerance, question, variant):
        return mistake(slipped.tag, slipped.say, evidence)
    return wrong(_where(evidence), evidence)


def _is_rounded(answer: ArrayAnswer, key: Array, asked: int, agree: npt.NDArray[np.bool_]) -> bool:
    """Whether every entry is right as far as its digits go, and some has too few."""
    entries = zip(answer.value.flat, key.flat, answer.each, agree.flat, strict=False)
    return len(answer.each) == key.size and all(
        right or (digits is not None and digits < asked and is_rounded(float(value), float(wanted), digits))
        for value, wanted, digits, right in entries
    )


def _where(evidence: ArrayEvidence) -> str:
    """How many entries differ and where to look first."""
    count = int(np.prod(evidence.shape))
    if evidence.first_index is None:
        return "The values differ."
    if evidence.differing == count:
        every = "Both" if count == 2 else f"All {count}"
        return f"{every} entries differ. Start with {_place(evidence.first_index)}: compute it alone."
    verb = "differs" if evidence.differing == 1 else "differ"
    place = _place(evidence.first_index)
    return f"{evidence.differing} of {count} entries {verb}; the first is {place}. Compute it alone."


def _place(index: tuple[int, ...]) -> str:
    """An index in words, counted from 1."""
    match index:
        case (entry,):
            return f"entry {entry + 1}"
        case (row, column):
            return f"row {row + 1}, column {column + 1}"
    return f"index {list(index)} (counted from 0)"
