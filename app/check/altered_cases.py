"""Cases that nobody wrote: those of an exercise with zeros, ones, other signs, sizes and lengths in them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from app.expressions import ExpressionError, Formula
from app.functions import is_model
from app.models import Case, CaseValue, CodeQuestion

Draws = dict[str, Formula]
# what becomes of an input, in words and as a formula of it
OF_NUMBERS: Mapping[str, str] = {
    "all 0": "0*({0})",
    "all 1": "0*({0}) + 1",
    "with the other sign": "-({0})",
    "a thousand times as large": "1000*({0})",
    "a thousandth of it": "({0})/1000",
    "turned round": "reversed({0})",
    "all equal": "0*({0}) + ({0})[0]",
    "the first one alone": "({0})[0:1]",
    "the first two alone": "({0})[0:2]",
}
ONE_EACH = "({0})[0:1]"


def altered_cases(question: CodeQuestion) -> Iterator[Case]:
    """Each case with one of its inputs altered, and with all its arrays cut to their first entry."""
    for case in (*question.cases.visible, *question.cases.hidden):
        if case.raises:
            continue
        inputs = _inputs(case)
        for name, text in inputs.items():
            for words, pattern in OF_NUMBERS.items():
                yield from _altered(case, {name: pattern.format(text)}, f"{name} {words}")
        for name, value in case.given.items():
            if isinstance(value, int) and not isinstance(value, bool):
                for other in (value - 1, value + 1, 1, 2):
                    yield from _altered(case, {name: str(other)}, f"{name} is {other}")
        yield from _altered(
            case, {name: ONE_EACH.format(text) for name, text in inputs.items()}, "one entry each"
        )


def _inputs(case: Case) -> dict[str, str]:
    """The inputs that are numbers, as formulas."""
    given = {name: _formula(value) for name, value in case.given.items() if _is_numeric(value)}
    return given | {name: one.text for name, one in case.draw.items() if not is_model(one)}


def _formula(value: CaseValue) -> str:
    """A value as a formula; a list is the array of decimals that it becomes."""
    return f"1.0*array({json.dumps(value)})" if isinstance(value, list) else json.dumps(value)


def _is_numeric(value: CaseValue) -> bool:
    if isinstance(value, list):
        return all(map(_is_numeric, value))
    return isinstance(value, int | float) and not isinstance(value, bool)


def _altered(case: Case, changes: Mapping[str, str], label: str) -> Iterator[Case]:
    """The case with other formulas for some inputs; nothing where they cannot be read."""
    try:
        changed = {name: Formula.parse(text) for name, text in changes.items()}
    except ExpressionError:
        return
    given = {name: value for name, value in case.given.items() if name not in changed}
    moved = {name: one for name, one in changed.items() if name not in case.draw}
    draw: Draws = {**moved, **{name: changed.get(name, one) for name, one in case.draw.items()}}
    yield Case.model_validate({"label": label, "call": case.call, "draw": draw, **given})


def as_yaml(case: Case) -> str:
    """The case as an author writes it, on one line."""
    items = [f"label: {json.dumps(case.label or 'another one', ensure_ascii=False)}"]
    items += [f"call: {case.call}"] if case.call else []
    items += [f"{name}: {json.dumps(value)}" for name, value in case.given.items()]
    drawn = ", ".join(f"{name}: {json.dumps(one.text)}" for name, one in case.draw.items())
    items += [f"draw: {{{drawn}}}"] if drawn else []
    return f"- {{{', '.join(items)}}}"
