"""What students are shown must tell them what to answer: the same words have the same key."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress

import numpy as np

from app import numerals
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
from app.variants import NoVariant, Variant, variant_of

SEEDS = 12  # at which one parameter is drawn alone
READ = {"prompt", "ask", "text"}  # the keys of texts that students read before they answer


def undetermined(exercise: Exercise, numbers: Sequence[Numbers | None]) -> Iterator[Slip]:
    """Two variants that read the same and have other keys; `numbers` are the parameters at each seed."""
    texts = [text for where, text in texts_of(exercise) if where[-1] in READ and isinstance(text, Template)]
    unseen = exercise.params.keys() - {name for text in texts for name in text.names}
    if not unseen:
        return
    drawn = _different(exercise, [seed for seed, own in enumerate(numbers) if own is not None])
    alone = (_with_others_fixed(exercise, name) for name in exercise.params if name in unseen)
    for variants in (drawn, *alone):
        if slip := next(_alike(variants, texts), None):
            yield slip
            return


def _different(exercise: Exercise, seeds: Iterable[int]) -> Iterator[Variant]:
    """The variants with other numbers than those before them."""
    tried = set()
    for seed in seeds:
        variant = variant_of(exercise, seed)
        own = repr([variant.plain(name) for name in exercise.params])
        if own not in tried:
            tried.add(own)
            yield variant


def _with_others_fixed(exercise: Exercise, name: str) -> Iterator[Variant]:
    """Variants that differ from the book's own in one parameter."""
    with suppress(NoVariant, EvaluationError):
        own = variant_of(exercise, 0)
        fixed = {other: own.plain(other) for other in exercise.params if other != name}
        alone = exercise.model_copy(update={"params": {**fixed, name: exercise.params[name]}})
        yield from _different(alone, range(SEEDS))


def _alike(variants: Iterable[Variant], texts: Sequence[Template]) -> Iterator[Slip]:
    """Variants that read as one before them does, and have another key."""
    seen: dict[str, Variant] = {}
    for variant in variants:
        try:
            first = seen.setdefault("\n".join(map(variant.say, texts)), variant)
            told = _difference(first, variant)
        except EvaluationError:
            continue  # the proofs tell it
        if told:
            yield _slip(first, variant, *told)


def _slip(first: Variant, second: Variant, where: PathTuple, keys: str) -> Slip:
    params = second.exercise.params
    unlike = [name for name in params if repr(first.names[name]) != repr(second.names[name])]
    if len(unlike) == 1:
        values = " and ".join(numerals.plain(one.names[unlike[0]]) for one in (first, second))
        message = f"the prompt reads the same where {unlike[0]} is {values}, but {keys}"
    else:
        message = f"the prompt reads the same at the seeds {first.seed} and {second.seed}, but {keys}"
    cure = f"Show what tells them apart, such as {{{{ {unlike[0]} }}}}, or make it a constant."
    return Slip((*where, "ask") if where else ("prompt",), message, cure, rule="undetermined")


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
