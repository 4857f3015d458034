"""What students are shown must tell them what to answer: the same words have the same key."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from app.check.shown import Numbers
from app.check.values import number
from app.composer import PathTuple
from app.grading.tolerances import equal, tolerance_of
from app.model_answers import right_options
from app.models import (
    ChoiceQuestion,
    Exercise,
    MultiChoiceQuestion,
    Multipart,
    NumericQuestion,
    Part,
    VectorQuestion,
)
from app.prose import Template
from app.slips import Slip
from app.texts import texts_of
from app.values import EvaluationError
from app.variants import Variant, variant_of

READ = {"prompt", "ask", "text"}  # the keys of texts that students read before they answer


def undetermined(exercise: Exercise, numbers: Sequence[Numbers | None]) -> Iterator[Slip]:
    """Two seeds that read the same and have other keys; `numbers` are the parameters at each seed."""
    texts = [text for where, text in texts_of(exercise) if where[-1] in READ and isinstance(text, Template)]
    if exercise.params.keys() <= {name for text in texts for name in text.names}:
        return
    seen: dict[str, Variant] = {}
    tried = set()
    for seed, own in enumerate(numbers):
        if own is None or repr(own) in tried:
            continue
        tried.add(repr(own))
        variant = variant_of(exercise, seed)
        try:
            first = seen.setdefault("\n".join(map(variant.say, texts)), variant)
            told = _difference(first, variant)
        except EvaluationError:
            continue  # the proofs tell it
        if told:
            where, keys = told
            unlike = [
                name for name in exercise.params if repr(first.names[name]) != repr(variant.names[name])
            ]
            message = f"the prompt reads the same at the seeds {first.seed} and {seed}, but {keys}"
            cure = f"Show what tells them apart, such as {{{{ {unlike[0]} }}}}, or make it a constant."
            yield Slip((*where, "ask") if where else ("prompt",), message, cure, rule="undetermined")
            return


def _difference(first: Variant, second: Variant) -> tuple[PathTuple, str] | None:
    """The question whose keys differ between two variants, and how. Raises EvaluationError."""
    exercise = first.exercise
    if isinstance(exercise, Multipart):
        parts = [(("parts", place), part) for place, part in enumerate(exercise.parts)]
        return next(((where, told) for where, part in parts if (told := _unlike(part, first, second))), None)
    told = _unlike(exercise, first, second)
    return ((), told) if told else None


def _unlike(question: Exercise | Part, first: Variant, second: Variant) -> str:
    """How the right answers to a question differ; empty where neither is wrong at the other seed."""
    match question:
        case NumericQuestion() | VectorQuestion():
            one, other = (np.asarray(each.key(question, each.part_names())) for each in (first, second))
            if one.shape == other.shape and equal(one, other, tolerance_of(question)):
                return ""
            return f"the key is {number(one.tolist())} at the one and {number(other.tolist())} at the other"
        case ChoiceQuestion() | MultiChoiceQuestion():
            same = set(right_options(question, first).ids) == set(right_options(question, second).ids)
            return "" if same else "other options are right"
        case _:
            return ""
