"""What an exercise says must fit together: defaults in their ranges, orders without circles."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from app.composer import PathTuple
from app.grids import is_on_grid
from app.models import (
    BugLine,
    Categorise,
    ChoiceParameter,
    ChoiceQuestion,
    Exercise,
    Expression,
    IntegerParameter,
    Match,
    MultiChoiceQuestion,
    Multipart,
    Ordering,
    Parameter,
    RealParameter,
    SelfCheck,
    VectorParameter,
)
from app.orders import slips_in_order
from app.plain_texts import slips_in_plain_texts
from app.prose import Template
from app.reserved import RESERVED, taken
from app.slips import Slip


def slips_in_meaning(exercise: Exercise) -> Iterator[Slip]:
    """What doesn't fit together in an exercise whose shape is right."""
    for name, parameter in exercise.params.items():
        yield from _parameter(("params", name), parameter)
    for name in exercise.let.keys() & exercise.params.keys():
        yield _slip(("let", name), f"{name!r} is a parameter already", "Rename one of them.", key=True)
    yield from taken("params", exercise.params)
    yield from taken("let", exercise.let)
    if len(exercise.let) > MOST_FORMULAS:
        yield _slip(("let",), f"`let` holds more than {MOST_FORMULAS} formulas", "Leave some out.", key=True)
    yield from slips_in_plain_texts(exercise)
    for number, hint in enumerate(exercise.hints):
        if hint.text in [other.text for other in exercise.hints[:number]]:
            yield _slip(("hints", number), "this hint is there already", "Take it out.")
    match exercise:
        case Ordering():
            yield from slips_in_order(exercise)
        case Multipart():
            for number, part in enumerate(exercise.parts):
                if isinstance(part, ChoiceQuestion | MultiChoiceQuestion):
                    yield from _options(part, ("parts", number, "options"))
        case ChoiceQuestion() | MultiChoiceQuestion():
            yield from _options(exercise, ("options",))
        case Match():
            yield from _same(("pairs", "left"), [pair.left for pair in exercise.pairs])
            rights = [pair.right for pair in exercise.pairs]
            yield from _same(("pairs", "right"), rights, "Of `categorise`, several items may share one.")
            yield from _extra(exercise.extra, rights)
        case Categorise():
            yield from _same(("pairs", "left"), [pair.left for pair in exercise.pairs])
            yield from _extra(exercise.extra, [pair.right for pair in exercise.pairs])
        case Expression():
            yield from taken("variables", exercise.variables)
            yield from _variables(exercise)
        case BugLine():
            yield from _bug(exercise)
        case SelfCheck():
            yield from _repeated(exercise)
        case _:
            pass


MOST_FORMULAS = 200  # of one `let`


def _same(where: tuple[str, str], texts: list[Template], cure: str = "Change one of them.") -> Iterator[Slip]:
    """Items of a list that cannot be told apart."""
    group, key = where
    for number, text in enumerate(texts):
        if text.text in [other.text for other in texts[:number]]:
            yield _slip((group, number, key), "two items have the same text", cure)


def _repeated(exercise: SelfCheck) -> Iterator[Slip]:
    for number, point in enumerate(exercise.rubric):
        if point.text in [other.text for other in exercise.rubric[:number]]:
            yield _slip(("rubric", number), "this point is there already", "Take it out.")


def _extra(extra: Iterable[Template], rights: list[Template]) -> Iterator[Slip]:
    seen = {right.text for right in rights}
    for number, text in enumerate(extra):
        if text.text in seen:
            yield _slip(("extra", number), "this item is there already", "Leave it out: it is nothing extra.")
        seen.add(text.text)


def _variables(exercise: Expression) -> Iterator[Slip]:
    for name, (low, high) in exercise.variables.items():
        where = ("variables", name)
        if low >= high:
            cure = "Write the lower bound first, and leave room between them."
            yield _slip(where, f"{low:g} is not less than {high:g}", cure)
        if name in exercise.params.keys() | exercise.let.keys():
            yield _slip(where, f"{name!r} is a number already", "Rename one of them.", key=True)
        elif name not in RESERVED and not any(
            name in formula.names for formula in (exercise.answer, *exercise.also)
        ):
            message = f"the variable {name!r} does not occur in the key"
            yield _slip(where, message, "Take it out, or use it in `answer`.", key=True)


def _bug(exercise: BugLine) -> Iterator[Slip]:
    wrong = exercise.code.splitlines()[exercise.line - 1]
    if exercise.fix.strip() == wrong.strip():
        yield _slip(("fix",), "the fix is the wrong line itself", "Write the line as it should be.")
    if not exercise.fix.strip():
        yield _slip(("fix",), "the fix is empty", "Write the line as it should be.")


def _slip(where: PathTuple, message: str, cure: str = "", *, key: bool = False) -> Slip:
    return Slip(where, message, cure, key=key, rule="meaning")


def _parameter(where: PathTuple, parameter: Parameter) -> Iterator[Slip]:
    match parameter:
        case IntegerParameter() | RealParameter() | VectorParameter():
            low, high = parameter.bounds
            if low > high:
                yield _slip(where, f"{low:g} is more than {high:g}", "Write the lower bound first.")
            else:
                yield from _default(where, parameter)
                yield from _only_one(where, parameter)
        case str() if found := re.match(r"(int|float|choice|vector)\b\W*\d", parameter):
            cure = f"Write `{where[-1]}: {{{found[1]}: […]}}`."
            yield _slip(where, "this is one text, not a range of numbers", cure)
        case ChoiceParameter():
            if parameter.default is not None and parameter.default not in parameter.choice:
                told = f"{parameter.default!r} is not one of the choices"
                yield _slip((*where, "default"), told, "Add it to `choice`, or take one of those.")
        case _:
            pass


def _only_one(
    where: PathTuple, parameter: IntegerParameter | RealParameter | VectorParameter
) -> Iterator[Slip]:
    (low, high), step = parameter.bounds, parameter.step
    if low < high and step is not None and step > (high - low) * (1 + 1e-9):
        told = f"the step {step:g} is wider than the range, so that {low:g} alone can be drawn"
        yield _slip((*where, "step"), told, "Take a smaller step, or a wider range.")


def _default(
    where: PathTuple, parameter: IntegerParameter | RealParameter | VectorParameter
) -> Iterator[Slip]:
    default, (low, high) = parameter.default, parameter.bounds
    if default is None:
        return
    values = default if isinstance(default, list) else [default]
    if isinstance(parameter, VectorParameter) and len(values) != parameter.length:
        told = f"it has {len(values)} numbers, but `length` is {parameter.length}"
        yield _slip((*where, "default"), told, "Make them agree.")
        return
    for number, value in enumerate(values):
        place = (*where, "default", *([number] if isinstance(default, list) else []))
        if not low <= value <= high:
            told = f"{value:g} is not between {low:g} and {high:g}"
            yield _slip(place, told, "Widen the range, or take a number within it.")
        elif not _fits(parameter, value):
            step = parameter.step
            told = f"{value:g} is not {low:g} plus a multiple of the step {step:g}"
            yield _slip(place, told, "Take a number that can be drawn, or another step.")


def _fits(parameter: IntegerParameter | RealParameter | VectorParameter, value: float) -> bool:
    if isinstance(parameter, IntegerParameter):
        return (int(value) - parameter.bounds[0]) % parameter.step == 0
    return is_on_grid(parameter, value)


def _options(question: ChoiceQuestion | MultiChoiceQuestion, where: PathTuple) -> Iterator[Slip]:
    ids = [option.id for option in question.options]
    texts = [option.text.text for option in question.options]
    for number, (id_, text) in enumerate(zip(ids, texts, strict=True)):
        if id_ is not None and id_ in ids[:number]:
            yield _slip((*where, number, "id"), f"two options have the id {id_!r}", "Rename one of them.")
        if text in texts[:number]:
            yield _slip((*where, number, "text"), "two options have the same text", "Change one of them.")
