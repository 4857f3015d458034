"""An exercise played through once with the book's own numbers: every name known, every text typeset."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

import numpy as np

from app.composer import PathTuple
from app.evaluation import evaluate
from app.expressions import Formula
from app.formulas import Renderer
from app.functions import FUNCTIONS, check_names, functions_of_cases
from app.grids import default_of
from app.markup import slips_in_markup
from app.models import (
    Exercise,
    Multipart,
    NumericQuestion,
    VectorQuestion,
)
from app.nodes import Call, Name, walk
from app.prose import Template
from app.ranges import range_cure, ranges_meant
from app.slips import Slip
from app.texts import Scope, scope_of, texts_of
from app.typography import slips_in_formulas
from app.values import EvaluationError, Value
from app.variants import NoVariant, Variant, numbers_of, variant_of

MOST_NAMES = 30  # that are listed
MOST_SHOWN = 500  # numbers that one insertion may write


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
        if isinstance(node, Call) and node.function in scope.names - scope.callables:
            message = f"{node.function} is a number, not a function"
            yield Slip(
                where, message, "Write * to multiply, or [ ] for an entry.", start + node.at, rule="name"
            )
            return
    for at, message in check_names(formula, scope.names | scope.later, functions, scope.callables):
        yield Slip(where, message, _name_cure(message, scope), start + at, rule="name")


def _name_cure(message: str, scope: Scope) -> str:
    """What there is, where no name is near."""
    if "did you mean" in message or "it is a function" in message:
        return ""
    if message.split()[-1].lower() in ("yes", "no", "on", "off", "true", "false"):
        return "The words are true and false."
    if message.startswith("there is no name"):
        known = sorted(scope.names)[:MOST_NAMES]
        return f"There are {', '.join(known)}." if known else "Compute it in `let`, or give it in `params`."
    if message.startswith("there is no function"):
        return "A checker is called by its module, such as schedules.linear(b1, bT, T)."
    return ""


def names_in_template(where: PathTuple, template: Template, scope: Scope) -> Iterator[Slip]:
    """The unknown names of a template."""
    for insertion in template.expressions:
        yield from names_in_formula(where, insertion.formula, scope, insertion.position)


def slips_in_rehearsal(exercise: Exercise, renderer: Renderer | None) -> Iterator[Slip]:
    """What has no value, or cannot be typeset, with the numbers of seed 0. Names must be known already."""
    try:
        variant = variant_of(exercise, 0)
    except NoVariant:
        yield _unmet(exercise)
    except EvaluationError as error:
        yield _culprit(exercise, error)
    else:
        yield from _conditions(variant)
        yield from _keys(variant)
        for where, text in texts_of(exercise):
            if isinstance(text, Template):
                yield from _typeset(where, text, variant, renderer)


def _unmet(exercise: Exercise) -> Slip:
    """The first condition that the defaults don't meet, and their values in it."""
    names = numbers_of(exercise, 0, 0)
    for number, condition in enumerate(exercise.require):
        if not np.all(np.asarray(evaluate(condition.node, names))):
            told = (
                "the defaults do not meet it"
                if _has_defaults(exercise)
                else "no draw of the numbers meets it"
            )
            cure = f"{given(condition, names)}Change the defaults, or the condition."
            return Slip(("require", number), told, cure, offset=0, rule="require")
    return Slip(("require",), "no draw of the numbers meets it", "Weaken the condition.", rule="require")


def _has_defaults(exercise: Exercise) -> bool:
    return all(default_of(parameter) is not None for parameter in exercise.params.values())


def _conditions(variant: Variant) -> Iterator[Slip]:
    """Conditions that are neither true nor false."""
    for number, condition in enumerate(variant.exercise.require):
        value = np.asarray(evaluate(condition.node, variant.names))
        if value.dtype.kind != "b":
            message = "a condition is true or false, not a text or a number"
            yield Slip(("require", number), message, "Compare it with something: n > 0.", 0, rule="require")


def given(formula: Formula, names: Mapping[str, Value]) -> str:
    """`Here n = 9, m = 2. `: the numbers that a formula was computed with; empty without any."""
    shown = [f"{name} = {names[name]:g}" for name in sorted(formula.names) if _is_number(names.get(name))]
    return f"Here {', '.join(shown[:MOST_NAMES])}. " if shown else ""


def _is_number(value: Value | None) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def without_value(
    where: PathTuple, formula: Formula, names: Mapping[str, Value], error: EvaluationError
) -> Slip:
    """A formula that cannot be computed with the book's own numbers."""
    cure = f"{given(formula, names)}Change the formula, or the numbers."
    return Slip(where, f"this has no value: {error.message}", cure, offset=0, rule="value")


def _culprit(exercise: Exercise, error: EvaluationError) -> Slip:
    """The first formula of `let` that has no value, or else `require`."""
    names = numbers_of(exercise.model_copy(update={"let": {}}), 0, 0)
    for name, formula in exercise.let.items():
        try:
            names[name] = evaluate(formula.node, names)
        except EvaluationError as problem:
            return without_value(("let", name), formula, names, problem)
    for number, condition in enumerate(exercise.require):
        try:
            evaluate(condition.node, names)
        except EvaluationError as problem:
            return without_value(("require", number), condition, names, problem)
    return Slip(("require",), f"at some draws this has no value: {error.message}", "Change it.", rule="value")


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
        slip = without_value(where, question.answer, variant.names, error)
        yield replace(slip, cure=next(map(range_cure, ranges_meant(variant.exercise)), slip.cure))


def _typeset(
    where: PathTuple, template: Template, variant: Variant, renderer: Renderer | None
) -> Iterator[Slip]:
    try:
        names = variant.names_in(template, **_own_answer(where, template, variant))
    except EvaluationError:
        return  # the key has no value, which was told
    yield from typeset(where, template, names, renderer)
    for stray in slips_in_markup(template.text, scope_of(variant.exercise, where, template).names):
        yield Slip(where, stray.message, stray.cure, stray.offset, rule="markup")


def _own_answer(where: PathTuple, template: Template, variant: Variant) -> Mapping[str, Value]:
    """In a part, `answer` is the part's own key."""
    match where:
        case ("parts", int(number), *_) if isinstance(variant.exercise, Multipart):
            part = variant.exercise.parts[number]
            if "answer" in template.names and isinstance(part, NumericQuestion | VectorQuestion):
                return {"answer": variant.key(part)}
    return {}


def _count(value: Value) -> int:
    """How many numbers a value writes."""
    if isinstance(value, np.ndarray):
        return value.size
    return sum(map(_count, value)) if isinstance(value, list) else 1


def typeset(
    where: PathTuple, template: Template, names: Mapping[str, Value], renderer: Renderer | None
) -> Iterator[Slip]:
    """What in a template has no value with these names, or cannot be typeset."""
    failed = False
    for insertion in template.expressions:
        try:
            if (count := _count(evaluate(insertion.formula.node, names))) > MOST_SHOWN:
                failed = True
                message = f"this writes {count} numbers; a text shows {MOST_SHOWN} at most"
                yield Slip(
                    where, message, "Show some entries, such as x[1].", insertion.position, rule="value"
                )
            else:
                insertion.render(names)
        except EvaluationError as error:
            failed = True
            cure = f"{given(insertion.formula, names)}Change the formula, or the numbers."
            message = f"this has no value: {error.message}"
            yield Slip(where, message, cure, insertion.position, rule="value")
    if renderer is not None and not failed:
        for slip in slips_in_formulas(template.render(names), template.text, renderer):
            yield Slip(where, slip.message, slip.cure, slip.offset, rule="formula")
