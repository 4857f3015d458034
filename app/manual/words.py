"""Tables in markdown, and what a value may be in words."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

Schema = Mapping[str, Any]  # a JSON schema: nested data of every kind
KINDS = {
    "expression": "[expression](#expressions)",
    "text": "[text](#texts)",
    "integer": "whole number",
    "number": "number",
    "string": "plain text",
    "boolean": "`true` or `false`",
    "object": "mapping",
}
PATTERNS = {
    r"^[a-z0-9]+(-[a-z0-9]+)*$": "lower-case words joined by hyphens",
    r"^[A-Za-z_][A-Za-z0-9_]*$": "name",
    r"^[A-Za-z_]\w*\(.*\)$": "signature",
}
_SCALARS = ({"boolean", "integer", "number", "string"}, "number, text, or list of them")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; nothing without rows."""
    found = [" | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) for row in rows]
    if not found:
        return ""
    lines = (" | ".join(head), "|".join("---" for _ in head), *found)
    return (
        "\n".join(f"| {line} |" if number != 1 else f"|{line}|" for number, line in enumerate(lines)) + "\n"
    )


def link(heading: str, text: str = "") -> str:
    """A link to a heading of the page."""
    anchor = re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
    return f"[{text or heading}](#{anchor})"


def heading_of(model: str) -> str:
    """`IntegerParameter` as `Integer parameter`."""
    return re.sub(r"(?<!^)([A-Z])", lambda found: f" {found[1].lower()}", model)


def kind(schema: Schema) -> str:
    """What a value must be, in words."""
    match schema:
        case {"$ref": str(reference)}:
            return link(heading_of(reference.rpartition("/")[2]))
        case {"const": value}:
            return f"`{value}`"
        case {"enum": [*values]}:
            return " or ".join(f"`{value}`" for value in values)
        case {"anyOf": [*choices]} | {"oneOf": [*choices]}:
            return _one_of(choices)
        case {"allOf": [*choices], "required": ["type"]}:
            return _one_of([choice["then"] for choice in choices])
        case {"title": "expression" | "text" as title}:
            return KINDS[title]
        case {"type": "array", "items": dict(items)}:
            return f"{_count(schema)}list of {_bare(items)}"
        case {"type": "object", "patternProperties": dict(values)}:
            return f"mapping from names to {_bare(next(iter(values.values())))}"
        case {"type": "object", "additionalProperties": dict(value)}:
            return f"mapping to {_bare(value)}"
        case {"type": "string", "pattern": str(pattern)}:
            return PATTERNS.get(pattern, "plain text")
        case _:
            return f"{KINDS[str(schema['type'])]}{_bounds(schema)}"


def _bare(schema: Schema) -> str:
    """What items are; a choice within brackets."""
    words = kind(schema)
    return f"({words})" if " or " in words and not words.startswith(("`", "[")) else words


def _one_of(choices: Sequence[Schema]) -> str:
    simple, said = _SCALARS
    if {str(choice.get("type")) for choice in choices} >= simple:
        return said
    return " or ".join(dict.fromkeys(kind(choice) for choice in choices))


def _count(schema: Schema) -> str:
    least, most = schema.get("minItems"), schema.get("maxItems")
    if least and least == most:
        return f"{least}-item "
    return ""


def _bounds(schema: Schema) -> str:
    low, high = schema.get("minimum"), schema.get("maximum")
    if low is not None and high is not None:
        return f", {low:g} to {high:g}"
    words = {
        "minimum": "at least",
        "exclusiveMinimum": "more than",
        "maximum": "at most",
        "exclusiveMaximum": "less than",
    }
    said = [f"{word} {schema[key]:g}" for key, word in words.items() if key in schema]
    if "maxLength" in schema:
        said.append(f"at most {schema['maxLength']} characters")
    return f", {' and '.join(said)}" if said else ""


def default(schema: Schema) -> str:
    """The value when the key is left out; nothing when there is none worth telling."""
    if "default" not in schema or schema["default"] in (None, [], {}, ""):
        return ""
    return f"`{json.dumps(schema['default'], ensure_ascii=False)}`"


def fields(schema: Schema, keys: Iterable[str]) -> Iterator[tuple[str, str, str, str]]:
    """A row for each key: its name, what it must be, its default, what it means."""
    for key in keys:
        one = schema["properties"][key]
        is_required = key in schema.get("required", ()) or key == "type"
        yield (
            f"`{key}`",
            kind(one),
            "**required**" if is_required else default(one),
            one.get("description", ""),
        )
