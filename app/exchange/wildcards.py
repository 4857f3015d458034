"""Moodle's calculated questions: wildcards as our parameters, its formulas as our expressions."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Self
from xml.etree.ElementTree import Element

from app.composer import Value
from app.exchange.bank import Body, Computed, Foreign, TextAnswer, number_in
from app.expressions import ExpressionError, Formula
from app.functions import CONSTANTS, FUNCTIONS, check_names

FUNCTION_NAMES: Mapping[
    str, str
] = {  # Moodle's → ours; those with the same name and meaning on the right only
    **{name: name for name in ("abs", "ceil", "cos", "cosh", "exp", "expm1", "floor", "log", "log10")},
    **{name: name for name in ("log1p", "sin", "sinh", "sqrt", "tan", "tanh", "min", "max", "round")},
    **{f"a{name}": f"arc{name}" for name in ("cos", "cosh", "sin", "sinh", "tan", "tanh")},
}
WILDCARD = re.compile(r"\{([^{}=\n][^{}\n]*)\}")
CALL = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)\s*\(")
BARE = re.compile(r"(?<![\w.{])[A-Za-z_]\w*(?![\w}])(?!\s*\()")
NAMES_OF_OTHERS = {*CONSTANTS, *FUNCTIONS, "and", "or", "not", "if", "else", "in", "answer", "parts"}


@dataclass(frozen=True)
class Wildcards:
    """The wildcards of a question under names that our expressions allow, and how they are drawn."""

    names: Mapping[str, str]  # Moodle's → ours
    params: dict[str | int, Value]
    unclear: str = ""  # why they cannot be drawn here
    loose: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.names)

    @classmethod
    def of(cls, question: Element) -> Self:
        """The wildcards that a question defines."""
        names: dict[str, str] = {}
        params: dict[str | int, Value] = {}
        unclear, loose = "", []
        for definition in question.findall("dataset_definitions/dataset_definition"):
            name = _text(definition, "name")
            if not name or name in names:
                continue
            names[name] = _ours(name, tuple(names.values()))
            try:
                params[names[name]] = _parameter(definition)
            except ValueError:
                unclear = unclear or f"the range of the wildcard {{{name}}} cannot be read"
            if _text(definition, "distribution") == "loguniform":
                loose.append(f"that {{{name}}} is drawn evenly in its logarithm: here it is in its value")
        return cls(names, params, unclear, tuple(loose))

    def insertion(self, inside: str) -> str | None:
        """Our expression for what stands between braces in a text; None when it is no wildcard."""
        if inside in self.names:
            return self.names[inside]
        if inside.startswith("="):
            try:
                return self.expression(inside[1:])
            except ExpressionError:
                return None
        return None

    def expression(self, formula: str) -> str:
        """Moodle's formula as our expression. Raises ExpressionError for what ours cannot say."""

        def named(found: re.Match[str]) -> str:
            if found[1] not in self.names:
                raise ExpressionError(f"there is no wildcard {{{found[1]}}}")
            return self.names[found[1]]

        if lonely := BARE.search(WILDCARD.sub("0", formula)):
            raise ExpressionError(f"there is no name {lonely[0]}", lonely.start())
        text = WILDCARD.sub(named, formula.strip().lstrip("="))
        text = re.sub(r"\bpi\s*\(\s*\)", "pi", text)
        for call in ("pow", "atan2", "deg2rad", "rad2deg"):
            text = _rewritten(text, call)
        for name in CALL.findall(text):
            if name not in FUNCTION_NAMES:
                raise ExpressionError(f"there is no counterpart of the function {name}")
        text = CALL.sub(lambda found: f"{FUNCTION_NAMES[found[1]]}(", text)
        formula_read = Formula.parse(text)
        if slips := check_names(formula_read, {*self.names.values()}):
            raise ExpressionError(slips[0][1], slips[0][0])
        return text


def _text(element: Element, path: str) -> str:
    found = element.find(path)
    if found is None:
        return ""
    inner = found.find("text")
    return ((found if inner is None else inner).text or "").strip()


def _ours(name: str, taken: Collection[str]) -> str:
    """A name that our expressions allow."""
    word = re.sub(r"[^A-Za-z0-9_]+", "_", name).strip("_")[:30] or "x"
    word = word if word[0].isalpha() else f"x{word}"
    while word in NAMES_OF_OTHERS or word in taken:
        word += "_"
    return word


def _parameter(definition: Element) -> Value:
    """How a wildcard is drawn. Raises ValueError when its range cannot be read."""
    decimals = int(_text(definition, "decimals") or "0")
    low, high = (round(float(_text(definition, end)), decimals) for end in ("minimum", "maximum"))
    if not (0 <= decimals <= 9 and -1e9 < low <= high < 1e9):
        raise ValueError("out of range")
    first = definition.find("dataset_items/dataset_item/value")
    default = round(float((first.text or "").strip()), decimals) if first is not None else None
    bounds: list[Value] = [low, high] if decimals else [int(low), int(high)]
    parameter: dict[str | int, Value] = {"float" if decimals else "int": bounds}
    if decimals:
        parameter["step"] = float(f"1e-{decimals}")
    if low == high:
        return bounds[0]
    if default is not None and low <= default <= high:
        parameter["default"] = default if decimals else int(default)
    return parameter


def _rewritten(text: str, name: str) -> str:
    """The formula with the calls of one of Moodle's functions written with ours."""
    while found := re.search(rf"\b{name}\s*\(", text):
        end, commas = _closing(text, found.end())
        cuts = [found.end() - 1, *commas, end]
        given = [text[left + 1 : right].strip() for left, right in pairwise(cuts)]
        match name, given:
            case "pow", [base, exponent]:
                ours = f"(({base})**({exponent}))"
            case "deg2rad", [angle]:
                ours = f"(({angle})*pi/180)"
            case "rad2deg", [angle]:
                ours = f"(({angle})*180/pi)"
            case _:
                raise ExpressionError(f"there is no counterpart of the function {name}", found.start())
        text = f"{text[: found.start()]}{ours}{text[end + 1 :]}"
    return text


def _closing(text: str, start: int) -> tuple[int, list[int]]:
    """Where the bracket that opens before `start` is closed, and the commas of its own."""
    depth = 1
    commas: list[int] = []
    for place in range(start, len(text)):
        match text[place]:
            case "(":
                depth += 1
            case ")":
                depth -= 1
                if not depth:
                    return place, commas
            case "," if depth == 1:
                commas.append(place)
    raise ExpressionError("a bracket is not closed", start)


def computed_of(question: Element, wildcards: Wildcards, says: Sequence[str], lost: list[str]) -> Body:
    """A calculated question; Foreign, with the reason, where our expressions cannot say it."""
    if wildcards.unclear:
        return Foreign(wildcards.unclear)
    answers = question.findall("answer")
    shares = [(number_in(one.get("fraction")) or 0.0) / 100 for one in answers]
    right = [number for number, share in enumerate(shares) if share >= 1]
    if len(right) != 1:
        return Foreign(f"{len(right)} of its answers give full marks; here a number has one key")
    mistakes, answer = [], ""
    for number, one in enumerate(answers):
        source = (one.findtext("text") or "").strip()
        try:
            expression = wildcards.expression(source) if source != "*" else ""
        except ExpressionError as error:
            if number == right[0]:
                return Foreign(f"its answer {source[:80]!r} is no expression of ours: {error.message}")
            lost.append(f"the answer {source[:80]!r}")
            continue
        if number == right[0]:
            answer = expression
        elif expression:
            mistakes.append(TextAnswer(expression, shares[number], says[number]))
        elif says[number]:
            lost.append(f"the feedback to any other answer: {says[number][:200]}")
    if not answer:
        return Foreign("any answer is right")
    tolerance = _tolerance(answers[right[0]], lost)
    lost += wildcards.loose
    unit = question.findtext("units/unit/unit_name") or ""
    return Computed(answer, tolerance, wildcards.params, tuple(mistakes), unit.strip())


def _tolerance(answer: Element, lost: list[str]) -> dict[str | int, Value]:
    size = abs(number_in(answer.findtext("tolerance")) or 0.0)
    match (answer.findtext("tolerancetype") or "1").strip():
        case "2":
            return {"abs": size}
        case "3":
            lost.append("that its tolerance is geometric: here it is relative")
    return {"rel": min(size, 0.99)}
