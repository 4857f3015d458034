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
from app.examples import PARAMETERS, example
from app.expressions import ExpressionError
from app.faults import BadContent, Fault, did_you_mean, nearest
from app.models import DRAWN, MisfitError
from app.scalars import resolve
from app.vocabulary import bounds_of, keys_at

M = TypeVar("M", bound=BaseModel)

MOST_COMPLAINTS = 40  # of one file that are told; further ones follow when these are mended
_KEY = "[key]"  # pydantic's mark for a mapping's key itself

_MUST_BE = {
    "int": "a whole number",
    "float": "a number",
    "finite": "a finite number",
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
    if not isinstance(document.value, dict):
        raise BadContent([not_a_mapping(document)])
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        details = error.errors(include_url=False)[:MOST_COMPLAINTS]
        located = [_located(document, detail) for detail in details]
        raise BadContent(_faults(model, document, list(_without_echoes(located)))) from None


def not_a_mapping(document: Document) -> Fault:
    """What is said of a file that holds no keys at all."""
    cure = "Write one key a line, such as `title: How much signal is left?`."
    if document.value is None:
        return document.fault((1, 1), "schema", "the file is empty", cure)
    held = f"this file must be a mapping of keys to values, not {_shown(document.value)}"
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
    """A complaint, the path in the document it is about, and the members of unions that were tried."""

    detail: ErrorDetails
    where: PathTuple
    tried: tuple[tuple[PathTuple, str | int], ...]  # where, and the word of the member

    @property
    def kind(self) -> str:
        """What pydantic calls the complaint."""
        return self.detail["type"]

    @property
    def last(self) -> str | int:
        """The last step of pydantic's own path: the key that is missing, for one."""
        return self.detail["loc"][-1] if self.detail["loc"] else ""


def _located(document: Document, detail: ErrorDetails) -> _Located:
    where: PathTuple = ()
    tried: list[tuple[PathTuple, str | int]] = []
    loc = detail["loc"][:-1] if detail["type"] == "missing" else detail["loc"]
    for step in loc:
        if (*where, step) in document.composed.values:
            where = (*where, step)
        elif step != _KEY:
            tried.append((where, step))
    return _Located(detail, where, tuple(tried))


def _without_echoes(located: list[_Located]) -> Iterable[_Located]:
    """Each member of a union complains: only those that got furthest, with the fewest slips, were meant."""
    for union in sorted({where for one in located for where, _ in one.tried}, key=len):
        members: dict[tuple[str | int, ...], list[_Located]] = {}
        for one in located:
            words = tuple(member for where, member in one.tried if where == union)
            members.setdefault(words, []).append(one)
        tried = {words: complaints for words, complaints in members.items() if words}
        best = max(map(_fit, tried.values()), default=None)
        unfit = {words for words, complaints in tried.items() if _fit(complaints) != best}
        located = [one for words, complaints in members.items() if words not in unfit for one in complaints]
    return located


def _fit(complaints: list[_Located]) -> tuple[int, bool, int]:
    """How well a member of a union fits, by what it complains about."""
    depth = max(len(one.where) for one in complaints)
    is_kind = any(not one.kind.endswith("_type") for one in complaints)
    return depth, is_kind, -len({one.where for one in complaints})


def _faults(model: type[BaseModel], document: Document, located: list[_Located]) -> Iterator[Fault]:
    """The faults, one for each place, less those that only follow from another."""
    meant = {
        (*one.where[:-1], nearest(str(one.where[-1]), sorted(keys_at(model, one.where[:-1], document.value))))
        for one in located
        if one.kind == "extra_forbidden"
    }
    holders = {one.where[:-1] for one in located if one.kind == "extra_forbidden"}
    by_place: dict[tuple[PathTuple, bool], list[_Located]] = {}
    for one in located:
        absent = one.kind == "missing" and (*one.where, one.last) in meant
        undrawn = one.kind == "missing" and one.where in holders and _is_undrawn(one)
        emptied = one.kind == "too_short" and any(_is_below(other, one) for other in located)
        if not absent and not undrawn and not emptied:
            by_place.setdefault((one.where, one.kind == "missing"), []).append(one)
    for (where, is_missing), group in by_place.items():
        if is_missing:
            yield _missing(document, where, group)
        elif len(group) > 1 and any(one.tried for one in group):
            yield _none_of(document, where, group)
        else:
            yield from (_fault(model, document, one) for one in group)


def _is_below(one: _Located, other: _Located) -> bool:
    return len(one.where) > len(other.where) and one.where[: len(other.where)] == other.where


def _is_undrawn(one: _Located) -> bool:
    """Whether a mapping among the parameters says nothing of what is drawn."""
    holder = one.detail["input"]
    return one.where[:-1] == ("params",) and isinstance(holder, dict) and not set(DRAWN) & holder.keys()


def _missing(document: Document, where: PathTuple, group: list[_Located]) -> Fault:
    """Everything that lacks at one place, in one fault."""
    spot = document.position(where)
    if _is_undrawn(group[0]):
        return document.fault(spot, "schema", "this parameter does not say what is drawn", PARAMETERS)
    names = [one.last for one in group]
    is_list = isinstance(names[0], int)
    words = [str(name + 1) if isinstance(name, int) else repr(name) for name in names]
    what = ("item" if is_list else "the key") + ("s " if len(words) > 1 else " ")
    told = f"{what}{_listed(words, 'and')} {'are' if len(words) > 1 else 'is'} missing"
    shown = [str(step) for step in where[-1:]] if is_list else [str(name) for name in names]
    return document.fault(spot, "schema", told, example(shown[:3]))


def _none_of(document: Document, where: PathTuple, group: list[_Located]) -> Fault:
    """A value that fits no member of a union."""
    musts = list(dict.fromkeys(_must(one.kind) for one in group if _must(one.kind)))
    if "a number" in musts:
        musts = [must for must in musts if must not in ("a whole number", "a finite number")]
    told = f"{_subject(where)} must be {_listed(musts, 'or')}, not {_shown(group[0].detail['input'])}"
    return document.fault(document.position(where), "schema", told, _cure(group[0], where))


def _listed(words: list[str], last: str) -> str:
    """`a, b or c`."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def _fault(model: type[BaseModel], document: Document, one: _Located) -> Fault:
    where = one.where
    match one.kind:
        case "extra_forbidden" | "invalid_key":
            return _unknown_key(model, document, where)
        case "value_error":
            return _own(document, where, one.detail)
        case "union_tag_invalid":
            spot = document.position((*where, "type"))
            return document.fault(spot, "schema", _told(model, document, one))
        case _:
            spot = document.position(where, key=one.last == _KEY)
            return document.fault(spot, "schema", _told(model, document, one), _cure(one, where))


def _unknown_key(model: type[BaseModel], document: Document, where: PathTuple) -> Fault:
    known = keys_at(model, where[:-1], document.value)
    if where[-1] in known:  # of one kind, where others of another kind stand
        message = f"the key {str(where[-1])!r} does not go with the others here"
        spot = document.position(where, key=True)
        return document.fault(spot, "unknown-key", message, "Keep the keys of one kind.")
    near = did_you_mean(str(where[-1]), known)
    message = f"the key {str(where[-1])!r} is not known here{'; ' if near else ''}{near}"
    cure = "" if near or not known else f"Known here: {', '.join(sorted(known))}."
    return document.fault(document.position(where, key=True), "unknown-key", message, cure)


def _own(document: Document, where: PathTuple, detail: ErrorDetails) -> Fault:
    """A complaint of our own models, in our own words already."""
    error = detail["ctx"]["error"]
    if isinstance(error, ExpressionError):
        spot = document.text_position(where, error.position)
        return document.fault(spot, "expression", error.message, error.cure)
    if isinstance(error, MisfitError):
        where = (*where, *error.where)
    return document.fault(document.position(where), "schema", str(error), example(map(str, where[-1:])))


def _cure(one: _Located, where: PathTuple) -> str:
    if one.last == _KEY:
        return "Name it by such a word."
    if one.kind == "string_type" and one.detail["input"] is not None:
        return "Put it in quotes."
    if one.kind in ("int_type", "float_type") and _is_quoted(one.detail["input"]):
        return "Take the quotes away."
    return example([str(step) for step in reversed(where) if isinstance(step, str)][:1])


def _is_quoted(value: object) -> bool:
    """Whether a text would be a number without its quotes."""
    return isinstance(value, str) and isinstance(resolve(value), int | float)


def _subject(where: PathTuple, *, key: bool = False) -> str:
    """`'title'`, `an item of 'tags'` or `the key '2x'`."""
    name = next((str(step) for step in reversed(where) if isinstance(step, str)), "the file")
    if key:
        return f"the key {str(where[-1])!r}"
    return f"'{name}'" if where and not isinstance(where[-1], int) else f"an item of '{name}'"


def _must(kind: str) -> str:
    return _MUST_BE.get(kind) or _MUST_BE.get(kind.split("_")[0], "")


def _told(model: type[BaseModel], document: Document, one: _Located) -> str:
    context, kind, where = one.detail.get("ctx", {}), one.kind, one.where
    subject = _subject(where, key=one.last == _KEY)
    got = _shown(one.detail["input"])
    match kind:
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"{subject} must be {bounds_of(model, where, context, document.value)}, not {got}"
        case "string_pattern_mismatch":
            must = _PATTERNS.get(context["pattern"], context["pattern"])
            return f"{subject} must be {must}{'' if one.last == _KEY else f', not {got}'}"
        case "union_tag_not_found":
            return "the key 'type' is missing"
        case "union_tag_invalid":
            near = did_you_mean(str(context["tag"]), context["expected_tags"].replace("'", "").split(", "))
            known = context["expected_tags"]
            return f"the type {context['tag']!r} is not known; {near or f'there are {known}'}"
    must = _must(kind)
    return f"{subject} must be {must.format(**context)}, not {got}" if must else _plain(subject, one.detail)


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
