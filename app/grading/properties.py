"""Properties: what every returned value must fulfil, judged here and never in the student's process."""

from __future__ import annotations

from app.evaluation import EvaluationError, evaluate
from app.functions import FUNCTIONS
from app.grading.array_differences import Difference
from app.grading.cases import Prepared, expected, prepared
from app.grading.outputs import numbers_of
from app.models import CodeQuestion, Property
from app.values import Value
from app.variants import Variant


def broken_property(
    question: CodeQuestion, variant: Variant, call: Prepared, value: object
) -> Difference | None:
    """What is said of the first property that the returned value does not fulfil; None when there is none."""
    for one in properties_of(question, call):
        if not holds(one, variant, call, value):
            return Difference(one.tag, variant.say(one.say).strip())
    return None


def unfulfilled(question: CodeQuestion, variant: Variant, seed: int) -> tuple[Property, ...]:
    """The properties that the reference does not fulfil: the author's slips. Raises EvaluationError."""
    keys = [(call, expected(question, variant, call)) for call in prepared(question, variant, seed)]
    return tuple(
        one
        for one in question.properties
        if any(
            key and one in properties_of(question, call) and not holds(one, variant, call, key.value)
            for call, key in keys
        )
    )


def properties_of(question: CodeQuestion, call: Prepared) -> tuple[Property, ...]:
    """What the value of this call must fulfil."""
    main = question.signatures[0].partition("(")[0].strip()
    return tuple(one for one in question.properties if (one.call or main) == call.signature.name)


def holds(one: Property, variant: Variant, call: Prepared, value: object) -> bool:
    """Whether the property is true. Without a value it does not hold: the value to judge may be anything."""
    result = _measurable(value)
    if result is None:
        return False
    names = {**variant.names, **call.signature.defaults, **call.built(), "result": result}
    try:
        return evaluate(one.holds.node, names, FUNCTIONS) is True
    except EvaluationError:
        return False


def _measurable(value: object) -> Value | None:
    """The value when a formula may have it: a number, an array, a text, or several numbers or arrays."""
    if isinstance(value, list | tuple) and numbers_of(value) is None:
        parts = [numbers_of(item) for item in value]
        return None if any(part is None for part in parts) else [part for part in parts if part is not None]
    if isinstance(value, bool | float | str | complex):
        return value
    return None if (numbers := numbers_of(value)) is None else numbers if numbers.ndim else numbers.item()
