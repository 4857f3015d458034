"""The calls of a code exercise: its cases with fresh inputs, and what the reference makes of them."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from typing import TypeAlias

import numpy as np

from app.composer import PathTuple
from app.evaluation import EvaluationError, Value, evaluate
from app.expressions import Formula
from app.functions import FUNCTIONS, MODELS, Function, drawing_functions, is_model
from app.grading.shown import written
from app.models import Case, CaseValue, CodeQuestion
from app.nodes import Call as Called
from app.nodes import Name
from app.runner import Call, Model
from app.runner.child.models import Counted
from app.values import Named, array_of
from app.variants import Variant

Input: TypeAlias = "Value | Model"


class CaseError(EvaluationError):
    """Inputs of a case without a value, or a reference without one for them; `where` is the path in it."""

    def __init__(self, message: str, case: Case, where: PathTuple) -> None:
        super().__init__(message)
        self.case, self.where = case, where


@contextmanager
def _told_of(case: Case, *where: str) -> Iterator[None]:
    """What has no value within is told of the case."""
    try:
        yield
    except EvaluationError as slip:
        raise CaseError(slip.message, case, where) from slip


@dataclass(frozen=True)
class Signature:
    """The name of a function, its arguments in order, and the defaults of the last ones."""

    name: str
    arguments: tuple[str, ...]
    defaults: Mapping[str, Value]
    text: str = ""

    @classmethod
    @cache
    def parse(cls, text: str) -> Signature:
        """The signature written as `f(x, w=1.0)`. Raises ValueError, SyntaxError."""
        found = ast.parse(f"def {text}: ...").body[0]
        if not isinstance(found, ast.FunctionDef):
            raise ValueError(f"{text!r} is not a signature")
        names = tuple(one.arg for one in (*found.args.posonlyargs, *found.args.args, *found.args.kwonlyargs))
        positional = [one.arg for one in (*found.args.posonlyargs, *found.args.args)]
        last = positional[len(positional) - len(found.args.defaults) :]
        keywords = [one.arg for one in found.args.kwonlyargs]
        given = [*zip(last, found.args.defaults, strict=True)]
        given += [(name, node) for name, node in zip(keywords, found.args.kw_defaults, strict=True) if node]
        return cls(found.name, names, {name: ast.literal_eval(node) for name, node in given}, text)


@dataclass(frozen=True, eq=False)
class Prepared:
    """One call to make: its case, and the inputs by argument name in the order of the signature."""

    case: Case
    label: str
    visible: bool
    variant: Variant
    signature: Signature
    inputs: Mapping[str, Input]
    positional: int  # how many of them are passed by position
    again: bool = False  # it was made before; what differs now was kept in between

    @property
    def hint(self) -> str:
        """What is told of the case when it fails."""
        return self.variant.say(self.case.hint)

    @property
    def call(self) -> Call:
        """The call; the inputs are sent to another process, never handed on."""
        given = list(self.inputs.items())
        by_place, by_name = given[: self.positional], given[self.positional :]
        return Call(self.signature.name, tuple(value for _, value in by_place), dict(by_name))

    @property
    def text(self) -> str:
        """The call as Python, shortened."""
        return written(self.signature.name, self.inputs)

    @property
    def functions(self) -> tuple[str, ...]:
        """The names of the inputs that are functions."""
        return tuple(name for name, value in self.inputs.items() if isinstance(value, Model))

    def built(self) -> dict[str, Named]:
        """The inputs, copied, with models made functions."""
        copies = deepcopy(dict(self.inputs))
        return {name: one.build() if isinstance(one, Model) else one for name, one in copies.items()}


@dataclass(frozen=True, eq=False)
class Key:
    """What the reference returned, and how often it called the functions among its inputs."""

    value: Value
    evaluations: int


def prepared(question: CodeQuestion, variant: Variant, seed: int) -> tuple[Prepared, ...]:
    """Every call of every case, the visible ones first; inputs are drawn from the seed.

    At the end the first call of each function is made once more: what was kept from one call shows there.
    Raises CaseError.
    """
    calls = list(_calls(question, variant, np.random.default_rng(seed)))
    first: dict[str, Prepared] = {}
    for call in calls:
        first.setdefault(call.signature.name, call)
    return (*calls, *(replace(call, again=True) for call in first.values()))


def _calls(question: CodeQuestion, variant: Variant, generator: np.random.Generator) -> Iterator[Prepared]:
    signatures = {one.name: one for one in map(Signature.parse, question.signatures)}
    main, table = next(iter(signatures)), drawing_functions(generator)
    for visible, cases in ((True, question.cases.visible), (False, question.cases.hidden)):
        for number, case in enumerate(cases, 1):
            label = case.label or f"{'example' if visible else 'hidden case'} {number}"
            signature = signatures[case.call or main]
            for _ in range(case.n):
                yield _one(case, label, visible, signature, variant, table)


def _one(
    case: Case,
    label: str,
    visible: bool,
    signature: Signature,
    variant: Variant,
    table: Mapping[str, Function],
) -> Prepared:
    given: dict[str, Value] = {}
    models: dict[str, Model] = {}
    for name, written_value in case.given.items():
        with _told_of(case, name):
            given[name] = plain_input(written_value)
    for name, formula in case.draw.items():
        names = {**variant.names, **given}
        with _told_of(case, "draw", name):
            if is_model(formula):
                models[name] = _model(formula, names, table)
            else:
                given[name] = evaluate(formula.node, names, table)
    values: Mapping[str, Input] = {**given, **models}
    present = [name for name in signature.arguments if name in values]
    unbroken = 0
    while unbroken < len(present) and present[unbroken] == signature.arguments[unbroken]:
        unbroken += 1
    inputs = {name: values[name] for name in present}
    return Prepared(case, label, visible, variant, signature, inputs, unbroken)


def _model(formula: Formula, names: Mapping[str, Value], table: Mapping[str, Function]) -> Model:
    """The model that `models.KIND(…)` stands for; its parameters may be drawn. Raises EvaluationError."""
    if not isinstance(formula.node, Called):
        raise TypeError(f"{formula.text} makes no model")
    values = [evaluate(node, names, table) for node in formula.node.arguments]
    named = {name: evaluate(node, names, table) for name, node in formula.node.keywords}
    made = MODELS[formula.node.function]
    if refusal := made.refusal(len(values), named):
        raise EvaluationError(refusal)
    model = made.call(*map(_array, values), **{name: _array(value) for name, value in named.items()})
    if not isinstance(model, Model):
        raise TypeError(f"{made.name} makes no model")
    return model


def _array(value: Value) -> Value:
    return array_of(value) if isinstance(value, list) else value


def plain_input(value: CaseValue) -> Value:
    """A list of numbers as a float64 array; everything else as it is."""
    if isinstance(value, list):
        try:
            array = np.asarray(value)
        except ValueError:
            raise EvaluationError("the rows of a list differ in length") from None
        return array.astype(np.float64) if array.dtype.kind in "iuf" else value  # type: ignore[return-value]  # nested lists of scalars are Values
    return value


def expected(question: CodeQuestion, variant: Variant, call: Prepared) -> Key | None:
    """What the reference makes of the call; None where an exception or only properties are asked for.

    Raises CaseError.
    """
    formula = reference_of(question, call.signature.name)
    if call.case.raises or formula is None:
        return None
    inputs = call.built()
    with _told_of(call.case):
        if isinstance(formula.node, Name) and formula.node.name in FUNCTIONS:
            value = _called(formula.node.name, inputs, call.positional)
        else:
            value = evaluate(formula.node, {**variant.names, **call.signature.defaults, **inputs})
    return Key(value, sum(one.calls for one in inputs.values() if isinstance(one, Counted)))


def reference_of(question: CodeQuestion, function: str) -> Formula | None:
    """The reference of one of the functions; None when properties alone decide."""
    if isinstance(question.reference, Formula):
        return question.reference
    return question.reference.get(function)


def _called(function: str, inputs: Mapping[str, Named], positional: int) -> Value:
    """What the checker returns, called as the student's function is; unlike a formula, it may be a tuple."""
    names = list(inputs)
    rest = {name: inputs[name] for name in names[positional:]}
    try:
        return FUNCTIONS[function].call(*(inputs[name] for name in names[:positional]), **rest)  # type: ignore[return-value]  # compared as it comes
    except EvaluationError:
        raise
    except Exception as slip:  # a checker may raise anything
        raise EvaluationError(f"{function}: {slip}") from slip
