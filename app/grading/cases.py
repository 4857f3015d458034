"""The calls of a code exercise: its cases with fresh inputs, and what the reference makes of them."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass

import numpy as np

from app.evaluation import EvaluationError, Value, evaluate
from app.expressions import Formula
from app.functions import FUNCTIONS, drawing_functions
from app.models import Case, CaseValue, CodeQuestion
from app.nodes import Name
from app.runner import Call
from app.variants import Variant

LONGEST = 400  # characters of a value that are shown


@dataclass(frozen=True, eq=False)
class Prepared:
    """One call to make: its case, and the inputs by argument name in the order of the signature."""

    case: Case
    label: str
    visible: bool
    hint: str
    function: str
    inputs: Mapping[str, Value]
    positional: int  # how many of them are passed by position

    @property
    def call(self) -> Call:
        """The call with inputs of its own."""
        names = list(self.inputs)
        given = deepcopy(dict(self.inputs))
        return Call(
            self.function,
            tuple(given[name] for name in names[: self.positional]),
            {name: given[name] for name in names[self.positional :]},
        )


@dataclass(frozen=True)
class Signature:
    """The name of a function, its arguments in order, and the defaults of the last ones."""

    name: str
    arguments: tuple[str, ...]
    defaults: Mapping[str, Value]

    @classmethod
    def parse(cls, text: str) -> Signature:
        """The signature written as `f(x, w=1.0)`. Raises ValueError, SyntaxError."""
        found = ast.parse(f"def {text}: ...").body[0]
        if not isinstance(found, ast.FunctionDef):
            raise ValueError(f"{text!r} is not a signature")
        names = tuple(one.arg for one in (*found.args.posonlyargs, *found.args.args, *found.args.kwonlyargs))
        last = names[len(names) - len(found.args.defaults) :] if found.args.defaults else ()
        return cls(
            found.name,
            names,
            {n: ast.literal_eval(d) for n, d in zip(last, found.args.defaults, strict=True)},
        )


def prepared(question: CodeQuestion, variant: Variant, seed: int) -> tuple[Prepared, ...]:
    """Every call of every case, the visible ones first; inputs are drawn from the seed."""
    generator = np.random.default_rng(seed)
    signatures = {one.name: one for one in map(Signature.parse, question.signatures)}
    main = next(iter(signatures))
    calls: list[Prepared] = []
    for visible, cases in ((True, question.cases.visible), (False, question.cases.hidden)):
        for number, case in enumerate(cases, 1):
            label = case.label or f"{'example' if visible else 'hidden case'} {number}"
            signature = signatures[case.call or main]
            calls += [_one(case, label, visible, signature, variant, generator) for _ in range(case.n)]
    return tuple(calls)


def _one(
    case: Case,
    label: str,
    visible: bool,
    signature: Signature,
    variant: Variant,
    generator: np.random.Generator,
) -> Prepared:
    values: dict[str, Value] = {name: plain_input(value) for name, value in case.given.items()}
    table = drawing_functions(generator)
    for name, formula in case.draw.items():
        values[name] = evaluate(formula.node, {**variant.names, **values}, table)
    present = [name for name in signature.arguments if name in values]
    unbroken = 0
    while unbroken < len(present) and present[unbroken] == signature.arguments[unbroken]:
        unbroken += 1
    inputs = {name: values[name] for name in present}
    return Prepared(case, label, visible, variant.say(case.hint), signature.name, inputs, unbroken)


def plain_input(value: CaseValue) -> Value:
    """A list of numbers as a float64 array; everything else as it is."""
    if isinstance(value, list):
        array = np.asarray(value)
        return array.astype(np.float64) if array.dtype.kind in "iuf" else value  # type: ignore[return-value]  # nested lists of scalars are Values
    return value


def expected(question: CodeQuestion, variant: Variant, call: Prepared) -> Value:
    """What the reference returns for the inputs of the call. Raises EvaluationError."""
    signature = next(one for one in map(Signature.parse, question.signatures) if one.name == call.function)
    reference = question.reference
    formula = reference if isinstance(reference, Formula) else reference[call.function]
    inputs = deepcopy(dict(call.inputs))
    if isinstance(formula.node, Name) and formula.node.name in FUNCTIONS:
        return _called(formula.node.name, inputs, call.positional)
    return evaluate(formula.node, {**variant.names, **signature.defaults, **inputs})


def _called(function: str, inputs: Mapping[str, Value], positional: int) -> Value:
    """What the checker returns, called as the student's function is; unlike a formula, it may be a tuple."""
    names = list(inputs)
    rest = {name: inputs[name] for name in names[positional:]}
    try:
        return FUNCTIONS[function].call(*(inputs[name] for name in names[:positional]), **rest)  # type: ignore[return-value]  # compared as it comes
    except Exception as slip:  # a checker may raise anything
        raise EvaluationError(f"{function}: {slip}") from slip


def written(call: Prepared) -> str:
    """The call as Python, shortened."""
    inputs = (f"{name}={shown(value)}" for name, value in call.inputs.items())
    return f"{call.function}({', '.join(inputs)})"


def shown(value: object) -> str:
    """A value as a reader wants to see it: arrays to six digits, long ones shortened."""
    text = _written(value)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _written(value: object) -> str:
    match value:
        case np.ndarray() if value.ndim == 0:
            return _written(value.item())
        case np.ndarray():
            text = np.array2string(
                value, precision=6, threshold=24, edgeitems=3, separator=", ", suppress_small=False
            )
            return " ".join(text.split())
        case float():
            return f"{value:.10g}"
        case tuple():
            return f"({', '.join(map(shown, value))}{',' if len(value) == 1 else ''})"
        case list():
            more = ", …" if len(value) > 24 else ""
            return f"[{', '.join(map(shown, value[:24]))}{more}]"
    return repr(value)
