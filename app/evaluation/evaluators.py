"""The walk through a tree that computes its value, with real numbers or with complex points."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeGuard

import numpy as np

from app.evaluation.arithmetic import ARRAY_OPERATIONS, COMPARISONS, combined, compared, negative, truth
from app.evaluation.effort import bounded
from app.evaluation.indexing import cut, entry
from app.functions import CONSTANTS, Function
from app.nodes import Binary, Call, Compare, Index, ListNode, Logic, Name, Node, Number, Slice, Text, Unary
from app.values import Array, EvaluationError, Named, Value, array_of, settled

ROUNDING = 1e-14  # of the imaginary part of a number meant to be real


@dataclass(frozen=True, slots=True)
class Evaluator:
    """Walks a tree with real numbers."""

    names: Mapping[str, Named]
    functions: Mapping[str, Function]

    def value(self, node: Node) -> Value:
        """The value of `node`."""
        match node:
            case Number(value=number):
                return number
            case Name(name=name):
                return self.named(name)
            case Binary(sign=sign, left=left, right=right):
                return self.combined(sign, self.value(left), self.value(right))
            case Unary(sign=sign, operand=operand):
                return self.signed(sign, self.value(operand))
            case Call():
                return self.called(node)
            case Index(base=base, item=item):
                return self.indexed(self.value(base), item)
            case Compare(first=first, rest=rest):
                return self.chain(self.value(first), rest)
            case Logic(sign=sign, left=left, right=right):
                decided = truth(self.value(left))
                return decided if decided == (sign == "or") else truth(self.value(right))
            case Text(value=text):
                return text
            case ListNode(items=items):
                return [self.value(item) for item in items]

    def indexed(self, base: Value, item: Node | Slice) -> Value:
        """An entry or a slice of `base`."""
        if isinstance(item, Slice):
            return cut(base, self.bound(item.start), self.bound(item.stop), self.bound(item.step))
        return entry(base, self.value(item))

    def bound(self, node: Node | None) -> Value | None:
        """The value of a slice's bound, if it is there."""
        return None if node is None else self.value(node)

    def named(self, name: str) -> Value:
        """What a name stands for."""
        value = self.names.get(name)
        if value is None:
            value = CONSTANTS.get(name)
        if value is None:
            raise EvaluationError(f"{name} is not known here")
        if callable(value):
            return value  # type: ignore[return-value]  # to be handed on to a function; else no operation takes it
        return value if type(value) is float else settled(value)

    def combined(self, sign: str, left: Value, right: Value) -> Value:
        """An operation on two values."""
        return combined(sign, left, right)

    def signed(self, sign: str, value: Value) -> Value:
        """A value with a sign before it."""
        if sign == "not":
            return not truth(value)
        return negative(value) if sign == "-" else negative(negative(value))

    def compared(self, sign: str, left: Value, right: Value) -> bool | Array:
        """One comparison."""
        return compared(sign, left, right)

    def chain(self, left: Value, rest: tuple[tuple[str, Node], ...]) -> Value:
        """A chain of comparisons: all of them hold."""
        result: bool | Array = True
        for sign, node in rest:
            right = self.value(node)
            holds = self.compared(sign, left, right)
            result = holds if result is True else np.logical_and(result, holds)
            left = right
        return settled(result)

    def called(self, node: Call) -> Value:
        """What a function returns."""
        function = self.functions.get(node.function) or self.given(node.function)
        if function is None:
            raise EvaluationError(f"there is no function {node.function}")
        count = len(node.arguments)
        if refusal := function.refusal(count, [name for name, _ in node.keywords]):
            raise EvaluationError(refusal)
        arguments = [self.value(argument) for argument in node.arguments]
        return self.result(function, arguments, {name: self.value(given) for name, given in node.keywords})

    def given(self, name: str) -> Function | None:
        """The function that a name stands for, if it does."""
        value = self.names.get(name)
        return Function(name, value, (), 0, None, frozenset()) if callable(value) else None

    def result(self, function: Function, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        """What `function` returns for these arguments."""
        return _returned(function, function.call, arguments, keywords)


def _returned(
    function: Function, call: Callable[..., object], arguments: list[Value], keywords: dict[str, Value]
) -> Value:
    try:
        given = [_argument(value) for value in arguments]
        named = {name: _argument(value) for name, value in keywords.items()}
        if function.is_guarded:
            result = call(*given, **named)
        else:
            result = bounded(call, given, named, sized="." in function.name)
    except EvaluationError:
        raise
    except Exception as error:  # a checker may raise anything
        raise EvaluationError(f"{function.name}: {' '.join(str(error).split())}") from error
    try:
        return settled(result)
    except EvaluationError as error:
        raise EvaluationError(f"{function.name}: {error.message}") from error
    except RecursionError:
        raise EvaluationError(f"{function.name}: this list holds itself") from None


def _argument(value: Value) -> Value:
    """A list of numbers as the array it stands for."""
    if not isinstance(value, list):
        return value
    try:
        return array_of(value)
    except EvaluationError:
        return value


class ComplexEvaluator(Evaluator):
    """Walks a tree with complex arrays, one entry for each point; what has no value there is not finite."""

    __slots__ = ()

    def combined(self, sign: str, left: Value, right: Value) -> Value:
        if not (_is_points(left) or _is_points(right)):
            return combined(sign, left, right)
        if sign in ("//", "%"):
            raise EvaluationError(f"{sign} is for whole numbers")
        if sign == "**" and _is_points(left):
            left = _above_cut(left)
        result: Value = ARRAY_OPERATIONS[sign](left, right)
        return result

    def signed(self, sign: str, value: Value) -> Value:
        if _is_points(value):
            return -value if sign == "-" else value
        return Evaluator.signed(self, sign, value)

    def compared(self, sign: str, left: Value, right: Value) -> bool | Array:
        if _is_points(left) or _is_points(right):
            return np.asarray(COMPARISONS[sign](np.real(array_of(left)), np.real(array_of(right))))
        return compared(sign, left, right)

    def result(self, function: Function, arguments: list[Value], keywords: dict[str, Value]) -> Value:
        if not any(_is_points(value) for value in (*arguments, *keywords.values())):
            return _returned(function, function.call, arguments, keywords)
        if function.pointwise is None:
            raise EvaluationError(f"{function.name} can't be applied to a variable")
        arguments = [_above_cut(value) if _is_points(value) else value for value in arguments]
        return np.asarray(_returned(function, function.pointwise, arguments, keywords), dtype=np.complex128)


def _is_points(value: Value) -> TypeGuard[Array]:
    return isinstance(value, np.ndarray) and value.dtype.kind == "c"


def _above_cut(points: Array) -> Array:
    """Points beside the real axis moved onto it, so that roots and logarithms take one side of their cut."""
    if not points.imag.any():
        return points + 0  # which turns -0 into 0
    is_real = np.abs(points.imag) <= ROUNDING * np.abs(points.real)
    return np.where(is_real, points.real + 0j, points)
