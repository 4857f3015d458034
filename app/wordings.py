"""What is said of a value that doesn't fit its key: what it must be, what stands there, and the cure."""

from __future__ import annotations

import re
from collections.abc import Collection

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from app.complaints import Complaint
from app.composer import PathTuple
from app.documents import Document
from app.examples import example
from app.faults import did_you_mean, nearest
from app.lookalikes import strange
from app.scalars import resolve
from app.vocabulary import bounds_of

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
_HYPHENED = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_PATTERNS = {
    r"^[A-Za-z_][A-Za-z0-9_]*$": "letters, digits and underscores, the first no digit",
    _HYPHENED: "lower-case words joined by hyphens, such as 'took-the-root'",
    r"^[A-Za-z_]\w*\(.*\)$": "a function with its arguments, such as 'noise(x0, t)'",
}


def cure_of(document: Document, one: Complaint) -> str:
    """What to write instead."""
    where, given = one.where, one.detail["input"]
    if one.is_about_key:
        return strange(str(where[-1])) or "Name it by such a word."
    if one.kind == "string_type" and isinstance(given, dict | list) and not _is_flow(document, where):
        return "Write a text: in quotes, or in a block that begins with |."
    if one.kind == "string_type" and given is not None:
        return "Put it in quotes."
    if one.kind in ("int_type", "float_type") and _is_quoted(given):
        return "Take the quotes away."
    example_ = example([str(step) for step in reversed(where) if isinstance(step, str)][:1])
    hint = _hint(one, given)
    return f"{hint} {example_}".strip()


def _hint(one: Complaint, given: object) -> str:
    """What is said before the example, where what was written shows what was meant."""
    if one.kind == "too_long" and isinstance(given, list | tuple) and len(given) == 4:  # [0,1, 0,9]
        return "A decimal number has a point."
    if not isinstance(given, str):
        return ""
    if foreign := strange(given):
        return foreign
    if one.kind in ("list_type", "tuple_type") and re.match(r"-\S", given):
        return "A space stands after each dash of a list."
    is_id = one.kind == "string_pattern_mismatch" and one.detail["ctx"]["pattern"] == _HYPHENED
    if is_id and (words := re.findall(r"[a-z0-9]+", given.lower())):
        return f"Write {'-'.join(words[:-1] if words[-1] == 'yaml' else words)}." if given.isascii() else ""
    if one.kind not in ("int_type", "float_type", "finite_number"):
        return ""
    return next((cure for pattern, cure in _NUMBERS if re.fullmatch(pattern, given)), "")


_NUMBERS = (  # what a number was meant to be, and was read as a text
    (r"[-+]?[0-9]+(?:_[0-9]+)+", "Write its digits without underscores."),
    (r"[-+]?[0-9]+,[0-9]+", "A decimal number has a point, and thousands have no sign between them."),
    (r"[-+]?[0-9.]+ *%", "A percentage is written as a decimal number: 0.01 for 1 %."),
    (r"[-+]?[0-9.]+ *(?:\^|\*\*|/) *-?[0-9.]+", "This is no formula: write the number itself, such as 1e-6."),
    (r"(?i)nan|inf|infinity|∞", "It is finite."),
    (r"0b[01]+|0o?[0-7]+|0x[0-9a-fA-F]+", "Write it with the digits 0 to 9."),
)


def _is_flow(document: Document, where: PathTuple) -> bool:
    """Whether a list or mapping is written in brackets."""
    line, column = document.position(where)
    return document.composed.lines[line - 1][column - 1 : column] in ("[", "{")


def broken_off(document: Document, where: PathTuple, known: Collection[str]) -> tuple[str, str] | None:
    """What is said of an unknown key that is none: the end of a text that broke off, or a glued value."""
    word = str(where[-1])
    begun, colon, rest = word.partition(":")
    if colon and rest and begun.strip() in known:
        return "a space must stand after the colon", f"Write `{begun.strip()}: {rest.strip()}`."
    line, column = document.position(where, key=True)
    after = document.composed.lines[line - 1][column - 1 + len(word) :].lstrip()
    before = document.composed.lines[line - 1][: column - 1].rstrip()
    if word in known or not before.endswith(",") or after[:1] == ":" or nearest(word, list(known)):
        return None
    if breaks_off(document, where):
        return "a decimal number breaks off at this comma", "Write it with a point."
    return (
        "the text before this breaks off at the comma",
        "Inside {…}, put a text that holds commas in quotes.",
    )


def breaks_off(document: Document, where: PathTuple) -> bool:
    """Whether a key is nothing but the decimals of a number with a comma."""
    line, column = document.position(where, key=True)
    before = document.composed.lines[line - 1][: column - 1].rstrip()
    return re.search(r"[0-9],$", before) is not None and str(where[-1]).isdigit()


def _is_quoted(value: object) -> bool:
    """Whether a text would be a number without its quotes."""
    return isinstance(value, str) and isinstance(resolve(value), int | float)


def subject(where: PathTuple, *, key: bool = False) -> str:
    """`'title'`, `an item of 'tags'` or `the key '2x'`."""
    name = next((str(step) for step in reversed(where) if isinstance(step, str)), "the file")
    if key:
        return f"the key {str(where[-1])!r}"
    return f"'{name}'" if where and not isinstance(where[-1], int) else f"an item of '{name}'"


def _must(kind: str) -> str:
    return _MUST_BE.get(kind) or _MUST_BE.get(kind.split("_")[0], "")


def listed(words: list[str], last: str) -> str:
    """`a, b or c`."""
    return f" {last} ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def musts_of(group: list[Complaint]) -> list[str]:
    """What each member of a union would take."""
    musts = list(dict.fromkeys(_must(one.kind) for one in group if _must(one.kind)))
    if "a number" in musts:
        return [must for must in musts if must not in ("a whole number", "a finite number")]
    return musts


def told(model: type[BaseModel], document: Document, one: Complaint) -> str:
    """What is wrong."""
    context, kind, where = one.detail.get("ctx", {}), one.kind, one.where
    what = subject(where, key=one.is_about_key)
    got = shown(one.detail["input"])
    match kind:
        case "greater_than" | "greater_than_equal" | "less_than" | "less_than_equal":
            return f"{what} must be {bounds_of(model, where, context, document.value)}, not {got}"
        case "string_pattern_mismatch":
            must = _PATTERNS.get(context["pattern"], context["pattern"])
            return f"{what} must be {must}{'' if one.is_about_key else f', not {got}'}"
        case "union_tag_not_found":
            return "the key 'type' is missing"
        case "union_tag_invalid":
            near = did_you_mean(str(context["tag"]), context["expected_tags"].replace("'", "").split(", "))
            known = context["expected_tags"]
            return f"the type {context['tag']!r} is not known; {near or f'there are {known}'}"
    must = _must(kind)
    return f"{what} must be {must.format(**context)}, not {got}" if must else _plain(what, one.detail)


def _plain(subject: str, detail: ErrorDetails) -> str:
    return f"{subject}: {detail['msg'][:1].lower()}{detail['msg'][1:]}"


def shown(value: object) -> str:
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
