"""One call of a student's function judged: against the reference, by properties, and by how it behaved."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.grading.array_differences import Difference
from app.grading.cases import Key, Prepared
from app.grading.exceptions import exception_fault
from app.grading.outputs import difference
from app.grading.properties import broken_property
from app.grading.shown import shown
from app.grading.tolerances import tolerance_of
from app.grading.verdicts import CaseMark, Outcome
from app.models import CodeQuestion
from app.runner import Raised, Report, Result, Returned, Unreadable
from app.variants import Variant

STATE = Difference(
    "auto-state",
    "the same call was right before and goes another way now: something is kept from one call to the next. "
    "Is there a global variable, or a list as a default argument, that is changed?",
)
_ODD = {
    "generator": "a generator: make an array of what it yields, or `return` instead of `yield`",
    "coroutine": "a coroutine: leave out `async`",
    "function": "a function: is there a call without its parentheses?",
    "builtin_function_or_method": "a function: is there a call without its parentheses?",
    "method": "a method: is there a call without its parentheses?",
    "ufunc": "a function of numpy: is there a call without its parentheses?",
    "type": "a type, not a value of it",
    "set": "a set, which has no order",
    "range": "a `range`: make an array of it",
    "map": "a `map`: make an array of it",
    "zip": "a `zip`: make an array of it",
    "MaskedArray": "a masked array",
    "matrix": "a `np.matrix`: use an array",
}


@dataclass(frozen=True, eq=False)
class Asked:
    """A call and what the reference makes of it."""

    call: Prepared
    key: Key | None


@dataclass(frozen=True, eq=False)
class Judged:
    """A call with what came of it; `fault` says what is wrong, `mark` what is told."""

    call: Prepared
    mark: CaseMark
    fault: Difference | None
    foreseen: bool = False  # the author's words are what is told


@dataclass(frozen=True, eq=False)
class Judge:
    """Judges the calls of one run of a program."""

    question: CodeQuestion
    variant: Variant
    source: str
    report: Report

    def judged(self, asked: Sequence[Asked]) -> list[Judged]:
        """Every call with what came of it; the last ones are calls made once more."""
        results = self.report.results
        told: list[Judged] = []
        for place, one in enumerate(asked):
            judged = self._call(one, place, results[place] if place < len(results) else None)
            if one.call.again and judged.fault and _went_well(one.call, told):
                judged = replace(judged, fault=STATE, mark=_mark(one, "wrong", STATE, judged.mark.got))
            told.append(judged)
        return told

    def _call(self, asked: Asked, place: int, result: Result | None) -> Judged:
        match result:
            case None if self.report.end != "finished" and self.report.during == place:
                return Judged(asked.call, _mark(asked, "stopped"), None)
            case None:
                return Judged(asked.call, _mark(asked, "not run"), None)
            case Raised() if asked.call.case.raises == result.kind:
                return Judged(asked.call, _mark(asked, "pass", got=f"raises {result.kind}"), None)
            case Raised():
                fault = exception_fault(asked.call, result, self.source)
                return Judged(asked.call, _mark(asked, "raised", fault), fault)
            case Unreadable():
                fault = Difference("auto-unreadable", f"it returned {_odd(result.why)}")
                return Judged(asked.call, _mark(asked, "unreadable", fault), fault)
            case Returned():
                return self._returned(asked, result)

    def _returned(self, asked: Asked, result: Returned) -> Judged:
        hard, soft = self._values(asked, result)
        agrees = asked.key is not None and soft is None  # then a property could only break by rounding
        broken = None
        if hard is None and not agrees:
            broken = broken_property(self.question, self.variant, asked.call, result.value)
        if broken is None:
            fault = hard or soft or self._count(asked, result)
        else:
            fault = broken if soft is None else replace(broken, detail=soft.detail)
        outcome: Outcome = "wrong" if fault else "pass"
        mark = _mark(asked, outcome, fault, shown(result.value) if asked.call.visible else "")
        return Judged(asked.call, mark, fault, foreseen=broken is not None)

    def _values(self, asked: Asked, result: Returned) -> tuple[Difference | None, Difference | None]:
        """What is wrong before values can be compared at all, and how the values differ."""
        if hard := self._manners(asked.call, result):
            return hard, None
        if asked.key is None:
            return None, None
        found = difference(result.value, asked.key.value, tolerance_of(self.question))
        return (None, found) if found and found.soft else (found, None)

    def _manners(self, call: Prepared, result: Returned) -> Difference | None:
        if call.case.raises:
            text = f"it returned a value where `{call.case.raises}` should be raised"
            return Difference("auto-no-exception", text)
        if result.mutated:
            names = " and ".join(f"`{list(call.inputs)[place]}`" for place in result.mutated)
            text = (
                f"it changes its input {names} in place: whoever called it still needs that; work on a copy"
            )
            return Difference("auto-changes-input", text)
        if result.value is None and self.report.output:
            text = "it returned `None`, and something was printed: `return` the result instead of printing it"
            return Difference("auto-none", text)
        return None

    def _count(self, asked: Asked, result: Returned) -> Difference | None:
        """How the functions given to it were called, where that is asked for."""
        if not self.question.count_calls or asked.key is None:
            return None
        own, wanted = result.evaluations, asked.key.evaluations
        if own == wanted:
            return None
        names = " and ".join(f"`{name}`" for name in asked.call.functions)
        times = f"{own} time{'' if own == 1 else 's'}"
        enough = f"{wanted} {'is' if wanted == 1 else 'are'} {'enough' if own > wanted else 'needed'}"
        return Difference("auto-evaluations", f"it calls {names} {times}; {enough}")


def _went_well(call: Prepared, told: Sequence[Judged]) -> bool:
    """Whether the call that is made again was right the first time."""
    first = next((one for one in told if one.call.signature == call.signature), None)
    return first is not None and first.mark.outcome == "pass"


def _odd(why: str) -> str:
    """What was returned that is no plain data, with advice."""
    kind = why.removeprefix("a value of type ")
    return _ODD.get(kind, f"{_unmarked(why)}: return numbers or numpy arrays")


def _unmarked(text: str) -> str:
    """The text as markdown that shows it as it is: the student's own names may hold formulas and links."""
    one_line = " ".join(text.replace("`", "'").split())
    return one_line if re.fullmatch(r"[\w ,.]*", one_line) else f"`{one_line}`"


def _mark(asked: Asked, outcome: Outcome, fault: Difference | None = None, got: str = "") -> CaseMark:
    """What is told of a call: everything of a visible one, the kind of fault and the hint of a hidden one."""
    call = asked.call
    if not call.visible:
        hint = call.hint if fault else ""
        note = " ".join(filter(None, (_sentence(fault.kind) if fault else "", hint)))
        return CaseMark(call.label, False, outcome, note=note)
    note = fault.text if fault else ""
    wanted = f"raises {call.case.raises}" if call.case.raises else shown(asked.key.value) if asked.key else ""
    return CaseMark(call.label, True, outcome, call.text, wanted, got, _sentence(note))


def _sentence(text: str) -> str:
    """The text with a capital letter and an end."""
    if not text:
        return ""
    return text[:1].upper() + text[1:] + ("" if text.endswith((".", "?", "!", "…")) else ".")
