"""What must hold for an exercise at one seed, whatever its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import assert_never

from app.answers import PartsAnswer, TextAnswer
from app.check.choices import must_be_right, prove_lines, prove_options, prove_order, prove_pairs
from app.check.formulas import prove_formula
from app.check.proving import Failure, Grader, Proofs, failure
from app.check.reckoning import prove_reckoning
from app.check.values import prove_value
from app.composer import PathTuple
from app.formulas import Renderer
from app.model_answers import right_part
from app.models import (
    BugLine,
    Categorise,
    Choice,
    ChoiceQuestion,
    Code,
    Exercise,
    Expression,
    ExpressionQuestion,
    Match,
    MultiChoice,
    MultiChoiceQuestion,
    Multipart,
    Numeric,
    NumericQuestion,
    Ordering,
    SelfCheck,
    Vector,
    VectorQuestion,
)
from app.prose import Template
from app.rehearsal import typeset
from app.slips import Slip
from app.texts import texts_of
from app.values import EvaluationError, Value
from app.variants import NoVariant, Variant, numbers_of, variant_of


def prove(exercise: Exercise, seed: int, renderer: Renderer) -> Proofs:
    """None for each proof that holds at the seed, a failure for each that does not."""
    try:
        variant = variant_of(exercise, seed)
    except NoVariant as problem:
        cure = "Widen the ranges of the parameters, or weaken `require`."
        yield failure(("require",), "no-variant", str(problem).removesuffix("."), cure)
        return
    except EvaluationError as problem:
        yield without_value(_culprit(exercise, seed), problem)
        return
    yield from prove_prose(variant, renderer)
    yield from prove_answers(variant)


def without_value(where: PathTuple, problem: EvaluationError) -> Failure:
    """A formula that cannot be computed with these numbers."""
    return failure(
        where, "value", f"this has no value: {problem.message}", "Drop these draws with `require`."
    )


def _culprit(exercise: Exercise, seed: int) -> PathTuple:
    """The first formula of `let` without a value, or else `require`."""
    for count, name in enumerate(exercise.let, 1):
        first = {one: exercise.let[one] for one in list(exercise.let)[:count]}
        try:
            numbers_of(exercise.model_copy(update={"let": first}), seed, 0)
        except EvaluationError:
            return ("let", name)
    return ("require",)


# ---- prose ---


def prove_prose(variant: Variant, renderer: Renderer) -> Proofs:
    """Everything a student could be shown has its numbers and can be typeset."""
    for where, text in texts_of(variant.exercise):
        if isinstance(text, Template):
            yield from _text(where, text, variant, renderer)


def _text(where: PathTuple, text: Template, variant: Variant, renderer: Renderer) -> Proofs:
    try:
        names = names_in(where, text, variant)
        slips = list(typeset(where, text, names, renderer))
    except EvaluationError as problem:
        yield without_value(where, problem)
        return
    yield from map(Failure, slips)
    if not slips:
        yield None
        yield from prove_reckoning(where, text, names)


def names_in(where: PathTuple, text: Template, variant: Variant) -> Mapping[str, Value]:
    """The names of a text; in a part, `answer` is the part's own key. Raises EvaluationError."""
    match where:
        case ("parts", int(number), *_) if "answer" in text.names and isinstance(variant.exercise, Multipart):
            part = variant.exercise.parts[number]
            if isinstance(part, NumericQuestion | VectorQuestion):
                return variant.names_in(text, answer=variant.part_names()[f"parts.{part.id}"])
    return variant.names_in(text)


# ---- answers ---


def prove_answers(variant: Variant) -> Proofs:
    """The right answer is right, known wrong ones are told their own message, guesses are wrong."""
    exercise = variant.exercise
    match exercise:
        case Numeric() | Vector():
            yield from _computed(prove_value(exercise, Grader(variant)), ("answer",))
        case Multipart():
            yield from prove_parts(exercise, variant)
        case Expression():
            yield from prove_formula(exercise, Grader(variant))
        case Choice() | MultiChoice():
            yield from _computed(prove_options(exercise, Grader(variant)), ("options",))
        case Match() | Categorise():
            yield from prove_pairs(exercise, variant)
        case Ordering():
            yield from prove_order(exercise, variant)
        case BugLine():
            yield from prove_lines(exercise, variant)
        case SelfCheck():
            ticks = tuple(range(len(exercise.rubric)))
            yield must_be_right(Grader(variant), TextAnswer("in my own words", ticks), ("rubric",))
        case Code():
            return  # its programs are run: see check_code
        case _:
            assert_never(exercise)


def prove_parts(exercise: Multipart, variant: Variant) -> Proofs:
    """Each part after right answers to those before, and all of them together."""
    alone = [proof for number in range(len(exercise.parts)) for proof in _part(exercise, number, variant)]
    yield from alone
    if all(proof is None for proof in alone):  # else the slip is told at its part
        yield from _computed(_together(exercise, variant), ("parts",))


def _part(exercise: Multipart, number: int, variant: Variant) -> Proofs:
    part = exercise.parts[number]
    grader = Grader(variant, ("parts", number), part)
    match part:
        case NumericQuestion() | VectorQuestion():
            yield from _computed(prove_value(part, grader), (*grader.where, "answer"))
        case ExpressionQuestion():
            yield from prove_formula(part, grader)
        case ChoiceQuestion() | MultiChoiceQuestion():
            yield from _computed(prove_options(part, grader), (*grader.where, "options"))
        case _:
            assert_never(part)


def _together(exercise: Multipart, variant: Variant) -> Proofs:
    answers = PartsAnswer({part.id: right_part(part, variant) for part in exercise.parts})
    yield must_be_right(Grader(variant), answers, ("parts",))


def _computed(proofs: Proofs, where: PathTuple) -> Proofs:
    """The proofs, or that the key has no value."""
    try:
        yield from proofs
    except EvaluationError as problem:
        yield without_value(where, problem)


# ---- whatever the seed ---


def unused(exercise: Exercise) -> Iterator[Slip]:
    """Parameters and names of `let` that nothing uses."""
    used = {name for _, text in texts_of(exercise) for name in text.names}
    for group, names in (("params", exercise.params), ("let", exercise.let)):
        for name in names:
            if name not in used:
                message = f"{name!r} is used nowhere"
                yield Slip((group, name), message, "Take it out, or use it.", key=True, rule="unused")
