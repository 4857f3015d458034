"""A formula against the key's: equal at random points, a known mistake, a usual slip, or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from app.answer_types import FormulaAnswer
from app.echoes import echo_of
from app.evaluation import Value, equivalent
from app.grading.verdicts import Graded, ReadAs, correct, mistake, wrong
from app.models import ExpressionQuestion
from app.nodes import Binary, Call, Name, Node, Number, Unary, walk
from app.variants import Variant

SLIPS = (
    ("auto-sign", lambda key: Unary("-", key), "Right but for the sign. What is subtracted from what?"),
    ("auto-reciprocal", lambda key: Binary("/", Number(1), key), "Check which quantity is divided by which."),
    (
        "auto-square-root",
        lambda key: Call("sqrt", (key,)),
        "Is a root too many in it? Is a variance asked for, or a standard deviation?",
    ),
    (
        "auto-square",
        lambda key: Binary("**", key, Number(2)),
        "Is a square too many in it, or a root missing? Is a standard deviation asked for, or a variance?",
    ),
    (
        "auto-double",
        lambda key: Binary("*", Number(2), key),
        "A factor of two is in doubt. Is anything counted twice?",
    ),
    ("auto-half", lambda key: Binary("/", key, Number(2)), "A factor of two is in doubt. Is a ½ too many?"),
    (
        "auto-complement",
        lambda key: Binary("-", Number(1), key),
        "Two shares add up to one: is this the one asked for?",
    ),
)
OFF_BY_A_NUMBER = "Your formula is off by the same number everywhere. Which term is too many, or missing?"


def grade_formula(
    question: ExpressionQuestion, variant: Variant, answer: FormulaAnswer, names: Mapping[str, Value]
) -> Graded:
    """The verdict on a formula that can be compared (see `undecided`)."""
    evidence = ReadAs(echo_of(answer))

    def same(node: Node) -> bool:
        return equivalent(answer.node, node, question.variables, names=names) is True

    if any(same(formula.node) for formula in (question.answer, *question.also)):
        return correct(evidence=evidence)
    for foreseen in question.mistakes:
        if same(foreseen.if_.node):
            return mistake(foreseen.tag, variant.say(foreseen.say), evidence)
    for tag, slip, say in SLIPS:
        if same(slip(question.answer.node)):
            return mistake(tag, say, evidence)
    if _is_shifted(question, answer.node, names):
        return mistake("auto-constant", OFF_BY_A_NUMBER, evidence)
    return wrong(_next_step(question, answer.node), evidence)


def undecided(question: ExpressionQuestion, node: Node, names: Mapping[str, Value]) -> bool:
    """Whether the formula has no value at too many points of the domain to be compared with the key."""
    return equivalent(node, question.answer.node, question.variables, names=names) is None


def _is_shifted(question: ExpressionQuestion, node: Node, names: Mapping[str, Value]) -> bool:
    """Whether the formula less the key is one of a few numbers, the same at every point."""
    gap = Binary("-", node, question.answer.node)
    return bool(_variables(node)) and any(
        equivalent(gap, Number(number), question.variables, names=names) is True for number in _numbers()
    )


def _numbers() -> Iterator[float]:
    for number in (1, 2, 0.5):
        yield number
        yield -number


def _next_step(question: ExpressionQuestion, node: Node) -> str:
    used = _variables(node)
    missing = [name for name in question.variables if name not in used]
    if not used & question.variables.keys():
        return "Your formula is a plain number. On which of the variables should the answer depend?"
    if missing and set(missing) & question.answer.names:
        return "A variable is missing. Does the answer stay the same when it changes?"
    return "Put simple numbers, such as 0 and 1, into your formula: does it give there what it must?"


def _variables(node: Node) -> frozenset[str]:
    return frozenset(one.name for one in walk(node) if isinstance(one, Name))
