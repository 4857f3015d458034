"""A document as one of the models, or its faults: pydantic's complaints in an author's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from app.complaints import Complaint, located, without_echoes
from app.composer import PathTuple
from app.documents import Document
from app.examples import PARAMETERS, example
from app.expressions import ExpressionError
from app.faults import BadContent, Fault, did_you_mean, nearest
from app.lookalikes import strange
from app.models import DRAWN, MisfitError
from app.vocabulary import keys_at
from app.wordings import breaks_off, broken_off, cure_of, listed, musts_of, shown, subject, told

M = TypeVar("M", bound=BaseModel)

OTHER_WORDS = {"real": "float", "decimal": "float", "double": "float", "whole": "int", "list": "choice"}
MOST_COMPLAINTS = 40  # of one file that are told; further ones follow when these are mended


def validated(model: type[M], document: Document) -> M:
    """The document's value as `model`. Raises BadContent with a fault for everything that doesn't fit."""
    if not isinstance(document.value, dict):
        raise BadContent([not_a_mapping(document)])
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_COMPLAINTS]
        complaints = without_echoes([located(document, detail) for detail in details])
        raise BadContent(_faults(model, document, complaints)) from None


def not_a_mapping(document: Document) -> Fault:
    """What is said of a file that holds no keys at all."""
    cure = "Write one key a line, such as `title: How much signal is left?`."
    if document.value is None:
        return document.fault((1, 1), "schema", "the file is empty", cure)
    held = f"this file must be a mapping of keys to values, not {shown(document.value)}"
    return document.fault(document.position(()), "schema", held, cure)


def salvaged(model: type[M], document: Document) -> M | None:
    """The model of what is left when unknown keys are renamed as they were meant, or taken out.

    None when there are other faults. It lets the rest of a file be judged in the same report.
    """
    value = deepcopy(document.value)
    try:
        model.model_validate(value)
    except ValidationError as error:
        if error.error_count() > MOST_COMPLAINTS:
            return None
        found = [located(document, detail) for detail in error.errors()]
        unknown = [one.where for one in found if one.is_unknown]
    for where in unknown:
        _mend(value, where, keys_at(model, where[:-1], document.value))
    try:
        return model.model_validate(value)
    except ValidationError:
        return None


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


def _faults(model: type[BaseModel], document: Document, complaints: list[Complaint]) -> Iterator[Fault]:
    """The faults, one for each place, less those that only follow from another."""
    unknown = [one for one in complaints if one.is_unknown]
    meant = {one.where: _meant(model, document, one, complaints) for one in unknown}
    holders = {one.where[:-1] for one in unknown}
    keys = (one.where for one in complaints if one.kind in ("invalid_key", "extra_forbidden"))
    cut = {_before(document, where) for where in keys if breaks_off(document, where)}  # told with its end
    by_place: dict[tuple[PathTuple, bool], list[Complaint]] = {}
    for one in complaints:
        is_missing = one.kind == "missing"
        absent = is_missing and any(
            (*where[:-1], name) == (*one.where, one.last) for where, name in meant.items()
        )
        holder = one.where if is_missing else one.where[:-1]
        undrawn = not one.is_unknown and holder in holders and _is_of_unknown_kind(document, holder)
        emptied = one.is_short and any(other.is_below(one) for other in complaints)
        if not absent and not undrawn and not emptied and (one.is_unknown or one.where not in cut):
            by_place.setdefault((one.where, is_missing), []).append(one)
    for (where, is_missing), group in by_place.items():
        if is_missing:
            yield _missing(document, where, group)
        elif len(group) > 1 and any(one.tried for one in group):
            yield _none_of(document, where, group)
        else:
            yield from (_fault(model, document, one, meant.get(one.where)) for one in group)


def _is_of_unknown_kind(document: Document, where: PathTuple) -> bool:
    """Whether it is a parameter that says by no known key what is drawn."""
    return len(where) == 2 and where[0] == "params" and not {*DRAWN} & {*_keys(document, where)}


def _before(document: Document, where: PathTuple) -> PathTuple:
    """The key that stands before one in the same mapping."""
    keys = _keys(document, where[:-1])
    return (*where[:-1], keys[keys.index(where[-1]) - 1])


def _keys(document: Document, where: PathTuple) -> list[str | int]:
    return [one[-1] for one in document.composed.values if one[:-1] == where and one != where]


def _meant(
    model: type[BaseModel], document: Document, one: Complaint, complaints: list[Complaint]
) -> str | int | None:
    """The key that an unknown one was meant to be: the nearest, or the one that is missing beside it."""
    holder = one.where[:-1]
    if near := nearest(str(one.where[-1]), sorted(keys_at(model, holder, document.value))):
        return near
    unknown = [other for other in complaints if other.is_unknown and other.where[:-1] == holder]
    missing = [
        other.last
        for other in complaints
        if other.kind == "missing" and other.where == holder and not other.is_undrawn
    ]
    return missing[0] if len(unknown) == len(missing) == 1 else None


def _missing(document: Document, where: PathTuple, group: list[Complaint]) -> Fault:
    """Everything that lacks at one place, in one fault."""
    spot = document.position(where)
    if group[0].is_undrawn:
        return document.fault(spot, "schema", "this parameter does not say what is drawn", PARAMETERS)
    names = [one.last for one in group]
    is_list = isinstance(names[0], int)
    words = [str(name + 1) if isinstance(name, int) else repr(name) for name in names]
    what = ("item" if is_list else "the key") + ("s " if len(words) > 1 else " ")
    message = f"{what}{listed(words, 'and')} {'are' if len(words) > 1 else 'is'} missing"
    lacking = [str(step) for step in where[-1:]] if is_list else [str(name) for name in names]
    return document.fault(spot, "schema", message, example(lacking[:3]))


def _none_of(document: Document, where: PathTuple, group: list[Complaint]) -> Fault:
    """A value that fits no member of a union."""
    musts = listed(musts_of(group), "or")
    message = f"{subject(where)} must be {musts}, not {shown(group[0].detail['input'])}"
    return document.fault(document.position(where), "schema", message, cure_of(document, group[0]))


def _fault(model: type[BaseModel], document: Document, one: Complaint, meant: str | int | None) -> Fault:
    match one.kind:
        case "extra_forbidden" | "invalid_key":
            return _unknown_key(model, document, one.where, meant)
        case "value_error":
            return _own(document, one.where, one.detail)
        case "union_tag_invalid":
            spot = document.position((*one.where, "type"))
            return document.fault(spot, "schema", told(model, document, one))
        case _:
            spot = document.position(one.where, key=one.is_about_key)
            return document.fault(spot, "schema", told(model, document, one), cure_of(document, one))


def _unknown_key(
    model: type[BaseModel], document: Document, where: PathTuple, meant: str | int | None
) -> Fault:
    known = keys_at(model, where[:-1], document.value)
    spot, word = document.position(where, key=True), str(where[-1])
    if broken := broken_off(document, where, known):
        return document.fault(spot, "unknown-key", *broken)
    if where[-1] in known:  # of one kind, where others of another kind stand
        message = f"the key {word!r} does not go with the others here"
        return document.fault(spot, "unknown-key", message, "Keep the keys of one kind.")
    message = f"the key {word!r} is not known here"
    other = OTHER_WORDS.get(word.lower())
    if near := did_you_mean(word, known) or (f"did you mean {other!r}?" if other in known else ""):
        return document.fault(spot, "unknown-key", f"{message}; {near}", strange(word))
    if meant is not None:
        message = f"{message}, and {meant!r} is missing; did you mean that?"
    cure = f"Known here: {', '.join(sorted(known))}." if known else ""
    return document.fault(spot, "unknown-key", message, strange(word) or cure)


def _own(document: Document, where: PathTuple, detail: ErrorDetails) -> Fault:
    """A complaint of our own models, in our own words already."""
    error = detail["ctx"]["error"]
    if isinstance(error, ExpressionError):
        spot = document.text_position(where, error.position)
        return document.fault(spot, "expression", error.message, error.cure)
    if isinstance(error, MisfitError):
        where = (*where, *error.where)
    return document.fault(document.position(where), "schema", str(error), example(map(str, where[-1:])))
