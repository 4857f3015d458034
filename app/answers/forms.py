"""The fields of a form as the value that JSON would have carried."""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from app.answers.kinds import Raw
from app.models import (
    BugLineQuestion,
    CategoriseQuestion,
    ChoiceQuestion,
    CodeQuestion,
    ExpressionQuestion,
    MatchQuestion,
    MultiChoiceQuestion,
    MultipartQuestion,
    NumericQuestion,
    OrderingQuestion,
    Question,
    SelfCheckQuestion,
    VectorQuestion,
)

Form = Mapping[str, list[str]]


def form_raw(question: Question, form: Form) -> Raw:
    """What the form answers to the question; fields of other kinds of question are passed over."""
    match question:
        case NumericQuestion() | VectorQuestion() | ExpressionQuestion():
            return _first(form, "answer")
        case MultipartQuestion():
            return {part.id: _part(part, form.get(f"answer.{part.id}", [])) for part in question.parts}
        case ChoiceQuestion():
            return _first(form, "choice")
        case MultiChoiceQuestion():
            return list(form.get("choice", []))
        case MatchQuestion() | CategoriseQuestion():
            fields = {name: values for name, values in form.items() if name.startswith("match.")}
            return {name.removeprefix("match."): values[0] for name, values in fields.items() if values}
        case OrderingQuestion():
            return {"order": list(form.get("order", [])), "out": list(form.get("out", []))}
        case BugLineQuestion():
            return _first(form, "line")
        case CodeQuestion():
            code = _first(form, "code")
            return None if code is None else code.replace("\r\n", "\n")
        case SelfCheckQuestion():
            return _text(form)
        case _:
            assert_never(question)


def _first(form: Form, name: str) -> str | None:
    return next(iter(form.get(name, [])), None)


def _part(part: Question, values: list[str]) -> Raw:
    if isinstance(part, MultiChoiceQuestion):
        return list(values)
    return values[0] if values else None


def _text(form: Form) -> Raw:
    """The text, and the ticks once there are points to tick: a hidden blank `tick` says that there are."""
    text = (_first(form, "text") or "").replace("\r\n", "\n")
    if "tick" not in form:
        return {"text": text}
    return {"text": text, "ticked": [tick for tick in form["tick"] if tick]}
