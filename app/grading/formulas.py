"""A formula against the key's: equal at random points, a known mistake, a usual slip, or wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from app.answers import FormulaAnswer, echo_of
from app.evaluation import EvaluationError, Value, equivalent, point_values, same_values
from app.expressions import Formula
from app.grading.verdicts import Graded, ReadAs, correct, mistake, wrong
from app.models import ExpressionQuestion
from app.mutated_keys import key_mutants
from app.mutations import MUTATIONS, Mutation
from app.nodes import Binary, Name, Node, Number, walk
from app.values import Array
from app.variants import Variant

ROUNDING = 1e-9  # of imaginary parts of a key that is real
OFF_BY_A_NUMBER = "Your formula is off by the same number everywhere. Which term is too many, or missing?"


def grade_formula(
    question: ExpressionQuestion, variant: Variant, answer: FormulaAnswer, names: Mapping[str, Value]
) -> Graded:
    """The verdict on a formula that can be compared (see `undecided`)."""
    evidence, domain = ReadAs(echo_of(answer)), question.variables
    mine = point_values(answer.node, domain)

    def same(formula: Formula) -> bool:
        return _is_same(mine, point_values(formula.node, domain, names))

    if any(map(same, (question.answer, *question.also))):
        return correct(evidence=evidence)
    for foreseen in question.mistakes:
        if same(foreseen.if_):
            return mistake(foreseen.tag, variant.say(foreseen.say), evidence)
    if not _variables(answer.node) & question.variables.keys():
        return wrong(_next_step(question, answer.node), evidence)
    if slip := next((one for one, value in slips(question, variant, names) if _is_same(mine, value)), None):
        return mistake(slip.tag, slip.say, evidence)
    if _is_shifted(question, answer.node, names):
        return mistake("auto-constant", OFF_BY_A_NUMBER, evidence)
    return wrong(_next_step(question, answer.node), evidence)


def slips(
    question: ExpressionQuestion, variant: Variant, names: Mapping[str, Value]
) -> Iterator[tuple[Mutation, Array]]:
    """The slips that the key gives room for, done to it as a whole or at one place, with its values then."""
    key = point_values(question.answer.node, question.variables, names)
    if key is not None:
        yield from _of_the_whole(key)
    for mutant in key_mutants(question, variant.exercise):
        try:
            value = mutant.values(question, variant, names, question.variables)
        except EvaluationError:
            continue
        if value is not None:
            yield mutant.mutation, value


def _of_the_whole(key: Array) -> Iterator[tuple[Mutation, Array]]:
    """What the slips in a finished key make of real values at points; where it has none, they have none."""
    usable = np.isfinite(key)
    real = key[usable].real
    if np.abs(key[usable].imag).max(initial=0.0) > ROUNDING * np.abs(real).max(initial=0.0):
        return
    for one in MUTATIONS:
        value = one.key(real) if one.key and one.whole else None
        if value is not None:
            whole = np.full(key.shape, np.nan, dtype=np.complex128)
            whole[usable] = value
            yield one, whole


def _is_same(mine: Array | None, theirs: Array | None) -> bool:
    return mine is not None and theirs is not None and same_values(mine, theirs) is True


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
