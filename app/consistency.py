"""What an exercise says must fit together: defaults in their ranges, orders without circles."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app.composer import PathTuple
from app.faults import did_you_mean
from app.grids import is_on_grid
from app.models import (
    ChoiceParameter,
    ChoiceQuestion,
    Exercise,
    IntegerParameter,
    MultiChoiceQuestion,
    Multipart,
    Ordering,
    Parameter,
    RealParameter,
    VectorParameter,
)
from app.slips import Slip


def slips_in_meaning(exercise: Exercise) -> Iterator[Slip]:
    """What doesn't fit together in an exercise whose shape is right."""
    for name, parameter in exercise.params.items():
        yield from _parameter(("params", name), parameter)
    for name in exercise.let.keys() & exercise.params.keys():
        yield _slip(("let", name), f"{name!r} is a parameter already", "Rename one of them.", key=True)
    for name in {"answer", "parts"} & (exercise.params.keys() | exercise.let.keys()):
        where = ("params" if name in exercise.params else "let", name)
        yield _slip(where, f"{name!r} has a meaning of its own", "Choose another name.", key=True)
    match exercise:
        case Ordering():
            yield from _ordering(exercise)
        case Multipart():
            for number, part in enumerate(exercise.parts):
                if isinstance(part, ChoiceQuestion | MultiChoiceQuestion):
                    yield from _options(part, ("parts", number, "options"))
        case ChoiceQuestion() | MultiChoiceQuestion():
            yield from _options(exercise, ("options",))
        case _:
            pass


def _slip(where: PathTuple, message: str, cure: str = "", *, key: bool = False) -> Slip:
    return Slip(where, message, cure, key=key, rule="meaning")


def _parameter(where: PathTuple, parameter: Parameter) -> Iterator[Slip]:
    match parameter:
        case IntegerParameter() | RealParameter() | VectorParameter():
            low, high = parameter.bounds
            if low > high:
                yield _slip(where, f"{low} is more than {high}", "Write the lower bound first.")
            else:
                yield from _default(where, parameter)
        case ChoiceParameter():
            if parameter.default is not None and parameter.default not in parameter.choice:
                yield _slip((*where, "default"), f"{parameter.default!r} is not one of the choices")
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
        yield _slip((*where, "default"), f"it has {len(values)} numbers, but `length` is {parameter.length}")
    for value in values:
        if not low <= value <= high:
            yield _slip((*where, "default"), f"{value} is not between {low} and {high}")
        elif not _fits(parameter, value):
            step = parameter.step
            yield _slip((*where, "default"), f"{value} is not {low} plus a multiple of the step {step}")


def _fits(parameter: IntegerParameter | RealParameter | VectorParameter, value: float) -> bool:
    if isinstance(parameter, IntegerParameter):
        return (int(value) - parameter.bounds[0]) % parameter.step == 0
    return is_on_grid(parameter, value)


def _options(question: ChoiceQuestion | MultiChoiceQuestion, where: PathTuple) -> Iterator[Slip]:
    ids = [option.id for option in question.options]
    texts = [option.text.text for option in question.options]
    for number, (id_, text) in enumerate(zip(ids, texts, strict=True)):
        if id_ is not None and id_ in ids[:number]:
            yield _slip((*where, number, "id"), f"two options have the id {id_!r}")
        if text in texts[:number]:
            yield _slip((*where, number, "text"), "two options have the same text")


def _ordering(exercise: Ordering) -> Iterator[Slip]:
    for number, pair in enumerate(exercise.before):
        for place, name in enumerate(pair):
            if name not in exercise.items:
                yield _slip(("before", number, place), _no_item(name, exercise.items))
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
