"""The key of a question with a slip in one of its formulas, and the value that comes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Set
from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from app.basis import Basis
from app.evaluation import EvaluationError, evaluate, point_values
from app.functions import FUNCTIONS
from app.inlining import spelled_out
from app.keys import checked
from app.models import (
    ChoiceParameter,
    Exercise,
    ExpressionQuestion,
    Multipart,
    NumericQuestion,
    Parameter,
    RealParameter,
    VectorParameter,
    VectorQuestion,
)
from app.mutations import BY_NAME, MUTATIONS, Mutation
from app.mutations.formulas import changed_once
from app.nodes import Binary, Call, Index, Name, Node, Number, children, rewritten, walk, with_children
from app.values import Array, Value
from app.variants import NoVariant, Variant, variant_of
from app.written import written

Valued = NumericQuestion | VectorQuestion
Keyed = Valued | ExpressionQuestion
Domain = Mapping[str, tuple[float, float]]
Formulas = Mapping[str, Node]  # those of `let` by name, and the key's under ANSWER
ANSWER = ""
LENGTHS = frozenset({"T", "N", "steps"})  # arguments of checkers that say how many steps there are
STEPS = frozenset({"t"}) | LENGTHS
COUNTING = frozenset({"arange", "linspace", "zeros", "ones", "full", "range"})
NEAR_END = 0.999  # of a variable's range
SAME = 1e-10  # of the key: floating point is no difference


@dataclass(frozen=True)
class KeyMutant:
    """A slip made at one place of a question's formulas; `formulas` are those that it changes.

    `used` are the names of `let` that the key is computed from.
    """

    mutation: Mutation
    change: str
    formulas: Formulas
    used: Set[str]
    everywhere: bool = False  # it is made at all places at once
    is_length: bool = False  # it makes a table one step longer or shorter, which no tolerance need notice

    def value(self, question: Valued, variant: Variant, names: Mapping[str, Value]) -> npt.ArrayLike:
        """What the key becomes; `names` are those that it is computed from. Raises EvaluationError."""
        value = evaluate(self._key(question), self._names(variant, names))
        return checked(question, value)  # type: ignore[return-value]  # numbers are array-like

    def values(
        self, question: ExpressionQuestion, variant: Variant, names: Mapping[str, Value], domain: Domain
    ) -> Array | None:
        """What the key becomes at points of a domain, as `point_values` gives it. Raises EvaluationError."""
        return point_values(self._key(question), domain, self._names(variant, names))

    def _key(self, question: Keyed) -> Node:
        return self.formulas.get(ANSWER, question.answer.node)

    def _names(self, variant: Variant, names: Mapping[str, Value]) -> Mapping[str, Value]:
        """The names, with those of `let` that the slip changes computed anew."""
        touched = set(self.formulas)
        if touched == {ANSWER}:
            return names
        changed = dict(names)
        for name, formula in variant.exercise.let.items():
            if name in self.used and (name in touched or not touched.isdisjoint(formula.names)):
                touched.add(name)
                changed[name] = evaluate(self.formulas.get(name, formula.node), changed)
        return changed


@dataclass(frozen=True)
class _Subject:
    """A question of an exercise, as a key of the cache."""

    basis: Basis
    question: Keyed = field(compare=False, repr=False)
    exercise: Exercise = field(compare=False, repr=False)


def key_mutants(question: Keyed, exercise: Exercise) -> tuple[KeyMutant, ...]:
    """Every slip that the question's formulas give room for, each tree once, in the order of the table.

    Those that are made at all places at once come first. There are none where the key has no value with the
    book's own numbers.
    """
    return _mutants(_Subject(Basis.of(exercise, question), question, exercise))


@lru_cache(maxsize=1024)
def _mutants(subject: _Subject) -> tuple[KeyMutant, ...]:
    try:
        variant = variant_of(subject.exercise, 0)
        names = {**variant.names_for(subject.question.answer.names), **_point(subject.question)}
        shown = _shown(subject.exercise)
        forms = _forms(_used(subject.question, subject.exercise, shown), names)
    except (EvaluationError, NoVariant):
        return ()
    found: dict[tuple[tuple[str, Node], ...], KeyMutant] = {}
    for mutation in MUTATIONS:
        for one in _made(mutation, forms, variant, names, shown):
            found.setdefault(tuple(sorted(one.formulas.items(), key=lambda pair: pair[0])), one)
    return tuple(sorted(found.values(), key=lambda one: not one.everywhere))


def _point(question: Keyed) -> Mapping[str, float]:
    """A point near the upper ends of the domain: a variable that may exceed 1 is no share there."""
    domain = question.variables if isinstance(question, ExpressionQuestion) else {}
    return {name: lo + NEAR_END * (hi - lo) for name, (lo, hi) in domain.items()}


def _shown(exercise: Exercise) -> frozenset[Node]:
    """What the student is given as a number: no slip is made in computing it."""
    asks = [part.ask for part in exercise.parts] if isinstance(exercise, Multipart) else []
    return frozenset(one.formula.node for text in (exercise.prompt, *asks) for one in text.expressions)


def _used(question: Keyed, exercise: Exercise, shown: Collection[Node]) -> Formulas:
    """The formulas that the key is computed from, without those whose values are shown."""
    wanted, used = _names_in(question.answer.node, shown), {ANSWER: question.answer.node}
    for name, formula in reversed(exercise.let.items()):
        if name in wanted:
            wanted |= _names_in(formula.node, shown)
            used[name] = formula.node
    return used


def _names_in(node: Node, shown: Collection[Node]) -> set[str]:
    """The names in a formula, but for what is shown."""
    if node in shown:
        return set()
    below = (_names_in(one, shown) for one in children(node))
    return {node.name} if isinstance(node, Name) else set[str]().union(*below)


def _forms(formulas: Formulas, names: Mapping[str, Value]) -> Mapping[str, tuple[Node, ...]]:
    """Each formula as its author wrote it and, where that is the same, with the checkers' formulas in it."""
    return {name: tuple(_both(node, names)) for name, node in formulas.items()}


def _both(node: Node, names: Mapping[str, Value]) -> Iterator[Node]:
    yield node
    long = spelled_out(node)
    if long == node:
        return
    try:
        same = is_same(evaluate(long, names), evaluate(node, names))
    except EvaluationError:
        return
    if same:
        yield long


def is_same(value: object, key: object) -> bool:
    """Whether two values differ by no more than floating point does."""
    try:
        one, other = np.asarray(value, dtype=float), np.asarray(key, dtype=float)
    except (TypeError, ValueError):
        return False
    return one.shape == other.shape and bool((np.abs(one - other) <= SAME * np.abs(other)).all())


# ---- making slips ---


def _made(
    mutation: Mutation,
    forms: Mapping[str, tuple[Node, ...]],
    variant: Variant,
    names: Mapping[str, Value],
    shown: Collection[Node],
) -> Iterator[KeyMutant]:
    """The slip at every place of every formula; a step beside is first taken at all places at once."""
    if mutation is BY_NAME["off-by-one"]:
        yield from _shifted(mutation, forms, variant, shown)
    make = mutation.formula
    if make is None:
        return

    def change(node: Node) -> Iterator[Node]:
        return make(node, names)

    if mutation.everywhere:
        yield from _everywhere(mutation, forms, lambda node: next(change(node), node))
        return
    spared = [node for node in shown if not isinstance(node, Name)]
    for name, ways in forms.items():
        for form in ways:
            for old, new, whole in changed_once(form, change, spared):
                yield KeyMutant(
                    mutation, f"`{written(old)}` -> `{written(new)}`", {name: whole}, forms.keys()
                )


def _everywhere(
    mutation: Mutation,
    forms: Mapping[str, tuple[Node, ...]],
    change: Callable[[Node], Node],
) -> Iterator[KeyMutant]:
    """The slip at all places of the formulas, as they are written and with the checkers' formulas in them."""
    for form in (0, -1):
        both = ((name, ways[form], rewritten(ways[form], change)) for name, ways in forms.items())
        new = {name: changed for name, old, changed in both if changed != old}
        if new:
            yield KeyMutant(mutation, "everywhere", new, forms.keys(), everywhere=True)


def _shifted(
    mutation: Mutation, forms: Mapping[str, tuple[Node, ...]], variant: Variant, shown: Collection[Node]
) -> Iterator[KeyMutant]:
    for name, is_length in _counters([first for first, *_ in forms.values()], variant):
        for sign in "-+":
            beside = Binary(sign, Name(name), Number(1))
            text = f"`{name}` -> `{name} {sign} 1` everywhere"
            both = (
                (one, first, _with(first, Name(name), beside, shown)) for one, (first, *_) in forms.items()
            )
            if new := {one: changed for one, old, changed in both if changed != old}:
                yield KeyMutant(mutation, text, new, forms.keys(), True, is_length)


def _with(node: Node, old: Node, new: Node, shown: Collection[Node]) -> Node:
    """The tree with one node in the place of another, but for what is shown as a whole."""
    if node == old:
        return new
    if node in shown:
        return node
    return with_children(node, [_with(one, old, new, shown) for one in children(node)])


def _counters(formulas: list[Node], variant: Variant) -> Iterator[tuple[str, bool]]:
    """The whole-number parameters that count: in an index, as an exponent, or handed to a checker.

    With each, whether it says how many steps there are.
    """
    seen = set()
    for node in (node for formula in formulas for node in walk(formula)):
        for name, is_length in _names_counted(node):
            value = variant.names.get(name)
            parameter = variant.exercise.params.get(name)
            if name not in seen and parameter is not None and _is_whole(value) and _always_whole(parameter):
                seen.add(name)
                yield name, is_length


def _names_counted(node: Node) -> Iterator[tuple[str, bool]]:
    match node:
        case Index():
            _, *places = children(node)
            yield from ((one.name, False) for place in places for one in walk(place) if isinstance(one, Name))
        case Call() if node.function in COUNTING:
            yield from ((one.name, True) for one in children(node) if isinstance(one, Name))
        case Call() if node.function in FUNCTIONS:
            given = (*zip(FUNCTIONS[node.function].positional, node.arguments, strict=False), *node.keywords)
            counted = ((taken, one) for taken, one in given if taken in STEPS)
            yield from ((one.name, taken in LENGTHS) for taken, one in counted if isinstance(one, Name))
        case Binary(sign="**", right=Name(name=name)):
            yield name, False
        case _:
            return


def _is_whole(value: Value | None) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _always_whole(parameter: Parameter) -> bool:
    """Whether it may count: a value that is whole by chance, out of some that are not, does not."""
    match parameter:
        case RealParameter() | VectorParameter():
            return False
        case ChoiceParameter():
            return all(isinstance(one, int) for one in parameter.choice)
        case _:
            return True
