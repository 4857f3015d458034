"""What an exercise says must fit together: defaults in their ranges, orders without circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.composer import PathTuple
from app.faults import did_you_mean
from app.functions import CONSTANTS
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
from app.prose import Template
from app.slips import Slip


def slips_in_meaning(exercise: Exercise) -> Iterator[Slip]:
    """What doesn't fit together in an exercise whose shape is right."""
    for name, parameter in exercise.params.items():
        yield from _parameter(("params", name), parameter)
    for name in exercise.let.keys() & exercise.params.keys():
        yield _slip(("let", name), f"{name!r} is a parameter already", "Rename one of them.", key=True)
    yield from _taken("params", exercise.params)
    yield from _taken("let", exercise.let)
    if len(exercise.let) > MOST_FORMULAS:
        yield _slip(("let",), f"`let` holds more than {MOST_FORMULAS} formulas", "Leave some out.", key=True)
    if not exercise.prompt.text.strip():
        yield _slip(("prompt",), "the prompt is empty", "Say what is asked.")
    match exercise:
        case Ordering():
            yield from _ordering(exercise)
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
            yield from _taken("variables", exercise.variables)
            yield from _variables(exercise)
        case BugLine():
            yield from _bug(exercise)
        case SelfCheck():
            yield from _repeated(exercise)
        case _:
            pass


RESERVED = {"answer", "parts", "and", "or", "not", *CONSTANTS} - {"e"}  # e is a fine name for an error
MOST_FORMULAS = 200  # of one `let`


def _taken(key: str, names: Iterable[str]) -> Iterator[Slip]:
    """Names that formulas would not find, or that would hide a constant."""
    for name in names:
        if name in RESERVED:
            yield _slip((key, name), f"{name!r} has a meaning of its own", "Choose another name.", key=True)


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
        case ChoiceParameter():
            if parameter.default is not None and parameter.default not in parameter.choice:
                told = f"{parameter.default!r} is not one of the choices"
                yield _slip((*where, "default"), told, "Add it to `choice`, or take one of those.")
        case _:
            pass


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
        elif not text.strip():
            yield _slip(
                (*where, number, "text"), "this option is empty", "Write what the student may choose."
            )


def _ordering(exercise: Ordering) -> Iterator[Slip]:
    for number, pair in enumerate(exercise.before):
        if pair in exercise.before[:number]:
            yield _slip(("before", number), "this pair is there already", "Take it out.")
        for place, name in enumerate(pair):
            if name not in exercise.items:
                yield _slip(("before", number, place), _no_item(name, exercise.items))
    texts = [*exercise.items.values(), *(one.text for one in exercise.distractors)]
    places: list[PathTuple] = [("items", name) for name in exercise.items]
    places += [("distractors", number, "text") for number in range(len(exercise.distractors))]
    for number, (where, item) in enumerate(zip(places, texts, strict=True)):
        if item.text in [other.text for other in texts[:number]]:
            yield _slip(where, "two items have the same text", "Change one of them.")
    if circle := _circle(exercise.before):
        message = f"these run in a circle: {' before '.join(circle)}"
        yield _slip(("before",), message, "Take one of the pairs out.")
    for reason in exercise.reasons:
        first, _, then = reason.partition(" before ")
        if (first.strip(), then.strip()) not in exercise.before:
            cure = "Write a pair of `before` as 'first before then'."
            yield _slip(("reasons", reason), f"{reason!r} is no pair of `before`", cure, key=True)


def _no_item(name: str, items: Iterable[str]) -> str:
    near = did_you_mean(name, items)
    return f"there is no item {name!r}{'; ' if near else ''}{near}"


def _circle(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """The names of one circle, the first repeated at the end; empty when there is none."""
    after: dict[str, list[str]] = {}
    for first, then in pairs:
        after.setdefault(first, []).append(then)
    done: set[str] = set()

    def visit(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for then in after.get(name, ()):
            if circle := visit(then, [*path, name]):
                return circle
        done.add(name)
        return []

    return next((circle for name in after if (circle := visit(name, []))), [])
