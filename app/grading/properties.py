"""Properties: what every returned value must fulfil, judged here and never in the student's process."""

from __future__ import annotations

from app.evaluation import EvaluationError, evaluate
from app.functions import FUNCTIONS
from app.grading.array_differences import Difference
from app.grading.cases import Prepared
from app.grading.outputs import numbers_of
from app.models import CodeQuestion, Property
from app.values import Value
from app.variants import Variant


def broken_property(
    question: CodeQuestion, variant: Variant, call: Prepared, value: object
) -> Difference | None:
    """What is said of the first property that the returned value does not fulfil; None when there is none."""
    main = question.signatures[0].partition("(")[0].strip()
    for one in question.properties:
        if (one.call or main) == call.signature.name and not holds(one, variant, call, value):
            return Difference(one.tag, variant.say(one.say).strip())
    return None


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
