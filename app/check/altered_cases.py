"""Cases that nobody wrote: those of an exercise with zeros, ones, other signs, sizes and kinds in them."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Iterator, Mapping

import numpy as np

from app.expressions import ExpressionError, Formula
from app.functions import is_model
from app.grading.cases import Input, Prepared, prepared
from app.models import Case, Cases, CaseValue, Code
from app.runner import Model
from app.values import EvaluationError, array_of
from app.variants import Variant

Draws = dict[str, Formula]
Changes = Mapping[str, "CaseValue | Formula | None"]
# what becomes of an input, in words and as a formula of it
OF_ANY: Mapping[str, str] = {
    "all 0": "0*({0})",
    "all 1": "0*({0}) + 1",
    "with the other sign": "-({0})",
}
OF_FRACTIONS: Mapping[str, str] = {
    "a thousand times as large": "1000*({0})",
    "a thousandth of it": "({0})/1000",
}
OF_COUNTS: Mapping[str, str] = {
    "one less": "({0}) - 1",
    "one more": "({0}) + 1",
    "1": "1",
    "2": "2",
}
OF_ARRAYS: Mapping[str, str] = {
    "turned round": "reversed({0})",
    "all equal": "0*({0}) + ({0})[0]",
    "the first one alone": "({0})[0:1]",
    "the first two alone": "({0})[0:2]",
    "in whole numbers": "int64(round({0}))",
    "in larger whole numbers": "int64(round(10*({0})))",
}
OF_TABLES: Mapping[str, str] = {
    "rows as columns": "transpose({0})",
    "the first two columns alone": "transpose(transpose({0})[0:2])",
}
FUNCTIONS: Mapping[str, str] = {
    "heeds the time": "models.time_linear(0.7, -0.4, 0.2)",
    "is curved": "models.mixture_denoiser([0.3, 0.7], [-1, 1], [0.05, 0.2])",
}
OF_ALL = ("the first one alone", "the first two alone", "in whole numbers")
UNKNOWN = "something else"
LONGEST = 30  # characters of a text that chooses between ways to go


def altered_cases(exercise: Code, variant: Variant) -> Iterator[Case]:
    """Each case with one of its inputs altered, and with all its arrays altered alike."""
    calls = [*_calls(exercise, variant)]
    lists = {name for call in calls for name, value in call.inputs.items() if _is_list(value)}
    texts = {*_texts(exercise.solution), UNKNOWN}
    texts |= {value for call in calls for value in call.inputs.values() if isinstance(value, str)}
    for call in calls:
        for name, value in call.inputs.items():
            for words, other in _others(value, _formula(call.case, name), texts, is_list=name in lists):
                yield from _altered(call.case, {name: other}, f"{name} {words}")
        for name, value in call.signature.defaults.items():
            if name not in call.inputs and value is not None:
                for words, other in _others(value, repr(value), texts, is_list=False):
                    yield from _altered(call.case, {name: other}, f"{name} {words}")
        yield from _alike(call)


def _calls(exercise: Code, variant: Variant) -> Iterator[Prepared]:
    """The first call of each case that is to return something and whose inputs have a value."""
    for case in (*exercise.cases.visible, *exercise.cases.hidden):
        alone = exercise.model_copy(update={"cases": Cases(visible=(case.model_copy(update={"n": 1}),))})
        if not case.raises:
            try:
                yield prepared(alone, variant, 0)[0]
            except EvaluationError:
                continue


def _texts(source: str) -> Iterator[str]:
    """The words of a program that may be the name of a way to go."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Compare | ast.match_case | ast.Dict):
            for one in ast.walk(node):
                if isinstance(one, ast.Constant) and isinstance(one.value, str) and len(one.value) <= LONGEST:
                    yield one.value


def _alike(call: Prepared) -> Iterator[Case]:
    """The case with all its arrays altered in the same way."""
    formulas = {name: _formula(call.case, name) for name in call.inputs}
    for patterns, axes in ({words: OF_ARRAYS[words] for words in OF_ALL}, 1), (OF_TABLES, 2):
        names = [name for name, value in call.inputs.items() if _axes(value) >= axes and formulas[name]]
        for words, pattern in patterns.items() if len(names) > 1 else ():
            changes = {name: _parsed(pattern, formulas[name]) for name in names}
            yield from _altered(call.case, changes, f"arrays {words}")


# ---- one input ---


def _others(
    value: Input, formula: str, texts: Iterable[str], *, is_list: bool
) -> Iterator[tuple[str, CaseValue | Formula | None]]:
    """What may stand for an input, in words and as a plain value or a formula of it."""
    if isinstance(value, Model):
        yield from ((words, Formula.parse(text)) for words, text in FUNCTIONS.items())
    elif isinstance(value, bool):
        yield f"is {not value}", not value
    elif isinstance(value, str):
        yield from ((f"is {text!r}", text) for text in sorted({*texts} - {value}))
    elif formula:
        for words, pattern in _patterns(value, is_list=is_list).items():
            yield words, _parsed(pattern, formula)


def _patterns(value: Input, *, is_list: bool) -> dict[str, str]:
    """What may become of a number or an array."""
    axes = _axes(value)
    found = {**OF_ANY, **(OF_COUNTS if isinstance(value, int | np.integer) else OF_FRACTIONS)}
    found |= OF_ARRAYS if axes else {}
    found |= OF_TABLES if axes > 1 else {}
    return found | ({"as a list": "list({0})"} if is_list and axes else {})


def _axes(value: Input) -> int:
    """The axes of an array or a list; 0 for a number and what is none."""
    return array_of(value).ndim if isinstance(value, np.ndarray | list) and _is_numeric(value) else 0


def _is_list(value: Input) -> bool:
    return isinstance(value, list) and _is_numeric(value)


def _is_numeric(value: object) -> bool:
    if isinstance(value, list):
        return all(map(_is_numeric, value))
    if isinstance(value, np.ndarray):
        return value.dtype.kind in "iuf"
    return isinstance(value, int | float) and not isinstance(value, bool)


def _formula(case: Case, name: str) -> str:
    """An input that holds numbers as a formula; nothing for others. A list is the array that it becomes."""
    if name in case.draw:
        return "" if is_model(case.draw[name]) else case.draw[name].text
    value = case.given.get(name)
    if not _is_numeric(value):
        return ""
    return f"1.0*array({json.dumps(value)})" if isinstance(value, list) else json.dumps(value)


def _parsed(pattern: str, formula: str) -> Formula | None:
    """The pattern with the formula in it; None where it cannot be read."""
    try:
        return Formula.parse(pattern.format(formula))
    except ExpressionError:
        return None


def _altered(case: Case, changes: Changes, label: str) -> Iterator[Case]:
    """The case with other values for some inputs; nothing where one of them cannot be read."""
    if None in changes.values():
        return
    drawn = {name: one for name, one in changes.items() if isinstance(one, Formula)}
    plain = {name: one for name, one in changes.items() if not isinstance(one, Formula)}
    given = {**{name: value for name, value in case.given.items() if name not in drawn}, **plain}
    moved = {name: one for name, one in drawn.items() if name not in case.draw}
    kept = {name: drawn.get(name, one) for name, one in case.draw.items() if name not in plain}
    draw: Draws = {**moved, **kept}
    yield Case.model_validate({"label": label, "call": case.call, "draw": draw, **given})


def as_yaml(case: Case) -> str:
    """The case as an author writes it, on one line."""
    items = [f"label: {json.dumps(case.label or 'another one', ensure_ascii=False)}"]
    items += [f"call: {case.call}"] if case.call else []
    items += [f"raises: {case.raises}"] if case.raises else []
    items += [f"{name}: {json.dumps(value)}" for name, value in case.given.items()]
    drawn = ", ".join(f"{name}: {json.dumps(one.text)}" for name, one in case.draw.items())
    items += [f"draw: {{{drawn}}}"] if drawn else []
    return f"- {{{', '.join(items)}}}"
