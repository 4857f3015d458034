"""Wrong answers found by computing the key with a usual slip in it: an index beside, degrees, log10."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy.typing as npt

from app.evaluation import EvaluationError, Value, evaluate
from app.grading.near_misses import is_claimed
from app.models import (
    ChoiceParameter,
    NumericQuestion,
    Parameter,
    RealParameter,
    Tolerance,
    VectorParameter,
    VectorQuestion,
)
from app.nodes import (
    Binary,
    Call,
    Compare,
    Index,
    ListNode,
    Logic,
    Name,
    Node,
    Number,
    Slice,
    Text,
    Unary,
    walk,
)
from app.variants import Variant

Rewrite = Callable[[Node], Node]
COUNTING = frozenset({"arange", "linspace", "zeros", "ones", "full", "range"})


@dataclass(frozen=True)
class Slip:
    """A slip with what to ask its author."""

    tag: str
    say: str


OFF_BY_ONE = Slip(
    "auto-off-by-one",
    "You are one step beside it. Does counting start at 0 or at 1 here, and is the last step included?",
)
DEGREES = Slip("auto-degrees", "Is the calculator set to degrees? Angles in this book are in radians.")
LOG10 = Slip("auto-log10", "That looks like a logarithm to base 10. Which logarithm does this book use?")
LOG2 = Slip("auto-log2", "That looks like a logarithm to base 2. Which logarithm does this book use?")


def slip(
    answer: npt.ArrayLike,
    key: npt.ArrayLike,
    tolerance: Tolerance,
    question: NumericQuestion | VectorQuestion,
    variant: Variant,
) -> Slip | None:
    """The first slip that gives the answer when the key is computed with it."""
    exercise = variant.exercise
    subject = _Subject(exercise.id, exercise.version, variant.seed, question.answer.text, question, variant)
    values = _values_of(subject)
    return next((found for found, value in values if is_claimed(answer, value, key, tolerance)), None)


@dataclass(frozen=True)
class _Subject:
    """A question with its numbers, as a key of the cache."""

    id: str
    version: str
    seed: int
    formula: str
    question: NumericQuestion | VectorQuestion = field(compare=False)
    variant: Variant = field(compare=False)


@lru_cache(maxsize=1024)
def _values_of(subject: _Subject) -> tuple[tuple[Slip, npt.ArrayLike], ...]:
    """The slips' values, computed once: they do not depend on the answer."""
    return tuple(slip_values(subject.question, subject.variant))


def slip_values(
    question: NumericQuestion | VectorQuestion, variant: Variant
) -> Iterator[tuple[Slip, npt.ArrayLike]]:
    """Every slip that the key's formulas give room for, with the value that comes of it."""
    formulas = [*variant.exercise.let.values(), question.answer]
    nodes = [formula.node for formula in formulas]
    called = {node.function for formula in nodes for node in walk(formula) if isinstance(node, Call)}
    for name in _counters(nodes, variant):
        for step in (-1, 1):
            yield from _computed(OFF_BY_ONE, question, variant, shifted={name: step})
    if called & _ANGLES:
        yield from _computed(DEGREES, question, variant, rewrite=_in_degrees)
    if called & _LOGARITHMS:
        yield from _computed(LOG10, question, variant, rewrite=_to("log10"))
        yield from _computed(LOG2, question, variant, rewrite=_to("log2"))


def _computed(
    found: Slip,
    question: NumericQuestion | VectorQuestion,
    variant: Variant,
    *,
    shifted: Mapping[str, int] | None = None,
    rewrite: Rewrite = lambda node: node,
) -> Iterator[tuple[Slip, npt.ArrayLike]]:
    """The key with some parameters shifted and its formulas rewritten; nothing where that has no value."""
    names: dict[str, Value] = dict(variant.names_for(question.answer.names))
    for name, step in (shifted or {}).items():
        names[name] = _whole(names[name]) + step
    try:
        for name, formula in variant.exercise.let.items():
            names[name] = evaluate(rewritten(formula.node, rewrite), names)
        changed = replace_answer(question, rewritten(question.answer.node, rewrite))
        yield found, variant.key(changed, names)  # type: ignore[misc]  # a key of numbers is array-like
    except EvaluationError:
        return


def replace_answer(
    question: NumericQuestion | VectorQuestion, node: Node
) -> NumericQuestion | VectorQuestion:
    """The question with another key."""
    return question.model_copy(update={"answer": replace(question.answer, node=node)})


def _counters(formulas: list[Node], variant: Variant) -> Iterator[str]:
    """The whole-number parameters that count: in an index, as an exponent, or handed to a checker."""
    seen = set()
    for node in (node for formula in formulas for node in walk(formula)):
        for name in _names_counted(node):
            value = variant.names.get(name)
            parameter = variant.exercise.params.get(name)
            if name not in seen and parameter is not None and _is_whole(value) and _always_whole(parameter):
                seen.add(name)
                yield name


def _names_counted(node: Node) -> Iterator[str]:
    match node:
        case Index(item=Slice() as cut):
            places = [one for one in (cut.start, cut.stop, cut.step) if one is not None]
            yield from (one.name for place in places for one in walk(place) if isinstance(one, Name))
        case Index(item=item) if not isinstance(item, Slice):
            yield from (one.name for one in walk(item) if isinstance(one, Name))
        case Call() if "." in node.function or node.function in COUNTING:
            given = (*node.arguments, *(value for _, value in node.keywords))
            yield from (one.name for one in given if isinstance(one, Name))
        case Binary(sign="**", right=Name(name=name)):
            yield name
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


def _whole(value: Value) -> int:
    if isinstance(value, bool) or not isinstance(value, int):
        raise EvaluationError("no whole number")
    return value


# ---- rewriting ---

_ANGLES = frozenset({"sin", "cos", "tan"})
_LOGARITHMS = frozenset({"log", "ln"})
_RADIAN = Binary("/", Name("pi"), Number(180))


def _in_degrees(node: Node) -> Node:
    if isinstance(node, Call) and node.function in _ANGLES:
        return replace(node, arguments=tuple(Binary("*", one, _RADIAN) for one in node.arguments))
    return node


def _to(base: str) -> Rewrite:
    def change(node: Node) -> Node:
        return (
            replace(node, function=base) if isinstance(node, Call) and node.function in _LOGARITHMS else node
        )

    return change


def rewritten(node: Node, change: Rewrite) -> Node:
    """The tree with every node changed, from the leaves up."""
    match node:
        case Number() | Text() | Name():
            inner: Node = node
        case Unary():
            inner = replace(node, operand=rewritten(node.operand, change))
        case Binary() | Logic():
            inner = replace(node, left=rewritten(node.left, change), right=rewritten(node.right, change))
        case Compare():
            rest = tuple((sign, rewritten(one, change)) for sign, one in node.rest)
            inner = replace(node, first=rewritten(node.first, change), rest=rest)
        case Call():
            keywords = tuple((name, rewritten(one, change)) for name, one in node.keywords)
            inner = replace(
                node, arguments=tuple(rewritten(one, change) for one in node.arguments), keywords=keywords
            )
        case Index(item=Slice()):
            inner = replace(node, base=rewritten(node.base, change))
        case Index():
            inner = replace(node, base=rewritten(node.base, change), item=rewritten(node.item, change))  # type: ignore[arg-type]  # a slice was the case before
        case ListNode():
            inner = replace(node, items=tuple(rewritten(one, change) for one in node.items))
    return change(inner)
