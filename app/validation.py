"""A document as one of the models, or its faults: pydantic's complaints in an author's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.composer import PathTuple
from app.documents import Document
from app.expressions import ExpressionError
from app.faults import BadContent, Fault, did_you_mean, nearest
from app.models import MisfitError
from app.vocabulary import bounds_of, keys_at

M = TypeVar("M", bound=BaseModel)

_KEY = "[key]"  # pydantic's mark for a mapping's key itself

_MUST_BE = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a number",
    "bool": "true or false",
    "string": "text",
    "tuple": "a list",
    "list": "a list",
    "dict": "a mapping of keys to values",
    "model": "a mapping of keys to values",
    "too_short": "longer: at least {min_length}",
    "too_long": "shorter: at most {max_length}",
    "string_too_short": "longer: at least {min_length} characters",
    "string_too_long": "shorter: at most {max_length} characters",
}
_PATTERNS = {
    r"^[A-Za-z_][A-Za-z0-9_]*$": "letters, digits and underscores, the first no digit",
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words joined by hyphens, such as 'took-the-root'",
    r"^[A-Za-z_]\w*\(.*\)$": "a function with its arguments, such as 'noise(x0, t)'",
}


def validated(model: type[M], document: Document) -> M:
    """The document's value as `model`. Raises BadContent with a fault for everything that doesn't fit."""
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        located = [_located(document, detail) for detail in error.errors(include_url=False)]
        raise BadContent(_faults(model, document, list(_without_echoes(located)))) from None


def salvaged(model: type[M], document: Document) -> M | None:
    """The model of what is left when unknown keys are renamed as they were meant, or taken out.

    None when there are other faults. It lets the rest of a file be judged in the same report.
    """
    value = deepcopy(document.value)
    try:
        model.model_validate(value)
    except ValidationError as error:
        unknown = [_located(document, detail).where for detail in error.errors() if _is_unknown(detail)]
    for where in unknown:
        _mend(value, where, keys_at(model, where[:-1], document.value))
    try:
        return model.model_validate(value)
    except ValidationError:
        return None


def _is_unknown(detail: ErrorDetails) -> bool:
    return detail["type"] == "extra_forbidden"


def _mend(value: object, where: PathTuple, known: Iterable[str]) -> None:
    """Renames the last key to the nearest known one that is not there yet, or takes it out."""
    holder = value
    for step in where[:-1]:
        holder = holder[step]  # type: ignore[index]  # the path was found in this very document
    if isinstance(holder, dict) and where[-1] in holder:
        content = holder.pop(where[-1])
        meant = nearest(str(where[-1]), sorted(known))
        if meant:
            holder.setdefault(meant, content)


@dataclass(frozen=True)
class _Located:
    """A complaint, the path in the document it is about, and the union it was tried in."""

    detail: ErrorDetails
    where: PathTuple
    union: PathTuple | None  # where the first of the words stands that are no keys of the document
    member: str | int | None  # that word: the member of the union that was tried


def _located(document: Document, detail: ErrorDetails) -> _Located:
    where: PathTuple = ()
    union: PathTuple | None = None
    member: str | int | None = None
    for step in detail["loc"]:
        if (*where, step) in document.composed.values:
            where = (*where, step)
        elif step != _KEY and union is None:
            union, member = where, step
    return _Located(detail, where, union, member)


def _without_echoes(located: list[_Located]) -> Iterable[_Located]:
    """Each member of a union complains: only the one that got furthest was meant."""
    best: dict[PathTuple, tuple[tuple[int, bool], str | int | None]] = {}
    for one in located:
        if one.union is not None:
            rank = (len(one.where), one.detail["type"] == "value_error"), one.member
            best[one.union] = max(best.get(one.union, rank), rank, key=lambda entry: entry[0])
    for one in located:
        if one.union is None or best[one.union][1] == one.member or one.detail["type"] == "missing":
            yield one


def _faults(model: type[BaseModel], document: Document, located: list[_Located]) -> Iterator[Fault]:
    """The faults, less those that only follow from another: a misspelt key is not missing too."""
    meant = {
        (*one.where[:-1], nearest(str(one.where[-1]), sorted(keys_at(model, one.where[:-1], document.value))))
        for one in located
        if one.detail["type"] == "extra_forbidden"
    }
    for one in located:
        missing = one.detail["type"] == "missing" and (*one.where, one.detail["loc"][-1]) in meant
        emptied = one.detail["type"] == "too_short" and any(_is_below(other, one) for other in located)
        if not missing and not emptied:
            yield _fault(model, document, one)


def _is_below(one: _Located, other: _Located) -> bool:
    return len(one.where) > len(other.where) and one.where[: len(other.where)] == other.where


def _fault(model: type[BaseModel], document: Document, one: _Located) -> Fault:
    detail, where = one.detail, one.where
    kind, last = detail["type"], detail["loc"][-1] if detail["loc"] else ""
    match kind:
        case "missing":
            what = f"item {last + 1}" if isinstance(last, int) else f"the key {last!r}"
            return document.fault(document.position(where), "schema", f"{what} is missing")
        case "extra_forbidden":
            return _unknown_key(model, document, where)
        case "value_error":
            return _own(document, where, detail)
        case "union_tag_invalid":
            spot = document.position((*where, "type"))
            return document.fault(spot, "schema", _told(model, detail, where))
        case _:
            spot = document.position(where, key=last == _KEY)
            return document.fault(spot, "schema", _told(model, detail, where), _cure(kind))


def _unknown_key(model: type[BaseModel], document: Document, where: PathTuple) -> Fault:
    known = keys_at(model, where[:-1], document.value)
    near = did_you_mean(str(where[-1]), known)
    message = f"the key {str(where[-1])!r} is not known here{'; ' if near else ''}{near}"
    cure = "" if near or not known else f"Known here: {', '.join(sorted(known))}."
    return document.fault(document.position(where, key=True), "unknown-key", message, cure)


def _own(document: Document, where: PathTuple, detail: ErrorDetails) -> Fault:
    """A complaint of our own models, in our own words already."""
    error = detail["ctx"]["error"]
    if isinstance(error, ExpressionError):
        return document.fault(document.text_position(where, error.position), "expression", error.message)
    if isinstance(error, MisfitError):
        where = (*where, *error.where)
    return document.fault(document.position(where), "schema", str(error))


def _cure(kind: str) -> str:
    return "Put it in quotes." if kind == "string_type" else ""


def _told(model: type[BaseModel], detail: ErrorDetails, where: PathTuple) -> str:
    context, kind = detail.get("ctx", {}), detail["type"]
    name = next((str(step) for step in reversed(where) if isinstance(step, str)), "the file")
    subject = f"'{name}'" if where and not isinstance(where[-1], int) else f"an item of '{name}'"
    got = _shown(detail["input"])
    match kind:
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"{subject} must be {bounds_of(model, where, context)}, not {got}"
        case "string_pattern_mismatch":
            return f"{subject} must be {_PATTERNS.get(context['pattern'], context['pattern'])}, not {got}"
        case "union_tag_not_found":
            return "the key 'type' is missing"
        case "union_tag_invalid":
            near = did_you_mean(str(context["tag"]), context["expected_tags"].replace("'", "").split(", "))
            known = context["expected_tags"]
            return f"the type {context['tag']!r} is not known; {near or f'there are {known}'}"
    must = _MUST_BE.get(kind) or _MUST_BE.get(kind.split("_")[0])
    return f"{subject} must be {must.format(**context)}, not {got}" if must else _plain(subject, detail)


def _plain(subject: str, detail: ErrorDetails) -> str:
    return f"{subject}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def _shown(value: object) -> str:
    """What was written, briefly."""
    match value:
        case None:
            return "empty"
        case bool():
            return str(value).lower()
        case dict():
            return "a mapping"
        case list() | tuple():
            return f"a list of {len(value)}"
        case _:
            text = repr(value)
            return text if len(text) <= 40 else f"{text[:37]}…"
