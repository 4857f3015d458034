"""An exercise played through once with the book's own numbers: every name known, every text typeset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.composer import PathTuple
from app.expressions import Formula
from app.formulas import Renderer
from app.functions import FUNCTIONS, check_names, functions_of_cases
from app.models import (
    Exercise,
    Multipart,
    NumericQuestion,
    VectorQuestion,
)
from app.nodes import Name, walk
from app.prose import Template
from app.slips import Slip
from app.texts import Scope, scope_of, texts_of
from app.typography import slips_in_formulas
from app.values import EvaluationError, Value
from app.variants import NoVariant, Variant, numbers_of, variant_of


def slips_in_names(exercise: Exercise) -> Iterator[Slip]:
    """Names, functions and arguments that don't exist, in every formula and template."""
    for where, text in texts_of(exercise):
        scope = scope_of(exercise, where, text)
        match text:
            case Formula():
                yield from names_in_formula(where, text, scope)
            case Template():
                yield from names_in_template(where, text, scope)


def names_in_formula(where: PathTuple, formula: Formula, scope: Scope, start: int = 0) -> Iterator[Slip]:
    """The unknown names of a formula that begins at character `start` of its text."""
    functions = functions_of_cases() if scope.draws else FUNCTIONS
    if where[:1] == ("reference",) and formula.text in FUNCTIONS:
        return
    for node in walk(formula.node):
        if isinstance(node, Name) and node.name in scope.later:
            message = f"{node.name} is not computed before this"
            yield Slip(
                where, message, "Each formula of `let` may use those above it.", start + node.at, rule="name"
            )
    for at, message in check_names(formula, scope.names | scope.later, functions, scope.callables):
        yield Slip(where, message, offset=start + at, rule="name")


def names_in_template(where: PathTuple, template: Template, scope: Scope) -> Iterator[Slip]:
    """The unknown names of a template."""
    for insertion in template.expressions:
        yield from names_in_formula(where, insertion.formula, scope, insertion.position)


def slips_in_rehearsal(exercise: Exercise, renderer: Renderer | None) -> Iterator[Slip]:
    """What has no value, or cannot be typeset, with the numbers of seed 0. Names must be known already."""
    try:
        variant = variant_of(exercise, 0)
    except NoVariant:
        yield Slip(("require",), "the defaults do not meet it", "Change the defaults, or the condition.")
    except EvaluationError as error:
        yield _culprit(exercise, error)
    else:
        yield from _keys(variant)
        for where, text in texts_of(exercise):
            if isinstance(text, Template):
                yield from _typeset(where, text, variant, renderer)


def _culprit(exercise: Exercise, error: EvaluationError) -> Slip:
    """The first formula of `let` that has no value, or else `require`."""
    where: PathTuple = ("require",)
    for name in exercise.let:
        rest = list(exercise.let)[: list(exercise.let).index(name) + 1]
        part = exercise.model_copy(update={"let": {one: exercise.let[one] for one in rest}, "require": ()})
        try:
            numbers_of(part, 0, 0)
        except EvaluationError:
            where = ("let", name)
            break
    return Slip(where, f"this has no value: {error.message}", offset=0, rule="value")


def _keys(variant: Variant) -> Iterator[Slip]:
    """Keys without a value."""
    exercise = variant.exercise
    if isinstance(exercise, Multipart):
        for number, part in enumerate(exercise.parts):
            if isinstance(part, NumericQuestion | VectorQuestion):
                yield from _key(("parts", number, "answer"), variant, part)
    elif isinstance(exercise, NumericQuestion | VectorQuestion):
        yield from _key(("answer",), variant, exercise)


def _key(where: PathTuple, variant: Variant, question: NumericQuestion | VectorQuestion) -> Iterator[Slip]:
    try:
        variant.key(question)
    except EvaluationError as error:
        yield Slip(where, f"this has no value: {error.message}", offset=0, rule="value")


def _typeset(
    where: PathTuple, template: Template, variant: Variant, renderer: Renderer | None
) -> Iterator[Slip]:
    try:
        names = variant.names_in(template, **_own_answer(where, template, variant))
    except EvaluationError:
        return  # the key has no value, which was told
    yield from typeset(where, template, names, renderer)


def _own_answer(where: PathTuple, template: Template, variant: Variant) -> Mapping[str, Value]:
    """In a part, `answer` is the part's own key."""
    match where:
        case ("parts", int(number), *_) if isinstance(variant.exercise, Multipart):
            part = variant.exercise.parts[number]
            if "answer" in template.names and isinstance(part, NumericQuestion | VectorQuestion):
                return {"answer": variant.key(part)}
    return {}


def typeset(
    where: PathTuple, template: Template, names: Mapping[str, Value], renderer: Renderer | None
) -> Iterator[Slip]:
    """What in a template has no value with these names, or cannot be typeset."""
    failed = False
    for insertion in template.expressions:
        try:
            insertion.render(names)
        except EvaluationError as error:
            failed = True
            yield Slip(where, f"this has no value: {error.message}", offset=insertion.position, rule="value")
    if renderer is not None and not failed:
        for slip in slips_in_formulas(template.render(names), template.text, renderer):
            yield Slip(where, slip.message, slip.cure, slip.offset, rule="formula")
